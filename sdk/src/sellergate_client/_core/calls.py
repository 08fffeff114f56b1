"""One call: from an operation and its arguments to its value, through tokens, quotas and tries."""

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sellergate_client._core.account import Account
from sellergate_client._core.forms import multipart
from sellergate_client._core.messages import Answer, Call, Flow, Pause, Request, Send, retry_after
from sellergate_client._core.model import instant, to_wire, view
from sellergate_client._core.pace import Pace
from sellergate_client._core.retries import Patience, Reserve, Retries
from sellergate_client._core.tokens import Token, TokenKeeper
from sellergate_client.errors import (
    ConfigurationError,
    MalformedAnswer,
    SellerApiError,
    TransportError,
    problem_answer,
)

T = TypeVar("T")

AS_IT_IS = "/%:@!$&'()*+,;="  # in a path that is made already (RFC 3986 §3.3)

log = logging.getLogger("sellergate_client")


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made: for whom, in which language, how patiently."""

    seller_id: str | None = None
    accept_language: str | None = None
    timeout: float = 30.0
    retries: Retries = field(default_factory=Retries)


@dataclass(frozen=True, slots=True)
class Core:
    """What all calls of a client share, whichever thread or task makes them."""

    account: Account
    keeper: TokenKeeper
    pace: Pace
    user_agent: str
    clock: Callable[[], float]
    random: Callable[[], float]
    reserve: Reserve = field(default_factory=Reserve)
    told: set[str] = field(default_factory=set)  # what was logged, so that it is once

    def patience(self, options: Options, *, safe: bool) -> Patience:
        return Patience(options.retries, self.reserve, safe=safe, random=self.random)


def converse(core: Core, options: Options, call: Call[T]) -> Flow[T]:
    """Make a call. Raises what errors.py lists."""
    if options.seller_id is None:
        raise ConfigurationError(
            "Say for which seller: SellerClient(seller_id=…), or client.for_seller('123')."
        )
    value: T = yield from _Conversation(core, options, call).run()
    return value


class _Conversation:
    """A call on its way."""

    def __init__(self, core: Core, options: Options, call: Call[Any]) -> None:
        self.core = core
        self.options = options
        self.call = call
        self.patience = core.patience(options, safe=call.safe)
        self.quota = (options.seller_id, call.perimeter)
        self.id = f"slg-{secrets.token_hex(8)}"
        self.sent = _Sent.of(core, options, call, self.id)
        self.refused: Token | None = None

    def run(self) -> Flow[Any]:
        while True:
            yield from self._hold()
            token = yield from self._token()
            try:
                answer: Answer = yield Send(self.sent.with_token(token))
            except TransportError as failure:
                failure.request_id = self.id
                yield from self._pause(self.patience.after_failure(failure), failure)
                continue
            self.core.pace.learn(self.quota, answer.headers)
            self._tell_of_secret(answer)
            if 300 <= answer.status < 400:
                raise self._redirected(answer)
            if answer.status < 400:
                try:
                    value = self.call.read(answer)
                except (ValueError, TypeError, KeyError, RecursionError) as error:
                    yield from self._pause(
                        self.patience.after_half_an_answer(), self._malformed(answer, error)
                    )
                    continue
                self.core.reserve.earn()
                return value
            if answer.status == 401 and self.refused is None:
                self.refused = token
                continue
            yield from self._after_refusal(answer)

    def _hold(self) -> Flow[None]:
        while wait := self.core.pace.hold(self.quota):
            wait += self.core.random() * min(1.0, wait * 0.1)  # not all callers at once
            if not self.patience.may_wait(wait):
                raise self._problem(
                    429,
                    {
                        "title": "Too many calls",
                        "detail": f"The quota is used up for {wait:.0f} s, longer than the call may wait. It was not sent.",
                    },
                    None,
                    wait,
                )
            yield Pause(wait)

    def _token(self) -> Flow[Token]:
        def patience() -> Patience:
            return self.core.patience(self.options, safe=True)

        return (
            yield from self.core.keeper.token(patience, self.options.timeout, refused=self.refused)
        )

    def _after_refusal(self, answer: Answer) -> Flow[None]:
        now = self.core.clock()
        wanted = retry_after(answer.headers, now)
        if answer.status == 429 and wanted:
            self.core.pace.close(self.quota, wanted)
        error = self._problem(answer.status, _document(answer), answer.request_id, wanted)
        yield from self._pause(self.patience.after_answer(answer, now), error)

    def _pause(self, wait: float | None, error: SellerApiError) -> Flow[None]:
        if wait is None:
            raise error
        yield Pause(wait)

    def _tell_of_secret(self, answer: Answer) -> None:
        """Log, once, that the secret behind the token ends soon."""
        ends = answer.headers.get("sellergate-secret-expires")
        if ends and ends not in self.core.told:
            self.core.told.add(ends)
            log.warning(
                "the clientSecret of %s ends on %s: add another one on the API credentials page",
                self.core.account.client_id,
                ends,
            )

    def _redirected(self, answer: Answer) -> MalformedAnswer:
        """A token is for one address: it is not carried to another one."""
        return MalformedAnswer(
            f"{self.call.name} was sent elsewhere, to {answer.headers.get('location', 'nowhere')!r}. "
            "Check the API's address: https, and the right host.",
            status=answer.status,
            body=answer.body,
            request_id=answer.request_id or self.id,
        )

    def _malformed(self, answer: Answer, error: Exception) -> MalformedAnswer:
        made = MalformedAnswer(
            f"{self.call.name} was answered {answer.status} with a body that cannot be read. "
            "Check the API's address, and what is in between.",
            status=answer.status,
            body=answer.body,
            request_id=answer.request_id or self.id,
        )
        made.__cause__ = error
        return made

    def _problem(
        self, status: int, problem: Mapping[str, Any], request_id: str | None, wanted: float | None
    ) -> SellerApiError:
        return problem_answer(
            status=status,
            problem=problem,
            request_id=request_id or self.id,
            call=self.call.name,
            retry_after=wanted,
        )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A request but for its token, which may be another one at each try."""

    request: Request
    account: Account

    @classmethod
    def of(cls, core: Core, options: Options, call: Call[Any], request_id: str) -> "_Sent":
        headers = {
            "accept": "application/json",
            "accept-encoding": "gzip",
            "user-agent": core.user_agent,
            "sellerid": _header("SellerId", str(options.seller_id)),
            "x-request-id": request_id,
        }
        if options.accept_language:
            headers["accept-language"] = _header("Accept-Language", options.accept_language)
        headers |= {name: _header(name, value) for name, value in call.headers.items()}
        body = b""
        if call.files:
            headers["content-type"], body = multipart(call.files)
        elif call.body is not None:
            headers["content-type"] = "application/json"
            body = encoded(call.body)
        path = quote(call.path, safe=AS_IT_IS)
        url = core.account.endpoints.api_url + path + _query(call.query)
        return cls(Request(call.method, url, headers, body, options.timeout), core.account)

    def with_token(self, token: Token) -> Request:
        request = self.request
        headers = {**request.headers, "authorization": f"{token.type} {token.value}"}
        if token.type == "DPoP" and self.account.prover:
            headers["dpop"] = self.account.prover.proof(request.method, request.url, token.value)
        return replace(request, headers=headers)


