"""Instants as other people's programs write them."""

import re
from datetime import UTC, datetime

# A plus sign that was not encoded in a query string arrives as a space: "2026-01-31T10:00:00 02:00".
_LOST_PLUS = re.compile(r"(\d\d:\d\d:\d\d(?:\.\d+)?) (\d\d:?\d\d)", re.ASCII)
_OURS = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", re.ASCII | re.IGNORECASE)


def parse_instant(text: str) -> datetime:
    """The instant of an RFC 3339 text, in UTC. Raises `ValueError`.

    What clients send beside it (contract/00 §7): offsets without a colon, as PHP's `DATE_ISO8601` writes them; up to
    seven decimals, as .NET does; a space in place of the T, or of the plus sign; no offset at all, or a day without a
    time, both taken for UTC.
    """
    text = text.strip()
    if len(text) > 40 or not _OURS.fullmatch(text):
        raise ValueError("is no instant")
    found = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text).upper())
    try:
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is out of bounds") from error


def render_instant(instant: datetime) -> str:
    """The text of an instant in UTC with seven decimals and an offset (contract/00 §7)."""
    return instant.replace(tzinfo=None).isoformat(timespec="microseconds") + "0+00:00"
