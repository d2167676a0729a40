"""Runs as people see them: listed, opened, cancelled, tried again; and the workers that carry them."""
