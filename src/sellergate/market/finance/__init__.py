"""Finance: what the marketplace owes and bills its sellers, as a double-entry ledger; no HTTP (docs/decisions/0039)."""
