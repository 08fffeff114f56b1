"""Lines are cancelled as a whole or not, once, and money and items go back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from sellergate.kit.ids import new_uuid
from sellergate.market.orders import cancellations as acts
from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order, Status, SupplyMode, UserType
from tests.builders.offer_packages import Stall
from tests.builders.order_acts import (
    a_parcel,
    an_order_of,
    cancel,
    cancel_lines,
    cancellations,
    give,
    read_again,
    settle,
    ship,
    statuses,
    stock_of,
    to_ship,
)
from tests.builders.orders import TO_PREPARATION, let_happen

pytestmark = pytest.mark.slow

CANCELLED, ASKED = Status.CANCELLED, Status.CANCEL_REQUEST
OUT_OF_STOCK = "seller-out-of-stock"


def refunded(stall: Stall, order: Order) -> list[int]:
    return [line.refunded for line in read_again(stall.on, order).lines]


def as_customer(stall: Stall, order: Order, reason: str) -> str:
    """The id of a customer's request to cancel the order."""
    request_id = new_uuid()
    stall.on.write(
        lambda conn, act: acts.cancel_order(
            conn,
            order.seller_id,
            order.order_id,
            reason=reason,
            asked_by=UserType.CUSTOMER,
            request_id=request_id,
            now=act.now,
        )
    )
    return request_id


def decide(stall: Stall, request_id: str, *, is_granted: bool) -> None:
    stall.on.write(
        lambda conn, act: acts.decide_cancellation(
            conn, stall.seller.seller_id, request_id, is_granted=is_granted, now=act.now
        )
    )


def test_a_whole_order_is_cancelled_in_the_background(stall: Stall) -> None:
    """contract/05 §8: lines are `CancelRequest` meanwhile. Three of 29.90 with 7.90 of shipping: 4.90 and twice 1.50."""
    order = to_ship(stall, 2, quantity=3)

    told = cancel(stall, order)
    at_once = statuses(stall.on, order)
    settle(stall.on)

    assert told.status_code == 201
    assert at_once == (Status.IN_PREPARATION, [ASKED, ASKED])
    assert statuses(stall.on, order) == (CANCELLED, [CANCELLED] * 2)
    assert refunded(stall, order) == [3 * 2990 + 790] * 2
    assert stock_of(stall.on, order) == [12, 12]
    [request] = cancellations(stall, orderSellerId=order.order_id)
    assert (request["status"], request["isPartial"], request["userType"]) == (
        *("Accepted", False),
        "Seller",
    )
    assert [line["refundedAmount"] for line in request["lines"]] == [97.6, 97.6]
    assert request["updatedAt"] > request["createdAt"]


def test_the_request_id_has_every_name_that_clients_look_for(stall: Stall) -> None:
    """contract/05 §8: requestId, then cancellationRequestId, then partialCancellationRequestId."""
    whole = cancel(stall, to_ship(stall)).json()
    order = to_ship(stall)
    part = cancel_lines(stall, order, {"lineId": order.lines[0].line_id}).json()

    assert whole["requestId"] == whole["cancellationRequestId"]
    assert part["requestId"] == part["partialCancellationRequestId"]
    assert cancellations(stall, cancellationRequestId=part["requestId"])[0]["isPartial"] is True


def test_single_lines_are_cancelled_and_the_rest_goes_on(stall: Stall) -> None:
    """contract/05 §1.3: an order is `Cancelled` only when all its lines are."""
    order = to_ship(stall, 3)
    first, second, third = order.lines

    cancel_lines(stall, order, {"lineId": second.line_id, "offerId": second.offer_id})
    settle(stall.on)
    in_part = statuses(stall.on, order)
    ship(stall, order, a_parcel(first.line_id))
    cancel_lines(stall, order, {"lineId": third.line_id, "reason": OUT_OF_STOCK})
    settle(stall.on)

    assert in_part == (
        Status.IN_PREPARATION,
        [Status.IN_PREPARATION, CANCELLED, Status.IN_PREPARATION],
    )
    assert statuses(stall.on, order) == (Status.SHIPPED, [Status.SHIPPED, CANCELLED, CANCELLED])
    assert refunded(stall, order) == [0, 3480, 3480]
    assert stock_of(stall.on, order) == [11, 12, 11]  # what is out of stock does not come back


def test_the_last_line_that_is_cancelled_cancels_the_order(stall: Stall) -> None:
    order = to_ship(stall, 2)

    for line in order.lines:
        cancel_lines(stall, order, {"lineId": line.line_id})
        settle(stall.on)

    assert statuses(stall.on, order)[0] is CANCELLED
    moves = [event.status for event in read_again(stall.on, order).events if event.line == 0]
    assert moves.count(CANCELLED) == 1


