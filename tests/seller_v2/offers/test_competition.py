"""Who has the best offer, and what a seller learns of others."""

from datetime import timedelta
from typing import Any

import pytest

from sellergate.access.sellers.models import Seller, SellerState
from sellergate.kit.instants import render_instant
from sellergate.market.offers.models import OfferState
from sellergate.seller_v2.offers import competing
from tests.builders.catalogue import KnownProduct, a_product
from tests.builders.installation import Installation
from tests.builders.offers import an_offer, change_offer, many_offers
from tests.builders.wire import assert_problem
from tests.builders.world import a_seller, set_seller_state
from tests.seller_v2.offers.conftest import Call
from tests.seller_v2.offers.pages import items_of, walk

EXPANDED = "/offers?salesChannelId=CDISFR&expand=salesChannelFeedback"


@pytest.fixture
def product(installation: Installation) -> KnownProduct:
    return a_product(installation)


@pytest.fixture
def rival(installation: Installation) -> Seller:
    return a_seller(installation, shop_name="Comptoir", email="secret@rival.example")


def feedback_of(call: Call) -> dict[str, Any]:
    [offer] = items_of(call(EXPANDED))
    found: dict[str, Any] = offer["salesChannelFeedback"]
    assert offer["offerCompetition"]["isBestOffer"] is found["bestOfferDetails"]["isOwn"]
    return found


def test_the_lowest_price_with_its_delivery_is_best(
    installation: Installation, call: Call, seller: Seller, rival: Seller, product: KnownProduct
) -> None:
    an_offer(installation, seller, product, price=3000, delivery=500)
    an_offer(installation, rival, product, price=3400, delivery=0)

    feedback = feedback_of(call)

    assert feedback["bestOfferDetails"] == {
        "sellerName": "Comptoir",
        "condition": "New",
        "price": 34.0,
        "deliveryCost": 0.0,
        "totalPrice": 34.0,
        "isOwn": False,
    }
    assert feedback["competingOffers"] == [
        {
            "rank": 1,
            "sellerName": "Comptoir",
            "condition": "New",
            "price": 34.0,
            "deliveryCost": 0.0,
            "totalPrice": 34.0,
            "preparationTime": 2,
            "isBestOffer": True,
        }
    ]


def test_of_equal_offers_the_older_one_is_best(
    installation: Installation, call: Call, seller: Seller, rival: Seller, product: KnownProduct
) -> None:
    an_offer(installation, seller, product, price=3000, delivery=500)
    an_offer(installation, rival, product, price=3100, delivery=400)

    assert feedback_of(call)["bestOfferDetails"]["isOwn"] is True


def test_only_what_is_on_sale_competes(
    installation: Installation, call: Call, seller: Seller, rival: Seller, product: KnownProduct
) -> None:
    suspended = a_seller(installation, shop_name="Suspended")
    an_offer(installation, seller, product, price=3000)
    an_offer(installation, rival, product, price=100, state=OfferState.INACTIVE.value)
    an_offer(installation, rival, product, price=100, sales_channel_id="HANSDE")
    an_offer(installation, suspended, product, price=100)
    set_seller_state(installation, suspended, SellerState.DEACTIVATED)

    feedback = feedback_of(call)

    assert feedback["bestOfferDetails"]["isOwn"] is True
    assert feedback["competingOffers"] == []


def test_an_offer_that_is_not_sold_is_offline_and_never_the_best(
    installation: Installation, call: Call, seller: Seller, rival: Seller, product: KnownProduct
) -> None:
    """contract/04 §C: the feedback tells the real online status."""
    an_offer(installation, seller, product, price=100, state=OfferState.INACTIVE.value)
    an_offer(installation, rival, product, price=3000)

    feedback = feedback_of(call)

    assert feedback["onlineStatus"] == "Offline"
    assert feedback["bestOfferDetails"]["sellerName"] == "Comptoir"


def test_an_offer_of_a_product_that_may_not_be_sold_is_offline(
    installation: Installation, call: Call, seller: Seller, rival: Seller
) -> None:
    product = a_product(installation, is_marketable=False)
    an_offer(installation, seller, product)
    an_offer(installation, rival, product)

    [offer] = items_of(call(EXPANDED))

    assert offer["salesChannelFeedback"]["onlineStatus"] == "Offline"
    assert offer["salesChannelFeedback"]["bestOfferDetails"] is None
    assert offer["offerCompetition"] == {
        "isBestOffer": False,
        "competingOfferCount": 0,
        "bestOfferPrice": None,
    }


def test_ten_competing_offers_are_told_and_all_are_counted(
    installation: Installation, call: Call, seller: Seller, product: KnownProduct
) -> None:
    an_offer(installation, seller, product, price=9999)
    for number in range(12):
        an_offer(installation, a_seller(installation), product, price=1000 + number)

    [offer] = items_of(call(EXPANDED))

    told = offer["salesChannelFeedback"]["competingOffers"]
    assert [line["rank"] for line in told] == list(range(1, 11))
    assert offer["offerCompetition"]["competingOfferCount"] == 12


