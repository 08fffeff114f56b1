"""The demo marketplace: the same seed gives the same bytes. Only `sellergate demo` uses it."""
