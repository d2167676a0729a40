"""Carousels: the further pictures of a pin."""
