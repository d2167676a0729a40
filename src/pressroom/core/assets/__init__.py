"""Stored files: the same bytes are stored once in a workspace, whatever they are used for."""