def encoded(body: Any) -> bytes:
    """A body as JSON; bytes are one already. Raises ConfigurationError, also for what is no number."""
    if isinstance(body, bytes):
        return body
    try:
        text = json.dumps(to_wire(body), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except ValueError as error:  # NaN and infinities; half a character
        raise ConfigurationError(f"The body cannot be sent as JSON: {error}.") from error


def segment(value: object) -> str:
    """A path segment. Raises ConfigurationError for an empty one, which would be another path."""
    text = str(value)
    if not text or text in {".", ".."}:
        raise ConfigurationError(f"An id is needed here, not {text!r}.")
    return quote(text, safe="")


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def reads(model: Any) -> Callable[[Answer], Any]:
    """What reads an answer as this type."""
    return lambda answer: view(model, answer.json())


def nothing(_: Answer) -> None:
    """Read an answer that has no body, or one that does not matter."""


def content(answer: Answer) -> bytes:
    """Read a document."""
    return answer.body


def location(answer: Answer) -> str:
    """Read the id of what was created: the last segment of Content-Location."""
    found = answer.headers.get("content-location") or answer.headers.get("location") or ""
    last = found.split("?")[0].rstrip("/").rpartition("/")[2]
    if not last:
        raise ValueError("no Content-Location")
    return last


def _query(values: Mapping[str, Any]) -> str:
    shown = [(name, _parameter(value)) for name, value in values.items() if value is not None]
    return "?" + urlencode(shown, quote_via=quote, safe=",:$") if shown else ""


def _parameter(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return instant(value)
        case str():
            return str(value)
        case Iterable():
            return ",".join(_parameter(one) for one in value)
        case _:
            return str(value)


def _header(name: str, value: str) -> str:
    text = str(value)
    if not text.isascii() or not text.isprintable():
        raise ConfigurationError(
            f"{name} cannot hold {text!r}: plain letters, digits and signs only."
        )
    return text


def _document(answer: Answer) -> dict[str, Any]:
    """The problem of an answer; of one that has none, as much as there is (contract/00 §8: a 502 may be HTML)."""
    try:
        found = answer.json()
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    return {
        "title": f"Status {answer.status}",
        "detail": answer.body[:200].decode("utf-8", "replace"),
    }
