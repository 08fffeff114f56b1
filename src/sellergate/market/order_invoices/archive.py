"""The ZIP archive of a bulk upload, opened with suspicion. Nothing is unpacked to a file, so no name in it leads anywhere."""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, NamedTuple

from sellergate.kit.archives import FAULTS, Guarded, is_plain
from sellergate.market.order_invoices.models import MAX_ARCHIVE_FILES, MAX_FILE, MAX_UNPACKED
from sellergate.market.order_invoices.steps import (
    ARCHIVE_CORRUPT,
    ARCHIVE_EMPTY,
    ARCHIVE_TOO_LARGE,
    FILE_CORRUPT,
    FILE_PROTECTED,
    FILE_TOO_LARGE,
    FileRefused,
    Step,
)

MAX_DIRECTORY: Final = 1024 * 1024  # bytes that say what is in the archive
MAX_SKIPPED: Final = 2_000  # folders, and what systems put beside files
CHUNK: Final = 65_536


class Entry(NamedTuple):
    """A file in an archive: its name without folders, and what it unpacks to."""

    name: str
    size: int


class Archive:
    """The files in an archive, in its order. Making one raises `FileRefused` when nothing of it can be taken."""

    def __init__(self, file: IO[bytes]) -> None:
        with _told(ARCHIVE_CORRUPT):
            self._zip = zipfile.ZipFile(Guarded(file, MAX_DIRECTORY))
        found = self._zip.infolist()
        if len(found) > MAX_ARCHIVE_FILES + MAX_SKIPPED:
            raise FileRefused(ARCHIVE_TOO_LARGE)
        self._found = [entry for entry in found if not _is_beside(entry)]
        self.entries = [Entry(_name_of(entry), entry.file_size) for entry in self._found]
        if not self.entries:
            raise FileRefused(ARCHIVE_EMPTY)
        # The reader gives no more of an entry than the size that is declared, so what is declared can be judged.
        unpacked = sum(entry.size for entry in self.entries)
        if len(self.entries) > MAX_ARCHIVE_FILES or unpacked > MAX_UNPACKED:
            raise FileRefused(ARCHIVE_TOO_LARGE)

    def read(self, number: int) -> bytes:
        """The bytes of a file, by its number from 0 on, as many as an invoice may have. Raises `FileRefused`."""
        entry = self._found[number]
        if stat.S_ISLNK(entry.external_attr >> 16) or not is_plain(entry):
            raise FileRefused(FILE_PROTECTED)
        if entry.file_size > MAX_FILE:
            raise FileRefused(FILE_TOO_LARGE)
        with _told(FILE_CORRUPT), self._zip.open(entry) as opened:
            return b"".join(iter(lambda: opened.read(CHUNK), b""))


@contextmanager
def _told(step: Step) -> Iterator[None]:
    try:
        yield
    except FAULTS as error:
        raise FileRefused(step) from error


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name without folders, as programs on Windows and elsewhere mean it. Raises `FileRefused`."""
    path = entry.filename.replace("\\", "/")
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or parts[0].endswith(":"):
        raise FileRefused(ARCHIVE_CORRUPT)
    return parts[-1]


def _is_beside(entry: zipfile.ZipInfo) -> bool:
    """Whether it is a folder, or what macOS and Windows put beside files without being asked."""
    path = entry.filename.replace("\\", "/")
    name = path.rpartition("/")[2]
    return (
        not name
        or path.startswith("__MACOSX/")
        or name.startswith(".")
        or name.casefold() in {"thumbs.db", "desktop.ini"}
    )
