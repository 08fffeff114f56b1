"""Get started: five steps for each persona, where the page itself gets the token and makes the first call."""

from sellergate.devportal.get_started.routes import get_started_routes

__all__ = ["get_started_routes"]
