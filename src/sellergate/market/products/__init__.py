"""Products: the catalogue that all sellers share, and what sellers submitted to it (contract/03)."""
