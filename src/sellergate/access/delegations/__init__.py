"""Delegations: who may act for a seller. Knows no HTTP, mints no token."""
