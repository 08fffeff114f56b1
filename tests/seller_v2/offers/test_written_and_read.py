"""What a package writes is what the lists of offers read."""

from typing import Any

from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_line, a_price, a_stall
from tests.seller_v2.offers.pages import items_of

EXPANDED = "/offers?salesChannelId=CDISFR&expand=salesChannelFeedback"


def offer_of(stall: Stall, reference: str) -> dict[str, Any]:
    path = f"{EXPANDED}&sellerExternalReferences={reference}"
    [offer] = items_of(stall.call("GET", path))
    return offer


def test_an_integrated_line_is_read_back_with_what_it_said(installation: Installation) -> None:
    stall = a_stall(installation)
    modes = [
        {"code": "TRK", "cost": 4.9, "additionalCost": 1.5},
        {"code": "STD", "cost": 3.9},
    ]
    line = a_line(
        installation, condition="usedgoodstate", price=a_price(originPrice=35), deliveryModes=modes
    )

    stall.put(line)
    offer = offer_of(stall, line["sellerExternalReference"])

    assert offer["offerState"] == "Active"
    assert offer["condition"] == "UsedGoodState"
    assert offer["offerId"].endswith("_3_CDISFR")
    assert offer["product"]["gtin"] == line["product"]["gtin"]
    assert offer["integrationPrice"]["price"] == 29.9
    assert offer["integrationPrice"]["originPrice"] == 35.0
    assert offer["quantity"] == 12
    assert {mode["code"]: mode["cost"] for mode in offer["deliveryOffers"]} == {
        "THD": 4.9,
        "NTHD": 3.9,
    }
    assert offer["offerCompetition"]["bestOfferPrice"] == 33.8


def test_a_cheaper_price_wins_the_best_offer_and_no_stock_loses_it(
    installation: Installation,
) -> None:
    """contract/04: an offer is active only with stock; quantity 0 withdraws it from sale."""
    product = a_product(installation)
    one, other = a_stall(installation, shop_name="One"), a_stall(installation, shop_name="Other")
    mine, theirs = (a_line(installation, gtin=product.gtin) for _ in range(2))
    one.put(mine)
    other.put(theirs)

    def best() -> str:
        feedback = offer_of(one, mine["sellerExternalReference"])["salesChannelFeedback"]
        return str(feedback["bestOfferDetails"]["sellerName"])

    assert best() == "One"
    other.put(theirs | {"price": a_price(price=29.89)})
    assert best() == "Other"
    reference = {"sellerExternalReference": theirs["sellerExternalReference"]}
    other.put(reference | {"quantity": 0}, type_="Update")
    assert best() == "One"
    other.put(reference | {"quantity": 1}, type_="Update")
    assert best() == "Other"
    other.put(reference, type_="Delete")
    assert best() == "One"
    one.put({"sellerExternalReference": mine["sellerExternalReference"]}, type_="Delete")
    assert items_of(one.call("GET", EXPANDED)) == []


def test_an_offer_keeps_its_place_and_its_birth_when_it_is_replaced(
    installation: Installation,
) -> None:
    stall = a_stall(installation)
    lines = [a_line(installation) for _ in range(3)]
    stall.put(*lines)
    before = items_of(stall.call("GET", EXPANDED))

    stall.put(lines[0] | {"quantity": 1})
    after = items_of(stall.call("GET", EXPANDED))

    assert [offer["offerId"] for offer in after] == [offer["offerId"] for offer in before]
    assert after[0]["createdAt"] == before[0]["createdAt"]
    assert after[0]["updatedAt"] > before[0]["updatedAt"]
    assert after[1:] == before[1:]
