"""The run, from an empty folder to results: start, load, revoke, look at memory, one server under load at a time."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.client import ApiClient, sellers_request, token_request
from bench.load import Request, background_load, check_tools, load
from bench.machine import (
    TICKS_PER_SECOND,
    BenchFailed,
    Cores,
    choose_cores,
    core_ticks,
    describe_machine,
    own_ticks,
    process_ticks,
    resident_mb,
)
from bench.results import Comparison, Pair, Plan, Results, Revocation, Round, Turn
from bench.servers import Server, bare_server, our_server
from bench.world import Marketplace, OtherProcess, make_marketplace

ALGORITHMS = ("ES256", "RS256", "EdDSA")
SIGNING_SECONDS = 0.5
QUIET = 0.05  # a turn is disturbed when others took more than this of a core
POLL_OF_FEED = 0.2  # revocations begin at any moment between two looks at the feed
GIVE_UP_AFTER = 5.0

Tell = Callable[[str], None]


def count_steps(plan: Plan) -> int:
    """How often `run` calls `tell`."""
    comparisons = len(ALGORITHMS) + 2
    return plan.starts + comparisons * (plan.rounds + 1) + plan.revocations


def run(plan: Plan, tell: Tell, command: str) -> Results:
    """Measure everything. Raises `BenchFailed`."""
    check_tools()
    cores = choose_cores()
    machine = describe_machine()
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    os.sched_setaffinity(0, {cores.load})
    with TemporaryDirectory(prefix="sellergate-bench-") as name:
        bench = _Bench(plan, tell, cores, Path(name))
        start_s = bench.measure_starts()
        with bare_server(bench.folder, core=cores.server) as bare:
            with our_server(bench.marketplace, core=cores.server) as server:
                tokens = {"ES256": bench.measure_tokens("ES256", server, bare)}
                calls = bench.measure_calls(server, bare)
                packed_calls = bench.measure_calls(server, bare, **{"Accept-Encoding": "gzip"})
                resident = Pair([resident_mb(server.pid)], [resident_mb(bare.pid)])
                revocation = bench.measure_revocation(server)
            for algorithm in ALGORITHMS[1:]:
                with our_server(
                    bench.marketplace, core=cores.server, algorithm=algorithm
                ) as server:
                    tokens[algorithm] = bench.measure_tokens(algorithm, server, bare)
    return Results(
        when, command, machine, plan, tokens, calls, packed_calls, revocation, start_s, resident
    )


class _Ticks(NamedTuple):
    """Clock ticks of the server, and of everything else on the two cores but the server and wrk."""

    process: float
    others_on_server_core: float
    others_on_load_core: float


class _Bench:
    """The parts of a run, and what they share."""

    def __init__(self, plan: Plan, tell: Tell, cores: Cores, folder: Path) -> None:
        self.folder = folder
        self.marketplace: Marketplace = make_marketplace(folder)
        self._plan = plan
        self._tell = tell
        self._cores = cores

    def measure_starts(self) -> Pair:
        """Seconds from the start of the process to the first 200, after one start that fills the caches."""
        core = self._cores.server
        pair = Pair([], [])
        for number in range(self._plan.starts + 1):
            with our_server(self.marketplace, core=core) as server:
                ours = server.ready_after
            with bare_server(self.folder, core=core) as bare:
                bares = bare.ready_after
            if number:
                pair.ours.append(ours)
                pair.bare.append(bares)
                self._tell("start-up")
        return pair

    def measure_tokens(self, algorithm: str, server: Server, bare: Server) -> Comparison:
        """Token requests; before each round also what the signature alone allows."""
        request = token_request(server, self.marketplace.busy)
        return self._alternate(f"tokens {algorithm}", server, request, bare, algorithm)

    def measure_calls(self, server: Server, bare: Server, **headers: str) -> Comparison:
        """Authorised calls with one token, as clients are told to."""
        login = self.marketplace.busy
        with ApiClient(server, login) as client:
            token = client.token()
            client.check_call(token)
        request = sellers_request(server, login, token, **headers)
        return self._alternate("calls", server, request, bare)

    def measure_revocation(self, server: Server) -> Revocation:
        """A token revoked at the server; then delegations revoked by another process, under load."""
        login = self.marketplace.busy
        with ApiClient(server, login) as client:
            refused = [self._refuses_next(client) for _ in range(self._plan.revocations)]
            busy = sellers_request(server, login, client.token())
        other = OtherProcess(self.marketplace.database, self.marketplace.fickle)
        delays = []
        with background_load(busy, core=self._cores.load):
            for _ in range(self._plan.revocations):
                with ApiClient(server, self.marketplace.fickle) as client:
                    delays.append(_delay_of_revocation(other, client) * 1000)
                self._tell("revocation")
        other.close()
        return Revocation(sum(refused), len(refused), delays)

    @staticmethod
    def _refuses_next(client: ApiClient) -> bool:
        token = client.token()
        client.check_call(token)
        client.revoke(token)
        return client.call_status(token) == 401

    def _alternate(
        self,
        name: str,
        server: Server,
        request: Request,
        bare: Server,
        algorithm: str | None = None,
    ) -> Comparison:
        bare_request = Request(bare.url + "/")
        for asked in (request, bare_request):
            load(asked, seconds=1, core=self._cores.load)
        self._tell(name)
        turns: list[Turn] = []
        while len(turns) < self._plan.rounds or self._wants_more(turns):
            signatures = self._signature_rate(algorithm) if algorithm else None
            turns.append(
                Turn(self._round(bare, bare_request), self._round(server, request), signatures)
            )
            if len(turns) <= self._plan.rounds:
                self._tell(name)
        return Comparison(turns, self._plan.rounds)

    def _wants_more(self, turns: list[Turn]) -> bool:
        quiet = sum(turn.taken <= QUIET for turn in turns)
        return quiet < self._plan.rounds and len(turns) < self._plan.rounds + self._plan.spare

    def _round(self, server: Server, request: Request) -> Round:
        started, before = time.perf_counter(), self._ticks(server)
        outcome = load(request, seconds=self._plan.seconds, core=self._cores.load)
        after = self._ticks(server)
        elapsed = (time.perf_counter() - started) * TICKS_PER_SECOND
        used = after.process - before.process
        return Round(
            rate=outcome.requests / outcome.seconds,
            p50_ms=outcome.p50_ms,
            p99_ms=outcome.p99_ms,
            cpu_per_10k=used / TICKS_PER_SECOND / outcome.requests * 10_000,
            taken=max(
                0.0,
                (after.others_on_server_core - before.others_on_server_core) / elapsed,
                (after.others_on_load_core - before.others_on_load_core) / elapsed,
            ),
        )

    def _ticks(self, server: Server) -> "_Ticks":
        process, children = process_ticks(server.pid), own_ticks()
        own = {self._cores.server: 0.0, self._cores.load: 0.0}
        own[self._cores.server] += process
        own[self._cores.load] += children
        return _Ticks(
            process,
            core_ticks(self._cores.server) - own[self._cores.server],
            core_ticks(self._cores.load) - own[self._cores.load],
        )

    def _signature_rate(self, algorithm: str) -> float:
        command = [sys.executable, "-m", "bench.signatures", algorithm, str(SIGNING_SECONDS)]
        pinned = ["taskset", "-c", str(self._cores.server), *command]
        done = subprocess.run(pinned, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchFailed(f"signing failed: {done.stderr.strip()}")
        return float(done.stdout)


def _delay_of_revocation(other: OtherProcess, client: ApiClient) -> float:
    """Seconds from the commit of a revocation to the first refusal in hand."""
    token = client.token()
    other.grant()
    _repeat_until(client, token, 200)
    time.sleep(random.uniform(0, POLL_OF_FEED))
    other.revoke()
    revoked = time.perf_counter()
    _repeat_until(client, token, 403)
    return time.perf_counter() - revoked


def _repeat_until(client: ApiClient, token: str, status: int) -> None:
    deadline = time.perf_counter() + GIVE_UP_AFTER
    while (seen := client.call_status(token)) != status:
        if seen not in {200, 403} or time.perf_counter() > deadline:
            raise BenchFailed(f"the call answers {seen}, and {status} was to come.")
