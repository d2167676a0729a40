"""The pages: HTML for people, a page or a part of one per route."""
