"""What a run found out, and the few numbers that are read off it."""

from statistics import median, quantiles

import msgspec

from bench.machine import Machine


class Plan(msgspec.Struct, frozen=True):
    """How much is measured: rounds of so many seconds (and spare ones, for disturbed ones), starts, revocations.

    `more_rounds` of `more_seconds` are for all but ES256 tokens and calls. `callers` make the spread load of the scale
    part, from a crowd of so many clients, after so many seconds of warming up. `sheets` are in the catalogue of the
    products part, `orders` of one seller among `other_orders` in the orders part, `operations` in the finance part,
    `stocks` of one seller in the stocks part. Each side of a comparison is warmed up
    for `warm_up` seconds; rounds of pages of a hundred and more take `page_seconds`, those of what answers a few times a
    second `slow_seconds`.
    """

    rounds: int
    spare: int
    seconds: int
    starts: int
    revocations: int
    more_rounds: int = 1
    more_seconds: int = 1
    callers: int = 100
    crowd: int = 1_000
    warm_seconds: int = 1
    sheets: int = 10_000
    orders: int = 10_000
    operations: int = 20_000
    other_orders: int = 0
    stocks: int = 10_000
    warm_up: int = 1
    page_seconds: int = 3
    slow_seconds: int = 12


class Round(msgspec.Struct, frozen=True):
    """One server under load for some seconds."""

    rate: float  # answers a second
    p50_ms: float
    p99_ms: float
    cpu_per_10k: float  # seconds of processor time for 10,000 answers
    taken: float  # of a core, by other programs and the host
    neighbour_per_10k: float = (
        0.0  # seconds of the database, the cache or the proxy that worked for it
    )


class Turn(msgspec.Struct, frozen=True):
    """A round of what ours is compared with, and one of ours right after it."""

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
        """The rounds that count of what ours is compared with."""
        return [turn.bare for turn in self.counted]

    @property
    def rate(self) -> float:
        """The median rate."""
        return median(r.rate for r in self.ours)

    @property
    def ratio(self) -> float:
        """The median, over turns, of our rate to the other's."""
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


class Delays(msgspec.Struct, frozen=True):
    """Milliseconds from each revocation to the refusal."""

    ms: list[float]

    @property
    def p99(self) -> float:
        """The 99th percentile; of few, the greatest."""
        return quantiles(self.ms, n=100, method="inclusive")[98] if len(self.ms) > 1 else self.ms[0]


class Revocation(msgspec.Struct, frozen=True):
    """What came of revoking: in the server's process, and on another node with the server under load."""

    next_refused: int
    next_tried: int
    elsewhere_ms: list[float]


class Scale(msgspec.Struct, frozen=True):
    """A full marketplace beside one of ten clients. `calls` and `tokens` are spread over clients and sellers."""

    sellers: int
    clients: int
    delegations: int
    callers: int
    loaded_s: float
    few_calls: Comparison  # ten clients call: does the size of the tables matter?
    calls: Comparison
    first_tokens: Comparison  # for clients that the server has mostly not met
    tokens: Comparison  # for the callers
    resident_mb: float
    database_mb: float


class Products(msgspec.Struct, frozen=True):
    """Sheets looked up among so many, beside the bare endpoint; the last page of the seller's own beside the first."""

    sheets: int
    loaded_s: float
    look_ups: Comparison  # of others' sheets
    own: Comparison
    last_page: Comparison
    database_mb: float


class OfferReads(msgspec.Struct, frozen=True):
    """Pages of 1,000 of so many offers of one seller, by what is asked, each beside the first page."""

    offers: int
    loaded_s: float
    pages: dict[str, Comparison]
    database_mb: float


class OrderReads(msgspec.Struct, frozen=True):
    """Pages of 100 of so many orders of one seller, beside the same of a few; shipments of those that wait."""

    orders: int
    other_orders: int
    changed: int  # that are asked for
    few: int
    loaded_s: float
    first: Comparison  # beside the first page of the few
    last: Comparison  # the hundredth, beside the first
    last_of_few: Comparison  # the hundredth, beside that of the few
    count: Comparison  # beside the first page
    shipped: list[Round]
    database_mb: float


class StockReads(msgspec.Struct, frozen=True):
    """Pages of 1,000 of so many stocks of one seller, by what they are, each beside the first page."""

    stocks: int
    loaded_s: float
    pages: dict[str, Comparison]
    database_mb: float


class Closed(msgspec.Struct, frozen=True):
    """What the statement and the payout of so many operations took, and how much the process grew meanwhile."""

    operations: int
    statement_s: float
    payout_s: float
    grown_mb: float


