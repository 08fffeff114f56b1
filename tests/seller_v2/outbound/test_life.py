"""The life of a shipment as its seller lives it: sent, and some of it back; and another that is called off."""

from sellergate.market.fulfillment.returns import inspecting
from sellergate.market.fulfillment.returns.inspecting import Inspected
from sellergate.market.warehouse.models import Stock
from tests.builders.offer_packages import Stall
from tests.builders.outbound import (
    a_line,
    accepted,
    cancel,
    declared,
    found,
    held,
    outbound,
    sent,
    work,
)


def test_a_shipment_is_sent_and_some_of_it_comes_back_and_another_is_called_off(
    stall: Stall, stock: Stock
) -> None:
    made = sent(stall, a_line(stock, 3))
    other = accepted(stall, a_line(stock, 2))
    asked = cancel(stall, other)
    back = declared(stall, made, a_line(stock, 2))
    inspected = [Inspected(line=1, available=1, blocked=1)]
    stall.on.write(
        lambda conn, _act: inspecting.inspect(
            conn, back["returnId"], stall.on.clock(), inspected=inspected
        )
    )
    work(stall.on)

    assert asked.status_code == 201
    assert [outbound(stall, one)["status"] for one in (made, other)] == ["Shipped", "Cancelled"]
    assert found(stall, f"/returns/{back['returnId']}")["status"] == "Completed"
    assert held(stall.on, stock) == {"available": 12, "blocked": 1}
    assert found(stall, "/outbound-shipments/count?state=Valid") == 1
