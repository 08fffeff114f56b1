"""A caller that passed a moment ago is let through without asking again, and is stopped by the next change all the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from sellergate.access.clients import service as clients
from sellergate.access.clients.models import ClientState
from sellergate.access.delegations import store as delegations
from sellergate.access.scopes import Perimeter, Rights
from sellergate.access.sellers.models import Seller, SellerState
from sellergate.kit.clock import system_clock
from tests.builders.installation import Installation, MovableClock
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_secret,
    a_seller,
    a_token,
    headers_for,
    revoke_delegation,
    revoke_secret,
    set_client_state,
    set_seller_state,
)

pytestmark = pytest.mark.slow

SELLERS, CARRIERS = "/seller/v2/sellers", "/seller/v2/carriers"


@dataclass
class Caller:
    """A client whose calls pass, more than once within the same second."""

    on: Installation
    client: Registered
    seller: Seller
    token: str

    def slug(self, path: str = CARRIERS) -> str | None:
        """What the call is refused for, None when it passes."""
        answer = self.on.get(path, headers=headers_for(self.token, self.seller.seller_id))
        return None if answer.status_code == 200 else answer.json()["type"].rpartition("/")[2]


@pytest.fixture
def on(start_installation: Callable[..., Installation]) -> Installation:
    """The clock stands still, so that every call is within one second."""
    now = system_clock().replace(microsecond=0)
    return start_installation(clock=MovableClock(frozen_at=now + timedelta(milliseconds=200)))


def a_caller(
    on: Installation, *, secret_seconds: int | None = None, seconds: int | None = None
) -> Caller:
    ends = on.clock().replace(microsecond=0)
    secret = (
        {} if secret_seconds is None else {"expires_at": ends + timedelta(seconds=secret_seconds)}
    )
    client, seller = a_client(on, **secret), a_seller(on)
    expires_at = None if seconds is None else ends + timedelta(seconds=seconds)
    a_delegation(on, client, seller, expires_at=expires_at)
    caller = Caller(on, client, seller, a_token(on, client))
    assert [caller.slug() for _ in range(3)] == [None, None, None]
    return caller


def revoke_token(caller: Caller) -> None:
    form = caller.client.token_form | {"token": caller.token}
    answer = caller.on.http.post(
        caller.on.settings.issuer + "/protocol/openid-connect/revoke", data=form
    )
    assert answer.status_code == 200


def revoke_its_secret(caller: Caller) -> None:
    a_secret(caller.on, caller.client.client)
    revoke_secret(caller.on, caller.client.secret_id)


def narrow(caller: Caller) -> None:
    rights = Rights(frozenset(Perimeter) - {Perimeter.SELLERS, Perimeter.ORDERS})
    a_delegation(caller.on, caller.client, caller.seller, rights=rights)


def suspend(caller: Caller) -> None:
    set_seller_state(caller.on, caller.seller, SellerState.DEACTIVATED)


CHANGES = {
    "token-revoked": revoke_token,
    "client-disabled": lambda c: set_client_state(c.on, c.client, ClientState.DISABLED),
    "seller-not-delegated": lambda c: revoke_delegation(c.on, c.client, c.seller),
    "insufficient-scope": narrow,
    "seller-suspended": suspend,
}


@pytest.mark.parametrize("slug", CHANGES)
def test_the_call_after_a_change_is_refused(on: Installation, slug: str) -> None:
    caller = a_caller(on)

    CHANGES[slug](caller)

    assert [caller.slug(), caller.slug()] == [slug, slug]


def test_the_call_after_its_secret_was_revoked_is_refused(on: Installation) -> None:
    caller = a_caller(on)

    revoke_its_secret(caller)

    assert caller.slug() == "token-revoked"


def test_a_change_of_another_client_stops_nobody(on: Installation) -> None:
    caller, other = a_caller(on), a_caller(on)

    revoke_delegation(on, other.client, other.seller)

    assert (caller.slug(), other.slug()) == (None, "seller-not-delegated")


def test_a_token_ends_at_its_second(on: Installation) -> None:
    caller = a_caller(on)

    on.clock.advance(seconds=7199)
    last = [caller.slug(), caller.slug()]
    on.clock.advance(seconds=0.8)

    assert (last, caller.slug()) == ([None, None], "token-expired")


def test_a_delegation_ends_at_its_second(on: Installation) -> None:
    caller = a_caller(on, seconds=1)

    on.clock.advance(seconds=0.7)
    last = [caller.slug(), caller.slug()]
    on.clock.advance(seconds=0.2)

    assert (last, caller.slug()) == ([None, None], "seller-not-delegated")


def test_a_delegation_that_ends_within_a_second_ends_when_that_begins(on: Installation) -> None:
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller, expires_at=on.clock() + timedelta(seconds=1.3))
    caller = Caller(on, client, seller, a_token(on, client))

    on.clock.advance(seconds=0.7)
    last = [caller.slug(), caller.slug()]
    on.clock.advance(seconds=0.2)

    assert (last, caller.slug()) == ([None, None], "seller-not-delegated")


def test_a_secret_ends_at_its_second(on: Installation) -> None:
    caller = a_caller(on, secret_seconds=1)

    on.clock.advance(seconds=0.7)
    last = [caller.slug(), caller.slug()]
    on.clock.advance(seconds=0.2)

    assert (last, caller.slug()) == ([None, None], "token-revoked")


def test_a_pass_is_for_its_seller_its_token_and_its_operation_only(on: Installation) -> None:
    caller, other = a_caller(on), a_caller(on)
    limited = a_client(on)
    rights = Rights(frozenset(Perimeter) - {Perimeter.SELLERS})
    a_delegation(on, limited, caller.seller, rights=rights)

    crossed = Caller(on, caller.client, other.seller, caller.token)
    unproven = Caller(on, caller.client, caller.seller, caller.token[:-2])
    narrow_caller = Caller(on, limited, caller.seller, a_token(on, limited))

    assert crossed.slug() == "seller-not-delegated"
    assert unproven.slug() == "token-invalid"
    assert narrow_caller.slug() == "insufficient-scope"
    assert caller.slug() is None


def test_a_new_quota_counts_from_the_next_call_on(on: Installation) -> None:
    caller = a_caller(on)

    on.write(
        clients.change_limits, caller.client.client.uid, calls_per_minute=1, tokens_per_hour=None
    )

    assert caller.slug() == "quota-exceeded"


def test_a_row_changed_without_a_word_is_noticed_once_the_feed_is_lost(on: Installation) -> None:
    """While the feed cannot be read nothing remembered is trusted, a pass as little as a row."""
    caller = a_caller(on)

    def unannounced(conn, _act) -> None:  # type: ignore[no-untyped-def]
        delegations.set_revoked(
            conn,
            caller.seller.seller_id,
            caller.client.client.uid,
            revoked_at=on.clock(),
            revoked_by="nobody",
        )

    on.write(unannounced)
    remembered = caller.slug()
    on.access.snapshot._trusted_until = 0.0

    assert remembered is None
    assert caller.slug() == "seller-not-delegated"
