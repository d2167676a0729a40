"""The API: JSON over HTTP, problem+json where something is wrong."""
