"""Moved to `sellergate.rest.answers`."""

from sellergate.rest.answers import *  # noqa: F403
