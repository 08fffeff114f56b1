"""Moved to `sellergate.rest.problems`."""

from sellergate.rest.problems import *  # noqa: F403
