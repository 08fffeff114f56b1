"""The gateway: every call to the Seller API passes its checks, in the order of `gate.CHECKS`, or gets a problem.

Owns: request id, bearer token, SellerId, delegation, seller state, scope, quota, access log.
Refuses: to know what an operation does, to read a body, to touch SQL.
"""
