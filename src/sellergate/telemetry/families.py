"""Every metric of ours: name, kind, labels, and how the values of several worker processes become one."""

from enum import StrEnum
from typing import Final, NamedTuple

from sellergate.access.snapshot import LAG_BOUNDS
from sellergate.kit.measures import LATENCY_BOUNDS
from sellergate.storage.stats import BATCH_BOUNDS


class Kind(StrEnum):
    """What kind of number it is."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Merge(StrEnum):
    """What a gauge is over several processes."""

    SUM = "sum"
    MAX = "max"
    MIN = "min"


class Family(NamedTuple):
    """One metric. Counters are named without `_total`, which the text form adds."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    merge: Merge = Merge.SUM
    bounds: tuple[float, ...] = LATENCY_BOUNDS  # of a histogram


_C, _G, _H = Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM

FAMILIES: Final = {
    family.name: family
    for family in (
        Family(
            "sellergate_request_duration_seconds",
            _H,
            "Requests answered, and how long each took.",
            ("surface", "method", "route", "status", "client_class"),
        ),
        Family(
            "sellergate_denials",
            _C,
            "Requests refused, by the reason that the answer gave.",
            ("surface", "reason", "client_class"),
        ),
        Family("sellergate_tokens_issued", _C, "Access tokens issued.", ("client_class",)),
        Family("sellergate_tokens_refused", _C, "Token requests refused.", ("reason",)),
        Family(
            "sellergate_quota_uses",
            _C,
            "Uses of quotas, allowed and refused.",
            ("quota", "outcome"),
        ),
        Family(
            "sellergate_quota_store_failures",
            _C,
            "Uses that the shared counters did not count, because the store did not answer.",
        ),
        Family(
            "sellergate_quota_store_up",
            _G,
            "Whether the store of shared counters answers; absent without one.",
            merge=Merge.MIN,
        ),
        Family(
            "sellergate_revocation_lag_seconds",
            _H,
            "Time from a change of access to this node acting on it.",
            bounds=LAG_BOUNDS,
        ),
        Family(
            "sellergate_feed_age_seconds",
            _G,
            "Time since the feed of access changes was last read.",
            merge=Merge.MAX,
        ),
        Family("sellergate_database_read_seconds", _H, "Reads of the database."),
        Family("sellergate_database_write_seconds", _H, "Writes, from the asking to the commit."),
        Family(
            "sellergate_database_batch_units",
            _H,
            "Units of work committed together (embedded database).",
            bounds=tuple(map(float, BATCH_BOUNDS)),
        ),
        Family("sellergate_database_waiting_writes", _G, "Writes that are not committed yet."),
        Family("sellergate_database_connections", _G, "Open connections to the database."),
        Family("sellergate_database_connections_in_use", _G, "Connections that are working."),
        Family(
            "sellergate_database_retries",
            _C,
            "Writes begun again, since another transaction came between.",
        ),
        Family(
            "sellergate_database_outages",
            _C,
            "Reads and writes that failed because the database did not answer.",
        ),
        Family(
            "sellergate_periodic_runs",
            _C,
            "Runs of periodic work, good and failed.",
            ("work", "outcome"),
        ),
        Family(
            "sellergate_periodic_age_seconds",
            _G,
            "Time since periodic work last went well.",
            ("work",),
            merge=Merge.MAX,
        ),
        Family(
            "sellergate_jobs_waiting",
            _G,
            "Jobs that are not done yet, on all nodes; absent where no work is done in the background.",
            merge=Merge.MAX,
        ),
        Family(
            "sellergate_jobs_lag_seconds",
            _G,
            "Time since the job is due that waits longest for a node to begin it.",
            merge=Merge.MAX,
        ),
        Family(
            "sellergate_jobs",
            _C,
            "Attempts at jobs, by how they ended: done, failed, given up, lost to another node, outage.",
            ("kind", "outcome"),
        ),
        Family("sellergate_workers", _G, "Worker processes that are counted here."),
        Family(
            "sellergate_build_info",
            _G,
            "1, with the version in its labels.",
            ("version", "python"),
            merge=Merge.MAX,
        ),
        Family("process_cpu_seconds", _C, "User and system CPU time spent."),
        Family("process_resident_memory_bytes", _G, "Resident memory size."),
        Family("process_virtual_memory_bytes", _G, "Virtual memory size."),
        Family("process_open_fds", _G, "Open file descriptors."),
        Family(
            "process_max_fds", _G, "Most file descriptors that a process may open.", merge=Merge.MIN
        ),
        Family(
            "process_start_time_seconds",
            _G,
            "Start of the process, since the epoch.",
            merge=Merge.MIN,
        ),
    )
}
