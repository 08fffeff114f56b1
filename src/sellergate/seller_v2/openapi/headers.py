"""Moved to `sellergate.rest.openapi.headers`."""

from sellergate.rest.openapi.headers import *  # noqa: F403
