"""A seller who writes first, where the channel lets it (contract/07 §6)."""

from typing import Any

import pytest

from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order
from tests.builders.discussions import Desk, a_file
from tests.builders.installation import Installation
from tests.builders.orders import TO_PREPARATION, an_order, set_channel
from tests.builders.wire import assert_problem

pytestmark = pytest.mark.slow

Json = dict[str, Any]
ASKS = "Which code opens your front door, please?"


@pytest.fixture(scope="module")
def order(installation: Installation, desk: Desk) -> Order:
    return an_order(installation, desk.seller, reference="CD-2026-1")


def an_opening(order: Order, **members: Any) -> Json:
    opening = {
        "subject": "Your delivery address",
        "orderId": order.order_id,
        "salesChannel": order.sales_channel_id,
        "subtypologyCode": "orderNotShipped",
        "message": {"body": ASKS, "receiver": "Customer"},
        **members,
    }
    return {name: value for name, value in opening.items() if value is not None}


def test_a_seller_opens_a_discussion_about_an_order(desk: Desk, order: Order) -> None:
    """contract/07 §6: subject, orderId, salesChannel, subtypologyCode and message; the id is `discussionId`."""
    message = {"body": ASKS, "receiver": "Customer", "attachments": [a_file()]}

    answer = desk.call("POST", "/discussions", json=an_opening(order, message=message))

    assert answer.status_code == 201, answer.text
    thread = desk.thread(answer.json()["discussionId"])
    assert thread["subject"] == "Your delivery address"
    assert thread["orderSellerId"] == order.order_id
    assert thread["orderReference"] == (order.reference or order.order_id)
    assert (thread["typologyCode"], thread["subTypologyCode"]) == ("Order", "orderNotShipped")
    assert (thread["status"], thread["isOpen"]) == ("Treated", True)
    assert thread["customerId"] == order.customer_reference
    [first] = thread["messages"]
    assert first["messageId"] == answer.json()["messageId"]
    assert first["sender"]["userType"] == "Seller"
    assert first["attachments"][0]["attachmentName"] == "label"


def test_it_is_found_by_its_order_under_both_names(desk: Desk, order: Order) -> None:
    """contract/07 §2: `orderSellerId`; clients guess `orderId`."""
    opened = desk.call("POST", "/discussions", json=an_opening(order, subject="To be found"))
    discussion = opened.json()["discussionId"]

    assert discussion in desk.found(orderSellerId=order.order_id)
    assert desk.found(orderId=order.order_id) == desk.found(orderSellerId=order.order_id)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"subTypologyCode": "orderNotShipped", "subtypologyCode": None}, "orderNotShipped"),
        ({"SUBTYPOLOGYCODE": "ORDERNOTSHIPPED", "subtypologyCode": None}, "orderNotShipped"),
        ({"subtypologyCode": "orderAddressChangeCdiscount"}, "orderAddressChangeCdiscount"),
        ({"subtypologyCode": "broken-product"}, "broken-product"),
        ({"salesChannel": "cdisfr"}, "orderNotShipped"),
        ({"productId": "AUC0400000000022"}, "orderNotShipped"),
        ({"message": {"Body": ASKS, "receivers": [{"userType": "Customer"}]}}, "orderNotShipped"),
    ],
    ids=str,
)
def test_the_ways_to_send_it(desk: Desk, order: Order, members: Json, code: str) -> None:
    """contract/07 §1: codes are opaque; §6 spells `subtypologyCode`, lists `subTypologyCode`."""
    answer = desk.call(
        "POST", "/discussions", json=an_opening(order, subject=str(members), **members)
    )

    assert answer.status_code == 201, answer.text
    thread = desk.thread(answer.json()["discussionId"])
    assert thread["subTypologyCode"] == code
    assert thread.get("productId") == members.get("productId")


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"subject": None}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"subject": "two\nlines"}, "subject"),
        ({"orderId": None}, "orderId"),
        ({"orderId": "x" * 41}, "orderId"),
        ({"orderId": {"id": 1}}, "orderId"),
        ({"salesChannel": None}, "salesChannel"),
        ({"salesChannel": "HANSDE"}, "salesChannel"),
        ({"subtypologyCode": None}, "subtypologyCode"),
        ({"subtypologyCode": "two words"}, "subtypologyCode"),
        ({"subtypologyCode": "productIsDamaged"}, "subtypologyCode"),
        ({"productId": "x" * 41}, "productId"),
        ({"message": None}, "message"),
        ({"message": ASKS}, "message"),
        ({"message": {"body": "short", "receiver": "Customer"}}, "message.body"),
        ({"message": {"body": ASKS}}, "receivers"),
        ({"message": {"body": ASKS, "receiver": "Seller"}}, "message.receiver"),
        (
            {"message": {"body": ASKS, "receiver": "Customer", "attachments": [{}]}},
            "message.attachments[0].name",
        ),
    ],
    ids=str,
)
def test_a_bad_member_is_named_and_nothing_is_opened(
    desk: Desk, order: Order, members: Json, field: str
) -> None:
    before = desk.found(orderSellerId=order.order_id, pageSize=500)

    answer = desk.call("POST", "/discussions", json=an_opening(order, **members))

    problem = assert_problem(answer, 400, "validation")
    assert list(problem["errors"]) == [field]
    assert desk.found(orderSellerId=order.order_id, pageSize=500) == before


def test_a_reason_must_fit_the_order_as_it_is(installation: Installation, desk: Desk) -> None:
    """contract/07 §1: `productIsDamaged` is of orders that are shipped or delivered."""
    sent = an_order(installation, desk.seller, *TO_PREPARATION, Event.SHIPPED)

    answer = desk.call(
        "POST", "/discussions", json=an_opening(sent, subtypologyCode="productIsDamaged")
    )

    assert answer.status_code == 201, answer.text


def test_the_same_discussion_sent_again_is_opened_once(desk: Desk, order: Order) -> None:
    opening = an_opening(order, subject="Sent twice")

    first, again = (desk.call("POST", "/discussions", json=opening) for _ in range(2))

    assert again.status_code == 201
    assert again.json() == first.json()


def test_an_unknown_order_and_a_neighbours_are_not_found(
    installation: Installation, desk: Desk, neighbour: Desk, order: Order
) -> None:
    theirs = an_order(installation, neighbour.seller)

    for order_id in (theirs.order_id, "unknown", "'; --"):
        answer = desk.call("POST", "/discussions", json=an_opening(order, orderId=order_id))
        assert_problem(answer, 404, "not-found")
    assert neighbour.found(orderSellerId=theirs.order_id) == []


def test_a_channel_that_lets_customers_begin_says_so(
    installation: Installation, desk: Desk, order: Order
) -> None:
    """contract/07 §6: available only where the channel enables seller-initiated threads."""
    set_channel(installation, sellers_open_discussions=False)
    try:
        answer = desk.call("POST", "/discussions", json=an_opening(order, subject="Not allowed"))
        told = desk.get("/sales-channel-configurations/CDISFR")
    finally:
        set_channel(installation)

    problem = assert_problem(answer, 400, "validation")
    assert "salesChannel" in problem["errors"]
    assert told["canSellerOpenDiscussion"] is False
