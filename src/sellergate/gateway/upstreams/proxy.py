"""Passes a call on to an upstream and its answer back, piece by piece, as fast as the slower side takes them."""

import asyncio
from typing import Final

import structlog

from sellergate.gateway.call import Call
from sellergate.gateway.upstreams.connection import AnswerHead, Connection
from sellergate.gateway.upstreams.errors import (
    ClientGone,
    ClientSlow,
    UpstreamFailed,
    UpstreamSlow,
)
from sellergate.gateway.upstreams.headers import answer_headers, request_head
from sellergate.gateway.upstreams.pool import Pool, UpstreamBusy
from sellergate.kit.asgi import Receive, Scope, Send
from sellergate.kit.problems import Problem

IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})  # RFC 9110 §9.2.2

log = structlog.get_logger()


class Proxy:
    """The way to one upstream. `seconds` bounds the wait for the answer, and each rest in the middle of a body."""

    def __init__(self, origin: str, *, seconds: float) -> None:
        self._pool = Pool(origin)
        self._seconds = seconds

    def close(self) -> None:
        """Let go of every connection."""
        self._pool.close()

    async def serve(self, call: Call, scope: Scope, receive: Receive, send: Send) -> str | None:
        """Serve one call that passed the gate.

        Raises the `Problem` to answer while nothing has been sent. Later, it breaks the answer off, so that the caller
        sees that it is not whole, and gives the slug of the problem.
        """
        head, is_chunked = request_head(scope, call, self._pool.authority)
        exchange = _Exchange(
            call, receive, send, head=head, is_chunked=is_chunked, seconds=self._seconds
        )
        try:
            await self._run(exchange)
        except ClientGone:
            return "client-gone"
        except (UpstreamFailed, UpstreamSlow, ClientSlow, UpstreamBusy) as error:
            log.warning(
                "upstream call failed",
                request_id=call.request_id,
                upstream=self._pool.authority,
                why=str(error) or type(error).__name__,
                begun=exchange.has_started,
            )
            problem = _problem_of(error)
            if not exchange.has_started:
                raise problem from error
            return problem.type.slug
        return None

    async def _run(self, exchange: "_Exchange") -> None:
        connection = await self._pool.connection()
        try:
            await exchange.run(connection)
        except UpstreamFailed:
            # An upstream that lets go of a resting connection may do so just as we use it. That request it has not
            # seen; another connection tells.
            if not (connection.is_reused and not connection.has_begun and exchange.may_repeat):
                raise
        else:
            return
        finally:
            self._pool.give_back(connection)
        connection = await self._pool.connection(fresh=True)
        try:
            await exchange.run(connection)
        finally:
            self._pool.give_back(connection)


class _Exchange:
    """One call and its answer."""

    def __init__(
        self,
        call: Call,
        receive: Receive,
        send: Send,
        *,
        head: bytes,
        is_chunked: bool | None,
        seconds: float,
    ) -> None:
        self.has_started = False
        self._call = call
        self._receive = receive
        self._send = send
        self._head = head
        self._is_chunked = is_chunked
        self._seconds = seconds
        self._moved_at = 0.0  # when a piece of the request went on
        self._waits_for_caller = False
        self._is_sent = is_chunked is None
        self._is_over = False  # the caller may go

    @property
    def may_repeat(self) -> bool:
        """Whether sending it a second time does no harm and is possible."""
        return self._is_chunked is None and self._call.method in IDEMPOTENT

    async def run(self, connection: Connection) -> None:
        """Do it on `connection`."""
        connection.begin(self._head, is_head=self._call.method == "HEAD")
        self._moved_at = connection.loop.time()
        # Reads the body, then stays to hear that the caller has gone.
        listener = asyncio.create_task(self._listen(connection))
        try:
            await self._pass_on(await self._answer(connection), connection)
        finally:
            listener.cancel()
            if not self._is_sent:
                connection.close()  # a request of which a part is missing cannot be followed by another

    async def _answer(self, connection: Connection) -> AnswerHead:
        """The wait begins once the body is on its way: each piece of it starts the time afresh."""
        while True:
            left = self._moved_at + self._seconds - connection.loop.time()
            try:
                return await connection.read_head(seconds=left)
            except UpstreamSlow:
                if self._moved_at + self._seconds > connection.loop.time():
                    continue
                if self._waits_for_caller:
                    raise ClientSlow("the caller does not send the body") from None
                raise

    async def _pass_on(self, head: AnswerHead, connection: Connection) -> None:
        headers = answer_headers(head.status, head.headers)
        self.has_started = True
        await self._send({"type": "http.response.start", "status": head.status, "headers": headers})
        while True:
            data, is_last = await connection.read_body(seconds=self._seconds)
            self._is_over = is_last
            try:
                async with asyncio.timeout(self._seconds):
                    await self._send(
                        {"type": "http.response.body", "body": data, "more_body": not is_last}
                    )
            except TimeoutError:
                raise ClientSlow("the caller does not read the answer") from None
            if is_last:
                return

    async def _listen(self, connection: Connection) -> None:
        try:
            while True:
                self._waits_for_caller = not self._is_sent
                message = await self._receive()
                self._waits_for_caller = False
                if message["type"] == "http.disconnect":
                    if not self._is_over:
                        connection.fail(ClientGone())
                    return
                if not self._is_sent:
                    is_last = not message.get("more_body", False)
                    await self._write(message.get("body", b""), connection, is_last=is_last)
                    self._moved_at = connection.loop.time()
                    self._is_sent = is_last
        except UpstreamSlow as error:
            connection.fail(error)

    async def _write(self, data: bytes, connection: Connection, *, is_last: bool) -> None:
        if self._is_chunked:
            data = (b"%x\r\n%b\r\n" % (len(data), data) if data else b"") + (
                b"0\r\n\r\n" if is_last else b""
            )
        if data:
            await connection.write(data, seconds=self._seconds)


def _problem_of(error: Exception) -> Problem:
    match error:
        case UpstreamSlow():
            return Problem("upstream-slow")
        case ClientSlow():
            return Problem("request-timeout", headers={"Connection": "close"})
        case UpstreamBusy():
            return Problem("unavailable", headers={"Retry-After": "1"})
        case _:
            return Problem("upstream-down")
