"""Boards that pins are put on."""
