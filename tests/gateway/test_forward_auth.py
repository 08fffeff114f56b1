"""What a proxy may ask, what it is told, and which count it is charged to. The refusals are in tests/security."""

import json

import pytest

from sellergate.access.scopes import Perimeter, Rights
from sellergate.access.sellers.models import TEST_SELLER_ID
from tests.builders.installation import Installation
from tests.builders.wire import assert_problem, send_raw
from tests.builders.world import (
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    revoke_delegation,
)

READ_METHODS = ["GET", "HEAD", "OPTIONS"]
WRITE_METHODS = ["POST", "PUT", "PATCH", "DELETE"]


def a_caller(on: Installation, rights: Rights | None = None, **limits: int) -> dict[str, str]:
    client, seller = a_client(on, **limits), a_seller(on)
    a_delegation(on, client, seller, rights=rights or Rights())
    return headers_for(a_token(on, client), seller.seller_id)


@pytest.mark.parametrize("method", [*READ_METHODS, *WRITE_METHODS])
def test_the_method_of_the_call_decides_between_reading_and_writing(
    installation: Installation, method: str
) -> None:
    headers = a_caller(installation, Rights(read_only=True))
    stated = headers | {"X-Original-Method": method}

    by_header = installation.get("/forward-auth/offers", headers=stated)
    appended = installation.request(method, "/forward-auth/offers/v1/list?a=b", headers=headers)

    expected = 200 if method in READ_METHODS else 403
    assert (by_header.status_code, appended.status_code) == (expected, expected)


def test_a_location_that_only_reads_may_be_called_with_any_method(
    installation: Installation,
) -> None:
    headers = a_caller(installation, Rights(read_only=True)) | {"X-Original-Method": "POST"}

    assert installation.get("/forward-auth/offers:read", headers=headers).status_code == 200
    assert installation.get("/forward-auth/offers:write", headers=headers).status_code == 403


def test_the_scopes_told_are_those_of_the_delegation(installation: Installation) -> None:
    rights = Rights(frozenset({Perimeter.ORDERS, Perimeter.OFFERS}), read_only=True)

    answer = installation.get("/forward-auth/orders/", headers=a_caller(installation, rights))

    assert answer.headers["x-sellergate-scopes"] == "offers:read orders:read"


@pytest.mark.parametrize("name", ["", "nope", "orders:delete", "ORDERS", "nginx", "é"])
def test_an_address_that_names_no_right_is_told_which_there_are(
    installation: Installation, name: str
) -> None:
    headers = a_caller(installation) | {"X-Original-Method": "GET"}

    answer = installation.get(f"/forward-auth/{name}", headers=headers)

    body = assert_problem(answer, 404, "route-unknown")
    assert "orders, " in body["detail"]
    assert "orders:read" in body["detail"]


def test_a_proxy_that_does_not_say_the_method_is_told_to(installation: Installation) -> None:
    """Else a write would pass for a read."""
    headers = a_caller(installation)

    answer = installation.get("/forward-auth/orders", headers=headers)
    nginx = installation.get("/forward-auth/nginx/orders", headers=headers)

    body = assert_problem(answer, 400, "validation")
    assert list(body["errors"]) == ["X-Original-Method"]
    assert (nginx.status_code, nginx.headers["x-sellergate-status"]) == (403, "400")


@pytest.mark.parametrize(
    ("perimeter", "method", "allow"),
    [
        ("finance", "POST", "GET, HEAD, OPTIONS"),
        ("sellers", "DELETE", "GET, HEAD, OPTIONS"),
        ("orders", "TRACE", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
        ("orders", "get", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
    ],
)
def test_a_method_without_a_right_in_the_perimeter_is_refused(
    installation: Installation, perimeter: str, method: str, allow: str
) -> None:
    headers = a_caller(installation) | {"X-Forwarded-Method": method}

    answer = installation.get(f"/forward-auth/{perimeter}", headers=headers)

    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == allow


def test_one_count_for_the_gateway_and_every_proxy(installation: Installation) -> None:
    headers = a_caller(installation, calls_per_minute=100)
    stated = headers | {"X-Original-Method": "POST"}

    installation.get("/seller/v2/sellers", headers=headers)
    same = installation.get("/forward-auth/sellers/x", headers=headers)
    other = installation.get("/forward-auth/orders", headers=stated)
    for_nginx = installation.get("/forward-auth/nginx/orders", headers=stated)

    left = [answer.headers["x-ratelimit-remaining"] for answer in (same, other, for_nginx)]
    assert left == ["98", "99", "98"]


def test_the_test_seller_passes_on_its_small_quota(installation: Installation) -> None:
    headers = headers_for(a_token(installation, a_client(installation)), TEST_SELLER_ID)

    answer = installation.get("/forward-auth/orders/x", headers=headers)

    assert answer.headers["ratelimit-policy"] == '"orders";q=10;w=3600'
    assert answer.headers["x-sellergate-seller"] == str(TEST_SELLER_ID)


def test_access_taken_back_stops_the_next_question(installation: Installation) -> None:
    client, seller = a_client(installation), a_seller(installation)
    a_delegation(installation, client, seller)
    headers = headers_for(a_token(installation, client), seller.seller_id)
    before = installation.get("/forward-auth/orders/x", headers=headers)

    revoke_delegation(installation, client, seller)

    assert before.status_code == 200
    assert installation.get("/forward-auth/orders/x", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("uri", "instance"),
    [
        (b"/v1/a%20b?secret=1", "/v1/a%20b"),
        (b"/\xc3\xa9t\xc3\xa9", "/%C3%A9t%C3%A9"),
        (b"/\xff", "/%EF%BF%BD"),
        (b"", "/forward-auth/nginx/orders"),
        (b"/" + b"x" * 3000, "/" + "x" * 399),
        (b"/" + "\U0001f600".encode() * 800, "/" + "%F0%9F%98%80" * 32),
    ],
    ids=["query", "bytes", "no UTF-8", "empty", "long", "long once encoded"],
)
def test_the_problem_names_the_path_of_the_call_without_its_query(
    installation: Installation, uri: bytes, instance: str
) -> None:
    headers = [(b"X-Original-URI", uri), (b"X-Original-Method", b"GET")]

    answer = send_raw(installation, b"/forward-auth/nginx/orders", headers)

    assert answer.problem["instance"] == instance
    assert json.loads(answer.headers["x-sellergate-problem"]) == answer.problem
    assert sum(len(k) + len(v) + 4 for k, v in answer.headers.items()) < 4096 - 32


def test_a_question_with_a_body_is_answered_and_the_connection_serves_on(
    installation: Installation,
) -> None:
    """Envoy may send the head of a POST, or its body too."""
    headers = a_caller(installation)

    answers = [
        installation.request("POST", "/forward-auth/orders/x", headers=headers, content=content)
        for content in (b"", b"x" * 300_000, b"")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
