"""Documents: a stored file, read page by page, named, tagged and summarised."""
