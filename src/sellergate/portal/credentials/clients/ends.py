"""When a secret ends, as its owner chooses it: a span from now on, or a day."""

from datetime import datetime, timedelta
from typing import Final

from sellergate.access.clients.errors import SecretExpiryInPast
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.days import parse_end

KEEP, DAY, NEVER = "keep", "day", "never"
SPANS: Final = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "now": timedelta(),
}
SPAN_WORDS: Final = (
    ("24h", N_("In 24 hours")),
    ("7d", N_("In 7 days")),
    ("30d", N_("In 30 days")),
)
# What may become of the other secrets when one is added.
OTHERS: Final = (
    (KEEP, N_("As they would have: I revoke them myself")),
    *SPAN_WORDS,
    (DAY, N_("At the end of the day below")),
    ("now", N_("At once: software that uses one stops working")),
)
# What one secret may be changed to.
ONE: Final = (*SPAN_WORDS, (DAY, N_("At the end of the day below")), (NEVER, N_("Never")))


class DayMissing(Refusal):
    """A day was chosen, and none given."""

    message = N_("Enter the day, such as 2027-12-31.")


def parse_choice(choice: str, day: str, now: datetime, *, field: str) -> datetime | None:
    """The end that was chosen, None for none; `field` is where the day is typed.

    Raises `DayMalformed`, `DayMissing`, `SecretExpiryInPast`.
    """
    if choice in SPANS:
        return now + SPANS[choice]
    if choice != DAY:
        return None
    if not day:
        raise DayMissing(field=field)
    end = parse_end(day, field=field)
    if end is not None and end <= now:
        raise SecretExpiryInPast(field=field)
    return end
