"""Articles: a blog's posts, fetched politely, with the pictures they show."""
