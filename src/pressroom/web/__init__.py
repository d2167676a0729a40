"""The HTTP delivery: an API for programs, pages for people, both over the same actions."""
