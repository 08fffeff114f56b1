"""The examples of the document are true: the answers of the demo marketplace, the problems of real calls."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sellergate.demo.world import TODAY
from sellergate.described import api_document
from sellergate.kit.secrets import new_client_secret
from sellergate.settings import Settings
from tests.builders.demo import run_demo, token_of_demo
from tests.builders.installation import Installation, MovableClock
from tests.builders.operations import known_operations
from tests.builders.wire import slug_of
from tests.builders.world import a_client, headers_for
from tests.security.situations import SITUATIONS, Situation, World

pytestmark = pytest.mark.slow  # every example of every operation

Json = dict[str, Any]

DOCUMENT = api_document(Settings(database_url="", secret_key="", public_url="http://127.0.0.1:1"))
SELLER_ID = DOCUMENT["components"]["parameters"]["SellerId"]["examples"]["demo"]["value"]
READS = {
    path: item["get"]
    for path, item in DOCUMENT["paths"].items()
    # Attachments are sent: the demo marketplace has none.
    if "get" in item
    and path != "/attachments"
    # Files are files.
    and "application/json" in item["get"]["responses"]["200"]["content"]
    # It has many orders more than the lists of the document; addresses of invoices are its own.
    if path in ("/orders/{orderId}", "/order-invoice-imports", "/order-invoice-imports/{importId}")
    or not path.startswith(("/orders", "/order-"))
}
SSO = "https://sso.example.com/realms/market"
# Told by the gateway to a call; the others need a fault, which tests/faults and tests/issuers make.
FIRST_OF_EACH = {situation.slug: situation for situation in reversed(SITUATIONS)}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One that nobody else writes to, at the marketplace's today: what is recent has the instants of the examples."""
    with run_demo(tmp_path_factory.mktemp("demo"), clock=MovableClock(TODAY)) as on:
        yield on


def problems_of(document: Json) -> dict[str, Json]:
    """Every example of a problem that the gateway may answer, by its slug."""
    return {
        slug: example["value"]
        for response in document["components"]["responses"].values()
        for slug, example in response["content"]["application/problem+json"]["examples"].items()
    }


@pytest.mark.parametrize("path", READS)
def test_the_example_of_an_answer_is_what_the_demo_marketplace_answers(
    demo: Installation, path: str
) -> None:
    answer = demo.get(
        "/seller/v2" + path.format(**given_in(READS[path], "path")),
        params=given_in(READS[path], "query"),
        headers=headers_for(token_of_demo(demo), SELLER_ID) | given_in(READS[path], "header"),
    )

    content = READS[path]["responses"]["200"]["content"]["application/json"]
    told = json.loads(answer.text.replace(demo.url, "https://sellers.example.com"))
    assert told == content["examples"]["demo"]["value"]


def given_in(operation: Json, place: str) -> dict[str, str]:
    """The parameters that the document gives an example of: with those the call is made."""
    known = DOCUMENT["components"]["parameters"]
    described = [
        known[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in operation["parameters"]
    ]
    examples = {p["name"]: p["example"] for p in described if p["in"] == place and "example" in p}
    return {
        name: ",".join(example) if isinstance(example, list) else str(example)
        for name, example in examples.items()
    }


def test_every_problem_of_the_gateway_is_provoked_by_a_situation() -> None:
    faults = {"internal-error", "unavailable", "issuer-unavailable"}
    assert set(problems_of(DOCUMENT)) == {*FIRST_OF_EACH, *faults}


@pytest.mark.parametrize("situation", FIRST_OF_EACH.values(), ids=lambda s: s.slug)
def test_the_example_of_a_problem_is_what_a_call_is_told(
    world: World, situation: Situation
) -> None:
    example = problems_of(api_document(world.on.settings))[situation.slug]
    operation = next(o for o in known_operations() if o.path == example["instance"])
    headers = situation.headers(world, operation)

    answer = world.on.get(
        example["instance"], headers=[(n.encode(), v.encode()) for n, v in headers]
    )

    told = answer.json()
    told["detail"] = told["detail"].replace(world.sso.issuer, SSO)
    assert answer.status_code == example["status"]
    assert told | {"traceId": ""} == example | {"traceId": ""}
    assert slug_of(answer.json()) == situation.slug


@pytest.mark.parametrize(
    ("status", "name", "form"),
    [
        (400, "grant-type-missing", {"grant_type": None}),
        (400, "grant-type-unknown", {"grant_type": "password"}),
        (401, "credentials-wrong", {"client_secret": new_client_secret()}),
        (401, "secret-missing", {"client_secret": None}),
        (413, "body-too-large", {"scope": "x" * 20_000}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_example_of_an_oauth_error_is_what_the_token_endpoint_says(
    world: World, status: int, name: str, form: dict[str, str | None]
) -> None:
    sent = {k: v for k, v in {**world.client.token_form, **form}.items() if v is not None}

    answer = world.on.http.post(world.on.settings.token_url, data=sent)

    assert_is_example(answer.json(), world, status, name)


def test_the_example_of_authenticating_twice_is_what_the_token_endpoint_says(world: World) -> None:
    client = world.client

    answer = world.on.http.post(
        world.on.settings.token_url, data=client.token_form, auth=(client.id, client.secret)
    )

    assert_is_example(answer.json(), world, 400, "authenticated-twice")


def test_the_example_of_too_many_tokens_is_what_the_token_endpoint_says(world: World) -> None:
    client = a_client(world.on, tokens_per_hour=1)
    for _ in range(2):
        answer = world.on.http.post(world.on.settings.token_url, data=client.token_form)

    told = answer.json()
    for member in ("detail", "error_description"):
        told[member] = told[member].replace("obtained 1 token", "obtained 500 token")

    assert answer.headers["retry-after"] == "1380"
    assert_is_example(told, world, 429, "token-quota-exceeded")


def assert_is_example(told: Json, world: World, status: int, name: str) -> None:
    document = api_document(world.on.settings)
    post = document["paths"]["/auth/realms/maas/protocol/openid-connect/token"]["post"]
    example = post["responses"][str(status)]["content"]["application/json"]["examples"][name]
    assert told | {"traceId": ""} == example["value"] | {"traceId": ""}


def test_instants_carry_a_numeric_offset(demo: Installation) -> None:
    """contract/00 §7: `2026-03-04T05:06:07.0000000+00:00`, never `Z`."""
    headers = headers_for(token_of_demo(demo), SELLER_ID)

    answer = demo.get("/seller/v2/sellers/indicators", headers=headers)

    written = {item["computation_date"] for item in answer.json()["items"]}
    assert written
    assert all(text.endswith("+00:00") for text in written)
