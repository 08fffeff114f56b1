"""What was sent comes back: declared by sellers, received and inspected by the warehouse (contract/09 §6)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sellergate.kit.errors import Refusal
from sellergate.market.fulfillment.outbound import dispatch
from sellergate.market.fulfillment.returns import inspecting
from sellergate.market.fulfillment.returns.declaring import declare_carrier_return
from sellergate.market.fulfillment.returns.inspecting import Counted, Inspected
from sellergate.market.fulfillment.returns.models import ReturnReason
from sellergate.market.warehouse.models import Identified, Stock
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.outbound import (
    a_line,
    accepted,
    act,
    declare,
    declared,
    found,
    held,
    linked,
    outbound,
    sent,
    work,
)
from tests.builders.papers import read_pdf
from tests.builders.warehouse import a_stock

pytestmark = pytest.mark.slow

Json = dict[str, Any]


def inspected(on: Installation, told: Json, step: Any, **values: Any) -> Any:
    """An act of the warehouse about a return."""
    return on.write(lambda conn, _act: step(conn, told["returnId"], on.clock(), **values))


def again(stall: Stall, told: Json) -> Json:
    return found(stall, f"/returns/{told['returnId']}")


def listed(stall: Stall, **query: Any) -> list[str]:
    answer = stall.call("GET", "/returns", params=query)
    assert answer.status_code == 200, answer.text
    return [item["returnId"] for item in answer.json()["items"]]


def test_a_return_is_declared_referenced_received_and_inspected(stall: Stall, stock: Stock) -> None:
    """contract/09 §6: statuses, reasons, the warehouse's recommendation and what was not expected."""
    made = sent(stall, a_line(stock, 4), reference="SHOP-7")
    answer = declare(stall, made, a_line(stock, 2), comment="Too\nlarge.", orderSellerId="A-1")
    seen = [answer.json()]
    work(stall.on)
    seen.append(again(stall, seen[0]))
    inspected(stall.on, seen[0], inspecting.accept)
    seen.append(again(stall, seen[0]))
    inspected(stall.on, seen[0], inspecting.receive, counted=[Counted(line=1, quantity=3)])
    seen.append(again(stall, seen[0]))
    waiting = held(stall.on, stock)
    inspected(
        stall.on,
        seen[0],
        inspecting.inspect,
        inspected=[Inspected(line=1, available=1, blocked=2)],
        recommended_reason=ReturnReason.DAMAGED,
        comment="Two are scratched.",
    )
    seen.append(again(stall, seen[0]))

    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"/seller/v2/returns/{seen[0]['returnId']}")
    assert [one["status"] for one in seen] == [
        *("Created", "Referenced", "Accepted", "Pending", "Completed"),
    ]
    assert (
        seen[0]
        | {
            "type": "Customer",
            "reason": "Retraction",
            "comment": "Too large.",
            "orderSellerId": "A-1",
            "reference": "SHOP-7",
            "outboundShipmentId": made["outboundShipmentId"],
            "storageCountry": "FR",
            "receiptDate": None,
            "hasLabel": False,
        }
        == seen[0]
    )
    last = seen[-1]
    assert (last["recommendedReturnReason"], last["warehouseComment"]) == (
        *("Damaged", "Two are scratched."),
    )
    assert last["receiptDate"] == seen[3]["receiptDate"] is not None
    [line] = last["lines"]
    assert (line["quantity"], line["receivedQuantity"], line["unexpectedQuantity"]) == (2, 2, 1)
    assert (line["availableQuantity"], line["blockedQuantity"]) == (1, 2)
    assert waiting == {"available": 10, "returned": 3}
    assert held(stall.on, stock) == {"available": 11, "blocked": 2}
    assert outbound(stall, made)["lines"][0]["returnedQuantity"] == 3


def test_never_more_comes_back_than_was_sent(stall: Stall, stock: Stock) -> None:
    made = sent(stall, a_line(stock, 1), a_line(stock, 2))

    first = declare(stall, made, a_line(stock, 2))
    above = declare(stall, made, a_line(stock, 2))
    exact = declare(stall, made, a_line(stock, 1))
    none = declare(stall, made, a_line(stock, 1))

    assert [told.status_code for told in (first, above, exact, none)] == [201, 400, 201, 400]
    assert above.json()["errors"]["lines[0].quantity"] == [
        "is more than can come back: 1 of 3 that were sent"
    ]
    assert [line["quantity"] for line in first.json()["lines"]] == [1, 1]
    assert [line["returnedQuantity"] for line in outbound(stall, made)["lines"]] == [1, 2]


def test_returns_that_are_declared_at_once_are_not_more_than_was_sent(
    stall: Stall, stock: Stock
) -> None:
    made = sent(stall, a_line(stock, 3))

    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(lambda _: declare(stall, made, a_line(stock)), range(6)))

    assert sorted(answer.status_code for answer in told) == [201] * 3 + [400] * 3
    assert outbound(stall, made)["lines"][0]["returnedQuantity"] == 3


