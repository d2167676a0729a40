"""The database's history, applied at start: Alembic revisions, in files named by number and subject."""
