"""What the sellers of the demo marketplace keep in its warehouses, and the warehouses that work by themselves."""
