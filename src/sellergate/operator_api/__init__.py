"""The operator API: what only the marketplace may do with orders and discussions (docs/decisions/0037).

Knows no token and no quota: the gateway has checked the call.
"""
