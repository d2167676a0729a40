"""Pins brought to Pinterest: on time, one after another, and never twice."""
