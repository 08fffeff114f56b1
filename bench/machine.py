"""The machine under the benchmark: its cores, and what the kernel counted for processes and cores."""

import os
import platform
import resource
from pathlib import Path
from typing import NamedTuple

import msgspec

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class BenchFailed(Exception):
    """The run cannot go on; the text says why and what to do."""


class Cores(NamedTuple):
    """Where the servers run, and where the load generator and this process do."""

    server: int
    load: int


class Machine(msgspec.Struct, frozen=True):
    """What a reader must know to compare figures."""

    processor: str
    cores: int
    kernel: str
    python: str
    load_average: float  # before the run: what else was going on


def choose_cores() -> Cores:
    """The first two cores that this process may use. Raises `BenchFailed` where that cannot be told."""
    if not hasattr(os, "sched_getaffinity"):
        raise BenchFailed("the benchmark pins processes to cores and reads /proc: it needs Linux.")
    usable = sorted(os.sched_getaffinity(0))
    return Cores(usable[0], usable[-1] if len(usable) == 1 else usable[1])


def describe_machine() -> Machine:
    """What this machine is, and how busy it is now."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        kernel=platform.release(),
        python=platform.python_version(),
        load_average=round(os.getloadavg()[0], 2),
    )


def core_ticks(core: int) -> int:
    """Clock ticks that a core has run programs, or waited for the host to let it.

    Interrupts are left out: on loopback they are the load's own.
    """
    for line in Path("/proc/stat").read_text().splitlines():
        name, *counts = line.split()
        if name == f"cpu{core}":
            user, nice, system, _idle, _iowait, _irq, _softirq, steal = map(int, counts[:8])
            return user + nice + system + steal
    raise BenchFailed(f"/proc/stat does not list core {core}.")


def process_ticks(pid: int) -> int:
    """Clock ticks that a process has run, all its threads."""
    # The name, in parentheses, may hold spaces: fields are counted behind it (proc(5): utime is 14, stime 15).
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def own_ticks() -> float:
    """Clock ticks of this process and of its children that have ended, wrk among them."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent) * TICKS_PER_SECOND


def resident_mb(pid: int) -> float:
    """What of a process is in memory, shared libraries included, in MB of a million bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise BenchFailed(f"process {pid} has left.")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