def test_what_was_declared_and_never_came_may_be_declared_again(stall: Stall, stock: Stock) -> None:
    made = sent(stall, a_line(stock, 2))
    told = declared(stall, made, a_line(stock, 2))

    inspected(
        *(stall.on, told, inspecting.inspect),
        inspected=[Inspected(line=1, available=1, blocked=0)],
    )

    assert outbound(stall, made)["lines"][0]["returnedQuantity"] == 1
    assert declare(stall, made, a_line(stock, 1)).status_code == 201


def test_a_product_that_nobody_declared_is_stock_again_too(stall: Stall, stock: Stock) -> None:
    """contract/09 §6: unexpected quantity is received and was not declared."""
    other = a_stock(stall.on, stall.seller, FR=1)
    made = sent(stall, a_line(stock))
    told = declared(stall, made, a_line(stock))

    inspected(
        *(stall.on, told, inspecting.inspect),
        inspected=[
            Inspected(line=1, available=1, blocked=0),
            Inspected(product=Identified(other.seller_product_reference), available=0, blocked=2),
        ],
    )

    lines = again(stall, told)["lines"]
    assert [line["unexpectedQuantity"] for line in lines] == [0, 2]
    assert lines[1]["sellerProductReference"] == other.seller_product_reference
    assert held(stall.on, other) == {"available": 1, "blocked": 2}


@pytest.mark.parametrize(
    "lines",
    [
        [Inspected(line=1, available=1, blocked=0)],
        [Inspected(line=1, available=3, blocked=0)],
        [Inspected(line=2, available=2, blocked=0)],
        [Inspected(line=1, available=1, blocked=0), Inspected(line=1, available=1, blocked=0)],
        [Inspected(product=Identified("NO"), available=2, blocked=0)],
    ],
    ids=["fewer", "more", "no line", "twice", "no product"],
)
def test_an_inspection_that_does_not_add_up_changes_nothing(
    stall: Stall, stock: Stock, lines: list[Inspected]
) -> None:
    made = sent(stall, a_line(stock, 2))
    told = declared(stall, made, a_line(stock, 2))
    inspected(stall.on, told, inspecting.receive)
    before = again(stall, told)

    with pytest.raises(Refusal):
        inspected(stall.on, told, inspecting.inspect, inspected=lines)

    assert again(stall, told) == before
    assert held(stall.on, stock) == {"available": 12, "returned": 2}


def test_a_carrier_brings_back_what_it_could_not_deliver(stall: Stall, stock: Stock) -> None:
    """contract/09 §6: of the type `Carrier`, made by the platform, without a label."""
    made = sent(stall, a_line(stock, 2))
    parcel = made["parcels"][0]["parcelNumber"]

    returned = act(
        *(stall.on, declare_carrier_return, made),
        reason=ReturnReason.UNDELIVERABLE,
        parcel_id=parcel,
    )

    told = found(stall, f"/returns/{returned.return_id}")
    assert told | {"type": "Carrier", "status": "Accepted", "hasLabel": False} == told
    assert (told["reason"], told["parcelId"]) == ("Undeliverable", parcel)
    assert [line["quantity"] for line in told["lines"]] == [2]
    label = stall.call("GET", f"/returns/{returned.return_id}/labels")
    assert label.status_code == 404
    assert "a carrier brings the parcel back" in label.json()["detail"]
    assert listed(stall, type="carrier") == [returned.return_id]


def test_a_label_is_a_pdf_once_the_return_is_referenced(stall: Stall, stock: Stock) -> None:
    """contract/09 §6: labels for FR."""
    made = sent(stall, a_line(stock))
    told = declare(stall, made, a_line(stock)).json()
    path = f"/returns/{told['returnId']}/labels"
    early = stall.call("GET", path)
    work(stall.on)

    label = stall.call("GET", path, headers={"Accept-Language": "fr-FR"})

    shown = again(stall, told)
    assert (early.status_code, "no label yet" in early.json()["detail"]) == (404, True)
    assert shown["hasLabel"]
    assert shown["labelUrl"] == f"{stall.on.url}/seller/v2{path}"
    assert label.headers["Content-Type"] == "application/pdf"
    [text] = read_pdf(label.content).pages
    assert all(word in text for word in ("Ada Exemple", "33000 Bordeaux", "Retour"))


