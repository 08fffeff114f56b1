"""Sellers announce what they send to the warehouses; it is checked in the background (contract/09 §3)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sellergate.market.warehouse.models import ProductState
from tests.builders.catalogue import a_product
from tests.builders.inbound import (
    PATH,
    a_supply,
    accepted,
    announce,
    announced,
    check,
    shipment_again,
    so_many,
)
from tests.builders.offer_packages import Stall
from tests.builders.warehouse import a_stock

pytestmark = pytest.mark.slow

Json = dict[str, Any]


def errors_of(answer: Any) -> Json:
    assert answer.status_code == 400, answer.text
    errors: Json = answer.json()["errors"]
    return errors


def test_an_announcement_is_checked_and_accepted(stall: Stall) -> None:
    """contract/09 §3: create, checks, `Accepted`."""
    line = so_many(stall)

    answer = announce(
        stall, a_supply(line, reference=f"S-{stall.on.number()}", expectedDate="2026-12-01")
    )
    created = answer.json()
    check(stall.on)
    after = shipment_again(stall, created)

    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"/seller/v2{PATH}/{created['inboundShipmentId']}")
    assert (created["status"], created["hasDeliveryNote"], created["acceptedAt"]) == (
        *("Created", False),
        None,
    )
    assert (after["status"], after["hasDeliveryNote"]) == ("Accepted", True)
    assert after["code"].startswith("IN")
    assert after["expectedDate"] == "2026-12-01"
    [told] = after["lines"]
    assert (told["lineNumber"], told["sellerProductReference"], told["quantity"]) == (
        *(1, line["sellerProductReference"]),
        24,
    )
    assert (told["receivedQuantity"], told["unexpectedQuantity"]) == (0, 0)


def test_unknown_products_are_refused_later_with_a_reason_for_each_line(stall: Stall) -> None:
    """contract/09 §1: accepted by the call, then asynchronously rejected."""
    lines = [so_many(stall), {"sellerProductReference": "NOBODYS", "quantity": 3}]
    created = announced(stall, *lines)

    check(stall.on)

    after = shipment_again(stall, created)
    assert created["status"] == "Created"
    assert (after["status"], after["reasonCode"]) == ("Refused", "ProductsNotReferenced")
    assert [line["reasonCode"] for line in after["lines"]] == [None, "ProductUnknown"]
    assert "Reference it first" in after["lines"][1]["reason"]
    assert after["hasDeliveryNote"] is False


def test_a_country_without_a_warehouse_is_refused_later(stall: Stall) -> None:
    """contract/09 §3: one of the checks is whether the country is allowed."""
    created = announced(stall, storageCountry="DE")

    check(stall.on)

    after = shipment_again(stall, created)
    assert (after["status"], after["reasonCode"]) == ("Refused", "StorageCountryNotAllowed")


@pytest.mark.parametrize("country", ["UK", "gb", " GB "])
def test_the_united_kingdom_has_two_codes(stall: Stall, country: str) -> None:
    """contract/09 §0: FR, ES, UK."""
    shipment = accepted(stall, storageCountry=country)

    assert (shipment["storageCountry"], shipment["status"]) == ("GB", "Accepted")


def test_products_may_be_referenced_in_the_same_breath(stall: Stall) -> None:
    """contract/09 §2: referencing precedes the supply order; nobody waits until it is judged."""
    product = a_product(stall.on)
    reference = f"SKU-{stall.on.number()}"
    told = {"sellerProductReference": reference, "gtin": product.gtin, "title": "Gant"}
    unknown = told | {"sellerProductReference": f"{reference}-X", "gtin": "4006381333931"}
    assert stall.call("POST", "/fulfillment-products", json=[told, unknown]).status_code == 202

    good = accepted(stall, {"sellerProductReference": reference, "quantity": 1})
    bad = accepted(stall, {"sellerProductReference": f"{reference}-X", "quantity": 1})

    assert good["status"] == "Accepted"
    assert (bad["status"], bad["lines"][0]["reasonCode"]) == ("Refused", "ProductRefused")


def test_products_are_named_by_the_catalogue_too(stall: Stall) -> None:
    """contract/09 §1: `productId` and `productCondition`; the seller's reference wins over both."""
    used = a_stock(stall.on, stall.seller, state=ProductState.USED)
    by_id = {"productId": used.product_id, "productCondition": "used", "quantity": 2}
    new = by_id | {"productCondition": "New"}
    both = new | {"sellerProductReference": used.seller_product_reference}

    statuses = [accepted(stall, line)["status"] for line in (by_id, new, both)]

    assert statuses == ["Accepted", "Refused", "Accepted"]


