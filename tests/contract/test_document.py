"""The OpenAPI document: committed, complete, and clean in the eyes of a linter that nobody here wrote."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from sellergate.access.scopes import Scope
from sellergate.described import api_document, operator_api_document
from sellergate.kit.problems import CATALOGUE
from sellergate.rest.openapi import render_json, render_yaml
from sellergate.seller_v2.api import PREFIX
from sellergate.settings import Settings
from tests.builders.operations import known_operations

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "reference"
SPECTRAL = ROOT / "tests" / "npm" / "node_modules" / ".bin" / "spectral"

SETTINGS = Settings(database_url="", secret_key="", public_url="http://127.0.0.1:8080")
DOCUMENT = api_document(SETTINGS)
OPERATOR_DOCUMENT = operator_api_document(SETTINGS)
DOCUMENTS = {"openapi.yaml": DOCUMENT, "operator-openapi.yaml": OPERATOR_DOCUMENT}
TOKEN_PATH = "/auth/realms/maas/protocol/openid-connect/token"
API_OPERATIONS = {
    (method, path): operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if path != TOKEN_PATH
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_document_is_what_the_code_says(name: str) -> None:
    assert (COMMITTED / name).read_bytes() == render_yaml(DOCUMENTS[name]), "run `make openapi`"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_generators_find_a_schema_of_its_own_behind_every_name(name: str) -> None:
    """Names with dots, and two schemas of one title, make generators leave out what refers to them."""
    schemas = DOCUMENTS[name]["components"]["schemas"]
    titles = [schema["title"] for schema in schemas.values() if "title" in schema]
    referred = re.findall(r"'#/components/schemas/([^']*)'", render_yaml(DOCUMENTS[name]).decode())

    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9]*", schema) for schema in schemas)
    assert len(set(titles)) == len(titles)
    assert set(referred) <= set(schemas)


@pytest.mark.slow
def test_yaml_and_json_say_the_same() -> None:
    assert yaml.safe_load(render_yaml(DOCUMENT)) == yaml.safe_load(render_json(DOCUMENT))


def test_every_operation_that_the_gateway_guards_is_described_with_its_scope() -> None:
    guarded = known_operations()

    described = {
        (method.upper(), PREFIX + path, operation["x-scope"], operation["operationId"])
        for (method, path), operation in API_OPERATIONS.items()
    }

    assert described == {(o.method, o.path, o.scope.value, o.operation_id) for o in guarded}


def test_the_scopes_of_the_document_are_those_that_operations_ask_for() -> None:
    declared = DOCUMENT["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]

    asked = {operation["x-scope"] for operation in API_OPERATIONS.values()}

    assert set(declared["scopes"]) == asked
    assert asked <= {scope.value for scope in Scope}


@pytest.mark.parametrize("operation", API_OPERATIONS.values(), ids=lambda o: o["operationId"])
def test_an_operation_describes_headers_answers_and_every_status(operation: dict[str, Any]) -> None:
    headers = {p["$ref"].rpartition("/")[2] for p in operation["parameters"] if "$ref" in p}
    [success] = [told for status, told in operation["responses"].items() if status < "300"]

    assert {"SellerId", "X-Request-Id"} <= headers
    assert {"400", "401", "403", "429", "500", "503"} <= set(operation["responses"])
    assert {"X-Request-Id", "RateLimit", "RateLimit-Policy"} <= set(success["headers"])
    assert all(body["examples"] for body in success.get("content", {}).values())
    assert operation["description"]
    assert operation["tags"]


@pytest.mark.slow
def test_every_problem_that_a_call_may_end_in_has_an_example() -> None:
    rendered = b"".join(map(render_yaml, DOCUMENTS.values())).decode()
    shown = set(re.findall(r"/docs/problems/([a-z-]+)", rendered))

    # Answers to what is no operation of this server, and what services say that an operator put in the place of ours.
    elsewhere = {"route-unknown", "method-not-allowed", "not-served-here"}
    elsewhere |= {"request-timeout", "upstream-down", "upstream-slow"}
    assert shown == set(CATALOGUE) - elsewhere


@pytest.mark.slow
def test_the_addresses_are_those_of_the_installation() -> None:
    settings = Settings(
        database_url="",
        secret_key="",
        public_url="https://sellers.shop.example",
        realm="shop",
        marketplace_name="Shop",
    )

    document = api_document(settings)

    assert document["servers"][0]["url"] == "https://sellers.shop.example/seller/v2"
    assert "/auth/realms/shop/protocol/openid-connect/token" in document["paths"]
    assert document["info"]["contact"]["name"] == "Shop"
    assert "127.0.0.1" not in render_yaml(document).decode()


@pytest.mark.foreign
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_lints_clean_with_spectrals_own_rules(tmp_path: Path, name: str) -> None:
    ruleset = tmp_path / "ruleset.yaml"
    ruleset.write_text('extends: ["spectral:oas"]\n')
    as_json = tmp_path / "openapi.json"
    as_json.write_bytes(render_json(DOCUMENTS[name]))

    run = subprocess.run(
        [
            *(SPECTRAL, "lint", "--fail-severity", "hint", "--ruleset", ruleset),
            *(COMMITTED / name, as_json),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
