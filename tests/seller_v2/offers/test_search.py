"""POST /offers/search, as clients of the former interface call it."""

import json
from collections import Counter
from typing import Any

import httpx2
import pytest

from sellergate.access.scopes import Perimeter, Rights
from sellergate.access.sellers.models import Seller
from sellergate.market.offers.models import Condition, OfferState
from sellergate.seller_v2.offers import walks
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offers import an_offer, many_offers, remove_offer
from tests.builders.wire import assert_problem
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for
from tests.seller_v2.offers.conftest import Call


def search(call: Call, body: Any = None, **query: int) -> dict[str, Any]:
    answer = post(call, json.dumps({} if body is None else body), **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def post(call: Call, body: str | bytes, **query: int) -> httpx2.Response:
    params = {f"${name}": value for name, value in query.items()}
    return call("/offers/search", "POST", content=body, params=params)


def references(page: dict[str, Any]) -> list[str]:
    return [item["seller_product_id"] for item in page["items"]]


def test_an_empty_object_finds_every_offer_of_every_channel(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §D: `{}` means everything; no `salesChannelId`; members in snake_case; `stocks` is a list."""
    product = a_product(installation, variant_group_reference="GANTS")
    an_offer(
        installation,
        seller,
        product,
        reference="GANT-01-M",
        condition=Condition.USED_GOOD_STATE.value,
        origin_price=3500,
        extras='{"price_must_be_aligned":"Align","minimum_price_for_price_alignment":2500,'
        '"product_packaging_unit":"Liter","product_packaging_value":200,"bluff_delivery_max":9}',
    )
    an_offer(installation, seller, product, reference="elsewhere", sales_channel_id="HANSDE")
    an_offer(installation, a_seller(installation), product)

    page = search(call)

    assert (page["page_count"], page["total_item_count"]) == (1, 2)
    assert references(page) == ["GANT-01-M", "elsewhere"]
    item = page["items"][0]
    assert item.pop("creation_date") == item.pop("last_update_date")
    assert item == {
        "offer_id": f"{seller.seller_id}_{product.reference}_3_CDISFR",
        "offer_state": "Active",
        "sales_channel_id": "CDISFR",
        "product_ean": product.gtin,
        "seller_product_id": "GANT-01-M",
        "parent_product_id": "GANTS",
        "cdiscount_product_id": product.reference,
        "product_state": "Used",
        "product_condition_name": "UsedGoodState",
        "product_condition_id": 3,
        "price": 29.9,
        "striked_price": 35.0,
        "vat_rate": 20.0,
        "eco_tax": 0.0,
        "dea_tax": 0.0,
        "price_must_be_aligned": "Align",
        "minimum_price_for_price_alignment": 25.0,
        "best_shipping_charges": 4.9,
        "product_packaging_unit": "Liter",
        "product_packaging_unit_price": 14.95,
        "product_packaging_value": 2.0,
        "comments": None,
        "stocks": [{"stock_id": 1, "quantity": 12, "sold_quantity": 0}],
        "shipping_information_list": [
            {
                "delivery_mode": "THD",
                "shipping_charges": 4.9,
                "additional_shipping_charges": 1.5,
                "min_lead_time": 2,
                "max_lead_time": 9,
            }
        ],
    }


@pytest.mark.parametrize("body", [b"", b"  ", b"[]", b"null", b"{}", b'{"whatever":{"a":1}}'])
def test_what_says_nothing_finds_everything(
    installation: Installation, call: Call, seller: Seller, body: bytes
) -> None:
    """contract/04 §D: names of criteria are unseen, so unknown ones are ignored. PHP writes `[]` for `{}`."""
    an_offer(installation, seller, reference="A")

    assert references(post(call, body).json()) == ["A"]


@pytest.mark.parametrize(
    "name",
    [
        "seller_product_ids",
        "seller_product_id_list",
        "SellerProductIdList",
        "sellerProductIds",
        "SELLER_PRODUCT_ID",
    ],
)
def test_criteria_have_many_names(
    installation: Installation, call: Call, seller: Seller, name: str
) -> None:
    """contract/00 §4: member names in any case; contract/04 §D: the former interface had a list of seller product ids."""
    for reference in "ABC":
        an_offer(installation, seller, reference=reference)

    page = search(call, {name: ["C", "A", "unknown"]})

    assert references(page) == ["A", "C"]
    assert page["total_item_count"] == 2


def test_criteria_choose_state_product_and_channel(
    installation: Installation, call: Call, seller: Seller
) -> None:
    product = a_product(installation)
    an_offer(installation, seller, product, reference="on")
    an_offer(installation, seller, reference="off", state=OfferState.INACTIVE.value)
    an_offer(installation, seller, reference="there", sales_channel_id="HANSDE")

    assert references(search(call, {"offer_state": "inactive"})) == ["off"]
    assert references(search(call, {"offer_states": ["Active", "Inactive"]})) == [
        "off",
        "on",
        "there",
    ]
    assert references(search(call, {"offer_state": "Obsolete"})) == []
    assert references(search(call, {"product_eans": [int(product.gtin)]})) == ["on"]
    assert references(search(call, {"sales_channel_id": "HANSDE"})) == ["there"]


def test_an_offer_of_a_product_that_may_not_be_sold_waits(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §D: the states of the former interface."""
    an_offer(installation, seller, a_product(installation, is_marketable=False), delivery=None)

    [item] = search(call)["items"]

    assert item["offer_state"] == "WaitingForProductActivation"
    assert item["best_shipping_charges"] is None
    assert item["shipping_information_list"] == []


def test_the_recursion_of_a_client_reads_every_offer_once(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §D: the client goes on while `page < page_count`."""
    rows = many_offers(installation, seller, 23)

    met: list[str] = []
    page, page_count = 0, 1
    while page < page_count:
        page += 1
        found = search(call, page=page, limit=5)
        page_count = found["page_count"]
        met += references(found)

    assert page == 5
    assert met == [row["reference"] for row in rows]


def test_pages_in_their_order_lose_and_repeat_nothing_while_others_write(
    installation: Installation, call: Call, seller: Seller
) -> None:
    rows = many_offers(installation, seller, 40)
    stay = {row["reference"] for row in rows[20:]}

    met: list[str] = []
    page, page_count = 0, 1
    while page < page_count:
        page += 1
        found = search(call, page=page, limit=6)
        page_count = found["page_count"]
        met += references(found)
        remove_offer(installation, rows[page]["id"])
        if page < 3:
            an_offer(installation, seller, reference=f"SKU-0{page}")

    counts = Counter(met)
    assert max(counts.values()) == 1
    assert stay <= counts.keys()


def test_any_page_may_be_asked_for_first_and_those_that_are_not_there_are_empty(
    installation: Installation, call: Call, seller: Seller
) -> None:
    rows = many_offers(installation, seller, 10)

    assert references(search(call, page=3, limit=4)) == [row["reference"] for row in rows[8:]]
    beyond = search(call, page=9, limit=4)
    assert (beyond["items"], beyond["page_count"]) == ([], 3)
    assert search(call, page=1_000_000, limit=1000)["items"] == []


def test_a_walk_that_is_forgotten_goes_on_where_it_was(
    installation: Installation, call: Call, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another node, after minutes, or with many walks at once."""
    monkeypatch.setattr(walks, "MOST_PAGES", 1)
    rows = many_offers(installation, seller, 12)
    names = [row["reference"] for row in rows]

    first = references(search(call, page=1, limit=3))
    second = references(search(call, page=2, limit=3))
    with installation.clock.moved(minutes=11):
        third = references(search(call, page=3, limit=3))
    back = references(search(call, page=2, limit=3))

    assert (first, second, third, back) == (names[:3], names[3:6], names[6:9], names[3:6])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"),
        (b"3", "body"),
        (b'"x"', "body"),
        (b'[{"a":1}]', "body"),
        (b"\xff", "body"),
        (b'{"seller_product_ids":{"a":1}}', "seller_product_ids"),
        (b'{"seller_product_ids":[null]}', "seller_product_ids"),
        (b'{"seller_product_ids":[true]}', "seller_product_ids"),
        (b'{"product_eans":["abc"]}', "product_eans"),
        (b'{"product_eans":[-1]}', "product_eans"),
        (b'{"product_eans":[1e400]}', "body"),
        (b'{"sales_channel_id":["A","B"]}', "sales_channel_id"),
        (
            json.dumps({"offer_ids": ["x"] * 3, "seller_product_ids": ["x"] * 1001}).encode(),
            "seller_product_ids",
        ),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "body"),
    ],
)
def test_a_body_that_is_wrong_is_a_problem_that_names_the_member(
    call: Call, body: bytes, field: str
) -> None:
    problem = assert_problem(post(call, body), 400, "validation")

    assert list(problem["errors"]) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"page": 0}, "$page"), ({"limit": 1001}, "$limit"), ({"page": 10**9}, "$page")],
)
def test_a_page_that_is_none_is_named(call: Call, query: dict[str, int], field: str) -> None:
    problem = assert_problem(post(call, b"{}", **query), 400, "validation")

    assert list(problem["errors"]) == [field]


def test_who_may_only_read_may_search(installation: Installation, seller: Seller) -> None:
    """contract/04 §D: a search whose filters are in its body changes nothing."""
    reader = a_client(installation)
    rights = Rights(frozenset({Perimeter.OFFERS}), read_only=True)
    a_delegation(installation, reader, seller, rights=rights)

    answer = installation.request(
        "POST",
        "/seller/v2/offers/search",
        headers=headers_for(a_token(installation, reader), seller.seller_id),
        content=b"{}",
    )

    assert answer.status_code == 200
