"""Quotas: how much of something a key may use in a window. Knows no header."""
