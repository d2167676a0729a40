"""What several features need: accounts, files, revisions, usage, runs."""
