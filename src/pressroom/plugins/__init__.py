"""Workflows of the owner's own: found in the plug-ins folder when a process starts, shown and run as ours are."""
