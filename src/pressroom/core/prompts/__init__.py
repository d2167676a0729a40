"""Prompts as data: what an owner asks of models in place of the shipped words, in versions, tried before it is kept."""
