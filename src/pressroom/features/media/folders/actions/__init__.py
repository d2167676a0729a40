"""What can be done with a folder, by a person or by its sync; each takes the session first and never commits."""
