"""The numbers of a worker process at an instant, and the sum over several."""

import platform
from collections.abc import Iterable, Iterator

import msgspec

from sellergate import __version__
from sellergate.access.platform import Access
from sellergate.jobs.runner import Runner
from sellergate.kit.measures import Histogram, Periodic
from sellergate.telemetry.families import FAMILIES, Kind, Merge
from sellergate.telemetry.process import process_values

Labels = tuple[str, ...]
# One number, or for a histogram its cells and then the sum of the observed values.
Numbers = list[float]


class Snapshot(msgspec.Struct):
    """Values by metric and labels."""

    values: dict[str, list[tuple[Labels, Numbers]]]


def take_snapshot(access: Access, runner: Runner | None = None) -> Snapshot:
    """What this process has counted until now, and how it is."""
    access.meter.add_up()
    values: dict[str, list[tuple[Labels, Numbers]]] = {}
    for name, labels, numbers in (*_samples(access), *_jobs(runner)):
        values.setdefault(name, []).append((labels, numbers))
    return Snapshot(values)


def merge_snapshots(living: Iterable[Snapshot], gone: Iterable[Snapshot] = ()) -> Snapshot:
    """The sum over processes. Of those that are gone, only what they counted remains."""
    merged: dict[str, dict[Labels, Numbers]] = {}
    for snapshots, are_living in ((living, True), (gone, False)):
        for snapshot in snapshots:
            for name, samples in snapshot.values.items():
                family = FAMILIES.get(name)
                if family is None or (family.kind is Kind.GAUGE and not are_living):
                    continue
                series = merged.setdefault(name, {})
                for labels, numbers in samples:
                    known = series.get(labels)
                    series[labels] = (
                        numbers if known is None else _merge(family.merge, known, numbers)
                    )
    return Snapshot({name: list(series.items()) for name, series in merged.items()})


def _merge(how: Merge, one: Numbers, other: Numbers) -> Numbers:
    pairs = zip(one, other, strict=True)
    match how:
        case Merge.SUM:
            return [a + b for a, b in pairs]
        case Merge.MAX:
            return [max(pair) for pair in pairs]
        case Merge.MIN:
            return [min(pair) for pair in pairs]


def _samples(access: Access) -> Iterator[tuple[str, Labels, Numbers]]:
    yield from _requests(access)
    yield from _revocation(access)
    yield from _database(access)
    for work, periodic in access.periodic.items():
        yield from _periodic(work, periodic)
    yield "sellergate_workers", (), [1.0]
    yield "sellergate_build_info", (__version__, platform.python_version()), [1.0]
    for name, value in process_values().items():
        yield name, (), [value]


def _requests(access: Access) -> Iterator[tuple[str, Labels, Numbers]]:
    meter = access.meter
    for (surface, method, route, status, client_class), latency in meter.requests.items():
        labels = (surface, method, route, str(status), client_class)
        yield "sellergate_request_duration_seconds", labels, _numbers(latency)
    for denial, number in meter.denials.items():
        yield "sellergate_denials", denial, [float(number)]
    for client_class, number in meter.tokens.items():
        yield "sellergate_tokens_issued", (client_class,), [float(number)]
    for reason, number in meter.refusals.items():
        yield "sellergate_tokens_refused", (reason,), [float(number)]
    for (quota, allowed), number in meter.charges.items():
        outcome = "allowed" if allowed else "refused"
        yield "sellergate_quota_uses", (quota, outcome), [float(number)]
    cache = access.cache
    yield "sellergate_quota_store_failures", (), [float(cache.failures if cache else 0)]
    if cache is not None:
        yield "sellergate_quota_store_up", (), [float(cache.is_up)]


def _revocation(access: Access) -> Iterator[tuple[str, Labels, Numbers]]:
    yield "sellergate_revocation_lag_seconds", (), _numbers(access.snapshot.lag)
    yield "sellergate_feed_age_seconds", (), [access.snapshot.looks.age]


def _database(access: Access) -> Iterator[tuple[str, Labels, Numbers]]:
    stats = access.db.stats()
    work = stats.work
    yield "sellergate_database_read_seconds", (), _numbers(work.reads)
    yield "sellergate_database_write_seconds", (), _numbers(work.writes)
    yield "sellergate_database_batch_units", (), _numbers(work.batches)
    yield "sellergate_database_waiting_writes", (), [float(stats.waiting)]
    yield "sellergate_database_connections", (), [float(stats.connections)]
    yield "sellergate_database_connections_in_use", (), [float(stats.connections_in_use)]
    yield "sellergate_database_retries", (), [float(work.retries)]
    yield "sellergate_database_outages", (), [float(work.outages)]


def _jobs(runner: Runner | None) -> Iterator[tuple[str, Labels, Numbers]]:
    if runner is None:
        return
    yield from _periodic("jobs", runner.looks)
    yield "sellergate_jobs_waiting", (), [float(runner.waiting)]
    yield "sellergate_jobs_lag_seconds", (), [runner.lag]
    for labels, number in runner.outcomes.items():
        yield "sellergate_jobs", labels, [float(number)]


def _periodic(work: str, periodic: Periodic) -> Iterator[tuple[str, Labels, Numbers]]:
    yield "sellergate_periodic_runs", (work, "good"), [float(periodic.runs)]
    yield "sellergate_periodic_runs", (work, "failed"), [float(periodic.failures)]
    yield "sellergate_periodic_age_seconds", (work,), [periodic.age]


def _numbers(histogram: Histogram) -> Numbers:
    return [*map(float, histogram.cells), histogram.total]
