"""Moved to `sellergate.rest.wire`."""

from sellergate.rest.wire import *  # noqa: F403
