"""The security matrix: every operation of the Seller API in every situation (issue §8).

The operations are read off the API, so a perimeter that is added is tested without a word here.
"""

import re

import httpx2
import pytest

from sellergate.kit.problems import CATALOGUE
from sellergate.rest.operations import Operation
from sellergate.seller_v2.api import PREFIX
from tests.builders.operations import known_operations
from tests.builders.wire import assert_problem
from tests.security.forge import path_of
from tests.security.situations import HIDDEN, SITUATIONS, Sent, Situation, World

OPERATIONS = known_operations()
# The gate knows an operation by its scope. In the inner loop are one operation of each scope in some situations, all of
# them in turn, and one that reads and one that writes in every situation; in the whole suite is each in every one.
OF_EACH_SCOPE = list({operation.scope: operation for operation in reversed(OPERATIONS)}.values())
IN_EVERY_SITUATION = [
    next(operation for operation in OF_EACH_SCOPE if operation.scope.is_read is reads)
    for reads in (True, False)
]
EACH_OPERATION = pytest.mark.parametrize(
    "operation",
    [
        pytest.param(o, id=o.operation_id, marks=() if o in OF_EACH_SCOPE else pytest.mark.slow)
        for o in OPERATIONS
    ],
)


def is_fast(operation: Operation, number: int) -> bool:
    """Whether the operation is tried in the situation of this number in the inner loop."""
    if operation not in OF_EACH_SCOPE:
        return False
    turn = number % len(OF_EACH_SCOPE) == OF_EACH_SCOPE.index(operation)
    return turn or operation in IN_EVERY_SITUATION


MATRIX = [
    pytest.param(
        operation,
        situation,
        id=f"{operation.operation_id}-{situation.name}",
        marks=() if is_fast(operation, number) else pytest.mark.slow,
    )
    for operation in OPERATIONS
    for number, situation in enumerate(SITUATIONS)
    if situation.applies(operation)
]


# A search that wants to be told of what.
QUERIES = {"listAttachments": {"discussionId": "0" * 24}, "listStocks": {"limit": "10"}}


def send(
    world: World, operation: Operation, headers: Sent, query: dict[str, str] | None = None
) -> httpx2.Response:
    # Header values as UTF-8, as a program sends them that thinks nothing of it.
    encoded = [(name.encode(), value.encode()) for name, value in headers]
    return world.on.request(
        operation.method, path_of(operation), headers=encoded, params=query or {}
    )


@pytest.mark.parametrize(("operation", "situation"), MATRIX)
def test_a_call_that_must_not_pass_is_told_why(
    world: World, operation: Operation, situation: Situation
) -> None:
    headers = [*situation.headers(world, operation), ("X-Request-Id", "matrix-42")]

    answer = send(world, operation, headers)

    body = assert_problem(answer, situation.status, situation.slug)
    assert body["instance"] == path_of(operation)
    assert body["traceId"] == "matrix-42"
    assert_challenged(answer, situation)
    assert ("retry-after" in answer.headers) == (situation.status == 429)
    assert ("ratelimit" in answer.headers) == (situation.status == 429)
    assert_nothing_leaks(world, answer, headers)


def assert_challenged(answer: httpx2.Response, situation: Situation) -> None:
    """RFC 6750 §3: a 401 names the scheme; without any token it names no error."""
    challenge = answer.headers.get("www-authenticate", "")
    scheme = "DPoP" if situation.slug.startswith("dpop-") else "Bearer"
    assert challenge.startswith(f'{scheme} realm="seller-api"') == (
        situation.status == 401 or situation.slug == "insufficient-scope"
    )
    error = re.search(r'error="(\w+)"', challenge)
    expected = {"token-missing": None, "insufficient-scope": "insufficient_scope"}
    expected["dpop-proof-invalid"] = "invalid_dpop_proof"
    if challenge:
        assert (error and error[1]) == expected.get(situation.slug, "invalid_token")


