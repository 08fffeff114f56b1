"""Sellers have things sent: what they ask for is judged, and shows what becomes of it (contract/09 §5)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from sellergate.market.fulfillment.outbound import dispatch
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.warehouse.models import ProductState, Stock
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.outbound import (
    ADDRESS,
    a_body,
    a_line,
    accepted,
    act,
    ask,
    held,
    linked,
    outbound,
    prepared,
    sent,
    ship,
    work,
)
from tests.builders.warehouse import a_stock

pytestmark = pytest.mark.slow

Json = dict[str, Any]


def listed(stall: Stall, **query: Any) -> list[str]:
    answer = stall.call("GET", "/outbound-shipments", params=query)
    assert answer.status_code == 200, answer.text
    return [item["outboundShipmentId"] for item in answer.json()["items"]]


def test_a_shipment_is_accepted_prepared_shipped_and_delivered(stall: Stall, stock: Stock) -> None:
    """contract/09 §5: carrier and parcels are readable once it is shipped."""
    made = ask(stall, a_line(stock, 3), reference="SHOP-1")
    seen = [made]
    work(stall.on)
    seen.append(outbound(stall, made))
    act(stall.on, dispatch.prepare, made)
    seen.append(outbound(stall, made))
    allocated = held(stall.on, stock)
    ship(stall.on, made, PackedParcel("8N1", "https://tracking.example/8N1"))
    seen.append(outbound(stall, made))
    act(stall.on, dispatch.deliver, made)
    seen.append(outbound(stall, made))

    assert [one["status"] for one in seen] == [
        *("Created", "Accepted", "InPreparation", "Shipped", "Delivered"),
    ]
    assert {one["state"] for one in seen} == {"Valid"}
    assert [one["carrier"] for one in seen] == [None, None, None, "Colissimo", "Colissimo"]
    [parcel] = seen[3]["parcels"]
    assert (parcel["parcelNumber"], parcel["trackingUrl"], parcel["lineNumbers"]) == (
        *("8N1", "https://tracking.example/8N1"),
        [1],
    )
    [line] = seen[1]["lines"]
    assert (line["productId"], line["productCondition"], line["quantity"]) == (
        *(stock.product_id, "New"),
        3,
    )
    assert allocated == {"available": 11, "allocated": 3}
    assert held(stall.on, stock) == {"available": 11}


def test_an_unknown_product_is_taken_and_rejected_afterwards(stall: Stall, stock: Stock) -> None:
    """contract/09 §1: accepted by the call, then asynchronously rejected."""
    made = ask(stall, a_line(stock), {"sellerProductReference": "NOT-THERE", "quantity": 1})
    work(stall.on)

    told = outbound(stall, made)

    assert made["status"] == "Created"
    assert (told["status"], told["state"]) == ("Rejected", "Invalid")
    assert told["rejection"] == {
        "code": "UnknownProduct",
        "details": "line 2: NOT-THERE is not referenced",
    }
    assert held(stall.on, stock) == {"available": 14}


def test_more_than_is_available_in_the_country_is_rejected(stall: Stall, stock: Stock) -> None:
    """contract/09 §5: in stock means `Available`."""
    made = ask(stall, a_line(stock, 3), a_line(stock, 2), storageCountry="ES")
    work(stall.on)

    told = outbound(stall, made)

    assert told["status"] == "Rejected"
    assert told["rejection"]["code"] == "NotEnoughStock"
    assert "in ES: 2 wanted, 1 available" in told["rejection"]["details"]
    assert held(stall.on, stock) == {"available": 14}


def test_a_shipment_without_a_country_leaves_from_where_there_is_all_of_it(
    stall: Stall, stock: Stock
) -> None:
    only_spain = a_stock(stall.on, stall.seller, ES=5)

    made = ask(stall, a_line(stock), a_line(only_spain, 5), storageCountry=None)

    assert made["storageCountry"] == "ES"


def test_a_product_may_be_named_by_id_and_condition_and_the_reference_wins(
    stall: Stall, stock: Stock
) -> None:
    """contract/09 §1: if both kinds are given, `sellerProductReference` wins."""
    used = a_stock(stall.on, stall.seller, state=ProductState.USED, FR=2)
    named = {"productId": used.product_id, "productCondition": "used", "quantity": 1}

    told = accepted(
        stall, named, named | {"sellerProductReference": stock.seller_product_reference}
    )

    assert [line["sellerProductReference"] for line in told["lines"]] == [
        *(used.seller_product_reference, stock.seller_product_reference),
    ]


def test_member_names_are_the_same_in_any_case_and_what_is_unknown_is_ignored(
    stall: Stall, stock: Stock
) -> None:
    """contract/00 §4: PascalCase bodies, and stray members. contract/09 §0: UK."""
    body = {
        "Reference": 4711,
        "StorageCountry": "uk",
        "DeliveryMode": "trk",
        "Language": "fr",
        "DeliveryAddress": {name.upper(): value for name, value in ADDRESS.items()}
        | {"PostalCode": 33000},
        "LINES": [{"SellerProductReference": stock.seller_product_reference, "Quantity": "2"}],
    }

    told = stall.call("POST", "/outbound-shipments", json=body)

    assert told.status_code == 201, told.text
    assert (
        told.json()
        | {
            "reference": "4711",
            "storageCountry": "GB",
            "deliveryMode": "TrackedHomeDelivery",
        }
        == told.json()
    )
    assert told.json()["deliveryAddress"]["postalCode"] == "33000"


def test_the_path_may_be_written_in_the_singular(stall: Stall, stock: Stock) -> None:
    """contract/09 §0: an old page writes `POST /outbound-shipment`."""
    told = stall.call("POST", "/outbound-shipment", json=a_body(a_line(stock)))

    assert told.status_code == 201
    place = told.headers["Location"]
    assert (
        place == f"{stall.on.url}/seller/v2/outbound-shipments/{told.json()['outboundShipmentId']}"
    )


def test_a_client_that_repeats_itself_has_nothing_sent_twice(stall: Stall, stock: Stock) -> None:
    body = a_body(a_line(stock), reference="AGAIN")

    first = stall.call("POST", "/outbound-shipments", json=body).json()
    work(stall.on)
    second = stall.call("POST", "/outbound-shipments", json=body).json()
    other = stall.call("POST", "/outbound-shipments", json=body | {"lines": [a_line(stock, 2)]})
    act(stall.on, dispatch.prepare, first)
    ship(stall.on, first)
    later = stall.call("POST", "/outbound-shipments", json=body).json()

    ids = [one["outboundShipmentId"] for one in (first, second, other.json(), later)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("members", "field", "words"),
    [
        ({"lines": None}, "lines", "is missing"),
        ({"lines": []}, "lines", "must be an array of 1 to 100 products"),
        ({"lines": [7]}, "lines[0]", "must be an object"),
        ({"lines": [{"quantity": 1}]}, "lines[0].sellerProductReference", "is missing"),
        ({"lines": [{"sellerProductReference": "A"}]}, "lines[0].quantity", "is missing"),
        (
            {"lines": [{"sellerProductReference": "A", "quantity": True}]},
            *("lines[0].quantity", "must be a whole number from 1 to 10000"),
        ),
        (
            {"lines": [{"sellerProductReference": "A", "quantity": 0}]},
            *("lines[0].quantity", "must be a whole number from 1 to 10000"),
        ),
        (
            {"lines": [{"productId": "A", "productCondition": "Rusty", "quantity": 1}]},
            *("lines[0].productCondition", "must be one of New, Used, Refurbished"),
        ),
        ({"storageCountry": "DE"}, "storageCountry", "must be one of FR, ES, GB"),
        ({"storageCountry": ["FR"]}, "storageCountry", "must be a text"),
        ({"deliveryMode": "Pigeon"}, "deliveryMode", "is no delivery mode"),
        ({"deliveryAddress": None}, "deliveryAddress", "is missing"),
        ({"deliveryAddress": "here"}, "deliveryAddress", "must be an object"),
        (
            {"deliveryAddress": ADDRESS | {"lastName": " "}},
            *("deliveryAddress.lastName", "is empty"),
        ),
        (
            {"deliveryAddress": ADDRESS | {"countryCode": "FRA"}},
            *("deliveryAddress.countryCode", "must be a country code of two letters"),
        ),
        (
            {"deliveryAddress": ADDRESS | {"city": "a\u0000b"}},
            *("deliveryAddress.city", "has control characters"),
        ),
        ({"reference": "x" * 61}, "reference", "it may have 60"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_named(
    stall: Stall, stock: Stock, members: Json, field: str, words: str
) -> None:
    told = stall.call("POST", "/outbound-shipments", json=a_body(a_line(stock)) | members)

    assert told.status_code == 400, told.text
    assert words in told.json()["errors"][field][0]
    assert listed(stall) == []


def test_everything_that_is_wrong_is_told_at_once(stall: Stall) -> None:
    told = stall.call("POST", "/outbound-shipments", json={"lines": [{}], "storageCountry": "DE"})

    assert set(told.json()["errors"]) == {
        *("storageCountry", "deliveryAddress", "lines[0].sellerProductReference"),
        "lines[0].quantity",
    }


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"null"])
def test_a_body_that_is_no_object_is_refused(stall: Stall, body: bytes) -> None:
    told = stall.call("POST", "/outbound-shipments", content=body)

    assert told.status_code == 400
    assert "body" in told.json()["errors"]


def test_lists_are_narrowed(start_installation: Callable[..., Installation]) -> None:
    """contract/09 §5: the filters `state`, `statusUpdatedAtMin` and `statusUpdatedAtMax`, and ours."""
    stall = a_stall(start_installation())
    stock = a_stock(stall.on, stall.seller, FR=1)
    first = accepted(stall, a_line(stock), reference="ONE")
    stall.on.clock.advance(minutes=5)
    between = stall.on.clock()
    stall.on.clock.advance(minutes=5)
    bad = ask(stall, {"sellerProductReference": "NO", "quantity": 1}, reference="TWO")
    work(stall.on)
    a, b = (made["outboundShipmentId"] for made in (first, bad))
    at = between.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    asked: list[tuple[Json, list[str]]] = [
        ({}, [b, a]),
        ({"state": "Valid"}, [a]),
        ({"state": "invalid"}, [b]),
        ({"State": "Valid,Invalid"}, [b, a]),
        ({"state": "Invalid", "status": "Accepted"}, []),
        ({"status": "accepted"}, [a]),
        ({"reference": "TWO"}, [b]),
        ({"storageCountry": "GB"}, []),
        ({"statusUpdatedAtMin": at}, [b]),
        ({"statusUpdatedAtMax": at}, [a]),
        ({"updatedAtMin": at, "state": "Valid"}, []),
        ({"createdAtMax": between.strftime("%Y-%m-%d %H:%M:%S")}, [a]),
        ({"createdAtMin": between.isoformat()}, [b]),
    ]

    assert [listed(stall, **query) for query, _ in asked] == [ids for _, ids in asked]
    counts = [
        stall.call("GET", "/outbound-shipments/count", params=query).json() for query, _ in asked
    ]
    assert counts == [len(ids) for _, ids in asked]


def test_a_bound_in_milliseconds_includes_all_of_its_millisecond(
    start_installation: Callable[..., Installation],
) -> None:
    """contract/09 §5: UTC with milliseconds; what we tell has seven decimals."""
    stall = a_stall(start_installation())
    stock = a_stock(stall.on, stall.seller, FR=1)
    stall.on.clock.advance(microseconds=1234)
    told = accepted(stall, a_line(stock))
    cut = told["statusUpdatedAt"][:23] + "Z"

    assert listed(stall, statusUpdatedAtMin=cut, statusUpdatedAtMax=cut) == [
        told["outboundShipmentId"]
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "Fine"}, "state"),
        ({"status": "Gone"}, "status"),
        ({"statusUpdatedAtMin": "yesterday"}, "statusUpdatedAtMin"),
        ({"limit": 0}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "k4CAoA"}, "cursor"),
        ({"storageCountry": "FRANCE"}, "storageCountry"),
    ],
    ids=str,
)
def test_a_filter_that_means_nothing_is_named(stall: Stall, query: Json, field: str) -> None:
    told = stall.call("GET", "/outbound-shipments", params=query)

    assert told.status_code == 400
    assert field in told.json()["errors"]


@pytest.mark.parametrize(
    "path", ["/outbound-shipments", "/outbound-shipments/count", "/returns", "/returns/count"]
)
@pytest.mark.parametrize("text", ["\x00", "\ud83d", "%", "'", "x" * 60], ids=ascii)
def test_texts_that_nobody_has_find_nothing(stall: Stall, path: str, text: str) -> None:
    sought = text.encode("utf-8", "surrogatepass")

    told = stall.call("GET", f"{path}?{urlencode({'reference': sought})}")

    assert told.status_code in {200, 400}, told.text
    assert told.status_code == 400 or told.json() in (0, {"itemsPerPage": 0, "items": []})


@pytest.mark.parametrize("query", [{}, {"statusUpdatedAtMin": "2020-01-01T00:00:00Z"}], ids=str)
def test_pages_are_walked_to_the_end_and_back(stall: Stall, stock: Stock, query: Json) -> None:
    """contract/09 §0: next and previous through the Link header, each an absolute address."""
    made = [ask(stall, a_line(stock))["outboundShipmentId"] for _ in range(5)][::-1]

    pages = [stall.call("GET", "/outbound-shipments", params={"limit": 2, **query})]
    for relation in ("next", "next", "prev", "prev"):
        page = linked(stall, pages[-1], relation)
        assert page is not None
        pages.append(page)

    shown = [[item["outboundShipmentId"] for item in page.json()["items"]] for page in pages]
    assert shown == [made[:2], made[2:4], made[4:], made[2:4], made[:2]]
    assert linked(stall, pages[2], "next") is None
    assert linked(stall, pages[0], "prev") is None
    assert linked(stall, pages[4], "prev") is None
    assert linked(stall, pages[4], "next") is not None


def test_a_page_of_many_lines_is_shorter_and_nothing_is_left_out(stall: Stall) -> None:
    lines = [{"sellerProductReference": f"A-{n}", "quantity": 1} for n in range(100)]
    made = [ask(stall, *lines)["outboundShipmentId"] for _ in range(22)][::-1]

    first = stall.call("GET", "/outbound-shipments", params={"limit": 1000})
    second = linked(stall, first, "next")
    assert second is not None
    back = linked(stall, second, "prev")

    assert back is not None
    shown = [
        [one["outboundShipmentId"] for one in page.json()["items"]] for page in (first, second)
    ]
    assert shown == [made[:20], made[20:]]
    assert back.json() == first.json()
    assert linked(stall, second, "next") is None


def test_another_sellers_shipment_is_not_there(
    installation: Installation, stall: Stall, stock: Stock
) -> None:
    neighbour = a_stall(installation)
    made = accepted(stall, a_line(stock))
    path = f"/outbound-shipments/{made['outboundShipmentId']}"

    told = neighbour.call("GET", path)

    assert told.status_code == 404
    assert told.json()["detail"] == "This seller has no outbound shipment with this id."
    assert (
        neighbour.call("GET", "/outbound-shipments/nonsense").json()["title"]
        == told.json()["title"]
    )
    assert listed(neighbour) == []


def test_every_line_leaves_in_a_parcel(stall: Stall, stock: Stock) -> None:
    made = prepared(stall, a_line(stock), a_line(stock, 2))

    ship(stall.on, made, PackedParcel("A", None, (1, 2)), PackedParcel("B", None, (2,)))

    told = outbound(stall, made)["parcels"]
    assert [parcel["lineNumbers"] for parcel in told] == [[1, 2], [2]]


def test_what_the_warehouse_rejects_is_available_again(stall: Stall, stock: Stock) -> None:
    made = prepared(stall, a_line(stock, 2))

    act(stall.on, dispatch.reject, made, details="not found on its shelf")

    told = outbound(stall, made)
    assert told["rejection"] == {
        "code": "RejectedByWarehouse",
        "details": "not found on its shelf",
    }
    assert held(stall.on, stock) == {"available": 14}


def test_a_shipment_that_was_sent_stays_sent(stall: Stall, stock: Stock) -> None:
    made = sent(stall, a_line(stock))

    for step in (dispatch.prepare, dispatch.reject, dispatch.accept):
        with pytest.raises(Exception, match="is Shipped and cannot be"):
            act(stall.on, step, made)
    assert held(stall.on, stock) == {"available": 13}
