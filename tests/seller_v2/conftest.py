"""One installation for all perimeters; each test brings its own sellers."""

from tests.builders.fixtures import installation, start_installation

__all__ = ["installation", "start_installation"]
