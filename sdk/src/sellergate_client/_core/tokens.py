"""Access tokens: obtained once for all threads, tasks and processes, and again shortly before they end.

Whoever needs a token and has none waits for its turn; who comes next finds the token that the first one left,
in memory or in the file that the processes of one user share.
"""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from sellergate_client._core.account import Account
from sellergate_client._core.messages import Answer, Flow, Pause, Request, Send, retry_after
from sellergate_client._core.retries import Patience
from sellergate_client.errors import (
    MalformedAnswer,
    SellerApiError,
    TokenRefused,
    TransportError,
)

EARLIEST = 300.0  # seconds before its end; contract/01 §1: clients refresh 60 to 300 s before
SHARE = 0.1  # and never before nine tenths of its life
UNSAID_LIFE = 300.0  # RFC 6749 §5.1 lets a server leave it out
POLL = 0.02
LONGEST_TURN = (
    120.0  # then the one whose turn it is must be stuck: one token too many is better than none
)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. Times are seconds since the epoch."""

    value: str = field(repr=False)
    type: str
    obtained: float
    expires: float

    def is_fresh(self, now: float) -> bool:
        """Whether it is far from its end."""
        life = self.expires - self.obtained
        return now < self.expires - min(EARLIEST, life * SHARE)

    def is_alive(self, now: float) -> bool:
        return now < self.expires


class Store(Protocol):
    """Where tokens are kept for others, and whose turn it is to obtain one."""

    def load(self) -> str | None: ...

    def save(self, text: str) -> None: ...

    def take_turn(self) -> Callable[[], None] | None:
        """What gives the turn back; None while it is somebody else's."""
        ...


class Memory:
    """For this process only."""

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def load(self) -> str | None:
        return None

    def save(self, text: str) -> None:
        """Nothing to do: the keeper remembers."""

    def take_turn(self) -> Callable[[], None] | None:
        return self._turn.release if self._turn.acquire(blocking=False) else None


class TokenKeeper:
    """The token of an account."""

    def __init__(self, account: Account, store: Store, *, clock: Callable[[], float]) -> None:
        self._account = account
        self._store = store
        self._clock = clock
        self._held: Token | None = None

    def token(
        self, patience: Callable[[], Patience], timeout: float, *, refused: Token | None = None
    ) -> Flow[Token]:
        """A token that is not `refused`. Raises TokenRefused, TransportError."""
        if found := self._usable(self._held, refused):
            return found
        with (yield from self._turn()):
            if found := self._usable(self._held, refused) or self._usable(self._kept(), refused):
                self._held = found
                return found
            try:
                self._held = yield from self._obtain(patience(), timeout)
            except (TransportError, TokenRefused, MalformedAnswer):
                if (still := self._held) and still != refused and still.is_alive(self._clock()):
                    return still  # it was asked for early; there is time to try again
                raise
            self._store.save(json.dumps(asdict(self._held)))
            return self._held

    def _usable(self, token: Token | None, refused: Token | None) -> Token | None:
        if token is None or token == refused or not token.is_fresh(self._clock()):
            return None
        return token

    def _kept(self) -> Token | None:
        with contextlib.suppress(ValueError, TypeError):
            if text := self._store.load():
                return Token(**json.loads(text))
        return None

    def _turn(self) -> Flow[contextlib.AbstractContextManager[None]]:
        waited = 0.0
        while (give_back := self._store.take_turn()) is None:
            if waited > LONGEST_TURN:
                return contextlib.nullcontext()
            waited += POLL
            yield Pause(POLL)
        return _given_back(give_back)

    def _obtain(self, patience: Patience, timeout: float) -> Flow[Token]:
        while True:
            asked = self._clock()
            try:
                answer: Answer = yield Send(self._request(timeout))
            except TransportError as failure:
                wait = patience.after_failure(failure)
                error: SellerApiError = failure
            else:
                if answer.status == 200:
                    return self._read(answer, asked)
                wait = patience.after_answer(answer, self._clock())
                error = _refusal(answer, self._clock())
            if wait is None:
                raise error
            yield Pause(wait)

    def _request(self, timeout: float) -> Request:
        url = self._account.endpoints.token_url
        form = {"grant_type": "client_credentials"}
        form |= self._account.credential.form(self._account.client_id, url)
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json",
        }
        if self._account.prover:
            headers["dpop"] = self._account.prover.proof("POST", url)
        return Request("POST", url, headers, urlencode(form).encode(), timeout)

    def _read(self, answer: Answer, asked: float) -> Token:
        try:
            body = answer.json()
            life = float(body.get("expires_in", UNSAID_LIFE))
            value = str(body["access_token"])
            kind = str(body.get("token_type", "Bearer"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MalformedAnswer(
                "The token server's answer holds no token. Check token_url: it must be the token endpoint itself.",
                status=answer.status,
                body=answer.body,
                request_id=answer.request_id,
            ) from error
        return Token(value, "DPoP" if kind.lower() == "dpop" else "Bearer", asked, asked + life)


@contextmanager
def _given_back(give_back: Callable[[], None]) -> Iterator[None]:
    try:
        yield
    finally:
        give_back()


def _refusal(answer: Answer, now: float) -> TokenRefused:
    try:
        said: Any = answer.json()
    except ValueError:
        said = None
    said = said if isinstance(said, dict) else {}
    error = str(said.get("error", "unknown"))
    why = said.get("error_description") or said.get("detail") or "It did not say why."
    named = f" [request {answer.request_id}]" if answer.request_id else ""
    return TokenRefused(
        f"The token server answered {answer.status} {error}. {why}{named}",
        status=answer.status,
        error=error,
        request_id=answer.request_id,
        retry_after=retry_after(answer.headers, now),
    )
