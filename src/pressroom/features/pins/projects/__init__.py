"""Projects: a blog each, with the voice its pins speak in and where they lead."""