@pytest.mark.parametrize(
    ("top", "own", "cents"),
    [(None, None, 3480), (False, None, 2990), (False, True, 3480), (True, False, 2990)],
)
def test_the_cost_of_shipping_is_said_for_each_line_or_for_all(
    stall: Stall, top: bool | None, own: bool | None, cents: int
) -> None:
    """contract/05 §8.4: per line in one client, top-level in another; true when left out (§8.3)."""
    order = to_ship(stall)
    line = {"lineId": order.lines[0].line_id} | ({} if own is None else {"shippingCostRefund": own})

    cancel_lines(stall, order, line, **({} if top is None else {"shippingCostRefund": top}))
    settle(stall.on)

    assert refunded(stall, order) == [cents]


@pytest.mark.parametrize("name", ["orderSellerId", "orderId", "OrderSellerId", "ORDERID"])
def test_the_order_has_two_names_in_any_letter_case(stall: Stall, name: str) -> None:
    """contract/05 §8.3 and §10."""
    order = to_ship(stall)

    body = {name: order.order_id, "Reason": OUT_OF_STOCK, "SHIPPINGCOSTREFUND": True}
    told = stall.call("POST", "/order-cancellation-requests", json=body)

    assert told.status_code == 201


def test_what_is_cancelled_or_asked_for_is_not_cancelled_again(stall: Stall) -> None:
    order = to_ship(stall)
    line = {"lineId": order.lines[0].line_id}
    cancel(stall, order)

    asked = [cancel(stall, order), cancel_lines(stall, order, line)]
    settle(stall.on)
    done = [cancel(stall, order), cancel_lines(stall, order, line)]

    assert [told.status_code for told in asked + done] == [400] * 4
    assert "is CancelRequest and cannot" in asked[0].json()["errors"]["status"][0]
    assert "is CancelRequest and cannot" in asked[1].json()["errors"]["lines[0].lineId"][0]
    assert "is Cancelled and cannot" in done[0].json()["errors"]["status"][0]
    assert refunded(stall, order) == [3480]
    assert len(cancellations(stall, orderSellerId=order.order_id)) == 1


def test_a_whole_order_is_cancelled_but_for_lines_that_were_asked_for_before(stall: Stall) -> None:
    order = to_ship(stall, 2)
    cancel_lines(stall, order, {"lineId": order.lines[0].line_id})

    told = cancel(stall, order)
    settle(stall.on)

    assert told.status_code == 201
    assert statuses(stall.on, order)[0] is CANCELLED
    assert refunded(stall, order) == [3480, 3480]


@pytest.mark.parametrize(
    "events", [(), (Event.CONTROLLED,), (Event.SENT_FOR_ACCEPTANCE,), TO_PREPARATION]
)
def test_an_order_can_be_cancelled_wherever_it_is_before_shipment(
    stall: Stall, events: tuple[Event, ...]
) -> None:
    """contract/05 §1.2: any of Processing..InPreparation."""
    order = an_order_of(stall, 1)
    order = let_happen(stall.on, order, *events) if events else order

    told = cancel(stall, order)
    settle(stall.on)

    assert told.status_code == 201
    assert statuses(stall.on, order)[0] is CANCELLED
    assert not read_again(stall.on, order).is_moving


def test_a_seller_refunds_what_was_shipped(stall: Stall) -> None:
    """contract/05 §1.2: later through a cancellation request."""
    lost, returned = to_ship(stall), to_ship(stall)
    for order in (lost, returned):
        ship(stall, order, a_parcel())

    early = cancel(stall, lost, reason=OUT_OF_STOCK)
    cancel(stall, lost, reason="seller-parcel-lost")
    cancel(stall, returned, reason="seller-product-returned")
    settle(stall.on)

    assert "take one of seller-parcel-lost" in early.json()["errors"]["reason"][0]
    assert [statuses(stall.on, order)[0] for order in (lost, returned)] == [CANCELLED] * 2
    assert (stock_of(stall.on, lost), stock_of(stall.on, returned)) == ([11], [12])


def test_what_was_given_as_a_gesture_is_not_refunded_twice(stall: Stall) -> None:
    order = to_ship(stall, 2)
    ship(stall, order, a_parcel())
    give(stall, order, 10)

    cancel_lines(stall, order, {"lineId": order.lines[0].line_id, "reason": "seller-parcel-lost"})
    settle(stall.on)
    cancel(stall, order, reason="seller-parcel-lost")
    settle(stall.on)

    assert refunded(stall, order) == [3480, 2480]


