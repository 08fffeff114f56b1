"""What a list of these pages was asked for, and whose things the reader sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import Seller
from sellergate.kit.marks import N_
from sellergate.portal.own_sellers import own_sellers
from sellergate.portal.stocks.words import COUNTRIES
from sellergate.web.browser import PageRequest, require_user
from sellergate.web.injected import Access

HOME: Final = "/stocks/"
INBOUND: Final = f"{HOME}inbound/"
OUTBOUND: Final = f"{HOME}outbound/"
RETURNS: Final = f"{HOME}returns/"
PRODUCTS: Final = f"{HOME}products/"
NAVIGATION: Final = (
    (N_("Stock"), HOME),
    (N_("Supply orders"), INBOUND),
    (N_("Shipping orders"), OUTBOUND),
    (N_("Returns"), RETURNS),
    (N_("Referenced products"), PRODUCTS),
)
PAGE_SIZE: Final = 25
MOST_PAGES: Final = 10_000
MAX_TEXT: Final = 60


@dataclass(frozen=True, slots=True)
class Search:
    """What a list shows. `kept` are the parts that were asked for, as an address spells them."""

    path: str
    own: Sequence[Seller]
    seller: SellerId | None
    text: str
    status: str
    country: str
    page: int
    before: int | None

    @property
    def seller_ids(self) -> list[SellerId]:
        """Whose things the list shows."""
        return [one.seller_id for one in self.own if self.seller in (None, one.seller_id)]

    @property
    def is_filtered(self) -> bool:
        """Whether less than everything was asked for."""
        return bool(self._kept)

    @property
    def is_first(self) -> bool:
        """Whether it is the first page."""
        return self.before is None and self.page == 1

    @property
    def shops(self) -> list[tuple[SellerId, str]]:
        """The sellers to choose from."""
        return [(one.seller_id, one.shop_name) for one in self.own]

    def href(self, **place: int) -> str:
        """The list from another place on, its first page if none is named."""
        query = {**self._kept, **{name: str(value) for name, value in place.items()}}
        return f"{self.path}?{urlencode(query)}" if query else self.path

    @property
    def _kept(self) -> Mapping[str, str]:
        asked: dict[str, Any] = {
            "seller": self.seller,
            "q": self.text,
            "status": self.status,
            "country": self.country,
        }
        return {name: str(value) for name, value in asked.items() if value}


async def search_of(
    request: PageRequest, access: Access, path: str, statuses: Mapping[str, Any]
) -> Search:
    """What the reader asks for. Raises `SignInRequired`."""
    own = await own_sellers(access, require_user(request))
    query = request.query_params
    seller = _number(query.get("seller", ""))
    status, country = query.get("status", ""), query.get("country", "").upper()
    return Search(
        path,
        own,
        next((one.seller_id for one in own if one.seller_id == seller), None),
        query.get("q", "").strip()[:MAX_TEXT],
        status if status in statuses else "",
        country if country in COUNTRIES else "",
        min(_number(query.get("page", "")) or 1, MOST_PAGES),
        _number(query.get("before", "")),
    )


async def ids_of(request: PageRequest, access: Access) -> list[SellerId]:
    """The sellers whose things the reader sees. Raises `SignInRequired`."""
    own = await own_sellers(access, require_user(request))
    return [seller.seller_id for seller in own]


def href_of(list_path: str, one: str) -> str:
    """The page of one thing of a list."""
    return f"{list_path}{quote(one, safe='')}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 18 else None
