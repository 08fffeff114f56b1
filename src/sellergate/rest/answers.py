"""What becomes of a handler's value: JSON, encoded once and written as it is."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response

from sellergate.kit.asgi import Receive, Scope, Send

_encode = msgspec.json.Encoder().encode
_CONTENT_TYPE = (b"content-type", b"application/json")


class JsonAnswer(Response[Any]):
    """The value of a handler, as the application's `response_class`; None becomes an answer without a body.

    Litestar's own response knows cookies, negotiation and background work, which no operation has, and would be a
    fifth of a call's cost. A handler whose answer has headers of its own returns one itself.
    """

    def __init__(
        self,
        content: Any,
        *,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> None:
        self.content = content
        self.status_code = status_code
        self.own_headers = headers or {}

    def to_asgi_response(self, *_: Any, headers: Mapping[str, str] | None = None, **__: Any) -> Any:
        """The ASGI application that writes it. `headers` are those that its route declares."""
        declared = {**(headers or {}), **self.own_headers}
        raw = [(name.lower().encode(), value.encode()) for name, value in declared.items()]
        body = b""
        if self.content is not None:
            body = _encode(self.content)
            raw += [_CONTENT_TYPE, (b"content-length", b"%d" % len(body))]
        elif self.status_code != 204:  # which may not have one (RFC 9110 §8.6)
            raw.append((b"content-length", b"0"))
        status = self.status_code

        async def write(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": status, "headers": raw})
            await send({"type": "http.response.body", "body": body, "more_body": False})

        return write
