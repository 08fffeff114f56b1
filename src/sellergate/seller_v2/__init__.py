"""The Seller API v2 (contract/00 to 09): one package per perimeter, HTTP included.

Knows no token and no quota: the gateway has checked the call and left a `SellerContext` in its scope.
"""
