"""What the hot path remembers of clients, sellers and delegations, and how it forgets in time.

Every lookup is a dictionary hit, or one row. What was read while something changed is not remembered: it may be from
before the change, which the feed names once only. The access feed names what to forget: it is read after each commit of this
process and every `POLL` seconds for commits of others. When it could not be read for `TRUST` seconds, rows are read
again for every lookup until it can (docs/decisions/0008).
"""

import asyncio
import time
from collections.abc import Callable

import structlog

from sellergate.access.clients import store as clients
from sellergate.access.clients.models import ClientCredential
from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.models import Grant
from sellergate.access.feed import Change, Changed, changes_since, last_change
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.models import SellerState
from sellergate.access.tokens import store as tokens
from sellergate.kit.clock import Clock
from sellergate.kit.measures import Histogram, Periodic
from sellergate.kit.memory import BoundedMemory
from sellergate.storage.database import Database

POLL = 0.2
TRUST = 0.9
MAX_ENTRIES = 100_000
LAG_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0)

log = structlog.get_logger()


class AccessSnapshot:
    """Remembered access data of this process."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._clients: BoundedMemory[str, ClientCredential] = BoundedMemory(MAX_ENTRIES)
        self._client_ids: BoundedMemory[str, str] = BoundedMemory(MAX_ENTRIES)  # uid -> clientId
        self._sellers: BoundedMemory[SellerId, SellerState] = BoundedMemory(MAX_ENTRIES)
        self._grants: BoundedMemory[tuple[ClientUid, SellerId], Grant] = BoundedMemory(MAX_ENTRIES)
        self._revoked: dict[str, float] = {}
        self._version = 0
        self._last = 0
        self._trusted_until = 0.0
        self._on_key_change: Callable[[], None] = lambda: None
        self.looks = Periodic()  # at the feed
        self.lag = Histogram(LAG_BOUNDS)  # seconds from a change to its being forgotten here

    async def start(self, *, on_key_change: Callable[[], None]) -> None:
        """Read where the feed stands, then follow it."""
        self._on_key_change = on_key_change
        await self._forget_everything()
        self._db.after_commit(self.catch_up)

    @property
    def version(self) -> int | None:
        """Another number after every change; None while nothing that is remembered may be trusted."""
        return self._version if self._is_trusted() else None

    def renew(self) -> None:
        """Something that is not remembered here has changed: let it be another version."""
        self._version += 1

    async def credential(self, client_id: str) -> ClientCredential | None:
        """The client of a clientId, or None."""
        if self._is_trusted() and (known := self._clients.get(client_id)) is not None:
            return known
        asked = self._version
        found = await self._db.read(clients.find_credential, client_id)
        if found is not None and asked == self._version:
            self._client_ids.remember(found.uid, client_id)
            self._clients.remember(client_id, found)
        return found

    async def seller_state(self, seller_id: SellerId) -> SellerState | None:
        """The seller's state, None when there is no such seller."""
        if self._is_trusted() and (known := self._sellers.get(seller_id)) is not None:
            return known
        asked = self._version
        found = await self._db.read(sellers.state_of_seller, seller_id)
        if found is not None and asked == self._version:
            self._sellers.remember(seller_id, found)
        return found

    async def grant(self, client_uid: ClientUid, seller_id: SellerId) -> Grant | None:
        """The unrevoked delegation, or None."""
        key = (client_uid, seller_id)
        if self._is_trusted() and (known := self._grants.get(key)) is not None:
            return known
        asked = self._version
        found = await self._db.read(delegations.find_grant, seller_id, client_uid)
        if found is not None and asked == self._version:
            self._grants.remember(key, found)
        return found

    async def is_revoked(self, jti: str) -> bool:
        """Whether a token was revoked by itself."""
        if self._is_trusted():
            return jti in self._revoked
        return await self._db.read(tokens.is_revoked, jti)

    async def catch_up(self) -> None:
        """Forget what the feed names since the last look. While it cannot be read, trust runs out by itself."""
        try:
            await self._catch_up()
            self.looks.went_well()
        except Exception as error:  # noqa: BLE001  (it follows a write that is durable, and a task for ever)
            reason = f"{type(error).__name__}: {error}"
            self.looks.failed()
            log.error("access feed unreadable", reason=reason)  # noqa: TRY400  (it comes five times a second)

    async def follow(self) -> None:
        """Catch up every `POLL` seconds, for ever: for what other processes commit."""
        while True:
            await asyncio.sleep(POLL)
            await self.catch_up()

    async def _catch_up(self) -> None:
        if not self._is_trusted():
            await self._forget_everything()
            return
        asked = time.monotonic()
        for change in await self._db.read(changes_since, self._last):
            self._forget(change)
            if change.at is not None:  # clocks of two nodes may differ a little
                self.lag.observe(max(0.0, (self._clock() - change.at).total_seconds()))
            self._last = max(self._last, change.id)
        self._trusted_until = max(self._trusted_until, asked + TRUST)

    def _is_trusted(self) -> bool:
        return time.monotonic() < self._trusted_until

    def _forget(self, change: Change) -> None:
        self._version += 1
        match change.kind:
            case Changed.CLIENT:
                self._clients.pop(self._client_ids.pop(change.key, ""), None)
            case Changed.SELLER:
                self._sellers.pop(SellerId(int(change.key)), None)
            case Changed.DELEGATION:
                uid, _, seller_id = change.key.partition(" ")
                self._grants.pop((ClientUid(uid), SellerId(int(seller_id))), None)
            case Changed.TOKEN:
                jti, _, ends = change.key.partition(" ")
                self._revoked[jti] = float(ends)
                if len(self._revoked) % 1000 == 0:
                    self._drop_ended_revocations()
            case Changed.KEY:
                self._on_key_change()

    def _drop_ended_revocations(self) -> None:
        kept = (self._clock() - tokens.KEPT_AFTER_END).timestamp()
        self._revoked = {jti: ends for jti, ends in self._revoked.items() if ends > kept}

    async def _forget_everything(self) -> None:
        """Start afresh. The position is read before anything is remembered, so nothing can slip between."""
        asked = time.monotonic()
        last = await self._db.read(last_change)
        revoked = await self._db.read(tokens.revoked_since, now=self._clock())
        self._last, self._revoked = last, revoked
        for memory in (self._clients, self._client_ids, self._sellers, self._grants):
            memory.clear()
        self._version += 1
        self._on_key_change()
        self._trusted_until = asked + TRUST
