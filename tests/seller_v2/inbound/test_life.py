"""The life of a supply order, as its seller sees it."""

from tests.builders.inbound import PATH, accepted, receive, shipment_again, so_many
from tests.builders.offer_packages import Stall
from tests.builders.operator import Desk
from tests.builders.papers import read_pdf


def test_what_a_seller_sends_is_its_stock_once_it_is_counted(stall: Stall, desk: Desk) -> None:
    """contract/09 §3: accepted with a delivery note, then counted, with the status following."""
    line = so_many(stall, 24)
    shipment = accepted(stall, line)
    note = stall.call("GET", f"{PATH}/{shipment['inboundShipmentId']}/delivery-notes")

    first = receive(desk, shipment, {"lineNumber": 1, "available": 10, "blocked": 1})
    between = shipment_again(stall, shipment)
    receive(desk, shipment, {"lineNumber": 1, "available": 14, "litigation": 1}, isLast=True)

    after = shipment_again(stall, shipment)
    query = {"limit": 1, "sellerProductReference": line["sellerProductReference"]}
    [stock] = stall.call("GET", "/stocks", params=query).json()["items"]
    held = {name: number for name, number in stock["quantities"].items() if number}
    assert note.headers["content-type"] == "application/pdf"
    assert shipment["code"] in read_pdf(note.content).text
    assert (first.status_code, between["status"], after["status"]) == (
        *(201, "InReception"),
        "Received",
    )
    counts = ("receivedQuantity", "damagedQuantity", "unexpectedQuantity")
    assert [between["lines"][0][name] for name in counts] == [11, 1, 0]
    assert [after["lines"][0][name] for name in counts] == [26, 2, 2]
    assert held == {"Available": 24, "Blocked": 1, "Litigation": 1}
    assert [place["storageCountry"] for place in stock["localizedStocks"]] == ["FR"]
