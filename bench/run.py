"""The run: an empty folder, the parts that were chosen one after the other, results. One server is under load at a time."""

import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from bench import peers
from bench.client import ApiClient, guarded_request, sellers_request, token_request
from bench.crowd import Crowd
from bench.finance import STATEMENT, Ledger, add_operations, closed
from bench.library import call_times, marketplace_starts, pushed
from bench.load import Request, check_tools, load
from bench.machine import BenchFailed, choose_cores, describe_machine, resident_mb
from bench.neighbours import Postgres, nginx_before, postgres_cluster, redis_server
from bench.offers import acknowledged, add_sheets_to_sell, measured, prepare as prepare_package
from bench.orders import FEW as FEW_ORDERS, LAST_PAGE, Book, add_orders
from bench.results import (
    Comparison,
    Engine,
    Integrated,
    Integration,
    LedgerReads,
    Library,
    OfferReads,
    OrderReads,
    Pair,
    Peer,
    Plan,
    Products,
    Results,
    Revocation,
    Scale,
    StockReads,
)
from bench.revocation import next_refused, revocations_elsewhere
from bench.rows import measure_rows
from bench.scale import FEW, MANY_SELLERS, MANY_SELLERS_EACH, Callers
from bench.servers import Server, bare_server, our_server
from bench.sheets import PAGE, Catalogue, add_sheets
from bench.stage import Side, Stage, Tell
from bench.stalls import Stall, add_offers
from bench.stocks import SORTS, Shelves, add_stocks
from bench.world import Marketplace, add_crowd, address_in, make_marketplace
from sellergate.storage.addresses import file_of

ALGORITHMS = ("ES256", "RS256", "EdDSA")
SLOW_CONNECTIONS = 4  # for something that answers a few times a second


def run(plan: Plan, parts: Collection[str], tell: Tell, command: str) -> Results:
    """Measure the parts of `PARTS` that are named. Raises `BenchFailed`."""
    check_tools()
    cores = choose_cores()
    machine = describe_machine()
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {cores.load})
    found: dict[str, Any] = {}
    try:
        with TemporaryDirectory(prefix="sellergate-bench-") as name, ExitStack() as stack:
            bench = Bench(Stage(plan, tell, cores, Path(name)), stack)
            for part, measure in PARTS.items():
                if part in parts:
                    tell(part)
                    found |= measure(bench)
    finally:
        os.sched_setaffinity(0, usable)
    return Results(when, command, machine, plan, **found)


