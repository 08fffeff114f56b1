"""Memory that worker processes share, one place for each: what one writes, the others read. No file, no lock.

Made before the workers are forked. Each place holds two pages and says which one is whole; a writer fills the other one and
then turns over, so a reader finds a whole page whenever the writer is stopped or killed.
"""

import mmap
import struct
import zlib
from typing import Final

PAGE: Final = 512 * 1024  # memory is taken as it is written to: some 20 KiB
_PLACE: Final = mmap.PAGESIZE + 2 * PAGE
_HEAD: Final = struct.Struct("<II")  # length, check sum
_TRIES: Final = 3


class Board:
    """Places for `number` workers, counted from 0."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._memory = mmap.mmap(-1, number * _PLACE)

    def write(self, place: int, content: bytes) -> bool:
        """Put `content` in a place; only its owner does. Whether there was room."""
        if len(content) > PAGE - _HEAD.size:
            return False
        turned = 1 - self._memory[place * _PLACE]
        start = self._page(place, turned)
        self._memory[start : start + _HEAD.size] = _HEAD.pack(len(content), zlib.crc32(content))
        start += _HEAD.size
        self._memory[start : start + len(content)] = content
        self._memory[place * _PLACE] = turned
        return True

    def read(self, place: int) -> bytes:
        """What is in a place; empty when nothing ever was."""
        for _ in range(_TRIES):  # two writings while we read would spoil it
            start = self._page(place, self._memory[place * _PLACE])
            length, check = _HEAD.unpack(self._memory[start : start + _HEAD.size])
            start += _HEAD.size
            content = self._memory[start : start + min(length, PAGE)]
            if zlib.crc32(content) == check:
                return content
        return b""

    @staticmethod
    def _page(place: int, which: int) -> int:
        return place * _PLACE + mmap.PAGESIZE + which * PAGE
