"""Keys of clients: what a client proves itself with instead of a shared secret (RFC 7523). Knows no form and no page."""
