"""Artworks: pictures that a person chose to offer, with a title and perhaps a price. Never made by themselves."""
