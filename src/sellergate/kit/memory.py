"""A dictionary with a bound."""

from itertools import islice
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class BoundedMemory(dict[K, V]):
    """Remembers at most so many entries; the oldest tenth makes room.

    A tenth at once: a dictionary whose first entry is deleted again and again searches longer for it each time.
    """

    def __init__(self, bound: int) -> None:
        super().__init__()
        self._bound = bound

    def remember(self, key: K, value: V) -> None:
        """Keep `value`."""
        if len(self) >= self._bound:
            for oldest in list(islice(self, max(1, self._bound // 10))):
                del self[oldest]
        self[key] = value
