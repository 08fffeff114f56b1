"""The warehouses of the demo: what examples name is there, stock is the sum of what moved, and they work by themselves."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.inbound.models import Status as InboundStatus
from sellergate.market.fulfillment.outbound.models import OutboundStatus
from sellergate.market.fulfillment.returns.models import ReturnStatus
from sellergate.market.orders.models import Address, SupplyMode
from sellergate.market.orders.placing import Bought, Purchase, place_order
from sellergate.market.warehouse.models import COLUMNS, Quantity
from sellergate.seller_v2.fulfillment.inbound_examples import INBOUND_ID
from sellergate.seller_v2.fulfillment.outbound_examples import CANCELLATION_ID, OUTBOUND_ID
from sellergate.seller_v2.fulfillment.returns_examples import RETURN_ID
from sellergate.seller_v2.fulfillment.stocks_facts import OUTBOUND_TO_CANCEL, REFERENCE, STOCK_ID
from sellergate.storage.schema import (
    inbound_shipments,
    jobs,
    outbound_cancellations,
    outbound_shipments,
    returns,
    stock_movements,
    stock_places,
)
from sellergate.storage.upkeep import run_on_database
from tests.builders.demo import SELLER_ID, run_demo, seeded_database, token_of_demo
from tests.builders.installation import Installation
from tests.builders.world import headers_for

pytestmark = pytest.mark.slow  # it seeds the demo marketplace

Json = dict[str, Any]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    seeded_database(path)
    return path


def rows(path: Path, query: sa.Select[Any]) -> list[Any]:
    def read(conn: Connection) -> list[Any]:
        return list(conn.execute(query))

    found: list[Any] = run_on_database(path, read)
    return found


@pytest.mark.parametrize(
    ("table", "statuses"),
    [
        (inbound_shipments, {*InboundStatus} - {InboundStatus.CREATED}),
        (outbound_shipments, {*OutboundStatus} - {OutboundStatus.CREATED}),
        (
            returns,
            {*ReturnStatus} - {ReturnStatus.CREATED, ReturnStatus.REFERENCING},
        ),
    ],
    ids=["inbound", "outbound", "returns"],
)
@pytest.mark.parametrize("seller_id", [41207, 41215])
def test_every_state_that_lasts_is_there(
    seeded: Path, table: sa.Table, statuses: set[str], seller_id: int
) -> None:
    query = sa.select(table.c.status).where(table.c.seller_id == seller_id)

    assert {row.status for row in rows(seeded, query)} == set(map(str, statuses))


def test_stock_is_the_sum_of_what_moved_and_of_nothing_else(seeded: Path) -> None:
    moved: dict[tuple[int, str, str], int] = {}
    for one in rows(seeded, sa.select(stock_movements).order_by(stock_movements.c.id)):
        for name, sign in ((one.target, 1), (one.source, -1)):
            if name:
                key = (one.stock_row, one.country, name)
                moved[key] = moved.get(key, 0) + sign * one.quantity

    held = {
        (place.stock_row, place.country, quantity.value): getattr(place, COLUMNS[quantity])
        for place in rows(seeded, sa.select(stock_places))
        for quantity in Quantity
    }

    assert {key: count for key, count in moved.items() if count} == {
        key: count for key, count in held.items() if count
    }


def test_what_moved_is_told_in_the_order_in_which_it_did(seeded: Path) -> None:
    found = rows(seeded, sa.select(stock_movements.c.at).order_by(stock_movements.c.id))

    assert [row.at for row in found] == sorted(row.at for row in found)


def test_nothing_is_left_for_the_background(seeded: Path) -> None:
    assert rows(seeded, sa.select(jobs.c.kind)) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo"), only=()) as on:
        yield on


class Client:
    """The ready client, which reads until something is there."""

    def __init__(self, on: Installation) -> None:
        self._on = on
        self._headers = headers_for(token_of_demo(on), SELLER_ID)

    def get(self, path: str) -> Json:
        answer = self._on.get(f"/seller/v2{path}", headers=self._headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def post(self, path: str, body: Any) -> Json:
        answer = self._on.request("POST", f"/seller/v2{path}", headers=self._headers, json=body)
        assert answer.status_code in (200, 201, 202, 204), answer.text
        found: Json = answer.json() if answer.content else {}
        return found

    def until(self, path: str, status: str) -> Json:
        end = time.monotonic() + 40
        while (found := self.get(path))["status"] != status and time.monotonic() < end:
            time.sleep(0.3)
        assert found["status"] == status
        return found

    def available(self) -> int:
        places = self.get(f"/stocks/{STOCK_ID}")["localizedStocks"]
        return next(int(one["quantity"]) for one in places if one["storageCountry"] == "FR")


@pytest.fixture
def client(demo: Installation) -> Client:
    return Client(demo)


ADDRESS = {
    "lastName": "Exemple",
    "addressLine1": "1 rue de l'Essai",
    "postalCode": "75011",
    "city": "Paris",
    "countryCode": "FR",
}
LINE = {"sellerProductReference": REFERENCE}


def test_the_warehouses_receive_send_and_take_back_by_themselves(client: Client) -> None:
    before = client.available()

    supply = client.post(
        "/inbound-shipments",
        {"reference": "BY-ITSELF", "storageCountry": "FR", "lines": [{**LINE, "quantity": 30}]},
    )
    received = client.until(f"/inbound-shipments/{supply['inboundShipmentId']}", "Received")
    assert client.available() == before + 29  # of which one is damaged
    shipment = client.post(
        "/outbound-shipments",
        {"reference": "OWN-1", "deliveryAddress": ADDRESS, "lines": [{**LINE, "quantity": 2}]},
    )
    sent = client.until(f"/outbound-shipments/{shipment['outboundShipmentId']}", "Shipped")
    declared = client.post(
        "/returns",
        {
            "outboundShipmentId": sent["outboundShipmentId"],
            "reason": "Retraction",
            "lines": [{**LINE, "quantity": 1}],
        },
    )
    back = client.until(f"/returns/{declared['returnId']}", "Completed")

    assert received["lines"][0]["receivedQuantity"] == 30
    assert sent["parcels"][0]["parcelNumber"].startswith("DW")
    assert back["recommendedReturnReason"] == "Retraction"
    assert client.available() == before + 29 - 2 + 1


def test_an_order_of_the_marketplace_is_sent_by_itself(demo: Installation, client: Client) -> None:
    address = Address(
        last_name="Exemple",
        address_line1="1 rue",
        postal_code="75011",
        city="Paris",
        country_code="FR",
    )
    purchase = Purchase(
        sales_channel_id="CDISFR",
        lines=[Bought(seller_product_id=REFERENCE, quantity=1)],
        customer_reference="CU1",
        billing_address=address,
        shipping_address=address,
        supply_mode=SupplyMode.FULFILLMENT,
    )
    now = demo.access.clock()
    order = demo.write(
        lambda conn, _act: place_order(conn, SellerId(int(SELLER_ID)), purchase, now=now)
    )
    path = f"/orders/{order.order_id}"
    client.until(path, "WaitingAcceptance")
    client.post(f"{path}/approval-status", {"approval_status": "Accepted"})

    sent = client.until(path, "Shipped")

    assert sent["lines"][0]["parcels"][0]["parcelNumber"].startswith("DW")


def test_what_the_marketplace_begins_with_is_left_as_it_is(
    demo: Installation, client: Client
) -> None:
    assert client.get(f"/inbound-shipments/{INBOUND_ID}")["status"] == "Received"
    assert client.get(f"/outbound-shipments/{OUTBOUND_ID}")["status"] == "Shipped"
    assert client.get(f"/outbound-shipments/{OUTBOUND_TO_CANCEL}")["status"] == "Accepted"
    assert client.get(f"/outbound-cancellation-requests/{CANCELLATION_ID}")["status"] == "Accepted"
    assert client.get(f"/returns/{RETURN_ID}")["status"] == "Completed"
    waiting = demo.read(
        lambda conn: conn.execute(
            sa.select(outbound_cancellations.c.status).where(
                outbound_cancellations.c.status == "UnderReview"
            )
        ).all()
    )
    assert len(waiting) == 2
