"""Products are told to the warehouses, and judged soon after (contract/09 §1, §2)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from sellergate.market.warehouse.referencing import ProductReferencing
from tests.builders.catalogue import a_gtin, a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall, do_due

Json = dict[str, Any]


def send(stall: Stall, body: Any) -> httpx2.Response:
    return stall.call("POST", "/fulfillment-products", json=body)


def judged(stall: Stall) -> dict[str, Json]:
    """What became of the seller's products, by reference."""
    do_due(stall.on, ProductReferencing(stall.on.clock, stall.on.access.new_id))
    found = stall.call("GET", "/stock-seller-references", params={"limit": 1000}).json()["items"]
    return {item["sellerProductReference"]: item for item in found}


def a_new(gtin: str, reference: str, **values: Any) -> Json:
    return {"gtin": gtin, "sellerProductReference": reference, **values}


def test_a_product_of_the_catalogue_is_referenced_and_another_refused(stall: Stall) -> None:
    """contract/09 §1: an unknown product is accepted by the call, then rejected."""
    known, unknown = a_product(stall.on), a_gtin(stall.on)

    answer = send(stall, [a_new(known.gtin, "A"), a_new(unknown, "B")])
    pending = stall.call("GET", "/stock-seller-references").json()["items"]
    after = judged(stall)

    assert answer.status_code == 202
    assert [item["status"] for item in answer.json()["items"]] == ["Pending", "Pending"]
    assert [(item["status"], item["stockId"]) for item in pending] == [("Pending", None)] * 2
    assert (after["A"]["status"], after["A"]["productId"]) == ("Referenced", known.reference)
    assert (after["B"]["status"], after["B"]["productId"]) == ("Refused", None)
    assert "create its sheet" in after["B"]["reason"]
    [stock] = stall.call("GET", "/stocks", params={"limit": 5}).json()["items"]
    assert (stock["id"], stock["quantities"]["Available"]) == (after["A"]["stockId"], 0)


def test_a_body_may_be_one_object_or_an_object_with_the_list_in_any_letter_case(
    stall: Stall,
) -> None:
    """contract/09 §2: an array or an object; contract/00 §4: member names in any letter case, GTINs as numbers."""
    one, other = a_product(stall.on), a_product(stall.on)

    single = send(stall, {"GTIN": int(one.gtin), "SellerProductReference": "A", "unheardOf": 1})
    listed = send(stall, {"Products": [a_new(other.gtin, "B", productCondition="UsedLikeNew")]})

    assert (single.status_code, listed.status_code) == (202, 202)
    assert {name: one["productState"] for name, one in judged(stall).items()} == {
        "A": "New",
        "B": "Used",
    }


def test_a_product_sent_again_is_the_same_and_one_that_was_refused_is_judged_again(
    stall: Stall,
) -> None:
    known, late = a_product(stall.on), a_gtin(stall.on)
    both = [a_new(known.gtin, "A"), a_new(late, "B")]
    send(stall, both)
    before = judged(stall)
    a_product(stall.on, gtin=late)

    again = send(stall, both)
    after = judged(stall)

    assert [item["status"] for item in again.json()["items"]] == ["Referenced", "Pending"]
    assert after["A"] == before["A"]
    assert (before["B"]["status"], after["B"]["status"]) == ("Refused", "Referenced")


def test_a_reference_is_of_one_product_and_a_product_has_one_reference(stall: Stall) -> None:
    """contract/09 §1: unique per seller and per couple of GTIN and condition. All are taken, or none."""
    one, other = a_product(stall.on), a_product(stall.on)
    send(stall, a_new(one.gtin, "A"))

    taken = send(stall, [a_new(other.gtin, "C"), a_new(other.gtin, "A", productState="Used")])
    twice = send(stall, {"items": [a_new(one.gtin.lstrip("0"), "B")]})
    other_state = send(stall, a_new(one.gtin, "D", condition="Refurbished"))

    assert (taken.status_code, twice.status_code, other_state.status_code) == (400, 400, 202)
    assert list(taken.json()["errors"]) == ["[1].sellerProductReference"]
    assert list(twice.json()["errors"]) == ["items[0].gtin"]
    assert set(judged(stall)) == {"A", "D"}


