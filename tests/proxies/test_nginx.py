"""deploy/nginx/sellergate.conf on Debian's nginx: TLS, decisions for a foreign service in truth, nothing smuggled in."""

import json
import socket
from datetime import timedelta

import httpx2
import pytest

from sellergate.access.scopes import Rights, Scope
from sellergate.kit.clock import system_clock
from tests.builders.upstream import answering, echo
from tests.builders.wire import read_answer, slug_of
from tests.builders.world import a_client, a_delegation, a_token, headers_for
from tests.proxies.conftest import Front

pytestmark = [pytest.mark.slow, pytest.mark.foreign]


def raw(front: Front, request: bytes) -> bytes:
    """Bytes over TLS, and all that comes back."""
    port = int(front.url.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        front.authority.context.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


def raw_call(front: Front, target: bytes, *more: bytes) -> bytes:
    lines = [
        b"GET " + target + b" HTTP/1.1",
        b"Host: localhost",
        b"Connection: close",
        *(f"{name}: {value}".encode() for name, value in front.headers.items()),
        *more,
    ]
    return raw(front, b"\r\n".join(lines) + b"\r\n\r\n")


def test_tls_is_verified_by_who_knows_the_authority_and_refused_by_others(front: Front) -> None:
    assert front.request("GET", "/healthz").status_code == 200
    assert front.http.get(f"{front.url}/seller/v2/sellers", headers=front.headers).is_success

    with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx2.get(f"{front.url}/healthz", trust_env=False)


def test_plain_http_leads_to_https(front: Front) -> None:
    answer = front.http.get(f"{front.plain_url}/docs/?a=b")

    assert answer.status_code == 308
    assert answer.headers["location"].startswith("https://")
    assert answer.headers["location"].endswith("/docs/?a=b")


def test_a_call_of_the_seller_api_is_answered_as_by_a_node(front: Front) -> None:
    through = front.request("GET", "/seller/v2/sellers")
    direct = front.http.get(
        f"http://127.0.0.1:{front.nodes[0].settings.port}/seller/v2/sellers", headers=front.headers
    )

    assert through.json() == direct.json()
    own = {"server", "date", "x-request-id", "connection", "content-length", "transfer-encoding"}
    assert set(through.headers) - own == set(direct.headers) - own


def test_a_call_to_ones_own_service_arrives_with_who_calls_for_whom(front: Front) -> None:
    answer = front.request("POST", "/own/parcels?x=1", content=b'{"a": 1}')

    got = front.service.last
    assert answer.json() == {"method": "POST", "target": "/own/parcels?x=1"}
    assert got.body == b'{"a": 1}'
    assert got.values("x-sellergate-client") == [front.client.id]
    assert got.values("x-sellergate-seller") == [str(front.seller.seller_id)]
    assert got.values("x-sellergate-scopes")[0].split() == list(Scope)
    assert got.values("x-request-id") == [answer.headers["x-request-id"]]
    assert got.values("x-forwarded-proto") == ["https"]
    assert not got.names & {"authorization", "cookie"}
    assert answer.headers["ratelimit"].startswith('"orders";r=')
    assert {"ratelimit-policy", "x-ratelimit-limit", "x-ratelimit-remaining"} <= set(answer.headers)


def test_a_secret_that_ends_soon_is_told_through_nginx_too(front: Front) -> None:
    on = front.nodes[0]
    client = a_client(on, expires_at=system_clock() + timedelta(days=2))
    a_delegation(on, client, front.seller, rights=Rights(read_only=True))
    headers = headers_for(a_token(on, client), front.seller.seller_id)

    answers = [front.request(method, "/own/x", headers=headers) for method in ("GET", "POST")]

    assert [answer.status_code for answer in answers] == [200, 403]
    assert all(answer.headers["sellergate-secret-expires"].endswith("GMT") for answer in answers)


FORGED = [
    b"X-Sellergate-Client: Somebody else",
    b"x-sellergate-client: Somebody else",
    b"X_Sellergate_Client: Somebody else",
    b"X-Sellergate-Seller: 1\r\nX-Sellergate-Seller: 2",
    b"X-Sellergate-Scopes: everything",
    b"X-Sellergate-Status: 200",
    b"X-Sellergate-Problem: {}",
    b"X-Forwarded-For: 8.8.8.8",
    b"Cookie: a=b",
    b"Connection: X-Sellergate-Client",
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda line: line.decode())
def test_who_calls_cannot_be_said_from_outside(front: Front, forged: bytes) -> None:
    answer = raw_call(front, b"/own/parcels", forged)

    got = front.service.last
    assert read_answer(answer).status == 200
    assert got.values("x-sellergate-client") == [front.client.id]
    assert got.values("x-sellergate-seller") == [str(front.seller.seller_id)]
    assert got.values("x-sellergate-scopes")[0].split() == list(Scope)
    assert [name for name in got.names if "_" in name] == []
    told = [value for _, value in got.headers]
    assert not {"Somebody else", "1", "2", "everything", "8.8.8.8", "a=b", "{}"} & set(told)


def expected(front: Front, method: str, headers: dict[str, str]) -> httpx2.Response:
    """What the decision itself says, to a proxy that understands every status."""
    node = f"http://127.0.0.1:{front.nodes[0].settings.port}"
    return front.http.request(method, f"{node}/forward-auth/orders/own/parcels", headers=headers)


def refused_headers(front: Front, name: str) -> tuple[str, dict[str, str]]:
    good = front.headers
    match name:
        case "token-missing":
            return "GET", {"SellerId": good["SellerId"]}
        case "token-invalid":
            return "GET", good | {"Authorization": "Bearer garbage"}
        case "seller-id-missing":
            return "GET", {"Authorization": good["Authorization"]}
        case "seller-not-delegated":
            return "GET", good | {"SellerId": "987654321"}
        case "insufficient-scope":
            return "POST", front.caller(Rights(read_only=True))
        case "quota-exceeded":
            headers = front.caller(calls_per_minute=1)
            for node in front.nodes:
                url = f"http://127.0.0.1:{node.settings.port}/forward-auth/orders/x"
                front.http.get(url, headers=headers)
            return "GET", headers
        case _:
            return "PROPFIND", good


@pytest.mark.parametrize(
    ("slug", "status"),
    [
        ("token-missing", 401),
        ("token-invalid", 401),
        ("seller-id-missing", 400),
        ("seller-not-delegated", 403),
        ("insufficient-scope", 403),
        ("quota-exceeded", 429),
        ("method-not-allowed", 405),
    ],
)
def test_a_refused_call_is_answered_with_the_true_status_and_problem(
    front: Front, slug: str, status: int
) -> None:
    method, headers = refused_headers(front, slug)
    headers = headers | {"X-Request-Id": "refused-1"}
    before = len(front.service.requests)

    answer = front.request(method, "/own/parcels", headers=headers)
    truth = expected(front, method, headers)

    assert len(front.service.requests) == before
    assert (answer.status_code, truth.status_code) == (status, status)
    assert slug_of(answer.json()) == slug
    assert answer.json() == truth.json()
    own = {"server", "date", "connection", "content-length", "vary"}
    assert set(answer.headers) - own == set(truth.headers) - own
    for name in ("content-type", "www-authenticate", "allow", "x-request-id", "cache-control"):
        assert answer.headers.get_list(name) == truth.headers.get_list(name)


@pytest.mark.parametrize("status", [401, 403, 404, 500, 503])
def test_what_ones_own_service_answers_is_passed_on_as_it_is(front: Front, status: int) -> None:
    head = f"HTTP/1.1 {status} Own\r\nContent-Length: 3\r\n\r\nown".encode()
    front.service.follow(answering(head))

    try:
        answer = front.request("GET", "/own/parcels")
    finally:
        front.service.follow(echo)

    assert (answer.status_code, answer.text) == (status, "own")


@pytest.mark.parametrize(
    "target",
    [
        b"/metrics",
        b"/metrics/",
        b"/readyz",
        b"/forward-auth/orders",
        b"/forward-auth/orders/own",
        b"//forward-auth/orders/own",
        b"/%66orward-auth/orders/own",
        b"/own/../forward-auth/orders/own",
        b"/_decide/orders",
    ],
)
def test_what_is_for_the_operators_machines_is_not_to_be_seen(front: Front, target: bytes) -> None:
    answer = read_answer(raw_call(front, target))

    assert answer.status == 404
    assert b"sellergate_" not in answer.body


def test_a_path_with_hostile_bytes_is_refused_in_json_all_the_same(front: Front) -> None:
    target = b'/own/"%22%0d%0aX:%201$sellergate_client\\' + b"x" * 3000
    lines = [b"GET " + target + b" HTTP/1.1", b"Host: localhost", b"Connection: close", b"", b""]

    answer = read_answer(raw(front, b"\r\n".join(lines)))

    assert answer.status == 401
    assert json.loads(answer.body)["status"] == 401
    assert "x" not in answer.headers
