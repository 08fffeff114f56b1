"""Moved to `sellergate.rest.queries`."""

from sellergate.rest.queries import *  # noqa: F403
