"""What can be done with articles, by a person or by their runs; each takes the session first and never commits."""
