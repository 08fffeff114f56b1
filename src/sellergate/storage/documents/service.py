"""The life of a document: noted, written, read, removed."""

import secrets
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Protocol

from sellergate.kit.clock import Clock
from sellergate.storage.database import Database
from sellergate.storage.documents import store

Content = bytes | AsyncIterable[bytes]


class Home(Protocol):
    """Where bytes are. Each raises `DocumentsUnavailable`."""

    async def put(self, key: str, content: Content) -> None:
        """Write the bytes. When it returns they outlive this machine's power; until then there is nothing at `key`."""
        ...

    async def get(self, key: str) -> AsyncGenerator[bytes]:
        """The bytes, in parts. Raises `DocumentGone` before the first one when there are none."""
        ...

    async def delete(self, key: str) -> None:
        """Remove the bytes, and what was written of them; nothing, when there are none."""
        ...

    async def check(self) -> None:
        """Write something, read and remove it. Raises `DocumentsRefused` for what does not pass by itself."""
        ...


class Documents:
    """The documents of this installation. Every node has the same ones."""

    def __init__(self, home: Home, db: Database, clock: Clock) -> None:
        self.home = home
        self._db = db
        self._clock = clock

    async def put(self, content: Content) -> str:
        """Write a document; its key. It is removed after a day unless a transaction until then keeps it.

        Raises `DocumentsUnavailable`, and what reading `content` raises.
        """
        key = new_key()
        await self._db.write(store.expect, key, now=self._clock())
        await self.home.put(key, content)
        return key

    async def get(self, key: str) -> AsyncGenerator[bytes]:
        """The bytes of a document, in parts. Raises `DocumentGone` before the first one, and `DocumentsUnavailable`."""
        return await self.home.get(key)

    async def sweep(self, limit: int) -> list[str]:
        """Remove the bytes of some documents whose time has come; their keys, to be forgotten by `store.forget`.

        Raises `DocumentsUnavailable`.
        """
        keys = await self._db.read(store.due, now=self._clock(), limit=limit)
        for key in keys:
            await self.home.delete(key)
        return keys


def new_key() -> str:
    """A key that nobody can guess, in one of 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"
