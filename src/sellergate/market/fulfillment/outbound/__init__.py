"""Outbound shipments: what leaves a warehouse, for an order of the marketplace or as its seller asked (contract/09 §5)."""
