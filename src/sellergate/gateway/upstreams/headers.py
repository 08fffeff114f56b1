"""What of a message's head goes on, in each direction."""

from collections.abc import Iterable
from typing import Final

from sellergate.gateway.call import Call
from sellergate.gateway.identity import identity_headers
from sellergate.kit.asgi import Scope
from sellergate.kit.problems import Problem
from sellergate.kit.ratelimit import Header

# RFC 9110 §7.6.1, and what older programs write
HOP_BY_HOP: Final = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"upgrade"),
        *(b"transfer-encoding", b"proxy-authenticate", b"proxy-authorization", b"http2-settings"),
    }
)
# Credentials are for us: a service that got them could act for the client elsewhere. The rest is written anew.
NOT_TO_UPSTREAM: Final = HOP_BY_HOP | {
    *(b"authorization", b"dpop", b"cookie"),
    *(b"host", b"expect", b"content-length", b"sellerid", b"x-request-id"),
    *(b"forwarded", b"x-real-ip", b"x-client-ip", b"client-ip", b"true-client-ip"),
    # By these some frameworks do another method, or at another path, than the one that was checked.
    *(b"x-http-method-override", b"x-http-method", b"x-method-override", b"x-rewrite-url"),
}
NEVER_FROM_OUTSIDE: Final = (b"x-sellergate-", b"x-forwarded-", b"x-original-")
# A cookie would be one of the whole origin, an alternative service one beside the gate. The rest is ours to say.
NOT_TO_CLIENT: Final = HOP_BY_HOP | {
    *(b"set-cookie", b"alt-svc", b"date", b"server"),
    *(b"x-request-id", b"x-content-type-options", b"cache-control"),
}
OURS_TO_SAY: Final = (b"x-sellergate-", b"sellergate-", b"ratelimit", b"x-ratelimit-")


def request_head(scope: Scope, call: Call, authority: str) -> tuple[bytes, bool | None]:
    """The head to send, and how the body is delimited: True chunked, False by its length, None there is none.

    Raises `validation` for a transfer coding that nobody can pass on.
    """
    method = scope["method"].encode()
    target = scope["raw_path"]
    if scope["query_string"]:
        target += b"?" + scope["query_string"]
    sent: list[Header] = scope["headers"]
    lines = [
        b"%b %b HTTP/1.1" % (method, target),
        b"host: " + authority.encode(),
        b"sellerid: %d" % (call.seller.seller_id if call.seller else 0),
        b"x-request-id: " + call.request_id.encode(),
        b"x-forwarded-proto: " + scope["scheme"].encode(),
    ]
    if scope.get("client"):
        lines.append(b"x-forwarded-for: " + scope["client"][0].encode())
    lines += [name + b": " + value for name, value in identity_headers(call)]
    dropped = _dropped(NOT_TO_UPSTREAM, sent)
    is_chunked: bool | None = None
    for name, value in sent:
        # Many servers read `_` as `-`: what is dropped in one spelling is dropped in the other.
        key = name.replace(b"_", b"-")
        if key not in dropped and not key.startswith(NEVER_FROM_OUTSIDE):
            lines.append(name + b": " + value)
        elif name == b"host":
            lines.append(b"x-forwarded-host: " + value)
        elif name == b"content-length":
            lines.append(b"content-length: " + value)
            is_chunked = None if value.strip() == b"0" else False
        elif name == b"transfer-encoding":
            is_chunked = True
            _check_coding(value)
            lines.append(b"transfer-encoding: chunked")
    return b"\r\n".join(lines) + b"\r\n\r\n", is_chunked


def answer_headers(status: int, headers: Iterable[Header]) -> list[Header]:
    """What the caller gets of an upstream's headers."""
    kept = list(headers)
    dropped = _dropped(NOT_TO_CLIENT, kept)
    if status in (204, 304):  # a length without a body
        dropped |= {b"content-length"}
    return [
        (name, value)
        for name, value in kept
        if name not in dropped and not name.startswith(OURS_TO_SAY)
    ]


def _dropped(always: frozenset[bytes], headers: list[Header]) -> frozenset[bytes]:
    """`always`, and the headers that Connection names: they are for this hop only."""
    for name, value in headers:
        if name == b"connection":
            always |= {token.strip().lower() for token in value.split(b",")}
    return always


def _check_coding(value: bytes) -> None:
    if value.strip().lower() != b"chunked":
        raise Problem(
            "validation",
            errors={"Transfer-Encoding": ["Send the body chunked, in no other coding."]},
        )
