"""Paths and methods: what is no operation is told so before anybody is asked who they are."""

import re

import pytest

from tests.builders.installation import Installation
from tests.builders.wire import assert_problem, send_raw, slug_of
from tests.builders.world import a_client, a_token, headers_for

UNKNOWN = [
    b"/seller/v2",
    b"/seller/v2/",
    b"/seller/v2//",
    b"/seller/v2/nope",
    b"/seller/v2/nope?x=1",
    b"/seller/v2/schema",
    b"/seller/v2/schema/openapi.json",
    b"/seller/v2/openapi.yaml",
    b"/seller/v2/docs",
    b"/seller/v2/%2fsellers",
    b"/seller/v2//%2fsellers",
    b"/seller/v2/orders//shipments",
    b"/seller/v2/fulfillment",
    b"/seller/v2/fulfillment/stocksof",
    b"/seller/v2/fulfillment%2fstocks",
    b"/seller/v2/sellers/nope",
    b"/seller/v2/Sellers",
    b"/seller/v2/sellers.json",
    b"/seller/v2/sellers;v=1",
    b"/seller/v2/sellers/../sellers",
    b"/seller/v2/./sellers",
    b"/seller/v2/%2e%2e/v2/sellers",
    b"/seller/v2/..%2fsellers",
    b"/seller/v2/..%5csellers",
    b"/seller/v2/sellers%00",
    b"/seller/v2/sellers%20",
    b"/seller/v2/sellers%0a",
    b"/seller/v2/%ff%fe",
    b"/seller/v2/%C3%A9t%C3%A9",
    b"/seller/v2/sellers%2faddresses%2f..",
    b"/seller/v2/" + b"a" * 4000,
    b"/seller/v2/" + b"a/" * 1000,
]


@pytest.mark.parametrize("target", UNKNOWN, ids=lambda t: t[:40].decode("latin-1"))
@pytest.mark.parametrize("authorization", [None, b"Bearer garbage", b"Basic x"])
def test_an_unknown_path_is_told_so_to_anybody(
    installation: Installation, target: bytes, authorization: bytes | None
) -> None:
    headers = [(b"Authorization", authorization)] if authorization else []

    answer = send_raw(installation, target, headers)

    assert answer.status == 404
    assert slug_of(answer.problem) == "route-unknown"
    assert answer.problem["message"] == "no Route matched with those values"  # contract/00 §2
    assert answer.problem["traceId"] == answer.headers["x-request-id"]
    assert re.fullmatch(r"[A-Za-z0-9._~%!$&'()*+,;=:@/-]+", answer.problem["instance"])
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/seller/v2/sellers", "/seller/v2/carriers/"])
def test_another_method_is_told_which_ones_there_are(
    installation: Installation, path: str, method: str
) -> None:
    answer = installation.request(method, path, content=b"{}" if method == "POST" else None)

    assert answer.headers["allow"] == "GET"
    if method == "HEAD":  # an answer to HEAD has no body (RFC 9110 §9.3.2)
        assert (answer.status_code, answer.content) == (405, b"")
    else:
        assert_problem(answer, 405, "method-not-allowed")


def test_a_method_in_small_letters_is_another_method(installation: Installation) -> None:
    answer = send_raw(installation, b"/seller/v2/sellers", [], method=b"get")

    assert answer.status in {400, 405}


@pytest.mark.parametrize("path", ["/seller/v20", "/seller/v2nope", "/seller", "/seller/v1/sellers"])
def test_a_neighbour_of_the_prefix_is_a_page_that_does_not_exist(
    installation: Installation, path: str
) -> None:
    assert installation.get(path).status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "/seller/v2/sellers/",
        "/seller/v2/sellers//",
        "/seller/v2/%73ellers",
        "/seller%2fv2/sellers",
        "/seller/v2/sellers?unknown=1&SellerId=1",
    ],
)
def test_another_spelling_of_a_path_is_the_same_operation_with_the_same_guard(
    installation: Installation, target: str
) -> None:
    token = a_token(installation, a_client(installation))

    anonymous = send_raw(installation, target.encode(), [])
    headers = [(n.encode(), v.encode()) for n, v in headers_for(token, 700982).items()]
    answer = send_raw(installation, target.encode(), headers)

    assert (anonymous.status, slug_of(anonymous.problem)) == (401, "token-missing")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")


def test_a_seller_id_in_the_query_is_not_the_header(installation: Installation) -> None:
    token = a_token(installation, a_client(installation))

    answer = installation.get(
        "/seller/v2/sellers?SellerId=700982", headers={"Authorization": f"Bearer {token}"}
    )

    assert_problem(answer, 400, "seller-id-missing")


def test_a_token_in_the_query_is_not_the_header(installation: Installation) -> None:
    token = a_token(installation, a_client(installation))

    answer = installation.get(
        f"/seller/v2/sellers?access_token={token}", headers={"SellerId": "700982"}
    )

    assert_problem(answer, 401, "token-missing")


@pytest.mark.parametrize(
    "target",
    [
        b"/seller/v2//sellers",
        b"/seller/v2///sellers/",
        b"//seller/v2/sellers",
        b"//seller/v2//sellers?fields=",
        b"//operator/v1//orders",
    ],
)
def test_a_base_url_that_ends_with_a_slash_leads_to_the_same_operations(
    installation: Installation, target: bytes
) -> None:
    """contract/00 §2: gateways of this kind merge the two slashes of a base URL and a path."""
    answer = send_raw(installation, target, [])

    assert answer.status == 401
    assert slug_of(answer.problem) == "token-missing"
    assert b"//" not in answer.problem["instance"].encode()


@pytest.mark.parametrize("path", ["//auth/realms/maas/protocol/openid-connect/token", "/token/"])
def test_the_token_endpoint_is_found_with_a_slash_too_many(
    installation: Installation, path: str
) -> None:
    """contract/01 §1: it is one of the URLs that clients put together."""
    client = a_client(installation)
    if path == "/token/":
        path = "/auth/realms/maas/protocol/openid-connect/token/"
    form = f"grant_type=client_credentials&client_id={client.id}&client_secret={client.secret}"
    sent = form.encode()

    answer = installation.raw(
        b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" % path.encode()
        + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
        % len(sent)
        + sent
    )

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"access_token"' in answer


@pytest.mark.parametrize(("method", "path"), [("GET", "/orders"), ("POST", "/offer-packages")])
def test_a_call_past_the_seller_api_is_answered_as_a_call(
    installation: Installation, method: str, path: str
) -> None:
    """contract/00 §2 and §8: HTTP clients that drop the path of their base URL arrive at the root; they read no page."""
    answer = installation.request(method, path, headers={"SellerId": "98979"})

    told = assert_problem(answer, 404, "route-unknown")
    assert told["message"] == "no Route matched with those values"
    assert f"{installation.url}/seller/v2" in told["detail"]
    page = installation.request("GET", path)
    assert page.headers["content-type"].startswith("text/html")
