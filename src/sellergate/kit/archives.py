"""ZIP archives of strangers: what Python's reader raises of them, and a bound on what it takes at once."""

import struct
import zipfile
import zlib
from typing import IO, Final

FAULTS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a version or a compression that the reader does not know
    OverflowError,
    RuntimeError,  # its word for a password
    ValueError,  # offsets before the file begins, names in no encoding
    OSError,
)


class Guarded:
    """A file of which nobody takes much at once: a directory of a million entries would fill the memory."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._most = most
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        """As a file reads. Raises `zipfile.BadZipFile` rather than give much."""
        asked = self._file.read(self._most + 1 if size < 0 else min(size, self._most + 1))
        if len(asked) > self._most:
            raise zipfile.BadZipFile("a directory too large")
        return asked


def is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is stored or deflated, without a password.

    Other methods may make much out of little in one go, whatever bound is asked of them.
    """
    return (
        entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        and not entry.flag_bits & 0x1
    )
