"""What comes to the warehouses, what leaves them, and what comes back."""
