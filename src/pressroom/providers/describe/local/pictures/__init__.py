"""Describes a picture without a model of language: by what ImageNet's classes know, and by light and colours."""
