"""Moved to `sellergate.rest.openapi.facts`."""

from sellergate.rest.openapi.facts import *  # noqa: F403