def test_what_a_customer_asks_for_after_shipment_waits_for_the_marketplace(stall: Stall) -> None:
    """contract/05 §1.3: the line is `CancelRequest` while it is pending."""
    refused, granted = to_ship(stall), to_ship(stall)
    for order in (refused, granted):
        ship(stall, order, a_parcel())
    first, second = (
        as_customer(stall, order, "customer-not-received") for order in (refused, granted)
    )
    settle(stall.on)
    meanwhile = [
        (request["status"], request["userType"])
        for request in cancellations(stall, orderSellerId=refused.order_id)
    ]

    decide(stall, first, is_granted=False)
    decide(stall, second, is_granted=True)
    settle(stall.on)

    assert meanwhile == [("UnderReview", "Customer")]
    assert statuses(stall.on, refused) == (Status.SHIPPED, [Status.SHIPPED])
    assert statuses(stall.on, granted) == (CANCELLED, [CANCELLED])
    assert (refunded(stall, refused), refunded(stall, granted)) == ([0], [3480])


def test_what_a_customer_asks_for_before_shipment_is_done_by_itself(stall: Stall) -> None:
    order = to_ship(stall)

    as_customer(stall, order, "customer-changed-mind")
    told = ship(stall, order, a_parcel())
    settle(stall.on)

    assert told.status_code == 400
    assert statuses(stall.on, order)[0] is CANCELLED


def test_the_list_finds_requests_by_what_they_are_about(stall: Stall, neighbour: Stall) -> None:
    """contract/05 §8.2."""
    order = to_ship(stall, 2)
    first, second = order.lines
    told = cancel_lines(stall, order, {"lineId": second.line_id}).json()
    own = {"orderSellerId": order.order_id}

    found = {
        "request": cancellations(stall, cancellationRequestId=told["requestId"]),
        "line": cancellations(stall, lineId=second.line_id),
        "offer": cancellations(stall, offerId=second.offer_id, **own),
        "channel": cancellations(stall, salesChannel="CDISFR", **own),
        "other line": cancellations(stall, lineId=first.line_id),
        "other channel": cancellations(stall, salesChannel="HANSDE", **own),
        "neighbour": cancellations(neighbour, **own),
    }

    assert {name: len(items) for name, items in found.items()} == {
        **dict.fromkeys(("request", "line", "offer", "channel"), 1),
        **dict.fromkeys(("other line", "other channel", "neighbour"), 0),
    }
    [line] = found["line"][0]["lines"]
    assert (line["lineId"], line["offerId"], line["refundedAmount"]) == (
        *(second.line_id, second.offer_id),
        None,
    )


def test_the_list_is_read_page_by_page(stall: Stall) -> None:
    """contract/05 §8.2: index-paged, with `Link`."""
    order = to_ship(stall, 3)
    for line in order.lines:
        cancel_lines(stall, order, {"lineId": line.line_id})
    query = {"orderSellerId": order.order_id, "pageSize": 2}

    pages = [
        stall.call("GET", "/order-cancellation-requests", params=query | {"pageIndex": index})
        for index in (1, 2, 3)
    ]

    assert [page.json()["itemsPerPage"] for page in pages] == [2, 1, 0]
    assert ['rel="next"' in page.headers.get("Link", "") for page in pages] == [True, False, False]
    assert len(cancellations(stall, orderSellerId=order.order_id, pageSize=5000)) == 3


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ({}, "fr-FR", ("seller-out-of-stock", "Rupture de stock")),
        ({"userType": "seller"}, "en-US", ("seller-out-of-stock", "Out of stock")),
        ({"orderStatus": "Delivered"}, "es", ("seller-product-returned", "Producto devuelto")),
        ({"userType": "Customer"}, "en", ("customer-changed-mind", "The customer changed")),
        ({"salesChannel": "CDISFR"}, "en", ("seller-out-of-stock", "Out of stock")),
    ],
)
def test_reasons_are_those_of_a_side_and_a_status(
    stall: Stall, query: dict[str, str], language: str, expected: tuple[str, str]
) -> None:
    """contract/05 §8.1: a list."""
    told = stall.call(
        "GET", "/cancellation-reasons", params=query, headers={"Accept-Language": language}
    )

    first = told.json()[0]
    assert first["code"] == expected[0]
    assert first["label"].startswith(expected[1])


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no order": ({"orderSellerId": None}, "orderSellerId", "is missing"),
    "a number": ({"orderSellerId": 12}, "orderSellerId", "must be a text"),
    "two orders": ({"orderId": "X"}, "orderId", "is another one"),
    "no reason": ({"reason": None}, "reason", "is missing"),
    "an unknown reason": ({"reason": "because"}, "reason", "take one of seller-out-of-stock"),
    "a customer's reason": ({"reason": "customer-changed-mind"}, "reason", "take one of"),
    "a late reason": ({"reason": "seller-parcel-lost"}, "reason", "take one of"),
    "a flag in words": ({"shippingCostRefund": "yes"}, "shippingCostRefund", "true or false"),
}


