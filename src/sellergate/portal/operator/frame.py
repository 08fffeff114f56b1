"""What operator pages share: their frame, who may see them, lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from sellergate.access.accounts.models import Session
from sellergate.access.accounts.service import is_recent_login
from sellergate.access.context import Act
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.kit.secrets import SealBroken
from sellergate.portal.forms import FormProblems, problems_of
from sellergate.storage.database import Database
from sellergate.web.browser import PageRequest, act_of, require_operator, require_recent_login
from sellergate.web.injected import Access, Pages

Item = TypeVar("Item")

HOME: Final = "/operator/"
LISTINGS: Final = "/operator/listings/"
SELLERS: Final = "/operator/sellers/"
CLIENTS: Final = "/operator/clients/"
KEYS: Final = "/operator/keys/"
PACKAGES: Final = "/operator/packages/"
ORDERS: Final = "/operator/orders/"
NEW_ORDER: Final = "/operator/orders/new"
DISCUSSIONS: Final = "/operator/discussions/"
INBOUNDS: Final = "/operator/inbound/"
OUTBOUNDS: Final = "/operator/outbound/"
RETURNS: Final = "/operator/returns/"
PAYOUTS: Final = "/operator/payouts/"
CHANNELS: Final = "/operator/channels/"
ACTIVITY: Final = "/operator/activity/"
TRAFFIC: Final = "/operator/traffic/"

NAVIGATION: Final = (
    (N_("Overview"), HOME),
    (N_("Traffic"), TRAFFIC),
    (N_("Listing requests"), LISTINGS),
    (N_("Sellers"), SELLERS),
    (N_("Clients"), CLIENTS),
    (N_("Packages"), PACKAGES),
    (N_("Orders"), ORDERS),
    (N_("Discussions"), DISCUSSIONS),
    (N_("Supply orders"), INBOUNDS),
    (N_("Shipping orders"), OUTBOUNDS),
    (N_("Returns"), RETURNS),
    (N_("Payouts"), PAYOUTS),
    (N_("Sales channels"), CHANNELS),
    (N_("Signing keys"), KEYS),
    (N_("Activity"), ACTIVITY),
)
PAGE_SIZE: Final = 50
FORM_PROOF: Final = "operator form"
FORM_KEPT: Final = timedelta(hours=2)
MAX_SEARCH: Final = 120


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """One page of a list; `next_href` and `first_href` are empty where there is nothing to go to."""

    items: Sequence[Item]
    next_href: str
    first_href: str


class Desk:
    """An operator's request, with all that is needed to answer it. Operator pages are handed one, nobody else is."""

    def __init__(
        self, request: PageRequest, access: Access, pages: Pages, session: Session
    ) -> None:
        self.request = request
        self.access = access
        self.pages = pages
        self.session = session

    @property
    def db(self) -> Database:
        """The database."""
        return self.access.db

    def recent_act(self, *, back: str = "") -> Act:
        """An act of the operator, who proved a short while ago who they are. Raises `RecentLoginRequired`.

        `back` is the page to come back to from the proof, where that is not this address.
        """
        session = require_recent_login(
            self.request, self.access, back=back or self.request.url.path
        )
        return act_of(self.access, session)

    @property
    def is_recent(self) -> bool:
        """Whether the operator proved a short while ago who they are."""
        return is_recent_login(self.session, self.access.clock())

    def proof(self) -> str:
        """For a form that takes long to fill in: that its operator had just proved who they are when it was shown."""
        said = f"{int(self.access.clock().timestamp())} {self.session.user.id}"
        return self.access.sealer.seal_text(said, FORM_PROOF)

    def check_proof(self, proof: str, *, back: str) -> None:
        """Let a form in that this operator was shown lately. Raises `RecentLoginRequired`, to come back to `back`."""
        try:
            shown_at, _, user_id = self.access.sealer.open_text(proof, FORM_PROOF).partition(" ")
        except SealBroken:
            shown_at, user_id = "0", ""
        age = self.access.clock().timestamp() - int(shown_at)
        if user_id != self.session.user.id or age > FORM_KEPT.total_seconds():
            self.recent_act(back=back)

    def show(self, template: str, *, title: str, here: str, **context: Any) -> Response[str]:
        """A page of ours; `here` is its entry in the sub-navigation."""
        return self.pages.render(
            self.request,
            f"operator/{template}",
            title=title,
            section="operator",
            navigation=NAVIGATION,
            here=here,
            **context,
        )

    def problems_of(self, *refusals: Refusal) -> FormProblems:
        """What is wrong with a form."""
        return problems_of(self.pages, self.request, *refusals)


async def desk_of(request: PageRequest, access: Access, pages: Pages) -> Desk:
    """The desk of the operator who asks. Raises `SignInRequired`, `OperatorRequired`."""
    return Desk(request, access, pages, require_operator(request))


def cut_page(
    path: str, found: Sequence[Item], *, after: str, next_after: Sequence[str], search: str = ""
) -> ListPage[Item]:
    """The page of `found`, which holds one more than fits when there is a next page.

    `next_after` are the keys of `found`, in its order; `after` is the key that this page began after.
    """
    kept = {"q": search} if search else {}
    has_next = len(found) > PAGE_SIZE
    return ListPage(
        found[:PAGE_SIZE],
        f"{path}?{urlencode(kept | {'after': next_after[PAGE_SIZE - 1]})}" if has_next else "",
        (f"{path}?{urlencode(kept)}" if kept else path) if after else "",
    )


def number_of(text: str | None) -> int | None:
    """The positive number that a key in an address spells, None for anything else."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def search_of(request: PageRequest) -> str:
    """What is looked for."""
    return request.query_params.get("q", "").strip()[:MAX_SEARCH]


# The desk as handlers are handed it.
AtDesk = NamedDependency[SkipValidation[Desk]]
