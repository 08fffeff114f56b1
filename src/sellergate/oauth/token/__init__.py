"""The token endpoint (RFC 6749 §3.2): a pipeline of shared steps, and one file for each grant."""