@pytest.mark.parametrize(("members", "field", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_request_is_told_by_field(
    stall: Stall, members: dict[str, Any], field: str, message: str
) -> None:
    """contract/05 §8.3 and §10: a reason of §8.1, and a map of fields."""
    order = to_ship(stall)

    told = cancel(stall, order, **members)

    assert told.status_code == 400
    assert message in told.json()["errors"][field][0]
    assert read_again(stall.on, order) == order


WRONG_LINES: dict[str, tuple[Any, str, str]] = {
    "none": ([], "lines", "must be an array of 1 to 100"),
    "no array": ("L-1", "lines", "must be an array"),
    "no object": (["L-1"], "lines[0]", "must be an object"),
    "too many": ([{"lineId": "L", "reason": "r"}] * 101, "lines", "1 to 100"),
    "no id": ([{"reason": OUT_OF_STOCK}], "lines[0].lineId", "is missing"),
    "an unknown id": ([{"lineId": "L", "reason": "r"}], "lines[0].lineId", "no line of the order"),
    "no reason": ([{"lineId": "L"}], "lines[0].reason", "is missing"),
}


@pytest.mark.parametrize(("lines", "field", "message"), WRONG_LINES.values(), ids=WRONG_LINES)
def test_wrong_lines_are_told_by_field(stall: Stall, lines: Any, field: str, message: str) -> None:
    """contract/05 §8.4: one line at least, each with `lineId` and `reason`."""
    order = to_ship(stall)

    told = cancel_lines(stall, order, lines=lines)

    assert told.status_code == 400
    assert message in told.json()["errors"][field][0]
    assert read_again(stall.on, order) == order


def test_nothing_is_asked_when_one_line_is_wrong(stall: Stall) -> None:
    order = to_ship(stall, 2)
    first, second = order.lines

    twice = cancel_lines(stall, order, {"lineId": first.line_id}, {"lineId": first.line_id})
    other = cancel_lines(
        stall, order, {"lineId": first.line_id}, {"lineId": second.line_id, "offerId": "OF-9"}
    )

    assert "lines[1].lineId" in twice.json()["errors"]
    assert "is not that of the line" in other.json()["errors"]["lines[1].offerId"][0]
    assert read_again(stall.on, order) == order
    assert cancellations(stall, orderSellerId=order.order_id) == []


def test_what_a_warehouse_ships_is_not_the_sellers_to_cancel(stall: Stall) -> None:
    """contract/05 §1.2: seller actions are possible for lines of the supply mode Seller."""
    told = cancel(stall, to_ship(stall, supply_mode=SupplyMode.FULFILLMENT))

    assert told.status_code == 400
    assert "is Fulfillment" in told.json()["errors"]["supplyMode"][0]


def test_the_order_of_another_seller_is_unknown(stall: Stall, neighbour: Stall) -> None:
    order = to_ship(stall)

    told = [
        cancel(neighbour, order),
        cancel_lines(neighbour, order, {"lineId": order.lines[0].line_id}),
        cancel(stall, order, orderSellerId="NONE"),
    ]

    assert [answer.status_code for answer in told] == [404] * 3
    assert read_again(stall.on, order) == order


def test_an_order_is_cancelled_or_shipped_but_not_both(stall: Stall) -> None:
    for _ in range(10):
        order = to_ship(stall)
        with ThreadPoolExecutor(4) as pool:
            jobs = [
                *(pool.submit(cancel, stall, order) for _ in range(2)),
                *(pool.submit(ship, stall, order, a_parcel()) for _ in range(2)),
            ]
            codes = [job.result().status_code for job in jobs]
        settle(stall.on)

        assert sorted(codes) == [201, 400, 400, 400]
        has_parcel = bool(read_again(stall.on, order).parcels)
        assert has_parcel == (201 in codes[2:])
        expected = Status.SHIPPED if has_parcel else CANCELLED
        assert statuses(stall.on, order) == (expected, [expected])


def test_events_tell_what_happened_in_its_order(stall: Stall) -> None:
    order = to_ship(stall)
    cancel(stall, order)
    settle(stall.on)

    told = [(event.line, event.status.value) for event in read_again(stall.on, order).events]

    assert told == [
        (0, "Processing"),
        *((1, "Accepted"), (0, "Accepted")),
        *((1, "InPreparation"), (0, "InPreparation")),
        *((1, "CancelRequest"), (1, "Cancelled"), (0, "Cancelled")),
    ]
    at: list[datetime] = [event.at for event in read_again(stall.on, order).events]
    assert at == sorted(at)
