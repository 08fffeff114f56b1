"""Sellers declare parcels: all of a call or nothing, each line once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Status, SupplyMode
from tests.builders.offer_packages import Stall
from tests.builders.order_acts import a_parcel, an_order_of, read_again, ship, statuses, to_ship
from tests.builders.orders import let_happen, set_channel

pytestmark = pytest.mark.slow

IN_PREPARATION, SHIPPED = Status.IN_PREPARATION, Status.SHIPPED


def parcels_of(stall: Stall, order: Any) -> list[tuple[str, tuple[int, ...]]]:
    return [(parcel.parcel_number, parcel.lines) for parcel in read_again(stall.on, order).parcels]


def test_an_order_is_shipped_as_a_whole_when_no_line_is_named(stall: Stall) -> None:
    """contract/05 §7: 201 without a body; `orderLineIds` left out means every line."""
    order = to_ship(stall, 3)

    told = ship(stall, order, a_parcel(trackingUrl="https://carrier.example/t/ZZ123"))

    assert (told.status_code, told.content) == (201, b"")
    assert statuses(stall.on, order) == (SHIPPED, [SHIPPED] * 3)
    found = read_again(stall.on, order)
    assert found.shipped_at == found.updated_at > order.updated_at
    [parcel] = found.parcels
    assert (parcel.parcel_number, parcel.carrier_name, parcel.tracking_url, parcel.lines) == (
        *("ZZ123", "GLS", "https://carrier.example/t/ZZ123"),
        (1, 2, 3),
    )


def test_an_order_is_shipped_line_by_line(stall: Stall) -> None:
    """contract/05 §7: `orderLineIds` names the lines of a parcel; other channels than Cdiscount take several."""
    order = to_ship(stall, 3)
    first, second, third = (line.line_id for line in order.lines)

    ship(stall, order, a_parcel(second))
    in_part = statuses(stall.on, order)
    ship(stall, order, a_parcel(first, parcelNumber="A"), a_parcel(third, parcelNumber="B"))

    assert in_part == (IN_PREPARATION, [IN_PREPARATION, SHIPPED, IN_PREPARATION])
    assert statuses(stall.on, order) == (SHIPPED, [SHIPPED] * 3)
    assert parcels_of(stall, order) == [("ZZ123", (2,)), ("A", (1,)), ("B", (3,))]


def test_what_is_left_is_shipped_when_no_line_is_named(stall: Stall) -> None:
    order = to_ship(stall, 3)
    ship(stall, order, a_parcel(order.lines[0].line_id))

    told = ship(stall, order, a_parcel(parcelNumber="REST"))

    assert told.status_code == 201
    assert parcels_of(stall, order) == [("ZZ123", (1,)), ("REST", (2, 3))]


def test_one_line_may_be_in_several_parcels_of_a_call(stall: Stall) -> None:
    """contract/05 §7: other channels may take several."""
    order = to_ship(stall, 2)

    told = ship(stall, order, a_parcel(parcelNumber="A"), a_parcel(parcelNumber="B"))

    assert told.status_code == 201
    assert parcels_of(stall, order) == [("A", (1, 2)), ("B", (1, 2))]


def test_lines_that_are_sent_one_by_one_with_one_number_are_one_parcel(stall: Stall) -> None:
    """contract/05 §7: a parcel may come in several calls."""
    order = to_ship(stall, 2)

    told = ship(stall, order, *(a_parcel(line.line_id) for line in order.lines))

    assert told.status_code == 201
    assert parcels_of(stall, order) == [("ZZ123", (1, 2))]


def test_the_carrier_is_any_text_without_the_blanks_around_it(stall: Stall) -> None:
    """contract/05 §7: free text; labels of `GET /carriers` have trailing blanks."""
    order = to_ship(stall)

    told = ship(stall, order, a_parcel(carrierName="  DHL Express Ärt "))

    assert told.status_code == 201
    assert read_again(stall.on, order).parcels[0].carrier_name == "DHL Express Ärt"


def test_member_names_are_the_same_in_any_letter_case(stall: Stall) -> None:
    """contract/05 §10."""
    order = to_ship(stall, 2)
    line = order.lines[1].line_id

    told = ship(
        stall, order, {"ParcelNumber": "P", "CARRIERNAME": "GLS", "orderlineids": [line], "x": 1}
    )

    assert told.status_code == 201
    assert parcels_of(stall, order) == [("P", (2,))]


@pytest.mark.parametrize("url", [None, "", "  "])
def test_an_empty_tracking_address_is_none(stall: Stall, url: str | None) -> None:
    order = to_ship(stall)

    told = ship(stall, order, a_parcel(trackingUrl=url, orderLineIds=None))

    assert told.status_code == 201
    assert read_again(stall.on, order).parcels[0].tracking_url is None


LONG = "x" * 101
REFUSED = {
    "an object": ({}, "body", "array"),
    "nothing": ([], "body", "has 0 parcels"),
    "too many": ([a_parcel(parcelNumber=str(n)) for n in range(101)], "body", "has 101 parcels"),
    "no parcel": (["ZZ"], "[0]", "must be an object"),
    "no number": ([{"carrierName": "GLS"}], "[0].parcelNumber", "is missing"),
    "a numeric number": ([a_parcel(parcelNumber=12)], "[0].parcelNumber", "must be a text"),
    "an empty number": ([a_parcel(parcelNumber="  ")], "[0].parcelNumber", "is empty"),
    "a long number": ([a_parcel(parcelNumber=LONG)], "[0].parcelNumber", "101 characters"),
    "a control": ([a_parcel(parcelNumber="a\tb")], "[0].parcelNumber", "control characters"),
    "a NUL": ([a_parcel(carrierName="a\0b")], "[0].carrierName", "control characters"),
    "no carrier": ([{"parcelNumber": "Z"}], "[0].carrierName", "is missing"),
    "a long carrier": ([a_parcel(), a_parcel(carrierName=LONG)], "[1].carrierName", "101"),
    "a script": ([a_parcel(trackingUrl="javascript:alert(1)")], "[0].trackingUrl", "http"),
    "no host": ([a_parcel(trackingUrl="https:///x")], "[0].trackingUrl", "http"),
    "a bad port": ([a_parcel(trackingUrl="http://a:b/")], "[0].trackingUrl", "http"),
    "a quote": ([a_parcel(trackingUrl='http://a/"onclick=')], "[0].trackingUrl", "http"),
    "a long address": ([a_parcel(trackingUrl=f"http://a/{'x' * 500}")], "[0].trackingUrl", "509"),
    "no lines": ([a_parcel(orderLineIds=[])], "[0].orderLineIds", "is empty"),
    "a line": ([a_parcel(orderLineIds="L-1")], "[0].orderLineIds", "array"),
    "a numeric line": ([a_parcel(orderLineIds=[1])], "[0].orderLineIds", "array"),
    "an unknown line": ([a_parcel("L-1")], "[0].orderLineIds", "L-1, which is no line of"),
    "two carriers": (
        [a_parcel(), a_parcel(carrierName="UPS")],
        *("[1].parcelNumber", "twice, with another carrierName"),
    ),
}


@pytest.mark.parametrize(("body", "field", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_shipped_is_told_by_field(
    stall: Stall, body: Any, field: str, message: str
) -> None:
    """contract/05 §7: a bare array of parcels with their numbers and carriers; §10: a map of fields."""
    order = to_ship(stall)

    told = stall.call("POST", f"/orders/{order.order_id}/shipments", json=body)

    assert told.status_code == 400
    assert told.headers["Content-Type"] == "application/problem+json"
    assert message in told.json()["errors"][field][0]
    assert read_again(stall.on, order) == order


def test_everything_that_is_wrong_is_told_at_once(stall: Stall) -> None:
    told = ship(stall, to_ship(stall), {"trackingUrl": "ftp://x"}, a_parcel(orderLineIds=1))

    assert set(told.json()["errors"]) == {
        *("[0].parcelNumber", "[0].carrierName", "[0].trackingUrl"),
        "[1].orderLineIds",
    }


def test_nothing_is_shipped_when_one_parcel_is_wrong(stall: Stall) -> None:
    order = to_ship(stall, 2)
    good, shipped = (line.line_id for line in order.lines)
    ship(stall, order, a_parcel(shipped))
    known = read_again(stall.on, order)

    told = ship(stall, order, a_parcel(good, parcelNumber="A"), a_parcel(shipped, parcelNumber="B"))

    assert told.status_code == 400
    assert f"names {shipped}, which is Shipped" in told.json()["errors"]["[1].orderLineIds"][0]
    assert read_again(stall.on, order) == known


@pytest.mark.parametrize("named", [True, False])
def test_the_same_parcel_again_is_told_so(stall: Stall, named: bool) -> None:
    """contract/05 §7: clients re-read the order and take a parcel number that is on a line for done."""
    order = to_ship(stall)
    parcel = a_parcel(*([order.lines[0].line_id] if named else []))
    ship(stall, order, parcel)

    again = ship(stall, order, parcel)

    assert again.status_code == 400
    assert "was declared already" in again.json()["errors"]["[0].parcelNumber"][0]
    assert len(parcels_of(stall, order)) == 1


@pytest.mark.parametrize("events", [(), (Event.CONTROLLED,), (Event.SENT_FOR_ACCEPTANCE,)])
def test_an_order_that_is_not_in_preparation_cannot_be_shipped(
    stall: Stall, events: tuple[Event, ...]
) -> None:
    """contract/05 §7."""
    order = an_order_of(stall, 1)
    order = let_happen(stall.on, order, *events) if events else order

    told = ship(stall, order, a_parcel())

    assert told.status_code == 400
    assert f"is {order.status} and cannot be shipped" in told.json()["errors"]["status"][0]


@pytest.mark.parametrize("mode", [SupplyMode.FULFILLMENT, SupplyMode.XDOCK])
def test_what_a_warehouse_ships_is_not_the_sellers_to_ship(stall: Stall, mode: SupplyMode) -> None:
    """contract/05 §1.2 and §7."""
    order = to_ship(stall, supply_mode=mode)

    told = ship(stall, order, a_parcel())

    assert told.status_code == 400
    assert f"is {mode}" in told.json()["errors"]["supplyMode"][0]


def test_a_line_whose_cancellation_is_asked_for_is_not_shipped(stall: Stall) -> None:
    """contract/05 §1.3."""
    order = to_ship(stall)
    let_happen(stall.on, order, Event.CANCELLATION_ASKED)

    by_name = ship(stall, order, a_parcel(order.lines[0].line_id))
    as_a_whole = ship(stall, order, a_parcel())

    assert "which is CancelRequest" in by_name.json()["errors"]["[0].orderLineIds"][0]
    assert "is CancelRequest and cannot be shipped" in as_a_whole.json()["errors"]["status"][0]


def test_a_channel_of_whole_orders_takes_one_parcel_for_all_lines(stall: Stall) -> None:
    """contract/05 §7: Cdiscount accepts one parcel per complete order."""
    order = to_ship(stall, 2)
    set_channel(stall.on, one_parcel=True)

    two = ship(stall, order, a_parcel(), a_parcel(parcelNumber="B"))
    a_part = ship(stall, order, a_parcel(order.lines[0].line_id))
    whole = ship(stall, order, a_parcel(*(line.line_id for line in order.lines)))
    set_channel(stall.on)

    assert "one parcel for a complete order: send one" in two.json()["errors"]["body"][0]
    assert "one parcel for a complete order" in a_part.json()["errors"]["[0].orderLineIds"][0]
    assert (two.status_code, a_part.status_code, whole.status_code) == (400, 400, 201)


def test_the_order_of_another_seller_is_unknown(stall: Stall, neighbour: Stall) -> None:
    order = to_ship(stall)

    foreign = ship(neighbour, order, a_parcel())
    unknown = stall.call("POST", "/orders/NONE/shipments", json=[a_parcel()])

    assert [foreign.status_code, unknown.status_code] == [404, 404]
    assert foreign.json()["detail"] == unknown.json()["detail"]
    assert statuses(stall.on, order)[0] is IN_PREPARATION


def test_of_two_clients_that_ship_the_same_order_at_once_one_wins(stall: Stall) -> None:
    """contract/05 §7: there is no key; of two at once one ships, the other is told."""
    for round_ in range(10):
        order = to_ship(stall)
        parcels = [a_parcel(parcelNumber=f"{round_}-{n}") for n in range(4)]

        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda parcel, o=order: ship(stall, o, parcel), parcels))

        assert sorted(answer.status_code for answer in told) == [201, 400, 400, 400]
        lost = [
            answer.json()["errors"]["status"][0] for answer in told if answer.status_code == 400
        ]
        assert all("is Shipped and cannot be shipped" in text for text in lost)
        [won] = [n for n, answer in enumerate(told) if answer.status_code == 201]
        assert parcels_of(stall, order) == [(f"{round_}-{won}", (1,))]
        changes = [e for e in read_again(stall.on, order).events if e.status is SHIPPED]
        assert len(changes) == 2  # of the order and of its line
