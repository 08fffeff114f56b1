"""Sellers give a part of the money back, never more than there is."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order
from tests.builders.offer_packages import Stall
from tests.builders.order_acts import (
    a_parcel,
    allowable,
    cancel_lines,
    give,
    settle,
    ship,
    to_ship,
)
from tests.builders.orders import let_happen, set_channel

pytestmark = pytest.mark.slow

Json = dict[str, Any]
PATH = "/order-commercial-gesture-requests"
CONFIGURATIONS = "/sales-channel-commercial-gesture-configurations"


def shipped(stall: Stall, lines: int = 1) -> Order:
    """34.80 for each line."""
    order = to_ship(stall, lines)
    assert ship(stall, order, a_parcel()).status_code == 201
    return order


def listed(stall: Stall, **query: Any) -> list[Json]:
    found = stall.call("GET", PATH, params=query)
    assert found.status_code == 200, found.text
    items: list[Json] = found.json()["items"]
    return items


def test_a_gesture_is_done_in_the_background(stall: Stall) -> None:
    """contract/05 §9: the answer has the `requestId`, which finds the one request."""
    order = shipped(stall)

    told = give(stall, order, 5.5)
    path = f"{PATH}/{told.json()['requestId']}"
    at_once = stall.call("GET", path).json()
    settle(stall.on)

    done = stall.call("GET", path).json()
    assert told.status_code == 201
    assert (at_once["status"], done["status"]) == ("Pending", "Accepted")
    assert done == at_once | {"status": "Accepted", "updatedAt": done["updatedAt"]}
    assert (done["orderId"], done["reason"], done["amount"], done["currencyCode"]) == (
        *(order.order_id, "LateDelivery"),
        *(5.5, "EUR"),
    )


def test_a_delivered_order_takes_gestures_too(stall: Stall) -> None:
    """contract/05 §9: `Shipped` or `Delivered`."""
    order = shipped(stall)
    let_happen(stall.on, order, Event.DELIVERED)

    assert give(stall, order, 1).status_code == 201


def test_an_order_that_is_not_shipped_takes_none(stall: Stall) -> None:
    """contract/05 §9: the order must be `Shipped` or `Delivered`."""
    order = to_ship(stall)

    told = give(stall, order, 1)

    assert allowable(stall, order) == 0
    assert told.status_code == 400
    assert "is InPreparation, and gestures are for" in told.json()["errors"]["status"][0]


def test_gestures_and_refunds_together_are_never_more_than_was_paid(stall: Stall) -> None:
    """contract/05 §9: a client refuses more than `allowableAmount`, and so do we."""
    order = shipped(stall, 2)
    amounts = [allowable(stall, order)]
    give(stall, order, 10)
    amounts.append(allowable(stall, order))
    cancel_lines(stall, order, {"lineId": order.lines[0].line_id, "reason": "seller-parcel-lost"})
    amounts.append(allowable(stall, order))
    settle(stall.on)
    amounts.append(allowable(stall, order))

    above = give(stall, order, 24.81)
    exact = give(stall, order, 24.8)

    assert amounts == [69.6, 59.6, 24.8, 24.8]
    assert "which is 24.80 EUR" in above.json()["errors"]["amount"][0]
    assert (exact.status_code, allowable(stall, order)) == (201, 0)


def test_a_channel_says_how_much_gestures_may_come_to(stall: Stall) -> None:
    order = shipped(stall)
    set_channel(stall.on, gesture_rate=5_000)

    rules = stall.call("GET", f"{CONFIGURATIONS}/cdisfr").json()
    first, second = give(stall, order, 17.4), give(stall, order, 0.01)
    set_channel(stall.on)

    assert (rules["salesChannelId"], rules["maximumPercentage"]) == ("CDISFR", 50)
    assert (first.status_code, second.status_code) == (201, 400)


def test_the_rules_of_a_channel_name_the_reasons(stall: Stall) -> None:
    """contract/05 §9: rules by channel, with reasons such as `MissingProduct` and `Other`."""
    told = stall.call("GET", f"{CONFIGURATIONS}/CDISFR", headers={"Accept-Language": "en"}).json()

    assert told["orderStatuses"] == ["Shipped", "Delivered"]
    assert told["reasons"][0] == {
        "code": "MissingProduct",
        "label": "A product is missing",
        "isDetailsRequired": False,
    }
    assert [r["code"] for r in told["reasons"] if r["isDetailsRequired"]] == ["Other"]


@pytest.mark.parametrize("channel", ["NOTONE", "ABCDEF"])
def test_a_channel_that_the_seller_does_not_sell_on_is_unknown(stall: Stall, channel: str) -> None:
    assert stall.call("GET", f"{CONFIGURATIONS}/{channel}").status_code == 404


@pytest.mark.parametrize(
    "members",
    [
        {"reason": "Other", "reasonDetails": "A long wait\nfor nothing"},
        {"reason": "otHER", "reasonDetails": "Words"},
        {"reason": "MissingProduct", "reasonDetails": ""},
        {"amount": "3.10"},
        {"amount": 0.1 + 0.2},
    ],
)
def test_what_clients_write_in_other_ways_is_understood(stall: Stall, members: Json) -> None:
    """contract/05 §9 and §10: binary fractions and numbers in quotes are amounts, letter case does not matter."""
    order = shipped(stall)
    body = {"orderId": order.order_id, "reason": "LateDelivery", "amount": 1} | members

    told = stall.call("POST", PATH, json={name.upper(): value for name, value in body.items()})

    assert told.status_code == 201, told.text


REFUSED: dict[str, tuple[Json, str, str]] = {
    "no order": ({"orderId": None}, "orderId", "is missing"),
    "a number": ({"orderId": 1}, "orderId", "must be a text"),
    "no reason": ({"reason": None}, "reason", "is missing"),
    "an unknown reason": ({"reason": "Because"}, "reason", "one of MissingProduct"),
    "no words": ({"reason": "Other"}, "reasonDetails", "wants words"),
    "blank words": ({"reason": "Other", "reasonDetails": "  "}, "reasonDetails", "wants words"),
    "many words": ({"reasonDetails": "x" * 501}, "reasonDetails", "501 characters"),
    "words of a list": ({"reasonDetails": ["x"]}, "reasonDetails", "must be a text"),
    "no amount": ({"amount": None}, "amount", "is missing"),
    "nothing": ({"amount": 0}, "amount", "above zero"),
    "less": ({"amount": -1}, "amount", "above zero"),
    "thirds": ({"amount": 1.005}, "amount", "two decimals"),
    "a flag": ({"amount": True}, "amount", "a number"),
    "words": ({"amount": "much"}, "amount", "a number"),
    "too much": ({"amount": 1e300}, "amount", "out of bounds"),
    "more than paid": ({"amount": 34.81}, "amount", "which is 34.80 EUR"),
}


@pytest.mark.parametrize(("members", "field", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_gesture_is_told_by_field(
    stall: Stall, members: Json, field: str, message: str
) -> None:
    """contract/05 §9: an amount above nothing, `reasonDetails` with `Other`; §10: a map of fields."""
    order = shipped(stall)

    told = give(stall, order, **{"amount": 1} | members)

    assert told.status_code == 400
    assert message in told.json()["errors"][field][0]
    assert listed(stall, orderId=order.order_id) == []


def test_the_list_is_walked_by_cursor(stall: Stall) -> None:
    """contract/05 §9: cursor paging with `Link`, unlike orders; `limit` up to 1000."""
    order = shipped(stall)
    given = [give(stall, order, amount).json()["requestId"] for amount in (1, 2, 3)]

    first = stall.call("GET", PATH, params={"orderId": order.order_id, "limit": 2})
    link = first.headers["Link"]
    second = stall.on.http.get(
        link[1 : link.index(">")],
        headers={
            k: v for k, v in first.request.headers.items() if k in {"authorization", "sellerid"}
        },
    )

    walked = [item["requestId"] for page in (first, second) for item in page.json()["items"]]
    assert walked == given[::-1]
    assert 'rel="next"' in link
    assert "Link" not in second.headers
    assert len(listed(stall, orderId=order.order_id, limit=5000)) == 3


def test_the_list_finds_gestures_by_order_status_and_time(stall: Stall, neighbour: Stall) -> None:
    """contract/05 §9: orderId, status, and bounds of creation and change."""
    order = shipped(stall)
    give(stall, order, 1)
    settle(stall.on)
    give(stall, order, 2)
    own = {"orderId": order.order_id}
    [_, old] = listed(stall, **own)

    found = {
        "pending": listed(stall, status="pending", **own),
        "both": listed(stall, status="Pending,Accepted", **own),
        "until then": listed(stall, createdAtMax=old["createdAt"], **own),
        "from then": listed(stall, createdAtMin=old["createdAt"], **own),
        "changed since": listed(stall, updatedAtMin=old["updatedAt"], **own),
        "changed until": listed(stall, updatedAtMax=old["updatedAt"], **own),
        "long ago": listed(stall, updatedAtMax="2020-01-01T00:00", **own),
        "of others": listed(neighbour, **own),
    }

    assert {name: len(items) for name, items in found.items()} == {
        "pending": 1,
        "both": 2,
        "until then": 1,
        "from then": 2,
        "changed since": 2,
        "changed until": 1,
        "long ago": 0,
        "of others": 0,
    }


def test_what_is_another_sellers_is_unknown(stall: Stall, neighbour: Stall) -> None:
    order = shipped(stall)
    gesture = give(stall, order, 1).json()["requestId"]

    told = [
        give(neighbour, order, 1),
        neighbour.call("GET", f"{PATH}/{gesture}"),
        neighbour.call("GET", f"/orders/{order.order_id}/commercial-gestures-available-amounts"),
        stall.call("GET", f"{PATH}/none"),
        stall.call("GET", "/orders/none/commercial-gestures-available-amounts"),
    ]

    assert [answer.status_code for answer in told] == [404] * 5


def test_gestures_at_the_same_time_are_never_more_than_may_be_given(stall: Stall) -> None:
    for _ in range(5):
        order = shipped(stall)

        with ThreadPoolExecutor(6) as pool:
            told = list(pool.map(lambda _, o=order: give(stall, o, 10).status_code, range(6)))

        assert sorted(told) == [201] * 3 + [400] * 3
        assert sum(item["amount"] for item in listed(stall, orderId=order.order_id)) == 30
        assert allowable(stall, order) == 4.8
