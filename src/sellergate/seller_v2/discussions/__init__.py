"""Discussions: what customers, the seller and customer service write to each other (contract/07)."""
