"""Orders of customers: what they bought, what became of it, what it cost. Owns every move of an order; refuses HTTP."""
