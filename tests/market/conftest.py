"""An installation for what is below the surfaces."""

from tests.builders.fixtures import installation, start_installation

__all__ = ["installation", "start_installation"]
