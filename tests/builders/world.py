"""Builders: what lives on an installation, with sensible defaults, so that a test shows only what matters to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

import httpx2

from sellergate.access.accounts import service as accounts
from sellergate.access.accounts.models import Organization, OrganizationKind, Role, User
from sellergate.access.accounts.passwords import ATTEMPTS_PER_ADDRESS, address_key
from sellergate.access.clients import service as clients
from sellergate.access.clients.models import Client, ClientKind, ClientState
from sellergate.access.context import OrganizationId, SellerId
from sellergate.access.delegations import service as delegations
from sellergate.access.delegations.models import Delegation, DelegationRequest
from sellergate.access.scopes import EVERYTHING, Rights
from sellergate.access.sellers import service as sellers
from sellergate.access.sellers.models import TEST_SELLER_ID, Seller, SellerState
from sellergate.kit.secrets import new_client_secret
from sellergate.settings import Settings

PASSWORD = "a long enough password 42"


class Served(Protocol):
    """A marketplace that answers: `Installation` in this process, `ServerProcess` in another."""

    settings: Settings
    http: httpx2.Client

    @property
    def access(self) -> Any: ...

    def number(self) -> int: ...

    def write(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any: ...

    def read(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any: ...


@dataclass(frozen=True)
class Registered:
    """A client with one working secret."""

    client: Client
    secret: str
    secret_id: str

    @property
    def id(self) -> str:
        return self.client.client_id

    @property
    def token_form(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_id": self.id,
            "client_secret": self.secret,
        }


def an_organization(
    on: Served, kind: OrganizationKind = OrganizationKind.SELLER, name: str = "Atelier"
) -> Organization:
    made: Organization = on.write(accounts.create_organization, kind=kind, name=name)
    return made


def a_user(
    on: Served,
    organization: Organization | None = None,
    *,
    email: str | None = None,
    password: str = PASSWORD,
    role: Role = Role.MAIN,
) -> User:
    """A person who can sign in with `password`."""
    made: User = on.write(
        accounts.create_user,
        email=email or f"person{on.number()}@example.test",
        name="Ada Example",
        organization_id=(organization or an_organization(on)).id,
        role=role,
        password_hash=_hash_of(on.access.passwords, password),
    )
    return made


@lru_cache
def _hash_of(passwords: Any, password: str) -> str:
    """Made as in production, and once for all who have the same password."""
    return str(passwords.hash(password))


def a_seller(on: Served, organization: Organization | None = None, **values: Any) -> Seller:
    """An activated seller account."""
    made: Seller = on.write(
        sellers.create_seller,
        organization_id=(organization or an_organization(on)).id,
        **{"shop_name": "Atelier Test", "email": "contact@example.test", **values},
    )
    return made


def the_test_seller(on: Served) -> Seller:
    """Seller 700982, which answers every valid client."""
    return a_seller(on, seller_id=TEST_SELLER_ID, shop_name="Test shop")


def a_client(
    on: Served,
    client_id: str | None = None,
    *,
    kind: ClientKind = ClientKind.DEDICATED,
    organization_id: OrganizationId | None = None,
    calls_per_minute: int | None = None,
    tokens_per_hour: int | None = None,
    **secret: Any,
) -> Registered:
    """An active client with one working secret, linked to nobody."""
    client: Client = on.write(
        clients.create_client,
        client_id=client_id or f"Client number {on.number()} end",
        kind=kind,
        organization_id=organization_id or an_organization(on).id,
        email="contact@example.test",
    )
    if calls_per_minute or tokens_per_hour:
        on.write(
            clients.change_limits,
            client.uid,
            calls_per_minute=calls_per_minute,
            tokens_per_hour=tokens_per_hour,
        )
    text, secret_id = a_secret(on, client, **secret)
    return Registered(client, text, secret_id)


def a_secret(on: Served, client: Client, **values: Any) -> tuple[str, str]:
    """One more secret of a client: its text and its id."""
    secret = new_client_secret()
    kept = on.write(
        clients.create_secret,
        client_uid=client.uid,
        secret=secret,
        hasher=on.access.secret_hasher,
        **{"name": "first", **values},
    )
    return secret, kept.id


def a_delegation(
    on: Served,
    registered: Registered,
    seller: Seller,
    *,
    rights: Rights = EVERYTHING,
    expires_at: datetime | None = None,
) -> Delegation:
    """The seller lets the client act."""
    request = DelegationRequest(registered.client.uid, seller.seller_id, rights, expires_at)
    made: Delegation = on.write(delegations.grant_delegation, request)
    return made


def a_token(on: Served, registered: Registered) -> str:
    """A token that the client obtained at the token endpoint."""
    answer = on.http.post(on.settings.token_url, data=registered.token_form)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def headers_for(token: str, seller_id: SellerId | int | str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "SellerId": str(seller_id)}


def revoke_delegation(on: Served, registered: Registered, seller: Seller) -> None:
    on.write(
        delegations.revoke_delegation,
        seller_id=seller.seller_id,
        client_uid=registered.client.uid,
    )


def revoke_secret(on: Served, secret_id: str) -> None:
    on.write(clients.revoke_secret, secret_id=secret_id, may_be_last=True)


def set_client_state(on: Served, registered: Registered, state: ClientState) -> None:
    on.write(clients.change_state, registered.client.uid, state)


def set_seller_state(on: Served, seller: Seller, state: SellerState) -> None:
    on.write(sellers.change_state, seller.seller_id, state)


def forget_attempts(on: Any) -> None:
    """All tests sign in from one address; its limit is the matter of the tests of accounts."""
    now = on.access.clock().timestamp()
    on.run(on.access.quotas.forget(address_key("127.0.0.1"), ATTEMPTS_PER_ADDRESS, now))
