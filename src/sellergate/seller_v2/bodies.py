"""Moved to `sellergate.rest.bodies`."""

from sellergate.rest.bodies import *  # noqa: F403
