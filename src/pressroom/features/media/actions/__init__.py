"""What can be done with a picture, by a person or by its run; each takes the session first and never commits."""
