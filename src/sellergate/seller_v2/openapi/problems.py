"""Moved to `sellergate.rest.openapi.problems`."""

from sellergate.rest.openapi.problems import *  # noqa: F403
