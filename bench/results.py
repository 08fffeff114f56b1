"""What a run found out, and the few numbers that are read off it."""

from statistics import median

import msgspec

from bench.machine import Machine


class Plan(msgspec.Struct, frozen=True):
    """How much is measured: rounds of so many seconds (and spare ones, for disturbed ones), starts, revocations."""

    rounds: int
    spare: int
    seconds: int
    starts: int
    revocations: int


class Round(msgspec.Struct, frozen=True):
    """One server under load for some seconds."""

    rate: float  # answers a second
    p50_ms: float
    p99_ms: float
    cpu_per_10k: float  # seconds of processor time for 10,000 answers
    taken: float  # share of the busier of the two cores that other programs, or the host, took


class Turn(msgspec.Struct, frozen=True):
    """A round of the bare endpoint and one of ours right after it."""

    bare: Round
    ours: Round
    signatures: float | None = None  # a second, by the bare signing function, right before

    @property
    def taken(self) -> float:
        """How disturbed it was."""
        return max(self.bare.taken, self.ours.taken)


class Comparison(msgspec.Struct, frozen=True):
    """Every turn that was made, and how many count: the least disturbed, whatever came out of them."""

    turns: list[Turn]
    wanted: int

    @property
    def counted(self) -> list[Turn]:
        """The turns that count."""
        return sorted(self.turns, key=lambda turn: turn.taken)[: self.wanted]

    @property
    def ours(self) -> list[Round]:
        """Our rounds that count."""
        return [turn.ours for turn in self.counted]

    @property
    def bare(self) -> list[Round]:
        """The bare endpoint's rounds that count."""
        return [turn.bare for turn in self.counted]

    @property
    def rate(self) -> float:
        """The median rate."""
        return median(r.rate for r in self.ours)

    @property
    def ratio(self) -> float:
        """The median, over turns, of our rate to the bare endpoint's."""
        return median(turn.ours.rate / turn.bare.rate for turn in self.counted)

    @property
    def cpu_ratio(self) -> float:
        """The same by processor time: neither waiting nor other programs are in it."""
        return median(turn.bare.cpu_per_10k / turn.ours.cpu_per_10k for turn in self.counted)

    @property
    def signature_share(self) -> float | None:
        """The median, over turns, of our rate to what the signature alone allows."""
        shares = [t.ours.rate / t.signatures for t in self.counted if t.signatures]
        return median(shares) if shares else None

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
    packed_calls: Comparison  # the same by a client that takes gzip
    revocation: Revocation
    start_s: Pair
    resident_mb: Pair

    @property
    def turns(self) -> list[Turn]:
        """Every turn that counts."""
        comparisons = (*self.tokens.values(), self.calls, self.packed_calls)
        return [turn for found in comparisons for turn in found.counted]