def test_sellers_do_not_share_their_references(installation: Installation, stall: Stall) -> None:
    product, neighbour = a_product(installation), a_stall(installation)

    told = [send(one, a_new(product.gtin, "A")).status_code for one in (stall, neighbour)]

    assert told == [202, 202]
    assert set(judged(stall)) == set(judged(neighbour)) == {"A"}


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"gtin": "123"}, "gtin"),
        ({"gtin": None}, "gtin"),
        ({"gtin": True}, "gtin"),
        ({"sellerProductReference": ""}, "sellerProductReference"),
        ({"sellerProductReference": "x" * 51}, "sellerProductReference"),
        ({"sellerProductReference": 7}, "sellerProductReference"),
        ({"sellerProductReference": "a\nb"}, "sellerProductReference"),
        ({"productCondition": "Broken"}, "productCondition"),
        ({"productCondition": 6}, "productCondition"),
        ({"title": "x" * 201}, "title"),
        ({"packaging": 5}, "packaging"),
        ({"packaging": {"weight": -1}}, "packaging.weight"),
        ({"packaging": {"length": "long"}}, "packaging.length"),
        ({"traceability": "Feeling"}, "traceability"),
        ({"hazards": {"unCode": "1950"}}, "hazards.unCode"),
        ({"hazards": {"icpeCode": "43200"}}, "hazards.icpeCode"),
        ({"customs": {"hsCode": "12"}}, "customs.hsCode"),
        ({"customs": {"originCountry": "France"}}, "customs.originCountry"),
    ],
)
def test_a_wrong_member_is_named_and_nothing_is_taken(stall: Stall, item: Json, field: str) -> None:
    good = a_new(a_gtin(stall.on), "A")

    told = send(stall, [good, a_new(a_gtin(stall.on), "B") | item])

    assert told.status_code == 400
    assert list(told.json()["errors"]) == [f"[1].{field}"]
    assert judged(stall) == {}


@pytest.mark.parametrize("body", [[], "text", 7, [1], None, [{}] * 1001], ids=repr)
def test_a_body_that_is_no_list_of_products_is_told_so(stall: Stall, body: Any) -> None:
    told = send(stall, body)

    assert told.status_code == 400
    assert told.json()["errors"]


def test_references_are_found_by_name_and_status_and_walked_in_pages(stall: Stall) -> None:
    products = [a_product(stall.on) for _ in range(3)]
    send(stall, [a_new(product.gtin, name) for product, name in zip(products, "ABC", strict=True)])
    send(stall, a_new(a_gtin(stall.on), "D"))
    judged(stall)

    def found(**query: Any) -> str:
        items = stall.call("GET", "/stock-seller-references", params=query).json()["items"]
        return "".join(item["sellerProductReference"] for item in items)

    page = stall.call("GET", "/stock-seller-references", params={"limit": 3})
    assert found(sellerProductReference="B") == "B"
    assert (found(status="refused"), found(status="Referenced")) == ("D", "ABC")
    assert [item["sellerProductReference"] for item in page.json()["items"]] == ["A", "B", "C"]
    assert 'rel="next"' in page.headers["Link"]


@pytest.mark.slow
def test_the_same_products_sent_many_times_at_once_are_taken_once(stall: Stall) -> None:
    for _ in range(4):
        product = a_product(stall.on)
        gtins = (product.gtin, a_gtin(stall.on))
        body = [a_new(gtin, f"SKU-{stall.on.number()}") for gtin in gtins]

        with ThreadPoolExecutor(8) as pool:
            codes = list(pool.map(lambda _: send(stall, body).status_code, range(8)))  # noqa: B023

        assert codes == [202] * 8
    assert len(judged(stall)) == 8


@pytest.mark.slow
def test_one_reference_sent_for_two_products_at_once_is_of_one_of_them(stall: Stall) -> None:
    for _ in range(4):
        reference = f"SKU-{stall.on.number()}"
        products = [a_product(stall.on) for _ in range(4)]

        with ThreadPoolExecutor(4) as pool:
            answers = list(
                pool.map(lambda one: send(stall, a_new(one.gtin, reference)), products)  # noqa: B023
            )

        assert sorted(answer.status_code for answer in answers) == [202, 400, 400, 400]
