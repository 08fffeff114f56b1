"""The process as the operating system sees it. Names as every Prometheus client has them."""

import os
import time
from pathlib import Path
from typing import Final

_SELF: Final = Path("/proc/self")


def process_values() -> dict[str, float]:
    """CPU time everywhere; memory, descriptors and start where there is a /proc."""
    values = {"process_cpu_seconds": time.process_time()}
    try:
        import resource

        pages = (_SELF / "statm").read_text().split()
        ticks = float((_SELF / "stat").read_text().rpartition(")")[2].split()[19])
        booted = _boot_time()
        values |= {
            "process_virtual_memory_bytes": float(pages[0]) * resource.getpagesize(),
            "process_resident_memory_bytes": float(pages[1]) * resource.getpagesize(),
            "process_open_fds": float(len(os.listdir(_SELF / "fd"))),  # noqa: PTH208  (10,000 names, no paths)
            "process_max_fds": float(resource.getrlimit(resource.RLIMIT_NOFILE)[0]),
            "process_start_time_seconds": booted + ticks / os.sysconf("SC_CLK_TCK"),
        }
    except (OSError, ImportError, ValueError, IndexError):
        pass  # another operating system
    return values


def _boot_time() -> float:
    for line in Path("/proc/stat").read_text().splitlines():
        if line.startswith("btime "):
            return float(line.split()[1])
    raise ValueError("no boot time")
