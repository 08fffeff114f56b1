"""Invoices that sellers issue to customers, on the wire (contract/06)."""
