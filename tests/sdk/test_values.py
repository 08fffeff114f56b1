"""Values: what is known is typed, what is not known survives."""

import pickle
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sellergate_client import Answer, ConfigurationError, MissingMember
from sellergate_client._core.model import to_wire
from sellergate_client.types import (
    NewPackage,
    OfferRequest,
    Order,
    OrderStatus,
    PackageType,
    RequestedProduct,
)

ORDER = Answer(
    200,
    {},
    b'{"orderId":12,"status":"Teleported","createdAt":"2026-03-04T05:06:07.1234567+02:00",'
    b'"totalPrice":{"offerPrice":19.99},"customer":null,"lines":[{"orderLineId":"L1"}],"mood":{"a":1}}',
).json()


def test_members_are_typed() -> None:
    """contract/00 §4, §7: a number for a text, seven digits of a second."""
    order = Order.from_wire(ORDER)

    assert order.order_id == "12"
    assert order.created_at == datetime(2026, 3, 4, 3, 6, 7, 123456, tzinfo=UTC)
    assert order.total_price.offer_price == Decimal("19.99")
    assert [line.order_line_id for line in order.lines] == ["L1"]


def test_what_is_not_known_survives() -> None:
    order = Order.from_wire(ORDER)

    assert order.status == "Teleported"
    assert not order.status.is_known
    assert order.extra == {"mood": {"a": 1}}
    assert order.customer is None
    assert pickle.loads(pickle.dumps(order)) == order
    assert OrderStatus("Shipped") is OrderStatus.SHIPPED


def test_what_is_not_there_is_told_by_name() -> None:
    """contract/00 §6: `fields` leaves members out."""
    order = Order.from_wire(ORDER)

    assert "payment" not in order
    assert order.reference is None
    with pytest.raises(MissingMember, match="has no payment"):
        order.payment  # noqa: B018
    assert not hasattr(order, "payment")


def test_what_is_sent_is_what_was_said() -> None:
    line = OfferRequest(
        seller_external_reference="R1",
        product=RequestedProduct(gtin="0400000000138"),
        quantity=3,
    )

    assert to_wire([line, {"price": Decimal("12.30")}]) == [
        {"sellerExternalReference": "R1", "product": {"gtin": "0400000000138"}, "quantity": 3},
        {"price": 12.3},
    ]
    assert to_wire(NewPackage(package_type=PackageType.UPSERT)) == {"packageType": "Upsert"}
    with pytest.raises(ConfigurationError, match="no member 'colour'"):
        OfferRequest(seller_external_reference="R1", colour="red")  # type: ignore[call-arg]
