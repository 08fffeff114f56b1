"""Builders of supply orders: what a seller announces, what becomes of it in the background, and what the warehouse counts."""

from typing import Any

import httpx2

from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.inbound.checking import InboundChecks
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, do_due
from tests.builders.operator import Desk
from tests.builders.warehouse import a_stock

Json = dict[str, Any]
PATH = "/inbound-shipments"


def a_supply(*lines: Json, **members: Any) -> Json:
    """An announcement to France of these lines; a member that is None is left out."""
    plain = {"storageCountry": "FR", "lines": list(lines), **members}
    return {name: value for name, value in plain.items() if value is not None}


def so_many(stall: Stall, quantity: Any = 24) -> Json:
    """A line of a product that is referenced."""
    stock = a_stock(stall.on, stall.seller)
    return {"sellerProductReference": stock.seller_product_reference, "quantity": quantity}


def announce(stall: Stall, body: Any) -> httpx2.Response:
    return stall.call("POST", PATH, json=body)


def announced(stall: Stall, *lines: Json, **members: Any) -> Json:
    """A shipment that was announced: of 24 of one product, unless other lines are given."""
    answer = announce(stall, a_supply(*(lines or (so_many(stall),)), **members))
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def accepted(stall: Stall, *lines: Json, **members: Any) -> Json:
    """The same, once it was checked."""
    shipment = announced(stall, *lines, **members)
    check(stall.on)
    return shipment_again(stall, shipment)


def shipment_again(stall: Stall, shipment: Json) -> Json:
    answer = stall.call("GET", f"{PATH}/{shipment['inboundShipmentId']}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def check(on: Installation) -> None:
    """Do the checks that wait."""
    do_due(on, InboundChecks(on.clock, new_uuid))


def receive(desk: Desk, shipment: Json, *lines: Json, **members: Any) -> httpx2.Response:
    """A reception of these lines, with a reference of its own unless one is given."""
    body = {"reference": f"DOCK-{desk.on.number()}", "lines": list(lines), **members}
    return desk.call("POST", f"{PATH}/{shipment['inboundShipmentId']}/receptions", json=body)
