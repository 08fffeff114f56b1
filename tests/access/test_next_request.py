"""Whatever sellers, owners and operators do, the very next request agrees with it (decision 0008)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from sellergate.access.clients.models import ClientState
from sellergate.access.scopes import EVERYTHING, Perimeter, Rights
from sellergate.access.sellers.models import Seller, SellerState
from tests.builders.installation import Installation
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

ORDERS_ONLY = Rights(frozenset({Perimeter.ORDERS}))
SECOND_PERIMETER = Rights(frozenset({Perimeter.SELLERS, Perimeter.OFFERS}), read_only=True)
LIFETIMES = (None, timedelta(minutes=10), timedelta(days=30))

clients = st.integers(0, 1)
sellers = st.integers(0, 1)


@dataclass
class Given:
    """What the model knows of a delegation."""

    rights: Rights
    expires_at: datetime | None


@dataclass
class Caller:
    """What the model knows of a client, and a token that each of its secrets obtained."""

    registered: Registered
    is_active: bool = True
    working: dict[str, str] = field(default_factory=dict)  # secret id -> token
    former: dict[str, str] = field(default_factory=dict)


class Marketplace(RuleBasedStateMachine):
    """Two clients and two sellers on a served installation, beside a model of a few dictionaries."""

    on: Installation  # set by the test

    def __init__(self) -> None:
        super().__init__()
        self.callers: list[Caller] = []
        self.sellers: list[Seller] = []
        self.open: list[bool] = []
        self.given: dict[tuple[int, int], Given] = {}
        self.passed = timedelta()

    @initialize()
    def begin(self) -> None:
        for _ in range(2):
            registered = a_client(self.on)
            caller = Caller(registered)
            caller.working[registered.secret_id] = a_token(self.on, registered)
            self.callers.append(caller)
            self.sellers.append(a_seller(self.on))
            self.open.append(True)

    def teardown(self) -> None:
        self.on.clock.advance(seconds=-self.passed.total_seconds())

    @rule(
        client=clients,
        seller=sellers,
        rights=st.sampled_from([EVERYTHING, ORDERS_ONLY, SECOND_PERIMETER]),
        lifetime=st.sampled_from(LIFETIMES),
    )
    def grant(self, client: int, seller: int, rights: Rights, lifetime: timedelta | None) -> None:
        caller = self.callers[client]
        if not caller.is_active:
            return
        expires_at = self.on.clock() + lifetime if lifetime else None
        a_delegation(
            self.on, caller.registered, self.sellers[seller], rights=rights, expires_at=expires_at
        )
        self.given[client, seller] = Given(rights, expires_at)
        self.agree(client, seller)

    @rule(client=clients, seller=sellers)
    def take_back(self, client: int, seller: int) -> None:
        if self.given.pop((client, seller), None):
            revoke_delegation(self.on, self.callers[client].registered, self.sellers[seller])
        self.agree(client, seller)

    @rule(seller=sellers, state=st.sampled_from(SellerState))
    def change_seller(self, seller: int, state: SellerState) -> None:
        set_seller_state(self.on, self.sellers[seller], state)
        self.open[seller] = state is not SellerState.DEACTIVATED
        self.agree_everywhere()

    @rule(client=clients, active=st.booleans())
    def change_client(self, client: int, active: bool) -> None:
        state = ClientState.ACTIVE if active else ClientState.DISABLED
        set_client_state(self.on, self.callers[client].registered, state)
        self.callers[client].is_active = active
        self.agree_everywhere()

    @rule(client=clients)
    def add_secret(self, client: int) -> None:
        caller = self.callers[client]
        if not caller.is_active or len(caller.working) > 3:
            return
        secret, secret_id = a_secret(self.on, caller.registered.client)
        token = a_token(self.on, Registered(caller.registered.client, secret, secret_id))
        caller.working[secret_id] = token
        self.agree_everywhere()

    @rule(client=clients)
    def stop_secret(self, client: int) -> None:
        caller = self.callers[client]
        if caller.working:
            secret_id = next(iter(caller.working))
            revoke_secret(self.on, secret_id)
            caller.former[secret_id] = caller.working.pop(secret_id)
        self.agree_everywhere()

    @rule()
    def eleven_minutes_pass(self) -> None:
        if self.passed < timedelta(hours=1):  # tokens of the model live two hours
            self.on.clock.advance(minutes=11)
            self.passed += timedelta(minutes=11)
        self.agree_everywhere()

    def agree_everywhere(self) -> None:
        for client in range(2):
            for seller in range(2):
                self.agree(client, seller)

    def agree(self, client: int, seller: int) -> None:
        caller = self.callers[client]
        for token in caller.working.values():
            self.expect(token, seller, self.answer_to(client, seller))
        for token in caller.former.values():
            self.expect(token, seller, "token-revoked" if caller.is_active else "client-disabled")

    def answer_to(self, client: int, seller: int) -> str:
        given = self.given.get((client, seller))
        if not self.callers[client].is_active:
            return "client-disabled"
        if given is None or (given.expires_at and given.expires_at <= self.on.clock()):
            return "seller-not-delegated"
        if not self.open[seller]:
            return "seller-suspended"
        covers = given.rights.perimeters is None or Perimeter.SELLERS in given.rights.perimeters
        return "ok" if covers else "insufficient-scope"

    def expect(self, token: str, seller: int, told: str) -> None:
        headers = headers_for(token, self.sellers[seller].seller_id)
        answer = self.on.get("/seller/v2/sellers", headers=headers)
        body = answer.json()
        found = "ok" if answer.status_code == 200 else body["type"].rpartition("/")[2]
        assert found == told


@pytest.mark.parametrize(
    "size",
    [
        pytest.param((6, 15), id="few"),
        pytest.param((20, 30), id="many", marks=pytest.mark.slow),
    ],
)
def test_the_next_request_agrees_with_every_act(
    installation: Installation, size: tuple[int, int]
) -> None:
    Marketplace.on = installation
    examples, steps = size
    run_state_machine_as_test(
        Marketplace,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
