"""The access rooms of one process, put together: what the surfaces are handed."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from sellergate.access.accounts.passwords import Passwords
from sellergate.access.audit.witness import keep_noting_the_end
from sellergate.access.client_keys.assertions import UsedAssertions
from sellergate.access.client_keys.remote import RemoteKeySets
from sellergate.access.clients.models import ClientCredential
from sellergate.access.clients.service import secret_hasher
from sellergate.access.context import Act, Actor, Principal
from sellergate.access.feed import prune
from sellergate.access.issuers.errors import ClientNotMapped
from sellergate.access.issuers.models import TrustedIssuer
from sellergate.access.issuers.service import TrustedIssuers
from sellergate.access.issuers.token import ForeignToken
from sellergate.access.keys import store as key_store
from sellergate.access.keys.models import Algorithm
from sellergate.access.keys.service import (
    KeyRing,
    keep_first_key,
    key_sealer,
    make_key,
    rotate_keys,
)
from sellergate.access.meter import Meter
from sellergate.access.quotas.models import Quota
from sellergate.access.quotas.service import MemoryQuotaCounter, QuotaCounter
from sellergate.access.quotas.shared import SharedQuotaCounter
from sellergate.access.replay import MemoryReplayMemory, ReplayMemory, SharedReplayMemory
from sellergate.access.snapshot import AccessSnapshot
from sellergate.access.tokens.errors import BindingMissing, KeyUnknown, TokenRefused, TokenRevoked
from sellergate.access.tokens.service import TokenService
from sellergate.access.usage import Usage
from sellergate.kit.clock import Clock
from sellergate.kit.fetching import FetchRules
from sellergate.kit.ids import IdMaker
from sellergate.kit.measures import Periodic
from sellergate.kit.secrets import KeyedHash, Sealer
from sellergate.storage.cache import Cache
from sellergate.storage.database import Database

KEY_RETRY = 0.5

log = structlog.get_logger()

SYSTEM = Actor(label="system", is_operator=True)


@dataclass(frozen=True, slots=True)
class Policy:
    """The operator's choices, as values. Quotas are per client, and per client, seller and perimeter for calls."""

    tokens: Quota
    calls: Quota
    test_seller_calls: Quota
    algorithm: Algorithm
    key_overlap: timedelta
    trusted_issuers: tuple[TrustedIssuer, ...] = ()
    key_sets: FetchRules = field(default_factory=FetchRules)
    secret_warning: timedelta = timedelta(days=14)


class ClientRefused(TokenRefused):
    """The token is good, its client is not: disabled or gone."""

    reason = "client-disabled"


