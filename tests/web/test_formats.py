"""Dates, numbers and amounts read as people of each language write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sellergate.web import formats

WHEN = datetime(2026, 6, 3, 14, 5, tzinfo=UTC)
NARROW, WIDE = "\u202f", "\xa0"


def test_an_instant_says_its_zone() -> None:
    paris = ZoneInfo("Europe/Paris")

    assert formats.format_datetime(WHEN, locale="fr") == "3 juin 2026, 14:05 UTC"
    assert formats.format_datetime(WHEN, locale="fr", zone=paris) == "3 juin 2026, 16:05 CEST"
    assert formats.format_datetime(WHEN, locale="en") == f"Jun 3, 2026, 2:05{NARROW}PM UTC"


def test_a_day_is_the_day_of_the_readers_zone() -> None:
    late = datetime(2026, 6, 3, 23, 30, tzinfo=UTC)

    assert formats.format_date(late, locale="en", zone=ZoneInfo("Europe/Paris")) == ("Jun 4, 2026")
    assert formats.format_date(date(2026, 6, 3), locale="fr") == "3 juin 2026"


def test_a_relative_time_says_past_or_future() -> None:
    assert formats.format_ago(WHEN, now=WHEN + timedelta(minutes=3), locale="en") == "3 minutes ago"
    assert formats.format_ago(WHEN, now=WHEN - timedelta(days=2), locale="fr") == "dans 2 jours"


def test_numbers_are_grouped() -> None:
    assert formats.format_number(12970, locale="en") == "12,970"
    assert formats.format_number(12970, locale="fr") == f"12{NARROW}970"


def test_a_ratio_becomes_a_percentage() -> None:
    assert formats.format_percent(0.125, locale="en") == "12.5%"
    assert formats.format_percent(0.125, locale="fr") == "12,5 %"


def test_an_amount_says_its_currency() -> None:
    assert formats.format_amount(Decimal("1249.9"), "EUR", locale="en") == "€1,249.90"
    assert formats.format_amount(Decimal("1249.9"), "EUR", locale="fr") == (
        f"1{NARROW}249,90{WIDE}€"
    )
