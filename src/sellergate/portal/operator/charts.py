"""Charts as geometry: what a template draws as SVG, without counting itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sellergate.access.traffic.report import Span, Step, Window

WIDTH: Final = 1000
HEIGHT: Final = 200
ROUND: Final = (10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Segment:
    """A coloured piece of a bar; `part` names its colour."""

    part: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of time."""

    x: float
    width: float
    step: Step
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars over time. `top` is the number at the upper edge, a round one."""

    bars: list[Bar]
    top: int
    ticks: list[datetime]
    slot: float

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(bar.segments for bar in self.bars)


def stacked_bars(steps: Sequence[Step], window: Window) -> Chart:
    """The chart of steps."""
    top = round_top(max((step.total for step in steps), default=0))
    slot = WIDTH / max(1, len(steps))
    bars = [
        Bar(round(place * slot + slot * 0.15, 2), round(slot * 0.7, 2), step, _segments(step, top))
        for place, step in enumerate(steps)
    ]
    return Chart(bars, top, ticks_of(window), round(slot, 2))


def round_top(highest: int) -> int:
    """The next round number whose half is round as well: it is written beside the line in the middle."""
    if highest <= 10:
        return next(top for top in (2, 4, 6, 8, 10) if top >= highest)
    tenth: int = 10 ** (math.floor(math.log10(highest)) - 1)
    return next(step * tenth for step in ROUND if step * tenth >= highest)


def ticks_of(window: Window) -> list[datetime]:
    """Where the time axis is labelled: at the beginnings of equal parts."""
    every = {Span.HOUR: timedelta(minutes=15), Span.DAY: timedelta(hours=6)}
    part = every.get(window.span, timedelta(days=1))
    return [window.since + part * number for number in range((window.until - window.since) // part)]


def share(number: float, highest: float) -> float:
    """The length of a bar in a list, in hundredths of the longest; what is there is seen."""
    return max(1.0, round(100 * number / highest, 1)) if number and highest else 0.0


def _segments(step: Step, top: int) -> list[Segment]:
    segments = []
    floor = float(HEIGHT)
    parts = (("answered", step.answered), ("refused", step.refused), ("failed", step.failed))
    for part, number in parts:
        if number:
            height = max(1.5, HEIGHT * number / top)  # one of ten thousand is seen as well
            floor = max(0.0, floor - height)
            segments.append(Segment(part, round(floor, 2), round(height, 2)))
    return segments
