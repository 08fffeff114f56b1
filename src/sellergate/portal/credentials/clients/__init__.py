"""My credentials: my organisation's clients, their secrets and their state."""