def test_a_label_goes_to_the_address_that_the_marketplace_configured(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation(returns_address=("Entrepôt Nile", "4 quai du Port", "76600 Le Havre"))
    stall = a_stall(on)
    stock = a_stock(on, stall.seller, FR=1)
    told = declared(stall, sent(stall, a_line(stock)), a_line(stock))

    label = stall.call("GET", f"/returns/{told['returnId']}/labels")

    assert "Entrepôt Nile 4 quai du Port 76600 Le Havre" in read_pdf(label.content).text


def test_labels_for_spain_are_not_to_download(stall: Stall, stock: Stock) -> None:
    """contract/09 §6: ES labels are e-mailed."""
    made = sent(stall, a_line(stock), storageCountry="ES")
    told = declared(stall, made, a_line(stock))

    label = stall.call("GET", f"/returns/{told['returnId']}/labels")

    assert not told["hasLabel"]
    assert label.status_code == 404
    assert "to ES are sent by e-mail" in label.json()["detail"]


def test_customers_return_to_france_and_spain_only(stall: Stall) -> None:
    """contract/09 §6: FR or ES warehouse."""
    stock = a_stock(stall.on, stall.seller, GB=1)
    made = sent(stall, a_line(stock), storageCountry="UK")

    told = declare(stall, made, a_line(stock))

    assert told.status_code == 400
    assert "in FR and ES only" in told.json()["errors"]["outboundShipmentId"][0]


def test_a_shipment_is_named_by_its_reference_too(stall: Stall, stock: Stock) -> None:
    """contract/09 §6: seller's reference or outbound shipment number."""
    made = sent(stall, a_line(stock, 3), reference="SHOP-9")
    body = {"REASON": "damaged", "Reference": "SHOP-9", "Lines": [a_line(stock, "1")]}

    told = stall.call("POST", "/returns", json=body)
    by_order = stall.call(
        "POST", "/returns", json=body | {"Reference": None, "OrderSellerId": "SHOP-9"}
    )

    assert told.json()["outboundShipmentId"] == made["outboundShipmentId"]
    assert told.json()["reason"] == "Damaged"
    assert by_order.json()["outboundShipmentId"] == made["outboundShipmentId"]


def test_a_reference_of_several_shipments_is_not_enough(stall: Stall, stock: Stock) -> None:
    for quantity in (1, 2):
        sent(stall, a_line(stock, quantity), reference="SAME")

    told = stall.call(
        "POST",
        "/returns",
        json={"reference": "SAME", "reason": "Damaged", "lines": [a_line(stock)]},
    )

    assert "is that of 2 outbound shipments" in told.json()["errors"]["reference"][0]


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"outboundShipmentId": "nonsense"}, "outboundShipmentId"),
        ({"outboundShipmentId": None}, "outboundShipmentId"),
        ({"outboundShipmentId": None, "reference": "NONE"}, "reference"),
        ({"reason": "Bored"}, "reason"),
        ({"reason": None}, "reason"),
        ({"parcelId": "NONE"}, "parcelId"),
        ({"comment": "x" * 501}, "comment"),
        ({"lines": "all"}, "lines"),
        (
            {"lines": [{"sellerProductReference": "OTHER", "quantity": 1}]},
            "lines[0].sellerProductReference",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_with_a_return_is_named(
    stall: Stall, stock: Stock, members: Json, field: str
) -> None:
    made = sent(stall, a_line(stock))

    told = declare(stall, made, a_line(stock), **members)

    assert told.status_code == 400, told.text
    assert field in told.json()["errors"]
    assert listed(stall) == []


def test_what_was_not_sent_does_not_come_back(stall: Stall, stock: Stock) -> None:
    made = accepted(stall, a_line(stock))

    told = declare(stall, made, a_line(stock))

    assert "is Accepted: returns are for" in told.json()["errors"]["outboundShipmentId"][0]


def test_returns_are_found_counted_and_nobody_elses(
    installation: Installation, stall: Stall, stock: Stock
) -> None:
    neighbour = a_stall(installation)
    made = sent(stall, a_line(stock, 3), reference="R-1")
    ids = [declared(stall, made, a_line(stock))["returnId"] for _ in range(3)][::-1]
    act(stall.on, dispatch.deliver, made)

    first = stall.call("GET", "/returns", params={"limit": 2})
    second = linked(stall, first, "next")
    assert second is not None
    back = linked(stall, second, "prev")

    assert back is not None
    pages = [[item["returnId"] for item in page.json()["items"]] for page in (first, second, back)]
    assert pages == [ids[:2], ids[2:], ids[:2]]
    asked: list[tuple[Json, int]] = [
        ({}, 3),
        ({"status": "Referenced"}, 3),
        ({"status": "Created,Pending"}, 0),
        ({"reference": "R-1"}, 3),
        ({"outboundShipmentId": made["outboundShipmentId"]}, 3),
        ({"createdAtMin": "2020-01-01"}, 3),
        ({"updatedAtMax": "2020-01-01T00:00:00.000Z"}, 0),
        ({"type": "Carrier"}, 0),
    ]
    for query, count in asked:
        assert len(listed(stall, **query)) == count
        assert stall.call("GET", "/returns/count", params=query).json() == count
    assert neighbour.call("GET", f"/returns/{ids[0]}").status_code == 404
    assert neighbour.call("GET", f"/returns/{ids[0]}/labels").status_code == 404
    assert listed(neighbour) == []
    assert "is not the id of" in declare(neighbour, made, a_line(stock)).text
