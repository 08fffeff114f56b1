"""What customers of the demo marketplace bought, and what became of it."""
