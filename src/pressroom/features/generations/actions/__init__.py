"""What changes a generation."""
