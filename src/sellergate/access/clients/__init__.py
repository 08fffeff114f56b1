"""Clients and their secrets: registered programs (RFC 6749 §2). Mints no token, knows no seller."""
