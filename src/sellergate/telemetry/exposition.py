"""A snapshot as text: Prometheus' own format, or OpenMetrics for who asks for it."""

from collections.abc import Iterator

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from sellergate.telemetry.families import FAMILIES, Family, Kind
from sellergate.telemetry.snapshot import Labels, Numbers, Snapshot

AnyFamily = CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily


def render(snapshot: Snapshot, accept: str) -> tuple[bytes, str]:
    """The text, and its media type."""
    encode, media_type = choose_encoder(accept)
    return encode(_Registry(snapshot)), media_type


class _Registry(Collector):
    """What the encoders read."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        """Every metric, those without a value yet by name only."""
        for family in FAMILIES.values():
            metric = _metric(family)
            for labels, numbers in sorted(self._snapshot.values.get(family.name, ())):
                _add(metric, family, labels, numbers)
            yield metric


def _metric(family: Family) -> AnyFamily:
    types: dict[Kind, type[AnyFamily]] = {
        Kind.COUNTER: CounterMetricFamily,
        Kind.GAUGE: GaugeMetricFamily,
        Kind.HISTOGRAM: HistogramMetricFamily,
    }
    return types[family.kind](family.name, family.help, labels=family.labels)


def _add(
    metric: AnyFamily,
    family: Family,
    labels: Labels,
    numbers: Numbers,
) -> None:
    if isinstance(metric, HistogramMetricFamily):
        *cells, total = numbers
        below, buckets = 0.0, []
        for bound, count in zip((*family.bounds, float("inf")), cells, strict=True):
            below += count
            buckets.append((_text(bound), below))
        metric.add_metric(labels, buckets, total)
    else:
        metric.add_metric(labels, numbers[0])


def _text(bound: float) -> str:
    return "+Inf" if bound == float("inf") else repr(bound)
