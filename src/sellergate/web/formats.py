"""Dates with their zone, relative times, grouped numbers and amounts, as the reader's language writes them."""

from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from babel import dates, numbers


def format_date(when: date, *, locale: str, zone: tzinfo = UTC) -> str:
    """Write a day: `Jun 3, 2026`, `3 juin 2026`."""
    day = when.astimezone(zone).date() if isinstance(when, datetime) else when
    return dates.format_date(day, "medium", locale=locale)


def format_datetime(when: datetime, *, locale: str, zone: tzinfo = UTC) -> str:
    """Write an instant with its zone: `Jun 3, 2026, 2:05 PM UTC`."""
    local = when.astimezone(zone)
    day = dates.format_date(local.date(), "medium", locale=locale)
    hour = dates.format_time(local, "short", tzinfo=zone, locale=locale)
    return f"{day}, {hour} {local.tzname()}"


def format_clock(when: datetime, *, zone: tzinfo = UTC) -> str:
    """Write the time of day, where the day and the zone are known: `14:05`."""
    return f"{when.astimezone(zone):%H:%M}"


def format_day(when: datetime, *, locale: str, zone: tzinfo = UTC) -> str:
    """Write a day where the year is known: `Jun 3`, `3 juin`."""
    return dates.format_skeleton("MMMd", when.astimezone(zone), locale=locale)


def format_ago(when: datetime, *, now: datetime, locale: str) -> str:
    """Write how far an instant is: `3 minutes ago`, `dans 2 jours`."""
    return dates.format_timedelta(when - now, add_direction=True, locale=locale, threshold=0.9)


def format_number(value: float | Decimal, *, locale: str) -> str:
    """Write a number with its groups: `12,970`, `12 970`."""
    return numbers.format_decimal(value, locale=locale)


def format_percent(value: float | Decimal, *, locale: str) -> str:
    """Write a ratio as a percentage, one decimal at most: 0.125 gives `12.5%`."""
    pattern = "#,##0.# %" if locale == "fr" else "#,##0.#%"
    return numbers.format_percent(value, format=pattern, locale=locale)


def format_amount(value: Decimal | float, currency: str, *, locale: str) -> str:
    """Write an amount with its currency: `€1,249.90`, `1 249,90 €`."""
    return numbers.format_currency(value, currency, locale=locale)
