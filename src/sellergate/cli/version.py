"""`sellergate version`."""

from sellergate import __version__


def version() -> None:
    """Print the version of this program."""
    print(f"sellergate {__version__}")
