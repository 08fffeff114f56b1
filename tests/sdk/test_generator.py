"""What is made from the document is what the document says, and nothing else is taken for it."""

import copy
from typing import Any

import pytest
import yaml

from tools import sdk
from tools.sdk import NotUnderstood, read, render, snake


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    text = sdk.DOCUMENT.read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return found


@pytest.mark.slow
def test_a_changed_document_is_noticed(document: dict[str, Any]) -> None:
    changed = copy.deepcopy(document)
    changed["components"]["schemas"]["Order"]["properties"]["mood"] = {"type": "string"}
    del changed["paths"]["/offers"]

    wrong = {path.name for path in sdk.outdated(render(changed))}

    assert sdk.outdated(render(document)) == []
    assert wrong >= {"orders.py", "offers.py"}


def test_every_operation_has_a_method_of_its_own(document: dict[str, Any]) -> None:
    api = read(document)
    names = [(operation.perimeter, operation.method) for operation in api.operations]

    assert len(names) == len(set(names))
    assert {("orders", "list"), ("orders", "count"), ("offers", "open_package")} <= set(names)
    described = [o for item in document["paths"].values() for o in item.values() if "tags" in o]
    assert len(names) == len(described) - 2  # the token, and the path with the wrong spelling


def test_what_the_generator_was_not_taught_stops_it(document: dict[str, Any]) -> None:
    changed = copy.deepcopy(document)
    body = changed["paths"]["/orders/{orderId}/shipments"]["post"]["requestBody"]
    body["content"] = {"text/csv": {"schema": {"type": "string"}}}

    with pytest.raises(NotUnderstood, match="shipOrder: a body of text/csv"):
        sdk.resource_module(read(changed), "orders")


@pytest.mark.parametrize(
    ("wire", "python"),
    [
        ("orderId", "order_id"),
        ("sales_channel_id", "sales_channel_id"),
        ("companyVATNumber", "company_vat_number"),
        ("not-before-policy", "not_before_policy"),
        ("$page", "page"),
        ("class", "class_"),
        ("raw", "raw_"),
    ],
)
def test_names_are_those_of_python(wire: str, python: str) -> None:
    assert snake(wire) == python
