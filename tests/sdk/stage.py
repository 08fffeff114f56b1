"""A client of the library whose server is played, and whose time passes in pauses only."""

import asyncio
import inspect
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from sellergate_client import Answer, AsyncPager, AsyncSellerClient, Request, Retries, SellerClient
from sellergate_client._core.pace import Pace
from sellergate_client._core.tokens import Memory, TokenKeeper

URL = "https://sellers.example"
TOKEN_URL = f"{URL}/auth/realms/maas/protocol/openid-connect/token"
Played = Answer | Exception | Callable[[Request], Answer]


def answer(status: int = 200, body: Any = None, **headers: str) -> Answer:
    """An answer with a JSON body, or bytes. Names of headers are written with underscores."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    text = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return Answer(status, said, text)


def a_token(value: str = "t1", life: int = 7200) -> Answer:
    return answer(200, {"access_token": value, "expires_in": life, "token_type": "Bearer"})


class Stage:
    """Plays the API and the token server: answers in their order, tokens t1, t2, … unless told otherwise.

    `client` is a SellerClient, or an AsyncSellerClient that is called as if it were one.
    """

    def __init__(
        self,
        *played: Played,
        tokens: Iterable[Played] = (),
        tasks: bool = False,
        **options: Any,
    ) -> None:
        self.played = list(played)
        self.tokens: list[Played] = list(tokens)
        self.sent: list[Request] = []
        self.asked: list[Request] = []
        self.pauses: list[float] = []
        self.now = 1_800_000_000.0
        options = {"seller_id": "41207", "retries": Retries()} | options
        kind: Any = AsyncSellerClient if tasks else SellerClient
        client = kind(
            base_url=URL,
            client_id="Atelier Nord API",
            client_secret="s3cret &+",
            share_tokens=False,
            transport=_AsyncStage(self) if tasks else self,
            **options,
        )
        account = client._core.account
        client._core = replace(
            client._core,
            keeper=TokenKeeper(account, Memory(), clock=lambda: self.now),
            pace=Pace(lambda: self.now),
            clock=lambda: self.now,
            random=lambda: 0.0,
        )
        self.client: Any = _Called(client, asyncio.new_event_loop()) if tasks else client

    def send(self, request: Request) -> Answer:
        if request.url == TOKEN_URL:
            self.asked.append(request)
            return self._play(
                self.tokens.pop(0) if self.tokens else a_token(f"t{len(self.asked)}"), request
            )
        self.sent.append(request)
        return self._play(self.played.pop(0), request)

    def _play(self, played: Played, request: Request) -> Answer:
        if isinstance(played, Exception):
            raise played
        return played if isinstance(played, Answer) else played(request)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def close(self) -> None: ...

    @property
    def used_tokens(self) -> list[str]:
        return [request.headers["authorization"] for request in self.sent]


class _AsyncStage:
    """The stage as tasks send to it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def send(self, request: Request) -> Answer:
        return self._stage.send(request)

    async def close(self) -> None: ...


class _Called:
    """What is asynchronous, called from a thread."""

    def __init__(self, target: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        return self._seen(getattr(self._target, name))

    def _seen(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            return self._loop.run_until_complete(value)
        if callable(value) and not isinstance(value, type):
            return lambda *args, **kwargs: self._seen(value(*args, **kwargs))
        if isinstance(value, AsyncPager) or type(value).__module__.startswith(
            ("sellergate_client.client", "sellergate_client.resources", "sellergate_client.helpers")
        ):
            return _Called(value, self._loop)
        return _Called(value, self._loop) if inspect.isasyncgen(value) else value

    def __iter__(self) -> Iterator[Any]:
        items = aiter(self._target)
        while True:
            try:
                yield self._loop.run_until_complete(anext(items))
            except StopAsyncIteration:
                return

    def finish(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
