"""Accounts: organisations, users, memberships, sign-in and browser sessions. Knows no cookie."""
