"""The operations of the API.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""
