"""Accounts elsewhere that a workspace let Pressroom into: their tokens sealed, refreshed before they expire."""
