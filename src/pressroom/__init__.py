"""Pressroom turns raw files into finished, published work."""

__version__ = "0.1.0"
