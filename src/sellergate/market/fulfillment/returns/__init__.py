"""Returns: what comes back of what was sent, from customers or from carriers (contract/09 §6)."""
