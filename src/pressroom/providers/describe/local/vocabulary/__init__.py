"""What languages call things: kinds of documents, labels, months, little words. One TOML file a language."""

from pressroom.providers.describe.local.vocabulary.vocabulary import (
    LANGUAGES,
    Kind,
    Phrases,
    Vocabulary,
    vocabulary_for,
)

__all__ = ["LANGUAGES", "Kind", "Phrases", "Vocabulary", "vocabulary_for"]
