"""Stock is read page by page, narrowed and sorted as it is asked for (contract/09 §4)."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import render_instant
from sellergate.market.warehouse.models import Movement, ProductState, Stock
from sellergate.market.warehouse.moving import move
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.warehouse import FR, a_stock

Json = dict[str, Any]


def stocks(stall: Stall, **query: Any) -> list[Json]:
    answer = stall.call("GET", "/stocks", params={"limit": 100, **query})
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    assert answer.json()["itemsPerPage"] == len(found)
    return found


def refused(stall: Stall, path: str = "/stocks", **query: Any) -> dict[str, list[str]]:
    answer = stall.call("GET", path, params=query)
    assert answer.status_code == 400, answer.text
    errors: dict[str, list[str]] = answer.json()["errors"]
    return errors


def followed(stall: Stall, relation: str, link: str) -> tuple[list[str], str]:
    """The ids of the page that a Link header names, and that page's own header."""
    [address] = re.findall(rf'<([^>]*)>; rel="{relation}"', link)
    query = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(stall.on.url)
    answer = stall.call("GET", "/stocks", params=query)
    return [item["id"] for item in answer.json()["items"]], answer.headers.get("Link", "")


def test_a_stock_has_its_quantities_by_name_and_by_country(stall: Stall) -> None:
    """contract/09 §4.1: an object keyed by PascalCase names."""
    product = a_product(stall.on)
    stock = a_stock(stall.on, stall.seller, product, reference="SKU-9", FR=12, ES=3)

    [told] = stocks(stall)

    assert told["id"] == stock.stock_id
    assert (told["productId"], told["productState"]) == (product.reference, "New")
    assert told["sellerProductReference"] == "SKU-9"
    assert told["quantities"] == {
        "Available": 15,
        "Allocated": 0,
        "Blocked": 0,
        "Litigation": 0,
        "Removal": 0,
        "Return": 0,
        "LogisticOperations": 0,
    }
    assert [(p["storageCountry"], p["quantity"], p["reason"]) for p in told["localizedStocks"]] == [
        ("ES", 3, "Reception"),
        ("FR", 12, "Reception"),
    ]
    assert stall.call("GET", f"/stocks/{stock.stock_id}").json() == told
    assert stall.call("GET", f"/stocks/{stock.stock_id.upper()}").json() == told


@pytest.mark.parametrize("limit", [None, "0", "1001", "many"])
def test_a_limit_is_required_and_at_most_a_thousand(stall: Stall, limit: str | None) -> None:
    """contract/09 §4.1."""
    told = refused(stall, **({} if limit is None else {"limit": limit}))

    assert "from 1 to 1000" in told["limit"][0]


def test_stocks_are_found_where_a_published_client_looks_for_them(stall: Stall) -> None:
    """cdiscount-api-client of PyPI has `/fulfillment/stocks` beside the `/stocks` of contract/09 §4."""
    first, _ = (a_stock(stall.on, stall.seller, FR=pieces) for pieces in (1, 2))
    asked = {"limit": 1}
    present = stall.call("GET", "/stocks", params=asked)

    former = stall.call("GET", "/fulfillment/stocks/", params=asked)

    assert former.json() == present.json()
    assert former.headers["Link"] == present.headers["Link"]
    assert stall.call("GET", f"/fulfillment/stocks/{first.stock_id}").status_code == 200
    assert stall.call("GET", "/fulfillment/stocks").json()["errors"].keys() == {"limit"}


def test_an_unknown_reference_gives_an_empty_page(stall: Stall) -> None:
    """contract/09 §4.1: 200 with empty `items`."""
    a_stock(stall.on, stall.seller, FR=1)

    assert stocks(stall, sellerProductReference="NOBODY") == []


def test_every_state_of_a_product_has_a_stock_of_its_own(stall: Stall) -> None:
    product = a_product(stall.on)
    new = a_stock(stall.on, stall.seller, product, FR=1)
    used = a_stock(stall.on, stall.seller, product, state=ProductState.USED, FR=2)

    told = stocks(stall, sellerProductReference=used.seller_product_reference)

    assert [(one["id"], one["productState"]) for one in told] == [(used.stock_id, "Used")]
    assert {one["id"] for one in stocks(stall)} == {new.stock_id, used.stock_id}


def test_stock_of_others_is_unknown(installation: Installation, stall: Stall) -> None:
    foreign = a_stock(installation, a_stall(installation).seller, FR=1)

    told = [stall.call("GET", f"/stocks/{id_}") for id_ in (foreign.stock_id, new_uuid())]

    assert [answer.status_code for answer in told] == [404, 404]
    assert told[0].json()["detail"] == told[1].json()["detail"]
    assert stocks(stall) == []


def test_pages_are_walked_to_the_end_and_back(stall: Stall) -> None:
    """contract/09 §0: by the Link header, both ways; the last page has no next one."""
    made = [a_stock(stall.on, stall.seller, FR=1).stock_id for _ in range(5)]

    first = stall.call("GET", "/stocks", params={"limit": 2})
    second, link = followed(stall, "next", first.headers["Link"])
    last, end = followed(stall, "next", link)
    back, _ = followed(stall, "prev", end)

    assert [item["id"] for item in first.json()["items"]] == made[:2]
    assert (second, last, back) == (made[2:4], made[4:], made[2:4])
    assert 'rel="next"' not in end
    assert 'rel="prev"' not in first.headers["Link"]


