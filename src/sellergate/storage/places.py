"""Addresses of places for documents: `file:///folder`, or `s3://bucket/prefix` with a way in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

DEFAULT_REGION: Final = "us-east-1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where documents are."""

    url: str
    endpoint: str | None = None  # none: AWS itself
    region: str = DEFAULT_REGION
    access_key: str | None = None  # none: what AWS gives to the machine
    secret_key: str | None = None

    @property
    def folder(self) -> Path | None:
        """The folder, None for a bucket."""
        if not self.url.startswith("file:"):
            return None
        return Path(unquote(urlsplit(self.url).path))

    @property
    def bucket(self) -> str:
        """The name of the bucket."""
        return urlsplit(self.url).netloc

    @property
    def prefix(self) -> str:
        """What the keys in the bucket begin with."""
        return urlsplit(self.url).path.strip("/")


def beside(database: Path) -> str:
    """The address of the folder that an embedded database has its documents in."""
    return database.absolute().with_suffix(".documents").as_uri()
