"""A small marketplace for the tests of the developer site, and readers who keep cookies and send its forms."""

import html
import re
from dataclasses import dataclass, field
from functools import cached_property

import httpx2

from sellergate.access.accounts.models import Organization, OrganizationKind, User
from sellergate.access.clients.models import ClientKind
from sellergate.access.sellers.models import Seller
from tests.builders.http import http_client
from tests.builders.installation import Installation
from tests.builders.world import (
    PASSWORD,
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_user,
    an_organization,
    forget_attempts,
    the_test_seller,
)


class Marketplace:
    """A seller with a client of its own, a partner and an aggregator whom it gave access, an aggregator with nobody."""

    def __init__(self, on: Installation) -> None:
        self.on = on
        self._readers: list[Reader] = []
        self.test_seller = the_test_seller(on)
        self.maison = self._company(OrganizationKind.SELLER, "Maison Test")
        self.seller: Seller = a_seller(
            on, self.maison.organization, shop_name="Maison <Test> & Cie"
        )
        self.own = self._client("maison-own-api", ClientKind.DEDICATED, self.maison)
        self.passerelle = self._company(OrganizationKind.PARTNER, "Passerelle")
        self.partner = self._client("Passerelle Link", ClientKind.PARTNER, self.passerelle)
        self.horizon = self._company(OrganizationKind.AGGREGATOR, "Horizon")
        self.aggregator = self._client("Horizon Feeds", ClientKind.AGGREGATOR, self.horizon)
        for registered in (self.own, self.partner):
            a_delegation(on, registered, self.seller)

    def reader(self, user: User | None = None) -> "Reader":
        """Somebody who looks at the site, signed in or not."""
        reader = Reader(self.on)
        self._readers.append(reader)
        if user:
            reader.sign_in(user.email)
        return reader

    def a_newcomer(self, kind: OrganizationKind) -> "Company":
        """A company with a login and nothing else."""
        # Many sign in from one address here; its limit is the matter of the tests of accounts.
        forget_attempts(self.on)
        return self._company(kind, f"Newcomer {self.on.number()}")

    def a_new_seller(self) -> "tuple[Company, Seller]":
        """A seller with a login and an account, and nothing else."""
        company = self.a_newcomer(OrganizationKind.SELLER)
        return company, a_seller(self.on, company.organization)

    def close(self) -> None:
        """Hang up for every reader."""
        for reader in self._readers:
            reader.close()

    def _company(self, kind: OrganizationKind, name: str) -> "Company":
        organization = an_organization(self.on, kind, name)
        return Company(organization, a_user(self.on, organization))

    def _client(self, client_id: str, kind: ClientKind, company: "Company") -> Registered:
        return a_client(self.on, client_id, kind=kind, organization_id=company.organization.id)


@dataclass
class Company:
    """An organisation and the one who signs in for it."""

    organization: Organization
    user: User


@dataclass
class Reader:
    """A browser without scripts."""

    on: Installation
    page: httpx2.Response | None = None
    _token: str = ""
    _http: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self._http = http_client(base_url=self.on.url, follow_redirects=True)

    def open(self, path: str, **headers: str) -> httpx2.Response:
        return self._keep(self._http.get(path, headers=headers))

    def send(self, path: str, fields: dict[str, str], **headers: str) -> httpx2.Response:
        """Send a form of the page that is open, as a browser would."""
        sent = {"csrf_token": self._token, **fields}
        return self._keep(
            self._http.post(path, data=sent, headers={"Origin": self.on.url, **headers})
        )

    def sign_in(self, email: str) -> None:
        self.open("/account/sign-in")
        answer = self.send("/account/sign-in", {"email": email, "password": PASSWORD})
        assert answer.status_code == 200
        assert "/account/sign-in" not in str(answer.url)

    def close(self) -> None:
        self._http.close()

    @cached_property
    def cookies(self) -> httpx2.Cookies:
        return self._http.cookies

    def _keep(self, answer: httpx2.Response) -> httpx2.Response:
        self.page = answer
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        self._token = found[1] if found else self._token
        return answer


def text_of(page: httpx2.Response | str) -> str:
    """What a person reads: no markup, entities as characters, spaces folded."""
    source = page if isinstance(page, str) else page.text
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", source, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def code_of(page: httpx2.Response, element_id: str) -> str:
    """The code that the page shows in the element of this id, as a copy button would copy it."""
    found = re.search(rf'<code id="{element_id}">(.*?)</code>', page.text, re.DOTALL)
    assert found, f"no code {element_id}"
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))


def links_of(page: httpx2.Response) -> set[str]:
    """Every address that the page links to."""
    return {html.unescape(href) for href in re.findall(r'href="([^"]+)"', page.text)}


def value_of(page: httpx2.Response, name: str) -> str:
    """The value of the first field of this name."""
    tag = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', page.text)
    assert tag, f"no field {name}"
    value = re.search(r'\bvalue="([^"]*)"', tag[0])
    return html.unescape(value[1]) if value else ""
