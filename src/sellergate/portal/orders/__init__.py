"""Orders as pages show them, and the demo's shop, where anybody buys as a customer."""
