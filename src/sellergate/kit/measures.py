"""Measures that cost less than what they measure: plain numbers, added up by whoever reads them."""

import time
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

# Upper bounds in seconds. A call takes a tenth of a millisecond here, and five seconds when a database is ill.
LATENCY_BOUNDS: Final = (
    *(0.00025, 0.0005, 0.001, 0.0025, 0.005),
    *(0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
)


class Histogram:
    """How often a value fell below which bound. `cells` has one more than `bounds`: what is above all of them."""

    __slots__ = ("bounds", "cells", "total")

    def __init__(self, bounds: Sequence[float] = LATENCY_BOUNDS) -> None:
        self.bounds = bounds
        self.cells = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count one value."""
        self.cells[bisect_left(self.bounds, value)] += 1
        self.total += value

    def add(self, other: "Histogram") -> None:
        """Count all that another one of the same bounds has counted."""
        self.cells = [mine + theirs for mine, theirs in zip(self.cells, other.cells, strict=True)]
        self.total += other.total

    @property
    def count(self) -> int:
        """How many values."""
        return sum(self.cells)


def quantile(bounds: Sequence[float], cells: Sequence[int], share: float) -> float | None:
    """The value below which `share` of the counted ones are, read between two bounds; None when nothing was counted.

    Above the last bound nothing is known but that: the last bound is given.
    """
    wanted = sum(cells) * share
    if not wanted:
        return None
    below, floor = 0, 0.0
    for bound, count in zip(bounds, cells, strict=False):
        if below + count >= wanted:
            return floor + (bound - floor) * (wanted - below) / count
        below, floor = below + count, bound
    return bounds[-1]


class Periodic:
    """Work that is done again and again: how often it went well and ill, and how long ago it last went well."""

    __slots__ = ("_ended", "failures", "runs")

    def __init__(self) -> None:
        self.runs = 0
        self.failures = 0
        self._ended = time.monotonic()

    def went_well(self) -> None:
        """A run ended as it should."""
        self.runs += 1
        self._ended = time.monotonic()

    def failed(self) -> None:
        """A run did not."""
        self.failures += 1

    @property
    def age(self) -> float:
        """Seconds since the last good run, or since the start."""
        return time.monotonic() - self._ended
