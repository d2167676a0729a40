"""Folders that pictures come from by themselves: looked through on schedule, each new file a run of its own."""