class Access:
    """Everything the surfaces ask about access. Open it with `start`, let go of it with `stop`."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        new_id: IdMaker,
        master_key: bytes,
        policy: Policy,
        tokens: TokenService,
        cache: Cache | None = None,
    ) -> None:
        self.db = db
        self.cache = cache
        self.clock = clock
        self.new_id = new_id
        self.policy = policy
        self.tokens = tokens
        self.secret_hasher = secret_hasher(master_key)
        self.session_hasher = KeyedHash(master_key, "browser sessions")
        self.form_hasher = KeyedHash(master_key, "forms")
        self.sealer = Sealer(master_key, "sealed values")
        self.quotas: QuotaCounter = MemoryQuotaCounter()
        self.replays: ReplayMemory = MemoryReplayMemory()
        if cache is not None:
            self.quotas, self.replays = SharedQuotaCounter(cache), SharedReplayMemory(cache)
        self.passwords = Passwords(self.quotas)
        self.snapshot = AccessSnapshot(db, clock)
        self.meter = Meter(clock)
        self.usage = Usage(db, self.meter, clock)
        self.issuers = TrustedIssuers(
            policy.trusted_issuers, clock=clock, on_key_change=self.snapshot.renew
        )
        self.key_sets = RemoteKeySets(policy.key_sets)
        self.assertions = UsedAssertions(db)
        self._key_sealer = key_sealer(master_key)
        self._tasks: list[asyncio.Task[None]] = []
        self._keys_changed = asyncio.Event()
        self._looking_for_keys = asyncio.Lock()
        self._next_look_for_keys = 0.0

    async def start(self) -> None:
        """Open the keys (making the first one), read the feed, start the small periodic work."""
        await self.load_keys()
        if self._ring().signing_key(self.clock()) is None:
            now = self.clock()
            key = make_key(self._key_sealer, self.policy.algorithm, now=now, activates_at=now)
            await self.db.write(keep_first_key, self.act(SYSTEM), key)
            await self.load_keys()
        await self.db.write(prune)
        await self.snapshot.start(on_key_change=self._keys_changed.set)
        for work in (
            self.snapshot.follow(),
            self._follow_keys(),
            self.usage.keep_flushing(),
            keep_noting_the_end(self.db),
        ):
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Stop the periodic work and write the last counts."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.usage.flush()

    @property
    def periodic(self) -> dict[str, Periodic]:
        """The work that this process does again and again, by name."""
        own = {"access_feed": self.snapshot.looks, "usage": self.usage.flushes}
        return own | self.issuers.fetches

    def act(self, actor: Actor) -> Act:
        """An act by `actor` now."""
        return Act(actor, self.clock(), self.new_id)

    async def load_keys(self) -> None:
        """Open the signing keys as they are in the database. Raises `SealBroken` under another secret key."""
        keys = await self.db.read(key_store.all_keys)
        if self.tokens.ring is not None and self.tokens.ring.keys == tuple(keys):
            return
        ring = KeyRing.open(
            keys, self._key_sealer, self.policy.algorithm, typ=self.tokens.profile.typ
        )
        self.tokens.reload(ring)
        self.snapshot.renew()

    async def rotate_keys(self, actor: Actor, *, activates_at: datetime | None = None) -> str:
        """Publish a new key that signs after the overlap; its kid."""
        act = self.act(actor)
        key = make_key(
            self._key_sealer,
            self.policy.algorithm,
            now=act.now,
            activates_at=activates_at or act.now + self.policy.key_overlap,
        )
        lifetime = timedelta(seconds=self.tokens.lifetime)
        await self.db.write(rotate_keys, act, key, token_lifetime=lifetime)
        return key.kid

    async def authenticate(self, unverified_token: str) -> tuple[Principal, ClientCredential]:
        """The client that a bearer token speaks for, at this instant. Raises `TokenRefused`, `IssuerUnavailable`."""
        if self.issuers.by_issuer:
            foreign = await self.issuers.verify(unverified_token)
            if foreign is not None:
                return await self._authenticate_foreign(foreign)
        return await self.authenticate_own(unverified_token)

    async def authenticate_own(self, unverified_token: str) -> tuple[Principal, ClientCredential]:
        """As `authenticate`, for tokens that this platform issued and no others. Raises `TokenRefused`."""
        try:
            principal = self.tokens.verify(unverified_token)
        except KeyUnknown:
            await self._look_for_keys()
            principal = self.tokens.verify(unverified_token)
        if await self.snapshot.is_revoked(principal.jti):
            raise TokenRevoked
        credential = await self.snapshot.credential(principal.client_id)
        if credential is None or credential.uid != principal.client_uid:
            raise ClientRefused
        if not credential.is_active:
            raise ClientRefused
        secret_id = principal.secret_id
        if secret_id and not credential.has_secret(secret_id, self.clock().timestamp()):
            raise TokenRevoked
        if credential.dpop_required and principal.jkt is None:
            raise BindingMissing
        return principal, credential

    async def _authenticate_foreign(
        self, foreign: ForeignToken
    ) -> tuple[Principal, ClientCredential]:
        """The client that a trusted issuer's token speaks for. It has no secret here, and is revoked there."""
        credential = await self.snapshot.credential(foreign.client_id)
        if credential is None:
            raise ClientNotMapped(
                f"The token of {foreign.issuer} is good, but there is no clientId “{foreign.client_id}” here. "
                "Create it on the API credentials page, or ask the marketplace operator to map it to yours."
            )
        if not credential.is_active:
            raise ClientRefused
        if credential.dpop_required and foreign.jkt is None:
            raise BindingMissing
        principal = Principal(
            credential.client_id,
            credential.uid,
            None,
            foreign.jti,
            foreign.ends,
            foreign.jkt,
            is_foreign=True,
        )
        return principal, credential

    async def _look_for_keys(self) -> None:
        """Another node may have made a key a moment ago. Strangers who name keys make us look now and then, no more."""
        async with self._looking_for_keys:
            if time.monotonic() >= self._next_look_for_keys:
                await self.load_keys()
                self._next_look_for_keys = time.monotonic() + KEY_RETRY

    def _ring(self) -> KeyRing:
        if self.tokens.ring is None:
            raise RuntimeError("the key ring is not open")
        return self.tokens.ring

    async def _follow_keys(self) -> None:
        """Load the keys whenever the feed says that they changed, until it succeeds, for ever."""
        while True:
            await self._keys_changed.wait()
            self._keys_changed.clear()
            try:
                await self.load_keys()
            except Exception as error:  # noqa: BLE001  (a node that stops looking would refuse good tokens)
                log.error("keys not loaded", reason=type(error).__name__)  # noqa: TRY400  (it comes again)
                self._keys_changed.set()
                await asyncio.sleep(KEY_RETRY)
