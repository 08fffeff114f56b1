"""Invoices that sellers issue to their customers: taken, judged in the background, attached to orders (contract/06).

Knows no HTTP. Bytes are documents (`storage.documents`); here are whose they are, and what became of them.
"""
