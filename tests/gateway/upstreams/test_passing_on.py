"""What a service of the operator's own receives, and what the caller gets of its answer."""

import gzip
from collections.abc import Callable

import pytest

from sellergate.access.scopes import Rights, Scope
from sellergate.seller_v2.families import FAMILIES
from tests.builders.operations import known_operations
from tests.builders.upstream import Line, Script, Service, answering
from tests.builders.wire import assert_problem, send_raw
from tests.gateway.upstreams.conftest import Proxied, proxied


def test_the_call_arrives_as_it_was_sent_with_who_calls_for_whom(shared: Proxied) -> None:
    answer = shared.request(
        "POST",
        "/orders/A%20b/shipments?x=%2F&y=1",
        headers={"X-Request-Id": "call-7", "Accept-Language": "fr-FR"},
        content=b'{"a": 1}',
    )

    got = shared.service.last
    assert answer.status_code == 200
    assert (got.method, got.target) == ("POST", "/seller/v2/orders/A%20b/shipments?x=%2F&y=1")
    assert got.body == b'{"a": 1}'
    assert got.values("x-sellergate-client") == [shared.client.id]
    assert got.values("x-sellergate-seller") == [str(shared.seller.seller_id)]
    assert got.values("sellerid") == [str(shared.seller.seller_id)]
    assert got.values("x-sellergate-scopes")[0].split() == list(Scope)
    assert got.values("x-request-id") == ["call-7"]
    assert got.values("accept-language") == ["fr-FR"]
    assert got.values("host") == [f"127.0.0.1:{shared.service.port}"]
    assert got.values("x-forwarded-host") == [f"127.0.0.1:{shared.on.port}"]
    assert got.values("x-forwarded-for") == ["127.0.0.1"]
    assert got.values("x-forwarded-proto") == ["http"]


FORGED = [
    (b"X-Sellergate-Client", b"Somebody else"),
    (b"x-sellergate-SELLER", b"1"),
    (b"X_Sellergate_Scopes", b"everything"),
    (b"X-Sellergate-Anything", b"1"),
    (b"X-Forwarded-For", b"8.8.8.8"),
    (b"X_Forwarded_Proto", b"https"),
    (b"X-Forwarded-User", b"root"),
    (b"X-Original-URL", b"/admin"),
    (b"X-Rewrite-URL", b"/admin"),
    (b"X-HTTP-Method-Override", b"DELETE"),
    (b"X_HTTP_Method", b"DELETE"),
    (b"X-Method-Override", b"DELETE"),
    (b"True-Client-IP", b"8.8.8.8"),
    (b"X-Client-IP", b"8.8.8.8"),
    (b"Forwarded", b"for=8.8.8.8"),
    (b"X-Real-IP", b"8.8.8.8"),
    (b"Cookie", b"session=1"),
    (b"Proxy-Authorization", b"Basic eDp5"),
    (b"DPoP", b"proof"),
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda header: header[0].decode())
def test_what_only_the_gateway_may_say_is_not_taken_from_outside(
    shared: Proxied, forged: tuple[bytes, bytes]
) -> None:
    headers = [(name.encode(), value.encode()) for name, value in shared.headers.items()]

    answer = send_raw(shared.on, b"/seller/v2/orders", [*headers, forged])

    got = shared.service.last
    assert answer.status == 200
    assert forged[1].decode() not in [value for _, value in got.headers]
    assert not got.names & {"authorization", "cookie", "dpop", "proxy-authorization", "forwarded"}
    assert [name for name in got.names if "_" in name] == []


def test_headers_of_one_hop_stay_there(shared: Proxied) -> None:
    """RFC 9110 §7.6.1: those that are known, and those that Connection names."""
    headers = [(name.encode(), value.encode()) for name, value in shared.headers.items()]
    hop = [
        (b"Connection", b"X-Mine, TE"),
        (b"X-Mine", b"1"),
        (b"TE", b"trailers"),
        (b"Keep-Alive", b"timeout=5"),
        (b"Proxy-Connection", b"keep-alive"),
        (b"Trailer", b"X-End"),
        (b"Upgrade", b"h2c"),
        (b"HTTP2-Settings", b"AAMAAABkAARAAAAAAAIAAAAA"),
    ]

    answer = send_raw(shared.on, b"/seller/v2/orders", [*headers, *hop])

    assert answer.status == 200
    assert not shared.service.last.names & {name.decode().lower() for name, _ in hop}