@pytest.mark.parametrize(("order", "expected"), [("Asc", "BADC"), ("desc", "CDAB"), (None, "BADC")])
def test_stocks_are_sorted_by_a_quantity_page_by_page(
    stall: Stall, order: str | None, expected: str
) -> None:
    """contract/09 §4.1: `sort` names a quantity, `order` is Asc or Desc; equal ones stay in their order."""
    held = {"A": 3, "B": 1, "C": 7, "D": 3}
    made = {
        a_stock(stall.on, stall.seller, FR=pieces).stock_id: name for name, pieces in held.items()
    }
    query = {"limit": 3, "sort": "available"} | ({"order": order} if order else {})

    answer = stall.call("GET", "/stocks", params=query)
    rest, _ = followed(stall, "next", answer.headers["Link"])

    found = [made[item["id"]] for item in answer.json()["items"]] + [made[one] for one in rest]
    assert "".join(found) == expected


@pytest.mark.parametrize("order", ["Asc", "Desc"])
def test_sorted_stocks_of_which_many_are_equal_are_walked_to_the_end_and_back(
    stall: Stall, order: str
) -> None:
    made = [a_stock(stall.on, stall.seller, FR=pieces).stock_id for pieces in (4, 4, 9, 4, 4)]
    few = [id_ for id_ in made if id_ != made[2]]
    expected = [*few, made[2]] if order == "Asc" else [made[2], *reversed(few)]

    query = {"limit": 2, "sort": "Available", "order": order}
    first = stall.call("GET", "/stocks", params=query)
    second, link = followed(stall, "next", first.headers["Link"])
    last, end = followed(stall, "next", link)
    back, start = followed(stall, "prev", end)
    again, _ = followed(stall, "prev", start)

    found = [item["id"] for item in first.json()["items"]]
    assert [*found, *second, *last] == expected
    assert (back, again) == (second, found)


def test_a_storage_country_narrows_to_what_it_holds(stall: Stall) -> None:
    """The United Kingdom is UK as well as GB."""
    both = a_stock(stall.on, stall.seller, FR=5, GB=2)
    a_stock(stall.on, stall.seller, ES=9)
    more = a_stock(stall.on, stall.seller, GB=8)

    told = {country: stocks(stall, storageCountry=country) for country in ("FR", "UK", "gb")}
    falling = stocks(stall, storageCountry="GB", sort="Available", order="Desc")

    [in_france] = told["FR"]
    assert (in_france["id"], in_france["quantities"]["Available"]) == (both.stock_id, 5)
    assert [place["storageCountry"] for place in in_france["localizedStocks"]] == ["FR"]
    assert told["UK"] == told["gb"]
    assert [one["quantities"]["Available"] for one in told["UK"]] == [2, 8]
    assert [one["id"] for one in falling] == [more.stock_id, both.stock_id]


def test_a_delivery_country_narrows_to_the_warehouses_that_deliver_there(stall: Stall) -> None:
    a_stock(stall.on, stall.seller, FR=5, ES=1, GB=2)

    def available(country: str) -> list[int]:
        found = stocks(stall, deliveryCountry=country)
        return [one["quantities"]["Available"] for one in found]

    assert (available("DE"), available("GB"), available("US")) == ([6], [2], [])


@pytest.mark.parametrize(
    "other",
    [
        {"storageCountry": "FR"},
        {"sort": "Available"},
        {"order": "Asc"},
        {"updatedAtMin": "2026-01-01T00:00:00Z"},
        {"updatedAtMax": "2026-01-01T00:00:00Z"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_delivery_country_goes_with_no_other_narrowing(stall: Stall, other: Json) -> None:
    """contract/09 §4.1: exclusive."""
    [told] = refused(stall, limit=10, deliveryCountry="FR", **other)["deliveryCountry"]

    assert next(iter(other)) in told
    assert "leave that out" in told


def test_what_changed_is_found_by_when(stall: Stall) -> None:
    """contract/09 §4.1."""
    old = a_stock(stall.on, stall.seller, FR=5)
    changed = a_stock(stall.on, stall.seller, FR=5)
    with stall.on.clock.moved(hours=2):
        between = render_instant(stall.on.clock())
        with stall.on.clock.moved(seconds=1):
            _block(stall, changed)

    assert [one["id"] for one in stocks(stall, updatedAtMin=between)] == [changed.stock_id]
    assert [one["id"] for one in stocks(stall, updatedAtMax=between)] == [old.stock_id]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"sort": "Price"}, "sort"),
        ({"order": "Down"}, "order"),
        ({"storageCountry": "DE"}, "storageCountry"),
        ({"updatedAtMin": "yesterday"}, "updatedAtMin"),
        ({"cursor": "garbage"}, "cursor"),
        ({"cursor": "kgEC"}, "cursor"),
        ({"sellerProductReference": "x" * 101}, "sellerProductReference"),
    ],
)
def test_a_wrong_parameter_is_named(stall: Stall, query: Json, field: str) -> None:
    assert list(refused(stall, limit=10, **query)) == [field]


def _block(stall: Stall, stock: Stock) -> None:
    stall.on.write(
        lambda conn, _: move(
            *(conn, stock.row, FR, Movement.BLOCK, 1), cause="test", now=stall.on.clock()
        )
    )
