"""What a workspace has used this month, and its limit."""
