"""Answers about a thing, from a model or a person: each is a revision, the newest three are kept."""
