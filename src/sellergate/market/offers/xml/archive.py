"""The zip archive of a package, opened with suspicion.

Nothing is unpacked to a file, so no name in it leads anywhere. One entry is read, as a stream.
"""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from sellergate.kit.archives import FAULTS, Guarded, is_plain
from sellergate.market.offers.xml.refusals import (
    ENTRIES,
    EXPANDS,
    NO_OFFERS_FILE,
    NOT_PLAIN,
    NOT_ZIP,
    PackageRefused,
    Reason,
)

OFFERS: Final = "content/offers.xml"
MAX_ENTRIES: Final = 50
MAX_DIRECTORY: Final = 131_072  # bytes; the reader's own search for it takes 64 KiB
MAX_UNPACKED: Final = 200 * 1024 * 1024  # 40,000 offers of 5 KiB each
MAX_RATIO: Final = 200  # of XML that repeats itself line by line, 50 is much
CHUNK: Final = 32_768  # so that reading one keeps nobody waiting


@contextmanager
def open_offers(file: IO[bytes]) -> Iterator[Iterator[bytes]]:
    """The bytes of the offers in this archive, in chunks. Raises `PackageRefused`, also while they are read."""
    with _told(NOT_ZIP):
        archive = zipfile.ZipFile(Guarded(file, MAX_DIRECTORY))
    with archive:
        entry = _offers_in(archive)
        with _told(NOT_ZIP):
            opened = archive.open(entry)
        with opened:
            yield _chunks(opened)


def _offers_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise PackageRefused(ENTRIES, limit=MAX_ENTRIES)
    found = [entry for entry in entries if _name_of(entry) == OFFERS]
    if len(found) != 1:
        raise PackageRefused(NO_OFFERS_FILE)
    [entry] = found
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or not is_plain(entry) or entry.is_dir():
        raise PackageRefused(NOT_PLAIN)
    # The reader gives no more than the size that is declared, so what is declared can be judged.
    if entry.file_size > min(MAX_UNPACKED, MAX_RATIO * entry.compress_size + 1024 * 1024):
        raise PackageRefused(EXPANDS, limit=MAX_UNPACKED // 1024 // 1024)
    return entry


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as programs on Windows and elsewhere mean it."""
    return entry.filename.replace("\\", "/").removeprefix("/").casefold()


def _chunks(opened: IO[bytes]) -> Iterator[bytes]:
    while True:
        with _told(NOT_ZIP):
            chunk = opened.read(CHUNK)
        if not chunk:
            return
        yield chunk


@contextmanager
def _told(reason: Reason) -> Iterator[None]:
    try:
        yield
    except FAULTS as error:
        raise PackageRefused(reason) from error
