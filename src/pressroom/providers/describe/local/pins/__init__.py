"""Pins, described offline: from the article's own sentences and what the small models see in the picture."""
