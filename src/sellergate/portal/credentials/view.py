"""What every page of API Credentials Management shares: its frame, its sub-navigation, the errors of a form."""

from collections.abc import Sequence
from typing import Any, Final

from litestar import Response

from sellergate.access.accounts.models import Organization, OrganizationKind, Session, User
from sellergate.access.context import OrganizationId
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.forms import problems_of
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.pages import Pages

HOME: Final = "/api-credentials/"

_SELLER = frozenset({OrganizationKind.SELLER})
_COMPANY = frozenset({OrganizationKind.PARTNER, OrganizationKind.AGGREGATOR})
_AGGREGATOR = frozenset({OrganizationKind.AGGREGATOR})
_ALL = frozenset(OrganizationKind)

_NAVIGATION: Final = (
    (N_("New connection"), HOME, _ALL),
    (N_("My credentials"), f"{HOME}clients/", _SELLER | _COMPANY),
    (N_("Who has access"), f"{HOME}access/", _SELLER),
    (N_("Sellers who gave me access"), f"{HOME}sellers/", _COMPANY),
    (N_("Be listed"), f"{HOME}listing/", _AGGREGATOR),
    (N_("Activity"), f"{HOME}activity/", _ALL),
)


def show(
    pages: Pages,
    request: PageRequest,
    template: str,
    *,
    title: str,
    here: str = "",
    refusals: Sequence[Refusal] = (),
    **context: Any,
) -> Response[str]:
    """A page of ours; `here` is its entry in the sub-navigation. A form that is refused answers 422."""
    return pages.render(
        request,
        f"credentials/{template}",
        title=title,
        section="api-credentials",
        status=422 if refusals else 200,
        navigation=_navigation(visitor_of(request).user),
        here=here,
        problems=problems_of(pages, request, *refusals),
        heading=title,
        **context,
    )


def organizations_of_kind(user: User, kind: OrganizationKind) -> list[Organization]:
    """The user's organisations of a kind."""
    return [m.organization for m in user.memberships if m.organization.kind is kind]


def organization_ids(session: Session) -> frozenset[OrganizationId]:
    """The organisations whose things a page shows."""
    return session.user.as_actor().organization_ids


def _navigation(user: User | None) -> list[tuple[str, str]]:
    if user is None:
        return []
    kinds = {membership.organization.kind for membership in user.memberships}
    return [(text, href) for text, href, fits in _NAVIGATION if kinds & fits]
