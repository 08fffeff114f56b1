"""Signing keys: however an operator rotates, no token ends before its time, and none lives on."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sellergate.access.audit.store import page_of_events
from sellergate.access.context import Act, ClientId, ClientUid
from sellergate.access.keys import store
from sellergate.access.keys.models import Algorithm, KeyState, SigningKey
from sellergate.access.keys.service import KeyRing, keep_key, make_key, rotate_keys, states_of
from sellergate.access.platform import SYSTEM
from sellergate.access.tokens.errors import TokenRefused
from sellergate.access.tokens.service import TokenService
from sellergate.kit.ids import new_uuid
from sellergate.kit.secrets import SealBroken, Sealer
from sellergate.storage.sqlite import sqlite_engine
from tests.builders.databases import embedded_database

pytestmark = pytest.mark.slow

LIFETIME = 7200
OVERLAP = timedelta(hours=1)
sealer = Sealer(b"k" * 32, "signing keys")


class Rotation(RuleBasedStateMachine):
    """A token server, an operator who rotates now and then, and a clock that goes forwards."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        embedded_database(Path(folder) / "keys.db")
        engine = sqlite_engine(Path(folder) / "keys.db")
        self.conn = self.stack.enter_context(engine.connect())
        self.now = datetime(2026, 3, 2, tzinfo=UTC)
        self.tokens: dict[str, datetime] = {}  # token -> its end
        self.made: list[str] = []  # kids, in order
        self.last_signer = 0  # where in `made`
        self.service = TokenService(
            issuer="https://issuer.example",
            audience="seller-api",
            lifetime=LIFETIME,
            roles=(),
            clock=lambda: self.now,
        )

    def teardown(self) -> None:
        self.stack.close()

    @property
    def keys(self) -> list[SigningKey]:
        return store.all_keys(self.conn)

    def reload(self) -> None:
        self.conn.commit()
        self.service.reload(KeyRing.open(self.keys, sealer, Algorithm.ES256))

    @property
    def ring(self) -> KeyRing:
        assert self.service.ring is not None
        return self.service.ring

    @initialize()
    def first_key(self) -> None:
        key = make_key(sealer, Algorithm.ES256, now=self.now, activates_at=self.now)
        keep_key(self.conn, key)
        self.made.append(key.kid)
        self.reload()

    @rule(overlap=st.sampled_from([OVERLAP, timedelta(), timedelta(minutes=1)]))
    def rotate(self, overlap: timedelta) -> None:
        self.now += timedelta(seconds=1)
        activates_at = self.now + overlap
        key = make_key(sealer, Algorithm.ES256, now=self.now, activates_at=activates_at)
        self.made.append(key.kid)
        act = Act(SYSTEM, self.now, new_uuid)
        rotate_keys(self.conn, act, key, token_lifetime=timedelta(seconds=LIFETIME))
        self.reload()

    @rule(seconds=st.sampled_from([1, 59, 600, 3599, 3600, 7199, 7500, 20_000]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def issue(self) -> None:
        issued = self.service.issue(ClientUid("uid"), ClientId("Client"), None)
        self.tokens[issued.access_token] = self.now + timedelta(seconds=LIFETIME)

    @invariant()
    def every_token_is_good_until_its_end_and_not_longer(self) -> None:
        if self.service.ring is None:
            return
        self.service.reload(self.ring)  # remember nothing: every signature is checked
        for token, end in self.tokens.items():
            if self.now < end:
                self.service.verify(token)
            else:
                with pytest.raises(TokenRefused):
                    self.service.verify(token)

    @invariant()
    def one_key_signs_and_everybody_can_know_it(self) -> None:
        if self.service.ring is None:
            return
        states = states_of(self.keys, Algorithm.ES256, self.now)
        signing = [kid for kid, state in states.items() if state is KeyState.SIGNING]
        published = {key["kid"] for key in self.ring.published(self.now)["keys"]}
        found = self.ring.signing_key(self.now)
        assert found is not None
        assert signing == [found[0].kid]
        assert published == {kid for kid, state in states.items() if state is not KeyState.EXPIRED}

    @invariant()
    def a_key_that_was_replaced_never_signs_again(self) -> None:
        if self.service.ring is None:
            return
        found = self.ring.signing_key(self.now)
        assert found is not None
        signer = self.made.index(found[0].kid)
        assert signer >= self.last_signer
        self.last_signer = signer

    @invariant()
    def nothing_private_is_published(self) -> None:
        if self.service.ring is None:
            return
        for key in self.ring.published(self.now)["keys"]:
            assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


TestRotation = Rotation.TestCase
TestRotation.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


def a_ring(*keys: SigningKey) -> KeyRing:
    return KeyRing.open(list(keys), sealer, Algorithm.ES256)


def test_a_clock_that_went_back_leaves_a_key_to_sign_with() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    first = make_key(sealer, Algorithm.ES256, now=now, activates_at=now)
    following = make_key(sealer, Algorithm.ES256, now=now, activates_at=now + OVERLAP)
    before = now - timedelta(hours=3)

    found = a_ring(following, first).signing_key(before)

    assert found is not None
    assert found[0] is first
    assert states_of([following, first], Algorithm.ES256, before) == {
        first.kid: KeyState.SIGNING,
        following.kid: KeyState.NEXT,
    }


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_key_does_not_sign_for_another_algorithm(algorithm: Algorithm) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    keys = [make_key(sealer, a, now=now, activates_at=now) for a in Algorithm if a != algorithm]

    assert KeyRing.open(keys, sealer, algorithm).signing_key(now) is None


def test_private_keys_do_not_open_under_another_master_key() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    key = make_key(sealer, Algorithm.ES256, now=now, activates_at=now)

    with pytest.raises(SealBroken):
        KeyRing.open([key], Sealer(b"x" * 32, "signing keys"), Algorithm.ES256)
    assert b"PRIVATE KEY" not in key.sealed_private_key


def test_a_rotation_is_in_the_audit_trail_and_in_the_feed(tmp_path: Path) -> None:
    embedded_database(tmp_path / "keys.db")
    engine = sqlite_engine(tmp_path / "keys.db")
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    key = make_key(sealer, Algorithm.ES256, now=now, activates_at=now)
    with engine.begin() as conn:
        rotate_keys(conn, Act(SYSTEM, now, new_uuid), key, token_lifetime=OVERLAP)

        events = page_of_events(conn, organization_ids=None)
        fed = conn.execute(sa.text("SELECT kind, key FROM access_changes")).all()

    assert [(event.event, event.detail) for event in events] == [
        ("key:rotated", f"ES256 {key.kid}")
    ]
    assert [tuple(row) for row in fed] == [("key", key.kid)]
