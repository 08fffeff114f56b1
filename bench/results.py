"""What a run found out, and the few numbers that are read off it."""

from collections.abc import Callable
from statistics import median
from typing import TypeVar

import msgspec

from bench.machine import Machine

A = TypeVar("A")
B = TypeVar("B")


class Plan(msgspec.Struct, frozen=True):
    """How much is measured: rounds of so many seconds, starts, revocations."""

    rounds: int
    seconds: int
    starts: int
    revocations: int


class Round(msgspec.Struct, frozen=True):
    """One server under load for some seconds."""

    rate: float  # answers a second
    p50_ms: float
    p99_ms: float
    cpu_per_10k: float  # seconds of processor time for 10,000 answers
    taken: float  # share of the core that other programs, or the host, took meanwhile


class Comparison(msgspec.Struct, frozen=True):
    """Rounds of ours, each with the bare endpoint's round right before it."""

    ours: list[Round]
    bare: list[Round]
    signatures: list[float] = []  # a second, by the bare signing function, before each round

    @property
    def rate(self) -> float:
        """The median rate."""
        return median(r.rate for r in self.ours)

    @property
    def ratio(self) -> float:
        """The median, over pairs of rounds, of our rate to the bare endpoint's."""
        return _median_of_pairs(self.ours, self.bare, lambda a, b: a.rate / b.rate)

    @property
    def cpu_ratio(self) -> float:
        """The same by processor time: what the ratio would be with nothing else on the core."""
        return _median_of_pairs(self.ours, self.bare, lambda a, b: b.cpu_per_10k / a.cpu_per_10k)

    @property
    def signature_share(self) -> float:
        """The median, over pairs, of our rate to what the signature alone allows."""
        return _median_of_pairs(self.ours, self.signatures, lambda a, b: a.rate / b)

    @property
    def spread(self) -> float:
        """p99 as a multiple of p50, the median over rounds."""
        return median(r.p99_ms / r.p50_ms for r in self.ours)


class Pair(msgspec.Struct, frozen=True):
    """The same thing measured of both."""

    ours: list[float]
    bare: list[float]


class Revocation(msgspec.Struct, frozen=True):
    """What came of revoking: in the server's process, and in another one with the server under load."""

    next_refused: int
    next_tried: int
    elsewhere_ms: list[float]


class Results(msgspec.Struct, frozen=True):
    """One run."""

    when: str
    command: str
    machine: Machine
    plan: Plan
    tokens: dict[str, Comparison]  # by algorithm
    calls: Comparison
    revocation: Revocation
    start_s: Pair
    resident_mb: Pair

    @property
    def bare(self) -> list[Round]:
        """Every round of the bare endpoint."""
        return [r for c in (*self.tokens.values(), self.calls) for r in c.bare]

    @property
    def rounds(self) -> list[Round]:
        """Every round."""
        return self.bare + [r for c in (*self.tokens.values(), self.calls) for r in c.ours]


def _median_of_pairs(a: list[A], b: list[B], f: Callable[[A, B], float]) -> float:
    return median(f(x, y) for x, y in zip(a, b, strict=True))
