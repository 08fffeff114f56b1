"""What can go wrong, as exceptions: each says what happened, and the one thing to do.

SellerApiError
├── ConfigurationError      nothing was sent: an argument, a profile or a secret is missing or unsafe
├── TransportError          there is no answer
│   ├── NotSent             the server cannot have seen the request
│   └── AnswerLost          it may have: look before you send it again
├── MalformedAnswer         an answer that is not what the operation promises
├── TokenRefused            the token server gave no token
└── ProblemAnswer           the API answered with a problem document
    ├── BadRequest 400, Unauthorized 401, Forbidden 403, NotFound 404, Conflict 409
    ├── RateLimited 429
    └── ServerFault 5xx
"""

from collections.abc import Mapping
from typing import Any

__all__ = [
    "AnswerLost",
    "BadRequest",
    "ConfigurationError",
    "Conflict",
    "Forbidden",
    "MalformedAnswer",
    "MissingMember",
    "NotFound",
    "NotSent",
    "ProblemAnswer",
    "RateLimited",
    "SellerApiError",
    "ServerFault",
    "TokenRefused",
    "TransportError",
    "Unauthorized",
]


class SellerApiError(Exception):
    """Everything that this library raises by itself. It can be sent to another process."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (type(self), self.args, vars(self))


def _made_again(
    kind: type[SellerApiError], args: tuple[Any, ...], values: dict[str, Any]
) -> SellerApiError:
    made = kind.__new__(kind, *args)
    made.__dict__.update(values)
    return made


class ConfigurationError(SellerApiError):
    """The client cannot be made, or the call not be built. Nothing was sent."""


class MissingMember(SellerApiError, AttributeError):
    """The answer does not have this member: the server left it out, or `fields` did not ask for it."""


class TransportError(SellerApiError):
    """There is no answer. `request_id` is the X-Request-Id that was sent with the call."""

    def __init__(self, message: str, *, request_id: str | None = None) -> None:
        super().__init__(message)
        self.request_id = request_id


class NotSent(TransportError):
    """The server cannot have seen the request: no name, no connection, no TLS, no free connection."""


class AnswerLost(TransportError):
    """The request went out and no whole answer came back, so the server may have done it."""


class MalformedAnswer(SellerApiError):
    """The answer is not what the operation promises. `status` and `body` are what came."""

    def __init__(self, message: str, *, status: int, body: bytes, request_id: str | None) -> None:
        super().__init__(message)
        self.status = status
        self.body = body
        self.request_id = request_id


class TokenRefused(SellerApiError):
    """The token server gave no token. `error` is its code (RFC 6749 §5.2)."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        error: str,
        request_id: str | None,
        retry_after: float | None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.request_id = request_id
        self.retry_after = retry_after


class ProblemAnswer(SellerApiError):
    """The API answered with a problem (RFC 9457)."""

    def __init__(
        self,
        *,
        status: int,
        problem: Mapping[str, Any],
        request_id: str | None,
        call: str,
        retry_after: float | None = None,
    ) -> None:
        self.status = status
        self.problem = problem
        self.request_id = request_id
        self.call = call
        self.retry_after = retry_after
        super().__init__(self._told())

    @property
    def type(self) -> str | None:
        """The kind of problem: the address of a page about it."""
        return _text(self.problem.get("type"))

    @property
    def title(self) -> str:
        """The kind of problem in a few words."""
        return _text(self.problem.get("title")) or f"Status {self.status}"

    @property
    def detail(self) -> str | None:
        """Why it happened, in the server's words."""
        known = (self.problem.get(name) for name in ("detail", "error_description", "message"))
        return next((text for text in map(_text, known) if text), None)

    @property
    def errors(self) -> dict[str, list[str]]:
        """For each header, parameter or member at fault, what it must be."""
        found = self.problem.get("errors")
        if not isinstance(found, Mapping):
            return {}
        return {str(name): _texts(messages) for name, messages in found.items()}

    @property
    def remedy(self) -> str:
        """What to do about it, in a sentence."""
        if self.errors:
            return (
                "Change " + "; ".join(f"{k}: {', '.join(v)}" for k, v in self.errors.items()) + "."
            )
        return REMEDIES.get(self.status) or REMEDIES[self.status // 100]

    def _told(self) -> str:
        said = [f"{self.status} {self.title}", self.detail or ""]
        if self.errors or not self.detail:  # else it says by itself what to do
            said.append(self.remedy)
        named = f", request {self.request_id}" if self.request_id else ""
        return " ".join(_sentence(text) for text in said if text) + f" [{self.call}{named}]"


class BadRequest(ProblemAnswer):
    """400: the request is not understood; `errors` names what is at fault."""


class Unauthorized(ProblemAnswer):
    """401: a new token was refused as well."""


class Forbidden(ProblemAnswer):
    """403: this client may not do this for this seller."""


class NotFound(ProblemAnswer):
    """404: there is no such thing, or it is another seller's."""


class Conflict(ProblemAnswer):
    """409: it is not in the state for this."""


class RateLimited(ProblemAnswer):
    """429: the quota is used up, for longer than the call may wait. `retry_after` says how long."""


class ServerFault(ProblemAnswer):
    """5xx: something went wrong on the server's side."""


BY_STATUS: dict[int, type[ProblemAnswer]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: BadRequest,
    429: RateLimited,
}

REMEDIES = {
    4: "Read what the server says about it, and change the call.",
    5: "Try again later; if it stays, give the request id to the operator of the platform.",
    400: "Compare the call with the reference of the operation.",
    401: "Check that the client is not disabled and that its secret is not revoked.",
    403: "Ask the seller to give your clientId access on the API credentials page, with the right that this call needs.",
    404: "Check the id, and that it belongs to the seller that you call for.",
    409: "Read the present state, then decide again.",
    429: "Call again after the seconds of retry_after, and less often from then on.",
    503: "Call again after the seconds of retry_after: nothing was done.",
}


def problem_answer(
    *,
    status: int,
    problem: Mapping[str, Any],
    request_id: str | None,
    call: str,
    retry_after: float | None = None,
) -> ProblemAnswer:
    """The exception for an answer with an error status."""
    kind = BY_STATUS.get(status) or (ServerFault if status >= 500 else ProblemAnswer)
    return kind(
        status=status, problem=problem, request_id=request_id, call=call, retry_after=retry_after
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."
