"""Load from wrk on a core of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.machine import BenchFailed

CONNECTIONS = 32
PATIENCE = (1, 4, 16)  # times as long
SCRIPT = Path(__file__).parent / "load.lua"


class Request(msgspec.Struct, frozen=True):
    """The request that is repeated; with `callers`, a file, one of theirs each time, with `paths` one of those (load.lua)."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    body: str | None = None
    callers: Path | None = None
    paths: Path | None = None
    connections: int = CONNECTIONS
    in_order: bool = False  # every caller for every seller, or every path once, one after the other


class Outcome(msgspec.Struct, frozen=True):
    """What wrk counted."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    refused: int
    broken: int


def check_tools() -> None:
    """Raises `BenchFailed` unless wrk and taskset are there."""
    for tool, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(tool) is None:
            raise BenchFailed(f"{tool} is missing: apt-get install {package}")


def load(request: Request, *, seconds: int, core: int, may_be_none: bool = False) -> Outcome:
    """Repeat `request` over its connections. Raises `BenchFailed` when an answer was not a success.

    A round in which nothing was answered, on a machine that is busy, is done again and longer; `may_be_none`: that there is
    no answer yet is none of the caller's concern.
    """
    for patience in PATIENCE:
        outcome = _round(request, seconds * patience, core)
        if outcome.requests or outcome.broken or may_be_none:
            break
    if outcome.refused or outcome.broken or not (outcome.requests or may_be_none):
        raise BenchFailed(
            f"{request.url}: of {outcome.requests} answers {outcome.refused} were refusals, "
            f"{outcome.broken} broken. A rate made of those means nothing."
        )
    return outcome


def _round(request: Request, seconds: int, core: int) -> Outcome:
    with _wrk(request, seconds, core) as wrk:
        printed, complaint = wrk.communicate(timeout=seconds + 30)
    if wrk.returncode != 0:
        raise BenchFailed(f"wrk failed: {complaint.strip() or printed.strip()}")
    return msgspec.json.decode(printed.splitlines()[-1], type=Outcome)


@contextmanager
def background_load(request: Request, *, core: int) -> Iterator[None]:
    """Keep repeating `request` until the block ends."""
    with _wrk(request, 600, core) as wrk:
        try:
            yield
        finally:
            wrk.terminate()


def _wrk(request: Request, seconds: int, core: int) -> subprocess.Popen[str]:
    headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    # By the environment: other users of this machine can read the arguments of a process.
    environment = {
        "PATH": os.environ["PATH"],
        "BENCH_METHOD": request.method,
        "BENCH_HEADERS": headers,
    }
    if request.body is not None:
        environment["BENCH_BODY"] = request.body
    if request.callers is not None:
        environment["BENCH_CALLERS"] = str(request.callers)
    if request.paths is not None:
        environment["BENCH_PATHS"] = str(request.paths)
    if request.in_order:
        environment["BENCH_IN_ORDER"] = "1"
    command = [
        "taskset",
        "-c",
        str(core),
        "wrk",
        "-t1",
        f"-c{request.connections}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
    ]
    return subprocess.Popen(
        [*command, "-s", str(SCRIPT), request.url],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