def assert_nothing_leaks(world: World, answer: httpx2.Response, sent: Sent) -> None:
    told = answer.text + repr(answer.headers)
    secrets = [
        world.client.id,
        world.client.secret,
        world.client.client.uid,
        world.seller.shop_name,
        world.seller.email,
        str(world.on.settings.database_path),
        *(value for name, value in sent if name == "Authorization" and len(value) > 20),
    ]
    assert [secret for secret in secrets if secret in told] == []
    assert "Traceback" not in told


@EACH_OPERATION
def test_a_call_that_may_pass_passes(world: World, operation: Operation) -> None:
    # Some operations want a channel, which two clients name on every call (contract/00 §3).
    headers = [*world.call(world.token), ("salesChannelId", "CDISFR")]
    answer = send(world, operation, headers, QUERIES.get(operation.operation_id))

    names_a_thing = "{" in operation.path  # that is not there
    assert answer.status_code < 300 or names_a_thing or not operation.scope.is_read, answer.text
    assert answer.status_code not in {401, 403, 429}
    assert answer.headers.get_list("cache-control") == ["no-store"]


@EACH_OPERATION
def test_reading_passes_with_a_read_only_delegation(world: World, operation: Operation) -> None:
    answer = send(world, operation, world.call(world.token_for_reading))

    assert (answer.status_code == 403) == (not operation.scope.is_read)


@EACH_OPERATION
@pytest.mark.parametrize("name", ["sellerid", "SELLERID", "sElLeRiD", "SellerId"])
def test_the_seller_header_counts_in_any_letter_case(
    world: World, operation: Operation, name: str
) -> None:
    headers = [("aUTHORIZATION", f"bEARER {world.token}"), (name, str(world.seller.seller_id))]

    answer = send(world, operation, headers)

    assert answer.status_code not in {401, 403}, answer.text
    assert "/docs/problems/seller-id-" not in answer.text


@EACH_OPERATION
def test_nobody_can_tell_an_unknown_seller_from_one_that_gave_no_access(
    world: World, operation: Operation
) -> None:
    answers = [send(world, operation, situation.headers(world, operation)) for situation in HIDDEN]

    bodies = [answer.json() | {"traceId": ""} for answer in answers]
    headers = [sorted(answer.headers) for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert all(names == headers[0] for names in headers)


def test_every_refusal_of_the_gate_is_in_the_matrix() -> None:
    slugs = {situation.slug for situation in SITUATIONS}
    gate = {
        slug
        for slug, problem in CATALOGUE.items()
        if problem.status in {401, 403, 429} or slug.startswith("seller-id")
    }

    assert slugs == gate - {"token-quota-exceeded"}


def test_every_operation_lies_below_the_prefix_and_names_a_scope() -> None:
    assert OPERATIONS
    assert all(operation.path.startswith(f"{PREFIX}/") for operation in OPERATIONS)
    assert len({operation.operation_id for operation in OPERATIONS}) == len(OPERATIONS)


ORDER = [
    # (token, SellerId) → the first check that fails is the one that is told
    pytest.param("garbage", None, "token-invalid", id="token before SellerId"),
    pytest.param("disabled", None, "client-disabled", id="client before SellerId"),
    pytest.param("good", "1,2", "seller-id-invalid", id="SellerId before delegation"),
]


@pytest.mark.parametrize(("token", "seller_id", "slug"), ORDER)
def test_the_first_failing_check_is_told(
    world: World, token: str, seller_id: str | None, slug: str
) -> None:
    tokens = {"garbage": "garbage", "good": world.token, "disabled": world.token_of_disabled_client}
    headers = [("Authorization", f"Bearer {tokens[token]}")]
    headers += [("SellerId", seller_id)] if seller_id else []

    answer = send(world, OPERATIONS[0], headers)

    assert answer.json()["type"].endswith(slug)


def test_a_suspended_seller_that_gave_no_access_stays_hidden(world: World) -> None:
    hidden = send(world, OPERATIONS[0], world.call(world.token, world.suspended_seller.seller_id))
    other = send(
        world,
        OPERATIONS[0],
        world.call(world.token_of_limited_client, world.suspended_seller.seller_id),
    )

    assert_problem(hidden, 403, "seller-suspended")
    assert_problem(other, 403, "seller-not-delegated")
