"""Tokens: issue, verify and revoke access tokens (JWT, RFC 7519). Knows no form and no header."""
