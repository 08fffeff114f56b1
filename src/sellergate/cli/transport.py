"""Writes the head of an answer and the first piece of its body at once."""

import asyncio
from typing import Any

_BEGINNING = b"HTTP/1."


class WholeAnswers:
    """A transport as uvicorn uses it, which writes head and body one after the other: two system calls, two packets.

    Together they cost one, and a process that is killed has sent an answer whole or not at all, so that a proxy may ask
    another node. A head is held for the rest of the event loop's turn at most.
    """

    __slots__ = ("_head", "_loop", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head: bytes | None = None

    def write(self, data: bytes) -> None:
        """See `asyncio.WriteTransport`."""
        if self._head is not None:
            head, self._head = self._head, None
            self._transport.writelines((head, data))
        elif data.startswith(_BEGINNING):
            self._head = data
            self._loop.call_soon(self._flush)
        else:
            self._transport.write(data)

    def close(self) -> None:
        """See `asyncio.BaseTransport`."""
        self._flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """See `asyncio.BaseTransport`."""
        return self._transport.is_closing()

    def __getattr__(self, name: str) -> Any:
        """Everything else is the transport's own affair."""
        return getattr(self._transport, name)

    def _flush(self) -> None:
        if self._head is not None:
            head, self._head = self._head, None
            self._transport.write(head)
