"""Builders of what leaves the warehouses and comes back: asked for by sellers, worked on in the background, handled there."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.outbound import dispatch
from sellergate.market.fulfillment.outbound.cancelling import OutboundCancellationWork
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.judging import OutboundWork
from sellergate.market.fulfillment.outbound.models import Outbound
from sellergate.market.fulfillment.returns.declaring import ReturnsWork
from sellergate.market.warehouse.models import Stock
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, do_due
from tests.builders.warehouse import stock_again

Json = dict[str, Any]

ADDRESS: Json = {
    "firstName": "Ada",
    "lastName": "Exemple",
    "addressLine1": "1 rue Exemple",
    "postalCode": "33000",
    "city": "Bordeaux",
    "countryCode": "FR",
}


def a_body(*lines: Json, **members: Any) -> Json:
    """What a seller sends to have something sent."""
    return {
        "reference": f"SHOP-{new_uuid()[:8]}",
        "storageCountry": "FR",
        "deliveryAddress": ADDRESS,
        "lines": list(lines),
        **members,
    }


def a_line(stock: Stock, quantity: Any = 1) -> Json:
    return {"sellerProductReference": stock.seller_product_reference, "quantity": quantity}


def ask(stall: Stall, *lines: Json, **members: Any) -> Json:
    """A shipment that the seller asked for, `Created`."""
    answer = stall.call("POST", "/outbound-shipments", json=a_body(*lines, **members))
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def work(on: Installation) -> None:
    """Do what background work does with shipments and returns."""
    do_due(on, OutboundWork(on.clock))
    do_due(on, OutboundCancellationWork(on.clock))
    do_due(on, ReturnsWork(on.clock))


def accepted(stall: Stall, *lines: Json, **members: Any) -> Json:
    """A shipment whose stock is allocated."""
    made = ask(stall, *lines, **members)
    work(stall.on)
    found = outbound(stall, made)
    assert found["status"] == "Accepted", found
    return found


def prepared(stall: Stall, *lines: Json, **members: Any) -> Json:
    """A shipment whose goods are being picked."""
    made = accepted(stall, *lines, **members)
    act(stall.on, dispatch.prepare, made)
    return outbound(stall, made)


def sent(stall: Stall, *lines: Json, **members: Any) -> Json:
    """A shipment that a carrier has."""
    made = prepared(stall, *lines, **members)
    ship(stall.on, made)
    return outbound(stall, made)


def act(on: Installation, step: Any, made: Json, **values: Any) -> Any:
    """An act of the warehouse about a shipment."""
    outbound_id = made["outboundShipmentId"]
    return on.write(lambda conn, _act: step(conn, outbound_id, on.clock(), **values))


def ship(on: Installation, made: Json, *parcels: PackedParcel) -> Outbound:
    """Let a carrier take it: by default in one parcel."""
    packed = parcels or (PackedParcel(f"8N{on.number():09}"),)
    shipped: Outbound = act(on, dispatch.ship, made, carrier_name="Colissimo", parcels=packed)
    return shipped


def outbound(stall: Stall, made: Json) -> Json:
    return found(stall, f"/outbound-shipments/{made['outboundShipmentId']}")


def cancel(stall: Stall, made: Json) -> httpx2.Response:
    body = {"outboundShipmentId": made["outboundShipmentId"]}
    return stall.call("POST", "/outbound-cancellation-requests", json=body)


def declare(stall: Stall, made: Json, *lines: Json, **members: Any) -> httpx2.Response:
    body = {
        "outboundShipmentId": made["outboundShipmentId"],
        "reason": "Retraction",
        "lines": list(lines),
    }
    return stall.call("POST", "/returns", json=body | members)


def declared(stall: Stall, made: Json, *lines: Json, **members: Any) -> Json:
    """A return that the warehouse knows of."""
    answer = declare(stall, made, *lines, **members)
    assert answer.status_code == 201, answer.text
    work(stall.on)
    return found(stall, f"/returns/{answer.json()['returnId']}")


def found(stall: Stall, path: str) -> Json:
    answer = stall.call("GET", path)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def held(on: Installation, stock: Stock) -> dict[str, int]:
    """What is held of a stock, without what is none."""
    quantities = stock_again(on, stock).quantities
    return {name: pieces for name, pieces in quantities._asdict().items() if pieces}


def linked(stall: Stall, answer: httpx2.Response, relation: str) -> httpx2.Response | None:
    """The page that a Link header names, if it does."""
    match = re.search(rf'<([^>]*)>; rel="{relation}"', answer.headers.get("Link", ""))
    if match is None:
        return None
    address = urlsplit(match[1])
    path = address.path.removeprefix("/seller/v2")
    return stall.call("GET", path, params=dict(parse_qsl(address.query)))
