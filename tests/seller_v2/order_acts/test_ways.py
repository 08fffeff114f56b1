"""Ways in which clients of orders and discussions send the same thing."""

import json
from typing import Any

import pytest

from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Status
from tests.builders.discussions import ANSWER, a_discussion
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.order_acts import a_parcel, to_ship
from tests.builders.orders import TO_PREPARATION, an_order

TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "application/json-patch+json",
    "text/plain",
    "application/x-www-form-urlencoded",
]
STATUSES = "Processing,WaitingAcceptance,Refused,Accepted,InPreparation,Shipped,Delivered,Cancelled,Rejected"


def ask(stall: Stall, path: str, **headers: str) -> Any:
    """A GET with these headers and no others of ours."""
    return stall.on.request("GET", f"/seller/v2{path}", headers=headers)


@pytest.mark.parametrize("name", ["SellerId", "sellerId", "sellerid", "SELLERID"])
@pytest.mark.parametrize("path", ["/orders", "/discussions", "/order-cancellation-requests"])
def test_the_header_of_the_seller_has_any_letter_case(stall: Stall, name: str, path: str) -> None:
    """contract/05 §0: clients also send `sellerId`: header names are case-insensitive."""
    headers = {"Authorization": f"Bearer {stall.token}", name: str(stall.seller.seller_id)}

    assert ask(stall, path, **headers).status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html", "application/xml"])
def test_an_answer_is_json_whatever_is_accepted(stall: Stall, accept: str) -> None:
    """contract/00 §3: `application/json`, or `*/*`, or none; an SDK's default is no reason for a failure."""
    answer = stall.call("GET", "/orders", headers={"Accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")


def test_every_status_of_the_contract_is_one_to_search_for(installation: Installation) -> None:
    """contract/05 §1.1: nine statuses, in PascalCase exactly; a line's `CancelRequest` is none of an order."""
    stall = a_stall(installation)
    order = an_order(installation, stall.seller)

    answer = stall.call("GET", f"/orders?status={STATUSES}")

    assert [item["orderId"] for item in answer.json()["items"]] == [order.order_id]
    assert {status.value for status in Status} == {*STATUSES.split(","), "CancelRequest"}


def test_a_count_leaves_paging_and_sorting_alone(installation: Installation) -> None:
    """contract/05 §3: the same filters minus paging and sorting; a bare JSON integer."""
    stall = a_stall(installation)
    for _ in range(2):
        an_order(installation, stall.seller)

    answer = stall.call(
        "GET", "/orders/count?pageIndex=9&pageSize=1&sort=price&desc=x&status=InPreparation"
    )

    assert answer.text == "2"
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("type_", TYPES)
def test_a_body_is_json_whatever_it_is_called(
    installation: Installation, stall: Stall, type_: str
) -> None:
    """contract/00 §3: a legacy client sends `application/json-patch+json`; curl and PHP send a form's type by default."""
    order = to_ship(stall)
    discussion = a_discussion(installation, stall.seller)
    said = {"discussionId": discussion, "body": ANSWER, "receiver": "Customer"}
    closing = [{"op": "replace", "path": "/isOpen", "value": False}]
    calls: list[tuple[str, str, Any]] = [
        ("POST", f"/orders/{order.order_id}/shipments", [a_parcel(order.lines[0].line_id)]),
        ("POST", "/messages", said),
        ("PATCH", f"/discussions/{discussion}", closing),
    ]

    answers = [
        stall.call(method, path, content=json.dumps(body), headers={"Content-Type": type_})
        for method, path, body in calls
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 204]


@pytest.mark.parametrize("mark", ["\ufeff", " \r\n\t"], ids=["a byte order mark", "blanks"])
def test_what_stands_before_a_body_does_no_harm(stall: Stall, mark: str) -> None:
    """contract/05 §7: a bare array; .NET and Windows tools write a byte order mark before it."""
    order = to_ship(stall)
    body = mark + json.dumps([a_parcel(order.lines[0].line_id)])

    answer = stall.call("POST", f"/orders/{order.order_id}/shipments", content=body.encode())

    assert answer.status_code == 201, answer.text


def test_a_refund_is_a_cancellation_or_a_gesture_and_each_knows_the_other(
    installation: Installation, stall: Stall
) -> None:
    """contract/05 §0: there is no resource for refunds; §9: what may still be given back is a number."""
    order = an_order(installation, stall.seller, *TO_PREPARATION, Event.SHIPPED)
    path = f"/orders/{order.order_id}/commercial-gestures-available-amounts"
    before = stall.call("GET", path).json()
    gesture = {"orderId": order.order_id, "reason": "Other", "reasonDetails": "late", "amount": 1.5}

    created = stall.call("POST", "/order-commercial-gesture-requests", json=gesture)

    after = stall.call("GET", path).json()
    assert created.status_code in (200, 201, 202)
    assert isinstance(before["allowableAmount"], float)
    assert after["allowableAmount"] == before["allowableAmount"] - 1.5


def test_a_clock_that_was_put_back_hides_no_change_from_who_polls(
    installation: Installation, stall: Stall
) -> None:
    """contract/05 §7: `updatedAt` moves with a shipment; §11: clients poll by it."""
    with installation.clock.moved(hours=5):
        order = to_ship(stall)
    seen = stall.call("GET", f"/orders/{order.order_id}").json()["updatedAt"]

    shipped = stall.call("POST", f"/orders/{order.order_id}/shipments", json=[a_parcel()])

    found = stall.call("GET", "/orders", params={"updatedAtMin": seen}).json()["items"]
    after = next(item for item in found if item["orderId"] == order.order_id)
    assert shipped.status_code == 201
    assert (after["status"], after["updatedAt"] >= seen) == ("Shipped", True)
