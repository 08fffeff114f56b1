"""Guides: what each perimeter is for, and the habits of programs that run well. Their texts live in the templates."""

from sellergate.devportal.guides.routes import guide_routes

__all__ = ["guide_routes"]
