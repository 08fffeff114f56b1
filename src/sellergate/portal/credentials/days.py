"""Days as people type them."""

from datetime import UTC, date, datetime, time
from typing import Final

from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_

_LAST_MOMENT: Final = time(23, 59, 59, tzinfo=UTC)


class DayMalformed(Refusal):
    """Not a day."""

    message = N_("Enter a day such as 2027-12-31, or leave it empty for no end.")
    field = "expires_at"


def parse_end(text: str, *, field: str = "expires_at") -> datetime | None:
    """The last moment of a day, in UTC; None for no end. Raises `DayMalformed`."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), _LAST_MOMENT)
    except ValueError:
        raise DayMalformed(field=field) from None
