"""Offers: what sellers put on sale, the packages that say so, and what became of their lines (contract/04)."""