class Bench:
    """The parts of a run, and what they share: started when the first part asks for it, stopped with the run."""

    def __init__(self, stage: Stage, stack: ExitStack) -> None:
        self.stage = stage
        self._stack = stack

    @cached_property
    def marketplace(self) -> Marketplace:
        """The demo marketplace in an embedded database."""
        return make_marketplace(address_in(self.stage.folder, "bench"))

    @cached_property
    def full_catalogue(self) -> tuple[Marketplace, float]:
        """A marketplace with as many sheets as the plan says, and the seconds that it took to load them."""
        number = self.stage.plan.sheets
        market = make_marketplace(address_in(self.stage.folder, "catalogue"))
        self.stage.tell(f"loading {number:,} sheets")
        return market, _seconds_of(lambda: add_sheets(market, number))

    @cached_property
    def cluster(self) -> Postgres:
        """PostgreSQL."""
        return self._stack.enter_context(postgres_cluster())

    @cached_property
    def on_postgres(self) -> Marketplace:
        """The demo marketplace in PostgreSQL."""
        return make_marketplace(self.cluster.new_database())

    @cached_property
    def bare(self) -> Side:
        """The bare Litestar endpoint."""
        stage = self.stage
        server = self._stack.enter_context(bare_server(stage.folder, cores=stage.server_core))
        return Side(server, Request(server.url + "/"))

    def ours(self, marketplace: Marketplace | None = None, **options: Any) -> Any:
        """Our server on a marketplace, on its core."""
        options = {"cores": self.stage.server_core} | options
        return our_server(marketplace or self.marketplace, self.stage.folder, **options)

    def measure_starts(self) -> Mapping[str, Any]:
        """Seconds from the start of the process to the first 200, after one start that fills the caches."""
        pair = Pair([], [])
        for number in range(self.stage.plan.starts + 1):
            self.stage.tell(f"start {number}")
            with self.ours() as server:
                ours = server.ready_after
            core = self.stage.server_core
            with bare_server(self.stage.folder, cores=core) as bare:
                bares = bare.ready_after
            if number:
                pair.ours.append(ours)
                pair.bare.append(bares)
        return {"start_s": pair}

    def measure_tokens(self) -> Mapping[str, Any]:
        """Token requests in each algorithm."""
        found = {}
        for algorithm in ALGORITHMS:
            with self.ours(algorithm=algorithm) as server:
                side = Side(server, token_request(server, self.marketplace.busy))
                rounds = None if algorithm == "ES256" else self._more
                found[algorithm] = self.stage.compare(
                    f"tokens, {algorithm}", side, self.bare, rounds=rounds, signed_by=algorithm
                )
        return {"tokens": found}

    def measure_calls(self) -> Mapping[str, Any]:
        """Authorised calls with one token, as clients are told to. And memory, after as many tokens."""
        busy = self.marketplace.busy
        with self.ours() as server:
            load(token_request(server, busy), seconds=self.stage.plan.seconds, core=self._load_core)
            plain = Side(server, self._call(server, self.marketplace))
            packed = {"Accept-Encoding": "gzip"}
            in_gzip = Side(server, self._call(server, self.marketplace, **packed))
            calls = self.stage.compare("calls", plain, self.bare)
            packed_calls = self.stage.compare(
                "calls, in gzip", in_gzip, self.bare, rounds=self._more
            )
            bare_server_: Any = self.bare.server
            resident = Pair([resident_mb(server.pid)], [resident_mb(bare_server_.pid)])
        return {"calls": calls, "packed_calls": packed_calls, "resident_mb": resident}

    def measure_revocation(self) -> Mapping[str, Any]:
        """A token revoked at the server; delegations revoked by another process, under load."""
        with self.ours() as server:
            number = self.stage.plan.revocations
            refused = next_refused(server, self.marketplace.busy, min(number, 20))
            delays = revocations_elsewhere(self.stage, server, self.marketplace, number)
        return {"revocation": Revocation(sum(refused), len(refused), delays)}

    def measure_scale(self) -> Mapping[str, Any]:
        """A full marketplace beside one of ten clients."""
        stage, plan = self.stage, self.stage.plan
        many = Crowd(min(MANY_SELLERS, plan.crowd // 2), plan.crowd, MANY_SELLERS_EACH)
        small = make_marketplace(address_in(stage.folder, "few"))
        large = make_marketplace(address_in(stage.folder, "many"))
        add_crowd(small, FEW)
        stage.tell(f"scale: loading {many.clients:,} clients, {many.delegations:,} delegations")
        loaded_s = _seconds_of(lambda: add_crowd(large, many))
        core = stage.cores.load
        with self.ours(small) as few_server, self.ours(large) as many_server:
            stage.tell("scale: tokens for the callers")
            few = Callers(few_server, FEW, FEW.clients, stage.folder / "few.txt")
            ten = Callers(many_server, many, FEW.clients, stage.folder / "ten.txt")
            spread = Callers(many_server, many, plan.callers, stage.folder / "spread.txt")
            few_side = Side(few_server, few.calls())
            few_calls = stage.compare(
                "scale: ten clients", Side(many_server, ten.calls()), few_side, rounds=self._more
            )
            stage.tell("scale: every caller for every seller once")
            load(spread.calls(in_order=True), seconds=plan.warm_seconds, core=core)
            calls = stage.compare(
                "scale: calls", Side(many_server, spread.calls()), few_side, rounds=self._more
            )
            few_tokens = Side(few_server, few.tokens())
            tokens = stage.compare(
                "scale: tokens",
                Side(many_server, spread.tokens()),
                few_tokens,
                rounds=self._more,
            )
            first_tokens = stage.compare(
                "scale: first tokens",
                Side(many_server, spread.tokens_of_all()),
                few_tokens,
                rounds=self._more,
            )
            stage.tell("scale: a token for every client")
            every_client = spread.tokens_of_all(in_order=True)
            load(every_client, seconds=plan.warm_seconds, core=core)
            resident = resident_mb(many_server.pid)
        size = (stage.folder / "many.db").stat().st_size / 1e6
        scale = Scale(
            *(many.sellers, many.clients, many.delegations, plan.callers, loaded_s),
            *(few_calls, calls, first_tokens, tokens, resident, size),
        )
        return {"scale": scale}

    def measure_products(self) -> Mapping[str, Any]:
        """Sheets of a full catalogue, by number and by page."""
        stage, sheets = self.stage, self.stage.plan.sheets
        market, loaded_s = self.full_catalogue
        with self.ours(market) as server:
            token = self._token(server, market)
            catalogue = Catalogue(server, market.busy, token, sheets)
            theirs = catalogue.look_ups(stage.folder / "theirs.txt", own=False)
            own = catalogue.look_ups(stage.folder / "own.txt", own=True)
            look_ups = stage.compare("products: by GTIN", Side(server, theirs), self.bare)
            whole = stage.compare(
                "products: its own, by GTIN", Side(server, own), self.bare, rounds=self._more
            )
            stage.tell("products: walking to the last page")
            first, last = catalogue.page(1), catalogue.page(sheets // 2 // PAGE)
            last_page = stage.compare(
                "products: the last page",
                Side(server, last),
                Side(server, first),
                rounds=self._more,
            )
        size = (stage.folder / "catalogue.db").stat().st_size / 1e6
        return {"products": Products(sheets, loaded_s, look_ups, whole, last_page, size)}

    def measure_offer_reads(self) -> Mapping[str, Any]:
        """Pages of a full stall beside its first page."""
        stage, number = self.stage, self.stage.plan.sheets
        market, _ = self.full_catalogue
        stage.tell(f"offer_reads: loading offers of {number:,} sheets")
        loaded_s = _seconds_of(lambda: add_offers(market))
        with self.ours(market) as server:
            stall = Stall(server, market.busy, self._token(server, market), number)
            stage.tell("offer_reads: walking to the last page")
            last = number // PAGE
            asked = {
                f"page {last:,}": (stall.last_page(), stall.page()),
                "with the feedback": (stall.page(expand="salesChannelFeedback"), stall.page()),
                "one member of each": (stall.page(fields="quantity"), stall.page()),
                "inactive ones": (stall.page(offerStates="Inactive"), stall.page()),
                "the hundredth that changed last": (stall.changed(number // 100), stall.page()),
                "100 by reference": (stall.named(100), stall.page()),
                f"search, page {last:,}": (stall.searched(last), stall.searched(1)),
            }
            found = {
                what: stage.compare(
                    f"offer_reads: {what}",
                    Side(server, request),
                    Side(server, first),
                    rounds=self._more,
                    seconds=stage.plan.page_seconds,
                )
                for what, (request, first) in asked.items()
            }
        size = (stage.folder / "catalogue.db").stat().st_size / 1e6
        return {"offer_reads": OfferReads(number, loaded_s, found, size)}

    def measure_orders(self) -> Mapping[str, Any]:
        """Pages of a full book of orders beside those of a thin one, and shipments."""
        stage, plan = self.stage, self.stage.plan
        full, thin = (make_marketplace(address_in(stage.folder, name)) for name in ("full", "thin"))
        stage.tell(f"orders: loading {plan.orders + plan.other_orders:,} orders")
        loaded_s = _seconds_of(lambda: add_orders(full, plan.orders, plan.other_orders))
        add_orders(thin, FEW_ORDERS, 0)
        with self.ours(full) as server, self.ours(thin) as other:
            book = Book(server, full, self._token(server, full), plan.orders)
            few = Book(other, thin, self._token(other, thin), FEW_ORDERS)
            first, last = Side(server, book.page(1)), Side(server, book.page(LAST_PAGE))
            asked = {
                "first": (first, Side(other, few.page(1))),
                "last": (last, first),
                "last_of_few": (last, Side(other, few.page(LAST_PAGE))),
                "count": (Side(server, book.count()), first),
            }
            found = {
                name: stage.compare(
                    f"orders: {name}", *sides, rounds=self._more, seconds=plan.page_seconds
                )
                for name, sides in asked.items()
            }
            shipments = book.shipments(stage.folder, plan.more_rounds)
            shipped = stage.alone(
                "orders: shipments",
                [Side(server, request) for request in shipments],
                seconds=plan.page_seconds,
            )
        size = (stage.folder / "full.db").stat().st_size / 1e6
        return {
            "orders": OrderReads(
                *(plan.orders, plan.other_orders, book.changed, FEW_ORDERS, loaded_s),
                **found,
                shipped=shipped,
                database_mb=size,
            )
        }

    def measure_stocks(self) -> Mapping[str, Any]:
        """Pages of a seller's stocks, at the beginning, in the middle and at the end, sorted in three ways."""
        stage, plan = self.stage, self.stage.plan
        market = make_marketplace(address_in(stage.folder, "stocks"))
        stage.tell(f"stocks: loading {plan.stocks:,} stocks")
        loaded_s = _seconds_of(lambda: add_stocks(market, plan.stocks))
        found: dict[str, Comparison] = {}
        with self.ours(market) as server:
            shelves = Shelves(server, market, self._token(server, market), plan.stocks)
            for name, query in SORTS:
                stage.tell(f"stocks{name}: walking to the last page")
                pages = shelves.pages(query)
                for place, request in pages.items():
                    found[f"the {place} page{name}"] = stage.compare(
                        f"stocks: the {place} page{name}",
                        Side(server, request),
                        Side(server, pages["first"]),
                        rounds=self._more,
                        seconds=plan.page_seconds,
                    )
        size = (stage.folder / "stocks.db").stat().st_size / 1e6
        return {"stocks": StockReads(plan.stocks, loaded_s, found, size)}

    def measure_finance(self) -> Mapping[str, Any]:
        """Pages of a long ledger beside its first one; the statement and the payout of many operations."""
        stage, count = self.stage, self.stage.plan.operations
        market = make_marketplace(address_in(stage.folder, "ledger"))
        stage.tell(f"finance: loading {count:,} operations")
        loaded_s = _seconds_of(lambda: add_operations(market, count, is_paid=True))
        with self.ours(market) as server:
            ledger = Ledger(server, market, self._token(server, market), count)
            asked = {what: Side(server, request) for what, request in ledger.pages().items()}
            (_, first), *_ = asked.items()

            def beside_first(what: str, side: Side) -> Comparison:
                seconds = stage.plan.page_seconds
                return stage.compare(
                    f"finance: {what}", side, first, rounds=self._more, seconds=seconds
                )

            pages = {what: beside_first(what, side) for what, side in asked.items()}
            counted = beside_first("count", Side(server, ledger.count()))
        size = (stage.folder / "ledger.db").stat().st_size / 1e6
        found = []
        for turn in range(stage.plan.more_rounds):
            stage.tell(f"finance: a statement and a payout, {turn + 1}")
            closing = make_marketplace(address_in(stage.folder, f"closing-{turn}"))
            add_operations(closing, min(count, STATEMENT), is_paid=False)
            found.append(closed(closing, stage.server_core[0]))
        return {"finance": LedgerReads(count, loaded_s, pages, counted, found, size)}

    def measure_integration(self) -> Mapping[str, Any]:
        """Packages of offers, with few and with many offers stored, and uploads meanwhile."""
        plan, tell = self.stage.plan, self.stage.tell
        lines, few, many = (
            (10_000, 1_000, plan.sheets) if plan.rounds == 1 else (50_000, 1_000, plan.sheets)
        )
        found: dict[str, list[Integrated]] = {"few": [], "many": [], "bare": [], "bare_many": []}
        bases = {}
        for name, stored in {"few": few, "many": many}.items():
            tell(f"integration: storing {stored:,} offers")
            bases[name] = address_in(self.stage.folder, f"packages-{name}")
            make_marketplace(bases[name])
            prepare_package(bases[name], lines=lines, stored=stored)
        works = (
            ("few", "integrate", "few"),
            ("many", "integrate", "many"),
            ("bare", "insert", "few"),
            ("bare_many", "insert", "many"),
        )
        for turn in range(plan.more_rounds):
            for name, work, base in works:
                tell(f"integration: {work} with {base} stored, turn {turn + 1}")
                with self._copy_of(bases[base]) as address:
                    found[name].append(measured(work, address, self.stage.server_core))
        postgres = []
        for turn in range(plan.more_rounds):
            address = self.cluster.new_database()
            make_marketplace(address)
            prepare_package(address, lines=lines, stored=few)
            tell(f"integration: on PostgreSQL, turn {turn + 1}")
            postgres.append(measured("integrate", address, self.stage.server_core))
        took = self._uploads_meanwhile(lines)
        return {
            "integration": Integration(
                lines, few, many, on_postgres=postgres, acknowledged_ms=took, **found
            )
        }

    def measure_library(self) -> Mapping[str, Any]:
        """The client library beside a bare HTTP client, and offers pushed by it to a server that integrates them."""
        plan, tell = self.stage.plan, self.stage.tell
        with self.ours() as server:
            tell("library: calls")
            token = self._token(server, self.marketplace)
            calls = call_times(server, self.marketplace.busy, token, plan.rounds * 3)
        few, many = (1_000, 3_000) if plan.rounds == 1 else (25_000, 100_000)
        market = make_marketplace(address_in(self.stage.folder, "pushed"))
        tell(f"library: sheets of {few + many:,} offers")
        add_sheets_to_sell(market.database, few + many)
        with self.ours(market) as server:
            found = {}
            for name, lines, first in (("some", few, 0), ("many", many, few)):
                tell(f"library: pushing {lines:,} offers")
                found[name] = pushed(server, market.busy, lines, first, self.stage.cores.load)
        tell("library: a marketplace for tests")
        starts = marketplace_starts(plan.rounds)
        return {"library": Library(calls, marketplace_s=starts, **found)}

    def _uploads_meanwhile(self, lines: int) -> list[float]:
        self.stage.tell("integration: uploads meanwhile")
        market = make_marketplace(address_in(self.stage.folder, "uploads"))
        prepare_package(market.database, lines=lines, stored=1_000, submits=False)
        with self.ours(market) as server:
            token = self._token(server, market)
            return acknowledged(server, market.busy, token, market.database)

    @contextmanager
    def _copy_of(self, address: str) -> Iterator[str]:
        """The address of a copy of an embedded database, for one turn."""
        file, copy = file_of(address), self.stage.folder / "turn.db"
        if file is None:
            raise LookupError(address)
        shutil.copyfile(file, copy)
        try:
            yield address_in(self.stage.folder, "turn")
        finally:
            for left in self.stage.folder.glob("turn.db*"):
                left.unlink()

    def measure_postgres(self) -> Mapping[str, Any]:
        """The same on PostgreSQL."""
        marketplace = self.on_postgres
        tokens = {}
        for algorithm in ALGORITHMS:
            with self.ours(marketplace, algorithm=algorithm) as server:
                request = token_request(server, marketplace.busy)
                tokens[algorithm] = self.stage.compare(
                    f"PostgreSQL: tokens, {algorithm}",
                    Side(server, request, (self.cluster,)),
                    self.bare,
                    rounds=self._more,
                )
        with self.ours(marketplace) as server:
            calls = Side(server, self._call(server, marketplace), (self.cluster,))
            engine = Engine(
                tokens,
                self.stage.compare("PostgreSQL: calls", calls, self.bare, rounds=self._more),
                revocations_elsewhere(self.stage, server, marketplace, self.stage.plan.revocations),
                server.ready_after,
                resident_mb(server.pid),
            )
        return {"postgres": engine}

    def measure_workers(self) -> Mapping[str, Any]:
        """Two processes on both cores beside one on one core."""
        found: dict[str, Comparison] = {}
        for name, marketplace in (("SQLite", self.marketplace), ("PostgreSQL", self.on_postgres)):
            beside = (self.cluster,) if marketplace is self.on_postgres else ()
            busy = marketplace.busy
            both = self.stage.cores.both
            with (
                self.ours(marketplace) as one,
                self.ours(marketplace, workers=2, cores=both) as two,
            ):
                found[f"tokens, {name}"] = self.stage.compare(
                    f"two processes: tokens, {name}",
                    Side(two, token_request(two, busy), beside),
                    Side(one, token_request(one, busy), beside),
                    rounds=self._more,
                )
                found[f"calls, {name}"] = self.stage.compare(
                    f"two processes: calls, {name}",
                    Side(two, self._call(two, marketplace), beside),
                    Side(one, self._call(one, marketplace), beside),
                    rounds=self._more,
                )
        return {"workers": found}

    def measure_shared(self) -> Mapping[str, Any]:
        """Quotas that all nodes share in Redis beside quotas that the process counts."""
        busy = self.marketplace.busy
        with (
            redis_server(self.stage.folder) as redis,
            self.ours() as alone,
            self.ours(cache_url=redis.url) as sharing,
        ):
            found = {
                name: self.stage.compare(
                    f"shared quotas: {name}",
                    Side(sharing, request_of(sharing), (redis,)),
                    Side(alone, request_of(alone)),
                    rounds=self._more,
                )
                for name, request_of in (
                    ("tokens", lambda server: token_request(server, busy)),
                    ("calls", lambda server: self._call(server, self.marketplace)),
                )
            }
        return {"shared": found}

    def measure_forward(self) -> Mapping[str, Any]:
        """Nginx that asks us before it lets a call pass, beside the same nginx alone."""
        busy, core = self.marketplace.busy, str(self.stage.cores.load)
        with self.ours() as server, nginx_before(server, self.stage.folder, cores=core) as nginx:
            token = self._token(server, self.marketplace)
            guarded = guarded_request(nginx.guarded_url, busy, token)
            peers.answer_of(guarded)
            refused = guarded_request(nginx.guarded_url, busy, token[:-3])
            try:
                peers.answer_of(refused)
            except BenchFailed:
                pass
            else:
                raise BenchFailed("nginx let a call pass whose token is not good.")
            found = self.stage.compare(
                "forward-auth",
                Side(server, guarded, (nginx,)),
                Side(nginx, guarded_request(nginx.plain_url, busy, token)),
                rounds=self._more,
            )
        return {"forward": found}

    def measure_peers(self) -> Mapping[str, Any]:
        """What a team would otherwise assemble, beside ours."""
        stage, folder, core = self.stage, self.stage.folder, self.stage.server_core
        market, busy = self.marketplace, self.marketplace.busy
        found: list[Peer] = []

        def beside(what: str, theirs: Server, request: Request, ours: Side, **how: Any) -> None:
            peers.answer_of(request)
            plan = {"rounds": self._more} | how
            compared = stage.compare(what, ours, Side(theirs, request, ours.neighbours), **plan)
            found.append(Peer(what, compared, peers.resident_of(theirs)))

        for name, each in (("SQLite", market), ("PostgreSQL", self.on_postgres)):
            neighbours = (self.cluster,) if each is not market else ()
            with self.ours(each) as server, peers.fastapi(folder, each, cores=core) as theirs:
                with ApiClient(server, each.busy) as client:
                    token = client.token()
                    profile = client.profile(token)
                asked = peers.token_request(theirs.url + "/token", each.busy)
                their_token = peers.check_token(asked)
                call = peers.call_request(theirs.url + "/sellers", each.busy, their_token)
                if peers.answer_of(call) != profile:
                    raise BenchFailed("the FastAPI peer answers another profile than we do.")
                our_tokens = Side(server, token_request(server, each.busy), neighbours)
                our_calls = Side(server, self._call(server, each), neighbours)
                beside(f"FastAPI, PyJWT, SQLAlchemy, {name}: tokens", theirs, asked, our_tokens)
                beside(f"FastAPI, PyJWT, SQLAlchemy, {name}: calls", theirs, call, our_calls)
        with self.ours() as server:
            our_tokens = Side(server, token_request(server, busy))
            with peers.oidc_provider(folder, busy, cores=core) as theirs:
                asked = peers.token_request(theirs.url + "/token", busy)
                peers.check_token(asked)
                beside("oidc-provider: tokens, ES256", theirs, asked, our_tokens)
            slowly = {"rounds": 1, "seconds": stage.plan.slow_seconds}
            for kept, how in (("plain", {}), ("hashed", slowly)):
                with peers.django(folder, busy, cores=core, kept=kept) as theirs:
                    asked = peers.token_request(theirs.url + "/o/token/", busy)
                    peers.check_token(asked)
                    if kept == "hashed":
                        asked = msgspec.structs.replace(asked, connections=SLOW_CONNECTIONS)
                    what = f"django-oauth-toolkit: tokens, opaque, secret {kept}"
                    beside(what, theirs, asked, our_tokens, **how)
        return {"peers": found}

    def measure_rows(self) -> Mapping[str, Any]:
        """How large a row of each table is."""
        self.stage.tell("sizes of rows")
        with self.ours() as server:
            load(self._call(server, self.marketplace), seconds=1, core=self._load_core)
            log = server.log
        lines = log.read_bytes().splitlines()[1:]
        per_line = sum(map(len, lines)) / len(lines) + 1
        return {"rows": measure_rows(self.stage.folder, self.cluster.new_database(), per_line)}

    @property
    def _more(self) -> int:
        return self.stage.plan.more_rounds

    @property
    def _load_core(self) -> int:
        return self.stage.cores.load

    def _call(self, server: Server, marketplace: Marketplace, **headers: str) -> Request:
        """The authorised call with a token of this server, checked once."""
        token = self._token(server, marketplace)
        return sellers_request(server, marketplace.busy, token, **headers)

    @staticmethod
    def _token(server: Server, marketplace: Marketplace) -> str:
        with ApiClient(server, marketplace.busy) as client:
            token = client.token()
            client.check_call(token)
        return token


PARTS = {
    "start": Bench.measure_starts,
    "tokens": Bench.measure_tokens,
    "calls": Bench.measure_calls,
    "revocation": Bench.measure_revocation,
    "scale": Bench.measure_scale,
    "products": Bench.measure_products,
    "offer_reads": Bench.measure_offer_reads,
    "orders": Bench.measure_orders,
    "stocks": Bench.measure_stocks,
    "finance": Bench.measure_finance,
    "integration": Bench.measure_integration,
    "library": Bench.measure_library,
    "postgres": Bench.measure_postgres,
    "workers": Bench.measure_workers,
    "shared": Bench.measure_shared,
    "forward": Bench.measure_forward,
    "peers": Bench.measure_peers,
    "rows": Bench.measure_rows,
}


def _seconds_of(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
