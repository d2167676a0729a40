"""What is outside: engines, models and services, each behind a Protocol with a shipped fake."""
