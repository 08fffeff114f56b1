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
    """Where the servers run, and where the load generator and this process do, and what stands behind the servers."""

    server: int
    load: int

    @property
    def both(self) -> str:
        """As taskset lists them."""
        return f"{self.server},{self.load}"


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


def ticks_of(cores: Cores) -> int:
    """Clock ticks that the cores have run programs, or waited for the host to let them.

    Interrupts are left out: on loopback they are the load's own.
    """
    names, ticks = {f"cpu{core}" for core in cores}, 0
    for line in Path("/proc/stat").read_text().splitlines():
        name, *counts = line.split()
        if name in names:
            user, nice, system, _idle, _iowait, _irq, _softirq, steal = map(int, counts[:8])
            ticks += user + nice + system + steal
    return ticks


def process_ticks(pid: int) -> int:
    """Clock ticks that a process has run, all its threads, with the processes below it and those that it waited for."""
    ticks = 0
    for each in [pid, *below(pid)]:
        # The name, in parentheses, may hold spaces: fields are counted behind it (proc(5): utime is 14, stime 15,
        # those of children 16 and 17).
        fields = _read(Path(f"/proc/{each}/stat")).rpartition(")")[2].split()
        ticks += sum(int(field) for field in fields[11:15])
    return ticks


def below(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, _read(task).split()):
            found += [child, *below(child)]
    return found


def _read(path: Path) -> str:
    """What the kernel says there; nothing once the process or the thread has left."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def own_ticks() -> float:
    """Clock ticks of this process and of its children that have ended, wrk among them."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent) * TICKS_PER_SECOND


def resident_mb(pid: int) -> float:
    """What of a process is in memory, shared libraries included, in MB of a million bytes. Those below it aside."""
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


def status_mb(name: str) -> float:
    """A line of /proc/self/status: what getrusage says of the peak is that of the parent, as long as it was higher."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024