def test_connection_cannot_name_away_what_the_gateway_says(shared: Proxied) -> None:
    headers = [(name.encode(), value.encode()) for name, value in shared.headers.items()]
    named = (b"Connection", b"close, X-Sellergate-Client, X-Sellergate-Seller, SellerId")

    send_raw(shared.on, b"/seller/v2/orders", [*headers, named])

    got = shared.service.last
    assert got.values("x-sellergate-client") == [shared.client.id]
    assert got.values("sellerid") == got.values("x-sellergate-seller")


def test_the_answer_comes_back_with_the_headers_of_the_gateway(
    follow: Callable[[Script], Proxied],
) -> None:
    on = follow(
        answering(
            b"HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Location: /x\r\n",
            b'Content-Length: 4\r\nX-Own: 1\r\nETag: "a"\r\nDate: never\r\nServer: own\r\n',
            b'Set-Cookie: session=1\r\nAlt-Svc: h3=":1"\r\nX-Request-Id: other\r\n',
            b"Cache-Control: public\r\nRateLimit: 9\r\nX-Sellergate-Client: other\r\n",
            b"Connection: X-Hop\r\nX-Hop: 1\r\n\r\nmade",
        )
    )

    answer = on.request("POST", "/orders", headers={"X-Request-Id": "mine"})

    assert (answer.status_code, answer.text) == (201, "made")
    own = [answer.headers[name] for name in ("content-location", "x-own", "etag", "content-type")]
    assert own == ["/x", "1", '"a"', "text/plain"]
    assert answer.headers.get_list("x-request-id") == ["mine"]
    assert answer.headers.get_list("cache-control") == ["no-store"]
    assert answer.headers.get_list("ratelimit")[0].startswith('"orders";')
    dropped = {"set-cookie", "alt-svc", "x-hop", "x-sellergate-client"}
    assert not dropped & set(answer.headers)
    assert answer.headers.get_list("date") != ["never"]
    assert "own" not in answer.headers.get_list("server")


