"""An installation that the tests of a process share."""

from tests.builders.fixtures import installation, start_installation

__all__ = ["installation", "start_installation"]
