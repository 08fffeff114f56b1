"""Access: who may do what. Accounts, sellers, clients, delegations, tokens, keys, quotas, listings, audit. Knows no HTTP.

In each room: `models.py` frozen values, `errors.py` named refusals, `store.py` all SQL, `service.py` the rules of writes.
Services and stores are functions on a connection; the surfaces run them by `db.read` and `db.write`.
"""