def test_of_a_rival_its_shop_price_and_condition_are_told_and_nothing_else(
    installation: Installation, call: Call, seller: Seller, rival: Seller, product: KnownProduct
) -> None:
    an_offer(installation, seller, product)
    theirs = an_offer(installation, rival, product, reference="SECRET-REF", quantity=98765)

    answers = [
        call(EXPANDED).text,
        call(f"/competing-offers?products={product.reference}").text,
        call("/competing-offer-changes").text,
    ]

    for text in answers:
        assert not any(
            said in text for said in ("SECRET-REF", "98765", "secret@rival", f"{rival.seller_id}_")
        ), theirs


def test_a_good_offer_scores_more_than_a_weak_one_and_says_why(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §C: `offerQuality` has a score and its reasons."""
    good = a_product(
        installation,
        description="Un gant. " * 30,
        brand="Aurore",
        attributes={"3263": ["Noir"]},
        pictures=tuple(f"https://img.example.test/{n}.jpg" for n in range(3)),
    )
    an_offer(installation, seller, good, price=5000, delivery=0)
    an_offer(installation, seller, price=1000, delivery=900, preparation_time=9)

    best, weak = [
        offer["salesChannelFeedback"]["offerQuality"] for offer in items_of(call(EXPANDED))
    ]

    assert best == {"score": 100, "scoreReasons": []}
    assert weak["score"] < 60
    assert {"FewPictures", "NoBrand", "SlowPreparation", "DearDelivery"} <= set(
        weak["scoreReasons"]
    )


@pytest.mark.parametrize(
    "form",
    ["products={0},{1}", "products={0}&products={1}", "products[0]={0}&products[1]={1}"],
    ids=["commas", "repeated", "indexed"],
)
def test_competing_offers_are_told_of_each_product_that_is_named(
    installation: Installation, call: Call, seller: Seller, rival: Seller, form: str
) -> None:
    """contract/04 §F: the SDK repeats or indexes `products`."""
    first, second = a_product(installation), a_product(installation)
    for product in (first, second):
        an_offer(installation, seller, product, price=3000)
    an_offer(installation, rival, second, price=2000)

    items = call("/competing-offers?" + form.format(first.reference, second.gtin)).json()["items"]

    assert [item["product"] for item in items] == [first.reference, second.gtin]
    assert all(item["execution_result"]["success"] for item in items)
    assert [[offer["is_best_offer"] for offer in item["offers"]] for item in items] == [
        [True],
        [True, False],
    ]
    assert [offer["is_own"] for offer in items[1]["offers"]] == [False, True]


def test_nothing_is_told_of_products_that_the_seller_does_not_offer(
    installation: Installation, call: Call, rival: Seller, product: KnownProduct
) -> None:
    """contract/04 §F: UnautorizedProduct and UnknownProduct, as the old service spelt them."""
    an_offer(installation, rival, product)

    items = call(f"/competing-offers?products={product.gtin},nothing").json()["items"]

    assert [item["execution_result"]["error_message"] for item in items] == [
        "UnautorizedProduct",
        "UnknownProduct",
    ]
    assert [item["offers"] for item in items] == [[], []]


def test_without_products_there_is_nothing_to_tell(call: Call) -> None:
    """contract/04 §F: an empty list is the safest answer."""
    answer = call("/competing-offers")

    assert answer.status_code == 200
    assert answer.json() == {"items": []}


def test_too_many_products_are_refused_by_name(call: Call) -> None:
    answer = call("/competing-offers?products=" + ",".join(f"P{n}" for n in range(101)))

    assert list(assert_problem(answer, 400, "validation")["errors"]) == ["products"]


def test_changes_of_the_competition_name_the_product_and_the_instant(
    installation: Installation, call: Call, seller: Seller, rival: Seller, product: KnownProduct
) -> None:
    an_offer(installation, seller, product, reference="GANT")
    at = installation.access.clock() - timedelta(hours=23)
    an_offer(installation, rival, product, updated_at=at)

    [change] = call("/competing-offer-changes").json()["items"]

    assert change == {
        "product": product.reference,
        "product_ean": product.gtin,
        "sales_channel_id": "CDISFR",
        "seller_product_id": "GANT",
        "last_change_date": render_instant(at),
    }


def test_changes_are_those_of_a_day_or_since_an_instant(
    installation: Installation, call: Call, seller: Seller, rival: Seller, product: KnownProduct
) -> None:
    path = "/competing-offer-changes"
    an_offer(installation, seller, product)
    old = installation.access.clock() - timedelta(days=2)
    theirs = an_offer(installation, rival, product, updated_at=old)

    assert call(path).json() == {"items": []}
    assert len(call(f"{path}?updated_at_min={old:%Y-%m-%d}").json()["items"]) == 1
    change_offer(installation, theirs["id"], price=1)
    assert len(call(path).json()["items"]) == 1


def test_changes_of_many_offers_come_in_parts(
    installation: Installation,
    call: Call,
    seller: Seller,
    rival: Seller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(competing, "LOOKED_AT", 2)
    rows = many_offers(installation, seller, 5)
    for row in rows[::2]:
        an_offer(installation, rival, KnownProduct(row["product_id"], "", "", ""))

    told = [
        change["seller_product_id"]
        for page in walk(call, "/competing-offer-changes")
        for change in page.json()["items"]
    ]

    assert told == [row["reference"] for row in rows[::2]]