def test_a_packed_answer_is_passed_on_as_it_is(follow: Callable[[Script], Proxied]) -> None:
    packed = gzip.compress(b"x" * 5000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    on = follow(answering(head % len(packed), packed))

    answer = on.get(headers={"Accept-Encoding": "gzip"})

    assert answer.content == b"x" * 5000
    assert on.service.last.values("accept-encoding") == ["gzip"]


@pytest.mark.parametrize(
    ("method", "head", "body"),
    [
        ("GET", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", b"abc"),
        ("GET", b"HTTP/1.1 200 OK\r\n\r\nuntil the end", b"until the end"),
        ("GET", b"HTTP/1.0 200 OK\r\n\r\nolder", b"older"),
        ("GET", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", b"a"),
        ("GET", b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", b"a"),
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", b""),
        ("HEAD", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b""),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", b""),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        ("GET", b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nOops", b"Oops"),
    ],
    ids=["chunked", "until the end", "1.0", "100", "103", "HEAD", "HEAD chunked", "304", "204", "500"],
)  # fmt: skip
def test_every_way_to_end_an_answer_is_understood(
    follow: Callable[[Script], Proxied], method: str, head: bytes, body: bytes
) -> None:
    on = follow(answering(head))

    answer = on.request(method, "/orders")

    assert answer.content == body
    assert str(answer.status_code).encode() in head


def test_a_connection_serves_many_calls(follow: Callable[[Script], Proxied]) -> None:
    def script(service: Service, line: Line) -> None:
        while (request := line.request()) is not None:
            service.requests.append(request)
            line.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(request.target))
            line.send(request.target.encode() if request.method != "HEAD" else b"")

    on = follow(script)

    answers = [on.request("GET", f"/orders/{number}") for number in range(20)]
    heads = [on.request("HEAD", f"/orders/{number}") for number in range(3)]
    posts = [on.request("POST", f"/orders/{number}", content=b"x" * 70_000) for number in range(3)]

    assert [a.text for a in answers] == [f"/seller/v2/orders/{number}" for number in range(20)]
    assert [a.content for a in heads] == [b"", b"", b""]
    assert [a.text for a in posts] == [f"/seller/v2/orders/{number}" for number in range(3)]
    assert on.service.connections <= 3, "a HEAD may end one"


def test_reading_and_writing_are_told_apart_by_the_method(shared: Proxied) -> None:
    reader = proxied(shared.on, shared.service, Rights(read_only=True))

    passed = [reader.request(method, "/orders/1").status_code for method in ("GET", "HEAD")]
    refused = [
        reader.request(method, "/orders/1").status_code
        for method in ("POST", "PUT", "PATCH", "DELETE")
    ]

    assert (passed, refused) == ([200, 200], [403, 403, 403, 403])
    assert_problem(reader.request("DELETE", "/offers/1"), 403, "insufficient-scope")


def test_a_search_by_post_only_reads(shared: Proxied) -> None:
    reader = proxied(shared.on, shared.service, Rights(read_only=True))

    assert reader.request("POST", "/offers/search", content=b"{}").status_code == 200
    assert reader.request("POST", "/offers/searches", content=b"{}").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/orders/../sellers",
        "/orders/..",
        "/orders/%2e%2e/sellers",
        "/orders/.%2E/sellers",
        "/orders/..;/sellers",
        "/orders/..;a=b/sellers",
        "/orders/./1",
        "/orders//1",
        "/orders//1/invoice-documents",
        "/orders/1%2Fshipments",
        "/orders/1%5C..%5Csellers",
        "/orders/1%00",
    ],
)
def test_a_path_that_servers_split_in_different_ways_goes_nowhere(
    shared: Proxied, path: str
) -> None:
    before = len(shared.service.requests)
    headers = [(name.encode(), value.encode()) for name, value in shared.headers.items()]

    answer = send_raw(shared.on, f"/seller/v2{path}".encode(), headers)

    assert (answer.status, answer.problem["title"]) == (404, "No such route")
    assert len(shared.service.requests) == before


def test_a_perimeter_is_all_its_paths_and_no_others(shared: Proxied) -> None:
    def status(path: str) -> int:
        return shared.get(path).status_code

    ours = [status(path) for path in ("/sellers", "/carriers")]
    theirs = [
        status(path)
        for path in ("/orders/", "/orders/1/shipments", "/cancellation-reasons", "/offer-packages")
    ]
    nobodys = [
        status(path)
        for path in ("/ordersx", "/orders/1/invoice-documents", "/order", "/returnsx", "/paymentsx")
    ]

    assert theirs == [200, 200, 200, 200]
    assert nobodys == [404, 404, 404, 404, 404]
    assert 404 not in ours or ours[0] == 404, "our own: no profile of this seller"


@pytest.mark.parametrize(
    "path", ["/orders/1/Invoice-Documents", "/Orders/1/invoice-documents", "/orders/1/invoice-documents;v=1", "/orders;v=1/1/INVOICE-documents"]
)  # fmt: skip
def test_another_spelling_of_a_path_needs_no_lesser_right(shared: Proxied, path: str) -> None:
    """Some servers read paths in any letter case, or without `;parameters`: these are invoices, and not for this service."""
    assert_problem(shared.get(path), 404, "route-unknown")


def test_each_operation_of_ours_lies_in_the_family_of_its_perimeter() -> None:
    operations = known_operations()
    longest_first = sorted(FAMILIES, key=lambda family: -len(family.path))

    for operation in operations:
        found = next(f for f in longest_first if f"{operation.path}/".startswith(f"{f.path}/"))
        assert found.perimeter is operation.scope.perimeter, operation


def test_the_other_checks_come_first(shared: Proxied) -> None:
    before = len(shared.service.requests)

    answer = shared.get(headers={"SellerId": "123456789"})

    assert_problem(answer, 403, "seller-not-delegated")
    assert len(shared.service.requests) == before
