"""Who has access to my seller accounts, and which sellers gave access to my clients."""
