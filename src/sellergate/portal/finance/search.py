"""Whose finance a page shows, and what its list was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import Seller
from sellergate.kit.instants import parse_instant
from sellergate.kit.marks import N_
from sellergate.market.finance.finding import OperationFilter
from sellergate.market.finance.models import EventType, PaymentState
from sellergate.portal.own_sellers import own_sellers
from sellergate.web.browser import PageRequest, require_user
from sellergate.web.injected import Access

HOME: Final = "/finance/"
OPERATIONS: Final = f"{HOME}operations/"
STATEMENTS: Final = f"{HOME}statements/"
PAYOUTS: Final = f"{HOME}payouts/"
NAVIGATION: Final = (
    (N_("Balance"), HOME),
    (N_("Operations"), OPERATIONS),
    (N_("Statements and reports"), STATEMENTS),
    (N_("Payouts"), PAYOUTS),
)
PAGE_SIZE: Final = 25
MOST_PAGES: Final = 10_000
MAX_TEXT: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a list shows: of one seller account, for balances are not added up over several."""

    path: str
    own: Sequence[Seller]
    seller: Seller | None  # None: the reader works for no seller
    event: str = ""
    state: str = ""
    reference: str = ""
    first: str = ""
    last: str = ""
    before: int | None = None
    page: int = 1

    @property
    def seller_id(self) -> SellerId:
        """Whose finance is shown."""
        assert self.seller is not None  # noqa: S101  (pages are shown to who has one)
        return self.seller.seller_id

    @property
    def shops(self) -> list[tuple[SellerId, str]]:
        """The sellers to choose from."""
        return [(one.seller_id, f"{one.shop_name} ({one.seller_id})") for one in self.own]

    @property
    def is_filtered(self) -> bool:
        """Whether less than everything was asked for."""
        return any((self.event, self.state, self.reference, self.first, self.last))

    @property
    def wanted(self) -> OperationFilter:
        """Which operations are shown."""
        return OperationFilter(
            event_types=(EventType(self.event),) if self.event else (),
            payment_states=(PaymentState(self.state),) if self.state else (),
            references=(self.reference,) if self.reference else (),
            occurred_from=_day(self.first),
            occurred_to=_end(_day(self.last)),
        )

    def href(self, path: str = "", **place: int) -> str:
        """The list from another place on, or another page about the same seller."""
        asked: dict[str, object] = {} if path else self._kept
        if len(self.own) > 1 and self.seller is not None:
            asked = {"seller": self.seller.seller_id, **asked}
        query = urlencode({**asked, **place})
        return f"{path or self.path}?{query}" if query else path or self.path

    @property
    def _kept(self) -> dict[str, object]:
        asked = {
            "event": self.event,
            "state": self.state,
            "q": self.reference,
            "from": self.first,
            "to": self.last,
        }
        return {name: value for name, value in asked.items() if value}


async def search_of(request: PageRequest, access: Access, path: str) -> Search:
    """What the reader asks for. Raises `SignInRequired`."""
    own = await own_sellers(access, require_user(request))
    query = request.query_params
    wanted = _number(query.get("seller", ""))
    chosen = next((one for one in own if one.seller_id == wanted), own[0] if own else None)
    event, state = query.get("event", ""), query.get("state", "")
    return Search(
        path=path,
        own=own,
        seller=chosen,
        event=event if event in set(EventType) else "",
        state=state if state in set(PaymentState) else "",
        reference=query.get("q", "").strip()[:MAX_TEXT],
        first=_day_text(query.get("from", "")),
        last=_day_text(query.get("to", "")),
        before=_number(query.get("before", "")),
        page=min(_number(query.get("page", "")) or 1, MOST_PAGES),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 9 else None


def _day_text(text: str) -> str:
    """The day that a date field spells; nothing for anything else."""
    return text if len(text) == 10 and _day(text) is not None else ""


def _day(text: str) -> datetime | None:
    try:
        return parse_instant(text)
    except ValueError:
        return None


def _end(day: datetime | None) -> datetime | None:
    if day is None:
        return None
    return day.replace(hour=0, minute=0) + timedelta(days=1, microseconds=-1)
