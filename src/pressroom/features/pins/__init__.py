"""Pins: a blog's posts and pictures become pins with a title, a description and alt text, written well."""
