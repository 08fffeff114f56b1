"""The security matrix once more, for calls that a proxy asks about: what the gateway refuses, the endpoint refuses."""

import json
from dataclasses import dataclass

import httpx2
import pytest

from sellergate.access.scopes import Scope
from sellergate.rest.operations import Operation
from tests.builders.wire import assert_problem, slug_of
from tests.security.situations import SITUATIONS, Sent, Situation, World
from tests.security.test_matrix import assert_challenged, assert_nothing_leaks


@dataclass(frozen=True)
class Dialect:
    """How one kind of proxy asks about one call: `operation` is what it sends to us, `says` its headers."""

    name: str
    operation: Operation
    says: tuple[tuple[str, str], ...] = ()
    about: str = "/v1/parcels"


READ, WRITE = Scope.ORDERS_READ, Scope.ORDERS_WRITE
DIALECTS = (
    Dialect("envoy-read", Operation("GET", "/forward-auth/orders/v1/parcels", READ, "")),
    Dialect("envoy-write", Operation("DELETE", "/forward-auth/orders/v1/parcels", WRITE, "")),
    Dialect(
        "traefik-write",
        Operation("GET", "/forward-auth/orders", WRITE, ""),
        (
            ("X-Forwarded-Method", "POST"),
            ("X-Forwarded-Uri", "/v1/parcels?page=1"),
            ("X-Forwarded-Host", "shop.example"),
        ),
    ),
    Dialect(
        "nginx-write",
        Operation("GET", "/forward-auth/nginx/orders", WRITE, ""),
        (("X-Original-Method", "PUT"), ("X-Original-URI", "/v1/parcels?page=1")),
    ),
    Dialect(
        "nginx-scope",
        Operation("GET", "/forward-auth/nginx/orders:write", WRITE, ""),
        (("X-Original-URI", "/v1/parcels"),),
    ),
)
MATRIX = [
    pytest.param(
        dialect,
        situation,
        id=f"{dialect.name}-{situation.name}",
        marks=[pytest.mark.slow] if dialect.name in {"envoy-write", "nginx-scope"} else [],
    )
    for dialect in DIALECTS
    for situation in SITUATIONS
    if situation.applies(dialect.operation)
]


def ask(world: World, dialect: Dialect, headers: Sent) -> httpx2.Response:
    encoded = [(name.encode(), value.encode()) for name, value in [*headers, *dialect.says]]
    return world.on.request(dialect.operation.method, dialect.operation.path, headers=encoded)


@pytest.mark.parametrize(("dialect", "situation"), MATRIX)
def test_a_call_that_must_not_pass_does_not_pass_and_its_proxy_is_told_why(
    world: World, dialect: Dialect, situation: Situation
) -> None:
    headers = [*situation.headers(world, dialect.operation), ("X-Request-Id", "matrix-43")]
    if situation.slug == "quota-exceeded":
        ask(world, dialect, headers)

    answer = ask(world, dialect, headers)

    is_for_nginx = dialect.name.startswith("nginx")
    assert_refused(answer, situation, is_for_nginx=is_for_nginx)
    body = answer.json()
    assert body["instance"] == dialect.about
    assert body["traceId"] == answer.headers["x-request-id"] == "matrix-43"
    assert_challenged(answer, situation)
    assert ("retry-after" in answer.headers) == (situation.status == 429)
    assert ("ratelimit" in answer.headers) == (situation.status == 429)
    assert [name for name in answer.headers if name in IDENTITY] == []
    assert_nothing_leaks(world, answer, headers)


IDENTITY = ("x-sellergate-client", "x-sellergate-seller", "x-sellergate-scopes")


def assert_refused(answer: httpx2.Response, situation: Situation, *, is_for_nginx: bool) -> None:
    if not is_for_nginx:
        assert_problem(answer, situation.status, situation.slug)
        return
    assert answer.status_code == (situation.status if situation.status in {401, 403} else 403)
    assert answer.headers["x-sellergate-status"] == str(situation.status)
    assert json.loads(answer.headers["x-sellergate-problem"]) == answer.json()
    assert slug_of(answer.json()) == situation.slug


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
def test_a_call_that_may_pass_passes_with_who_calls_for_whom(
    world: World, dialect: Dialect
) -> None:
    forged = [("X-Sellergate-Client", "Somebody else"), ("X-Sellergate-Seller", "1")]

    answer = ask(world, dialect, [*world.call(world.token), *forged])

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers.get_list("x-sellergate-client") == [world.client.id]
    assert answer.headers.get_list("x-sellergate-seller") == [str(world.seller.seller_id)]
    assert answer.headers["x-sellergate-scopes"].split() == list(Scope)
    assert answer.headers["ratelimit"].startswith('"orders";')


SMUGGLED = [
    pytest.param(
        "/forward-auth/nginx/orders", "X-Original-Method", "X-Forwarded-Method", id="nginx"
    ),
    pytest.param("/forward-auth/orders", "X-Forwarded-Method", "X-Original-Method", id="traefik"),
]


@pytest.mark.parametrize(("path", "by_proxy", "by_client"), SMUGGLED)
def test_a_client_cannot_make_its_writing_look_like_reading(
    world: World, path: str, by_proxy: str, by_client: str
) -> None:
    """The header of another proxy's dialect, before and after the one that the proxy sets."""
    reading = world.call(world.token_for_reading)

    answers = [
        world.on.request("GET", path, headers=[*reading, *said])
        for said in (
            [(by_client, "GET"), (by_proxy, "POST")],
            [(by_proxy, "POST"), (by_client, "GET")],
        )
    ]
    envoy = world.on.request(
        "POST", "/forward-auth/orders/v1", headers=[*reading, (by_client, "GET"), (by_proxy, "GET")]
    )

    for answer in [*answers, envoy]:
        assert answer.status_code == 403
        assert answer.json()["scope"] == "orders:write"
