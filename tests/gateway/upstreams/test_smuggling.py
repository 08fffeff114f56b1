"""Requests whose end two servers could see at different places: refused, or passed on with one end that both see."""

import pytest

from tests.gateway.upstreams.conftest import Proxied

HIDDEN = b"GET /seller/v2/orders/hidden HTTP/1.1\r\nHost: x\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n" % (len(HIDDEN) + 5)
ENDS = {
    "length and chunked": LENGTH + b"Transfer-Encoding: chunked\r\n",
    "chunked and length": b"Transfer-Encoding: chunked\r\n" + LENGTH,
    "two lengths": LENGTH + b"Content-Length: 0\r\n",
    "a list of lengths": b"Content-Length: 0, %d\r\n" % (len(HIDDEN) + 5),
    "a signed length": b"Content-Length: +0\r\n",
    "a blank before the colon": b"Content-Length : 0\r\nTransfer-Encoding : chunked\r\n",
    "a coding that is none": b"Transfer-Encoding: xchunked\r\n",
    "a coding after chunked": b"Transfer-Encoding: chunked, identity\r\n",
    "a second coding": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    "a folded coding": b"Transfer-Encoding:\r\n chunked\r\n",
    "a coding behind a tab": b"Transfer-Encoding: \tchunked\r\n",
    "a coding with underscores": b"Transfer_Encoding: chunked\r\nContent-Length: 0\r\n",
    "a length with underscores": b"Content_Length: 500\r\nContent-Length: 0\r\n",
    "a bare line end": b"X: a\nTransfer-Encoding: chunked\r\n",
    "a bare return": b"X: a\rTransfer-Encoding: chunked\r\n",
    "a NUL": b"X: a\0b\r\n",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_no_request_hides_in_another(shared: Proxied, end: bytes) -> None:
    before = len(shared.service.requests)
    own = "".join(f"{name}: {value}\r\n" for name, value in shared.headers.items()).encode()
    head = b"POST /seller/v2/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + own

    answer = shared.on.raw(head + end + b"\r\n0\r\n\r\n" + HIDDEN)

    arrived = shared.service.requests[before:]
    assert answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 200 "))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert [request.method for request in arrived] in ([], ["POST"])
    for request in arrived:
        assert len(request.values("content-length") + request.values("transfer-encoding")) <= 1
        assert request.body in (b"", b"0\r\n\r\n" + HIDDEN)
