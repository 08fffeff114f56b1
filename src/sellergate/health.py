"""Health: is the process alive, and can it serve. Answered by every node, whatever parts it serves."""

from collections.abc import Callable
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.platform import Access
from sellergate.kit.asgi import ASGIApp, Receive, Scope, Send
from sellergate.storage.database import StorageUnavailable

ALIVE, READY = "/healthz", "/readyz"
METHODS: Final = ("GET", "HEAD")


class Health:
    """The addresses `/healthz` and `/readyz`, in front of an application that answers all others."""

    def __init__(self, behind: ASGIApp, access: Access, *, is_leaving: Callable[[], bool]) -> None:
        self._behind = behind
        self._access = access
        self._is_leaving = is_leaving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope["path"]
        if path not in (ALIVE, READY):
            await self._behind(scope, receive, send)
        elif scope["method"] not in METHODS:
            await _answer(send, 405, {"status": "method not allowed"}, (b"allow", b"GET, HEAD"))
        elif path == ALIVE:
            await _answer(send, 200, {"status": "ok"})
        elif missing := await self._missing():
            await _answer(send, 503, {"status": "not ready", "missing": ", ".join(missing)})
        elif self._access.cache is not None and not self._access.cache.is_up:
            await _answer(send, 200, {"status": "ready", "degraded": "cache"})
        else:
            await _answer(send, 200, {"status": "ready"})

    async def _missing(self) -> list[str]:
        """What stands between this node and the next call: it leaves, no database, no key to sign with.

        The shared counters do not: without them each process counts for itself, and `degraded` says so.
        """
        if self._is_leaving():
            return ["this server: it is stopping"]
        missing = []
        try:
            await self._access.db.read(_ping)
        except StorageUnavailable:
            missing.append("database")
        ring = self._access.tokens.ring
        if ring is None or ring.signing_key(self._access.clock()) is None:
            missing.append("signing key")
        return missing


def _ping(conn: Connection) -> None:
    conn.execute(sa.text("SELECT version_num FROM alembic_version"))  # SELECT 1 reads no file


async def _answer(
    send: Send, status: int, body: dict[str, str], *more: tuple[bytes, bytes]
) -> None:
    content = msgspec.json.encode(body)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(content)),
        (b"cache-control", b"no-store"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
