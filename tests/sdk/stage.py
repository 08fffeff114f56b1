"""A client of the library whose server is played, and whose time passes in pauses only."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sellergate_client import Answer, Request, Retries, SellerClient
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
    """Plays the API and the token server: answers in their order, tokens t1, t2, … unless told otherwise."""

    def __init__(self, *played: Played, tokens: Iterable[Played] = (), **options: Any) -> None:
        self.played = list(played)
        self.tokens: list[Played] = list(tokens)
        self.sent: list[Request] = []
        self.asked: list[Request] = []
        self.pauses: list[float] = []
        self.now = 1_800_000_000.0
        options = {"seller_id": "41207", "retries": Retries()} | options
        self.client = SellerClient(
            base_url=URL,
            client_id="Atelier Nord API",
            client_secret="s3cret &+",
            share_tokens=False,
            transport=self,
            **options,
        )
        account = self.client._core.account
        self.client._core = replace(
            self.client._core,
            keeper=TokenKeeper(account, Memory(), clock=lambda: self.now),
            pace=Pace(lambda: self.now),
            clock=lambda: self.now,
            random=lambda: 0.0,
        )

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
