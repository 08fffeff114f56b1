"""Moved to `sellergate.rest.paging`."""

from sellergate.rest.paging import *  # noqa: F403