class LedgerReads(msgspec.Struct, frozen=True):
    """Pages of 100 of so many operations of one seller, by what they are called, each beside the first; and the calendar."""

    operations: int
    loaded_s: float
    pages: dict[str, Comparison]
    count: Comparison
    closed: list[Closed]
    database_mb: float


class Integrated(msgspec.Struct, frozen=True):
    """What the lines of one package took, and how much the process grew meanwhile."""

    lines: int
    seconds: float
    cpu_seconds: float  # of this process
    grown_mb: float
    good: int

    @property
    def rate(self) -> float:
        """Lines a second."""
        return self.lines / self.seconds


class Integration(msgspec.Struct, frozen=True):
    """Packages of so many new offers: with few and with many stored, beside the bare insert; on a server; uploads meanwhile."""

    lines: int
    few_stored: int
    many_stored: int
    few: list[Integrated]
    many: list[Integrated]
    bare: list[Integrated]
    bare_many: list[Integrated]
    on_postgres: list[Integrated]
    acknowledged_ms: list[float]


class LibraryCalls(msgspec.Struct, frozen=True):
    """Microseconds of a call by the client library, beside a bare client that reads the JSON: below a thread, below a task."""

    threads: Pair
    tasks: Pair


class Pushed(msgspec.Struct, frozen=True):
    """New offers that the client library pushed and read the results of."""

    lines: int
    seconds: float
    cpu_seconds: float  # of the client's process
    grown_mb: float  # the most it ever had, less what it had before
    good: int

    @property
    def rate(self) -> float:
        """Lines a second."""
        return self.lines / self.seconds

    @property
    def own_share(self) -> float:
        """The part of the time in which the client worked; in the rest it waited for the server."""
        return self.cpu_seconds / self.seconds


class Library(msgspec.Struct, frozen=True):
    """The client library: calls, two pushes, of which the second is larger, and its marketplace for tests."""

    calls: LibraryCalls
    some: Pushed
    many: Pushed
    marketplace_s: list[float]  # until the plugin's marketplace for tests answered


class Engine(msgspec.Struct, frozen=True):
    """Tokens by algorithm and calls on a database server, revocations on another node, a start, memory after it all."""

    tokens: dict[str, Comparison]
    calls: Comparison
    elsewhere_ms: list[float]
    start_s: float
    resident_mb: float


class Peer(msgspec.Struct, frozen=True):
    """A peer beside ours, by turns: the peer's rounds are the `bare` ones."""

    what: str
    found: Comparison
    resident_mb: float


class Rows(msgspec.Struct, frozen=True):
    """Bytes of a row with its indexes, by table: in the embedded database and in PostgreSQL. And of a log line."""

    sqlite: dict[str, float]
    postgres: dict[str, float]
    log_line: float


class Results(msgspec.Struct, frozen=True):
    """One run: what was asked for."""

    when: str
    command: str
    machine: Machine
    plan: Plan
    tokens: dict[str, Comparison] = {}  # by algorithm
    calls: Comparison | None = None
    packed_calls: Comparison | None = None  # the same by a client that takes gzip
    revocation: Revocation | None = None
    start_s: Pair | None = None
    resident_mb: Pair | None = None
    scale: Scale | None = None
    products: Products | None = None
    offer_reads: OfferReads | None = None
    orders: OrderReads | None = None
    stocks: StockReads | None = None
    finance: LedgerReads | None = None
    integration: Integration | None = None
    library: Library | None = None
    postgres: Engine | None = None
    workers: dict[str, Comparison] = {}  # two processes beside one, by what they do
    shared: dict[
        str, Comparison
    ] = {}  # quotas in Redis beside quotas in the process, by what is done
    forward: Comparison | None = None  # nginx that asks us beside nginx alone
    peers: list[Peer] = []
    rows: Rows | None = None

    @property
    def comparisons(self) -> list[Comparison]:
        """Every one that was made."""
        scale, engine, products = self.scale, self.postgres, self.products
        orders = self.orders
        found = [
            *self.tokens.values(),
            self.calls,
            self.packed_calls,
            *((scale.few_calls, scale.calls, scale.tokens) if scale else ()),
            *((products.look_ups, products.own, products.last_page) if products else ()),
            *(self.offer_reads.pages.values() if self.offer_reads else ()),
            *(self.stocks.pages.values() if self.stocks else ()),
            *((orders.first, orders.last, orders.last_of_few, orders.count) if orders else ()),
            *((*self.finance.pages.values(), self.finance.count) if self.finance else ()),
            *((*engine.tokens.values(), engine.calls) if engine else ()),
            *self.workers.values(),
            *self.shared.values(),
            self.forward,
            *(peer.found for peer in self.peers),
        ]
        return [comparison for comparison in found if comparison is not None]

    @property
    def turns(self) -> list[Turn]:
        """Every turn that counts."""
        return [turn for found in self.comparisons for turn in found.counted]
