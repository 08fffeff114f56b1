"""Sellers: identity and state of a seller account. The profile on the wire is presented by `seller_v2/sellers`."""
