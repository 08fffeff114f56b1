"""The life of an order as its seller lives it, from acceptance to a gesture."""

from sellergate.market.orders.lifecycle import Event
from tests.builders.offer_packages import Stall
from tests.builders.order_acts import (
    a_parcel,
    allowable,
    an_order_of,
    answer,
    cancel_lines,
    give,
    prepare,
    settle,
    ship,
    stock_of,
)
from tests.builders.orders import let_happen


def test_an_order_is_accepted_shipped_in_part_cancelled_in_part_and_made_up_for(
    stall: Stall,
) -> None:
    order = let_happen(stall.on, an_order_of(stall, 2), Event.SENT_FOR_ACCEPTANCE)
    first, second = (line.line_id for line in order.lines)

    told = [answer(stall, order, "Accepted")]
    prepare(stall.on)
    told += [
        ship(stall, order, a_parcel(first)),
        ship(stall, order, a_parcel(first)),
        cancel_lines(stall, order, {"lineId": second}),
    ]
    settle(stall.on)
    told += [give(stall, order, 4.8), give(stall, order, 30.01)]
    settle(stall.on)

    shown = stall.call("GET", f"/orders/{order.order_id}").json()
    assert [each.status_code for each in told] == [204, 201, 400, 201, 201, 400]
    assert shown["status"] == "Shipped"
    assert [line["status"] for line in shown["lines"]] == ["Shipped", "Cancelled"]
    assert [parcel["parcelNumber"] for parcel in shown["lines"][0]["parcels"]] == ["ZZ123"]
    assert shown["cancellationDetails"]
    assert allowable(stall, order) == 30
    assert stock_of(stall.on, order) == [11, 12]
