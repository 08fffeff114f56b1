"""Who comes to the pages: logins of each kind, with what they own."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx2

from sellergate.access.accounts.models import Organization, OrganizationKind, Role
from sellergate.access.clients.models import ClientKind
from sellergate.access.listings import service as listings
from sellergate.access.sellers.models import Seller
from sellergate.demo.logos import Shape, draw_logo
from tests.builders.installation import Installation
from tests.builders.world import (
    PASSWORD,
    Registered,
    a_client,
    a_seller,
    a_user,
    an_organization,
    forget_attempts,
)
from tests.portal.accounts.site import Browser, Form, forms_of


class Visitor(Browser):
    """A browser that sends the form of a page, not its search box."""

    def form(self, action: str) -> Form:
        found = [f for f in forms_of(self.page.text) if f.action.startswith(action)]
        assert found, f"no form to {action} on {self.place}: {self.page.text[:2000]}"
        return max(found, key=lambda form: form.method == "post")

    def send(self, form: Form, **values: str) -> httpx2.Response:
        if form.method == "get":
            return self.open(f"{form.action}?{urlencode(form.values | values)}")
        return super().send(form, **values)


OPENED: list[Visitor] = []  # closed after each test

LOGO = draw_logo(Shape.DOTS, (20, 60, 90), (255, 255, 255))


@dataclass
class Login:
    """A person who can sign in, and the organisation it works for."""

    organization: Organization
    email: str
    sellers: list[Seller] = field(default_factory=list)

    @property
    def seller(self) -> Seller:
        return self.sellers[0]

    def sign_in(self, on: Installation, back: str = "/api-credentials/") -> "Visitor":
        browser = a_browser(on)
        browser.sign_in(self.email, PASSWORD, back)
        return browser


def a_browser(on: Installation) -> "Visitor":
    """A browser that nobody signed in with."""
    forget_attempts(on)
    OPENED.append(Visitor(on.url))
    return OPENED[-1]


def a_seller_login(
    on: Installation, *, role: Role = Role.MAIN, shops: tuple[str, ...] = ("Atelier Test",)
) -> Login:
    organization = an_organization(on, OrganizationKind.SELLER, "Atelier SAS")
    sellers = [a_seller(on, organization, shop_name=name) for name in shops]
    return Login(organization, a_user(on, organization, role=role).email, sellers)


def a_partner_login(on: Installation) -> Login:
    return _a_company(on, OrganizationKind.PARTNER, "Passerelle SARL")


def an_aggregator_login(on: Installation) -> Login:
    return _a_company(on, OrganizationKind.AGGREGATOR, "Horizon SAS")


def an_operator_login(on: Installation) -> Login:
    return _a_company(on, OrganizationKind.OPERATOR, "Marché Test")


def _a_company(on: Installation, kind: OrganizationKind, name: str) -> Login:
    organization = an_organization(on, kind, name)
    return Login(organization, a_user(on, organization).email)


def a_client_of(
    on: Installation, owner: Login, client_id: str | None = None, **secret: Any
) -> Registered:
    """The owner's client, of the owner's kind."""
    kind = {
        OrganizationKind.SELLER: ClientKind.DEDICATED,
        OrganizationKind.PARTNER: ClientKind.PARTNER,
        OrganizationKind.AGGREGATOR: ClientKind.AGGREGATOR,
    }[owner.organization.kind]
    return a_client(on, client_id, kind=kind, organization_id=owner.organization.id, **secret)


def ask_listing(on: Installation, registered: Registered, name: str) -> None:
    on.write(
        listings.request_listing,
        client_uid=registered.client.uid,
        name=name,
        description=f"{name} sends your offers everywhere.",
        logo=LOGO,
    )


def a_listed_aggregator(on: Installation, name: str) -> Registered:
    """An aggregator that sellers find in the list under this name."""
    registered = a_client_of(on, an_aggregator_login(on))
    ask_listing(on, registered, name)
    on.write(listings.approve_listing, registered.client.uid)
    return registered


def a_name(on: Installation, beginning: str = "Atelier") -> str:
    """A clientId that nobody has."""
    return f"{beginning} api number {on.number()} x"
