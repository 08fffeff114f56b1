"""Trusted issuers: other people's token servers whose access tokens are accepted beside our own (docs/decisions/0014).

Owns: their keys, kept fresh in the background, and the rules by which one of their tokens names one of our clients.
Refuses: to know what that client may do. Delegations, quotas and states are asked as for any other token.
"""
