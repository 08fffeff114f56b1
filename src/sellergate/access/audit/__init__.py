"""Audit: every act that changes who may do what, appended in the transaction of the act. Nothing here is ever changed."""