def test_bodies_are_read_with_tolerance(stall: Stall) -> None:
    """contract/00 §4: any letter case, strange members; a list of one; one line without a list; numbers as texts."""
    line = so_many(stall, "24")
    loud = {name.upper(): value for name, value in line.items()} | {"color": "red"}
    body = {"STORAGECOUNTRY": "FR", "Lines": loud, "language": "fr", "reference": None}

    answer = announce(stall, [body])

    assert answer.status_code == 201, answer.text
    assert answer.json()["lines"][0]["quantity"] == 24


def test_the_same_announcement_sent_again_is_one_shipment(stall: Stall) -> None:
    body = a_supply(so_many(stall), reference=f"S-{stall.on.number()}")
    first = announce(stall, body)
    check(stall.on)

    again = announce(stall, body)

    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert again.json()["inboundShipmentId"] == first.json()["inboundShipmentId"]
    assert again.json()["status"] == "Accepted"
    assert "idempotent-replayed" not in first.headers


def test_the_same_announcement_sent_many_times_at_once_is_one_shipment(stall: Stall) -> None:
    body = a_supply(so_many(stall), reference=f"S-{stall.on.number()}")

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: announce(stall, body), range(6)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["inboundShipmentId"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 5


def test_a_reference_names_one_shipment(stall: Stall) -> None:
    line = so_many(stall)
    body = a_supply(line, reference=f"S-{stall.on.number()}")
    code = announce(stall, body).json()["code"]

    other = announce(stall, body | {"lines": [line | {"quantity": 25}]})

    assert f"names the inbound shipment {code} already" in errors_of(other)["reference"][0]


def test_the_reference_of_a_refused_shipment_is_free_again(stall: Stall) -> None:
    body = a_supply(
        {"sellerProductReference": "NOBODYS", "quantity": 3}, reference=f"S-{stall.on.number()}"
    )
    first = announce(stall, body).json()
    check(stall.on)

    again = announce(stall, body | {"lines": [so_many(stall)]})

    assert again.status_code == 201
    assert again.json()["inboundShipmentId"] != first["inboundShipmentId"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"lines": None}, "lines", "is missing"),
        ({"lines": []}, "lines", "1 to 500 lines"),
        ({"lines": "24"}, "lines", "must be a list"),
        ({"lines": [7]}, "lines[0]", "must be an object"),
        ({"lines": [{"quantity": 1}]}, "lines[0].sellerProductReference", "name the product"),
        (
            {"lines": [{"quantity": 1, "productId": "P1"}]},
            "lines[0].productCondition",
            "must be one of New",
        ),
        (
            {"lines": [{"sellerProductReference": "A"}]},
            "lines[0].quantity",
            "is missing",
        ),
        ({"storageCountry": None}, "storageCountry", "is missing"),
        ({"storageCountry": "France"}, "storageCountry", "two letters"),
        ({"storageCountry": 33}, "storageCountry", "must be a text"),
        ({"reference": "x" * 61}, "reference", "has 61 characters"),
        ({"reference": "a\u202eb"}, "reference", "control characters"),
        ({"expectedDate": "29/11/2026"}, "expectedDate", "2026-11-29"),
    ],
)
def test_a_wrong_body_is_told_by_its_member(
    stall: Stall, change: Json, field: str, words: str
) -> None:
    body = a_supply({"sellerProductReference": "A", "quantity": 1}) | change

    errors = errors_of(announce(stall, body))

    assert words in errors[field][0]


@pytest.mark.parametrize("quantity", [0, -1, 1.5, 100_000, "many", True, [1], "9" * 5000, 10**30])
def test_a_wrong_quantity_is_told(stall: Stall, quantity: Any) -> None:
    line = {"sellerProductReference": "A", "quantity": quantity}

    errors = errors_of(announce(stall, a_supply(line)))

    assert errors["lines[0].quantity"] == ["must be a whole number from 1 to 99999"]


@pytest.mark.parametrize("body", [[], [{}, {}], 7, "x", None])
def test_a_body_that_is_no_shipment_is_told(stall: Stall, body: Any) -> None:
    assert "body" in errors_of(announce(stall, body))


def test_too_many_lines_are_told_by_their_number(stall: Stall) -> None:
    lines = [{"sellerProductReference": f"A{number}", "quantity": 1} for number in range(501)]

    errors = errors_of(announce(stall, a_supply(*lines)))

    assert "has 501 items" in errors["lines"][0]
