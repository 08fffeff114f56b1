"""Moved to `sellergate.rest.openapi.operations`."""

from sellergate.rest.openapi.operations import *  # noqa: F403
