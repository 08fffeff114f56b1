"""The days of the marketplace's calendar (contract/08 §1): statements on 9/19/29, payouts on 1/11/21. Days are UTC."""

from calendar import isleap
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sellergate.market.finance.models import Day

STATEMENTS: Final = (9, 19, 29)
PAYOUTS: Final = (1, 11, 21)
_DAY: Final = timedelta(days=1)


def day_of(instant: datetime) -> Day:
    """The day that the instant is in."""
    return instant.astimezone(UTC).date().isoformat()


def start_of(day: Day) -> datetime:
    """Its first instant."""
    return datetime.combine(date.fromisoformat(day), time(), tzinfo=UTC)


def day_before(day: Day) -> Day:
    """The day before."""
    return (date.fromisoformat(day) - _DAY).isoformat()


def has_statements(day: Day) -> bool:
    """Whether statements are issued on it. A common year's February has no 29th: its last day stands in."""
    on = date.fromisoformat(day)
    stands_in = (on.month, on.day) == (2, 28) and not isleap(on.year)
    return on.day in STATEMENTS or stands_in


def has_payouts(day: Day) -> bool:
    """Whether payouts are made on it."""
    return date.fromisoformat(day).day in PAYOUTS


def next_stop(day: Day) -> Day:
    """The first day after this one that has something."""
    return _next(day, lambda each: has_statements(each) or has_payouts(each))


def next_payouts(day: Day) -> Day:
    """The first day after this one on which payouts are made."""
    return _next(day, has_payouts)


def last_stop(day: Day) -> Day:
    """The last day that has something, this one included."""
    while not (has_statements(day) or has_payouts(day)):
        day = day_before(day)
    return day


def _next(day: Day, is_meant: Callable[[Day], bool]) -> Day:
    each = date.fromisoformat(day) + _DAY
    while not is_meant(each.isoformat()):
        each += _DAY
    return each.isoformat()
