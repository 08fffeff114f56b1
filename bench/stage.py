"""Rounds by turns: the load on one server, what it cost, and how much other programs took meanwhile."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.load import Request, load
from bench.machine import TICKS_PER_SECOND, BenchFailed, Cores, own_ticks, ticks_of
from bench.neighbours import Neighbour
from bench.results import Comparison, Plan, Round, Turn

SIGNING_SECONDS = 0.5
SETTLED_WITHIN, SETTLING = 15.0, 0.1
IDLE = 5  # ticks in that time: half of it
QUIET = 0.05  # a turn is disturbed when others took more than this of a core

Tell = Callable[[str], None]


class Side(NamedTuple):
    """What is put under load: who answers, what is asked, and who works for it."""

    server: Neighbour
    request: Request
    neighbours: tuple[Neighbour, ...] = ()


class _Ticks(NamedTuple):
    """Clock ticks of the server, of its neighbours, and of everything else on the two cores but these and wrk."""

    server: int
    neighbours: int
    others: float


class Stage:
    """Where every part of a run plays: the plan, the cores, a folder."""

    def __init__(self, plan: Plan, tell: Tell, cores: Cores, folder: Path) -> None:
        self.plan = plan
        self.tell = tell
        self.cores = cores
        self.folder = folder

    @property
    def server_core(self) -> str:
        """As taskset names it."""
        return str(self.cores.server)

    def compare(
        self,
        name: str,
        ours: Side,
        bare: Side,
        *,
        rounds: int | None = None,
        seconds: int | None = None,
        signed_by: str | None = None,
    ) -> Comparison:
        """Rounds by turns, `bare` first; before each also what the signature `signed_by` alone allows."""
        plan = self.plan
        wanted = rounds or plan.rounds
        seconds = seconds or (plan.more_seconds if rounds else plan.seconds)
        if plan.warm_up:
            self.tell(f"{name}: warming up")
            for side in (ours, bare):
                load(side.request, seconds=plan.warm_up, core=self.cores.load, may_be_none=True)
        turns: list[Turn] = []
        while len(turns) < wanted or self._wants_more(turns, wanted):
            self.tell(f"{name}: turn {len(turns) + 1}")
            signatures = self._signature_rate(signed_by) if signed_by else None
            theirs = self._round(bare, seconds)
            _settle(bare.server)
            turns.append(Turn(theirs, self._round(ours, seconds), signatures))
            _settle(ours.server)
        return Comparison(turns, wanted)

    def alone(self, name: str, sides: Sequence[Side], *, seconds: int) -> list[Round]:
        """A round of each, one after the other, beside nothing: for what can be asked once."""
        found = []
        for number, side in enumerate(sides, 1):
            self.tell(f"{name}: round {number}")
            found.append(self._round(side, seconds))
            _settle(side.server)
        return found

    def _wants_more(self, turns: Sequence[Turn], wanted: int) -> bool:
        quiet = sum(turn.taken <= QUIET for turn in turns)
        spare = self.plan.spare * wanted // self.plan.rounds
        return quiet < wanted and len(turns) < wanted + spare

    def _round(self, side: Side, seconds: int) -> Round:
        started, before = time.perf_counter(), self._ticks(side)
        outcome = load(side.request, seconds=seconds, core=self.cores.load)
        after = self._ticks(side)
        elapsed = (time.perf_counter() - started) * TICKS_PER_SECOND
        per_10k = 10_000 / outcome.requests / TICKS_PER_SECOND
        return Round(
            rate=outcome.requests / outcome.seconds,
            p50_ms=outcome.p50_ms,
            p99_ms=outcome.p99_ms,
            cpu_per_10k=(after.server - before.server) * per_10k,
            taken=max(0.0, (after.others - before.others) / elapsed),
            neighbour_per_10k=(after.neighbours - before.neighbours) * per_10k,
        )

    def _ticks(self, side: Side) -> _Ticks:
        server = side.server.ticks()
        neighbours = sum(neighbour.ticks() for neighbour in side.neighbours)
        return _Ticks(server, neighbours, ticks_of(self.cores) - server - neighbours - own_ticks())

    def _signature_rate(self, algorithm: str) -> float:
        command = [sys.executable, "-m", "bench.signatures", algorithm, str(SIGNING_SECONDS)]
        pinned = ["taskset", "-c", self.server_core, *command]
        done = subprocess.run(pinned, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchFailed(f"signing failed: {done.stderr.strip()}")
        return float(done.stdout)


def _settle(server: Neighbour) -> None:
    """Wait until it has done what nobody waits for any more, so that it does not do it in the next round."""
    deadline = time.monotonic() + SETTLED_WITHIN
    before, now = -IDLE, server.ticks()
    while now - before >= IDLE and time.monotonic() < deadline:
        time.sleep(SETTLING)
        before, now = now, server.ticks()
