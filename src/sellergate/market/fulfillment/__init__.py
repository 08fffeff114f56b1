"""What sellers ask of the warehouses, and what these do: inbound and outbound shipments, returns (contract/09). No HTTP."""
