"""Whom a new user or client belongs to, as a command line says it."""

from typing import Annotated, Any, NamedTuple

import typer

SellerOption = Annotated[
    str | None,
    typer.Option("--seller", metavar="SELLER_ID", help="Of this seller.", show_default=False),
]
PartnerOption = Annotated[
    str | None,
    typer.Option(
        "--partner",
        metavar="NAME",
        help="Of this integration partner; made when there is none of that name.",
        show_default=False,
    ),
]
AggregatorOption = Annotated[
    str | None,
    typer.Option(
        "--aggregator",
        metavar="NAME",
        help="Of this feed aggregator; made when there is none of that name.",
        show_default=False,
    ),
]


class Owner(NamedTuple):
    """Whose it is: exactly one is given."""

    seller: str | None = None
    partner: str | None = None
    aggregator: str | None = None
    is_operator: bool = False

    def check(self, options: str) -> None:
        """Raises a usage error unless exactly one is given."""
        if sum(map(bool, self)) != 1:
            raise typer.BadParameter(f"Say whose it is, by exactly one of {options}.")


def find_or_make_organization(conn: Any, act: Any, owner: Owner) -> Any:
    """The organisation that `owner` names. Raises `NoSuchSeller`, `SellerIdMalformed`, `NoSuchOrganization`."""
    from sellergate.access.accounts import service, store
    from sellergate.access.accounts.models import OrganizationKind

    if owner.seller:
        return _organization_of_seller(conn, act, owner.seller)
    if owner.is_operator:
        kind, name = OrganizationKind.OPERATOR, "Marketplace operator"
    elif owner.partner:
        kind, name = OrganizationKind.PARTNER, owner.partner
    else:
        kind, name = OrganizationKind.AGGREGATOR, owner.aggregator or ""
    for known in store.all_organizations(conn):
        if known.kind is kind and (owner.is_operator or known.name.casefold() == name.casefold()):
            return known
    return service.create_organization(conn, act, kind=kind, name=name)


def _organization_of_seller(conn: Any, act: Any, text: str) -> Any:
    from sellergate.access.accounts import store
    from sellergate.access.accounts.errors import NoSuchOrganization
    from sellergate.access.sellers.service import get_own_seller, parse_seller_id

    seller = get_own_seller(conn, act, parse_seller_id(text))
    found = seller.organization_id and store.find_organization(conn, seller.organization_id)
    if not found:
        raise NoSuchOrganization(name=f"seller {seller.seller_id}")
    return found
