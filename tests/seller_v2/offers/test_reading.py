"""GET /offers: members, filters, and what becomes of what strangers send."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest

from sellergate.access.sellers.models import Seller
from sellergate.market.offers.models import Condition, OfferState
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offers import an_offer, change_offer
from tests.builders.wire import assert_problem
from tests.builders.world import a_seller
from tests.seller_v2.offers.conftest import Call
from tests.seller_v2.offers.pages import items_of, references

LIST = "/offers?salesChannelId=CDISFR"
BASE = {
    "offerId",
    "salesChannelId",
    "sellerExternalReference",
    "offerState",
    "createdAt",
    "updatedAt",
}


def test_an_offer_is_shown_with_its_product_prices_taxes_and_deliveries(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §C: the members of an offer; what only other channels have is absent."""
    product = a_product(installation, title="Gant noir")
    an_offer(
        installation,
        seller,
        product,
        reference="GANT-01-M",
        origin_price=3500,
        eco_tax=12,
        comment="Neuf",
    )

    [offer] = items_of(call(LIST))

    updated = offer.pop("updatedAt")
    assert updated == offer.pop("createdAt")
    assert offer == {
        "offerId": f"{seller.seller_id}_{product.reference}_6_CDISFR",
        "sellerId": seller.seller_id,
        "salesChannelId": "CDISFR",
        "sellerExternalReference": "GANT-01-M",
        "offerState": "Active",
        "condition": "New",
        "product": {"gtin": product.gtin, "reference": product.reference, "title": "Gant noir"},
        "productReference": product.reference,
        "integrationPrice": {
            "price": 29.9,
            "originPrice": 35.0,
            "currencyCode": "EUR",
            "taxes": [
                {"code": "VAT", "value": 20.0},
                {"code": "Ecotax", "value": 0.12},
                {"code": "Deatax", "value": 0.0},
            ],
        },
        "facialPrice": {"price": 29.9, "originPrice": 35.0, "currencyCode": "EUR"},
        "quantity": 12,
        "preparationTime": 2,
        "deliveryOffers": [{"code": "THD", "cost": 4.9, "additionalCost": 1.5}],
        "comments": "Neuf",
        "offerCompetition": {
            "isBestOffer": True,
            "competingOfferCount": 0,
            "bestOfferPrice": 34.8,
        },
    }


def test_other_channels_tell_acceptance_best_offer_and_country_instead(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §C: `salesChannelAcceptanceStatus`, `isBestOffer`, `bestOffer`, `storageCountry`; no feedback."""
    an_offer(installation, seller, sales_channel_id="HANSDE")

    [offer] = items_of(call("/offers?salesChannelId=HANSDE&expand=salesChannelFeedback"))

    assert offer["salesChannelAcceptanceStatus"] == "Accepted"
    assert offer["isBestOffer"] is True
    assert offer["bestOffer"]["sellerName"] == seller.shop_name
    assert "storageCountry" in offer["deliveryOffers"][0]
    assert not {"comments", "offerCompetition", "salesChannelFeedback"} & set(offer)


def test_instants_have_seven_decimals_and_an_offset(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/00 §7."""
    at = datetime.fromisoformat("2026-01-02T03:04:05.000006+00:00")
    an_offer(installation, seller, created_at=at, updated_at=at)

    [offer] = items_of(call(LIST))

    assert offer["createdAt"] == "2026-01-02T03:04:05.0000060+00:00"


@pytest.mark.parametrize(
    ("fields", "members"),
    [
        ("quantity", {"quantity"}),
        ("quantity,condition", {"quantity", "condition"}),
        ("QUANTITY", {"quantity"}),
        ("nothing", set()),
        ("facialPrice.price", {"facialPrice"}),
    ],
)
def test_fields_names_the_members_and_the_base_ones_come_along(
    installation: Installation, call: Call, seller: Seller, fields: str, members: set[str]
) -> None:
    """contract/04 §C: `fields`, base members always returned."""
    an_offer(installation, seller)

    [offer] = items_of(call(f"{LIST}&fields={fields}"))

    assert set(offer) == BASE | members


def test_a_dot_goes_into_a_member(installation: Installation, call: Call, seller: Seller) -> None:
    """contract/00 §6: `facialPrice.price`. Of lists, it is the member of each item."""
    an_offer(installation, seller)

    [offer] = items_of(call(f"{LIST}&fields=facialPrice.price,deliveryOffers.code"))

    assert offer["facialPrice"] == {"price": 29.9}
    assert offer["deliveryOffers"] == [{"code": "THD"}]


def test_expand_adds_the_feedback_and_fields_takes_it_away_again(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §C: `expand` is ignored when `fields` is present."""
    an_offer(installation, seller)

    [plain] = items_of(call(LIST))
    [expanded] = items_of(call(f"{LIST}&expand=salesChannelFeedback"))
    [chosen] = items_of(call(f"{LIST}&expand=salesChannelFeedback&fields=quantity"))

    assert set(expanded) - set(plain) == {"salesChannelFeedback"}
    assert set(chosen) == BASE | {"quantity"}


def test_fields_may_ask_for_a_part_of_the_feedback(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §C: `fields=salesChannelFeedback.competingOffers` is an alternative to `expand`."""
    an_offer(installation, seller)

    [offer] = items_of(call(f"{LIST}&fields=salesChannelFeedback.competingOffers"))

    assert offer["salesChannelFeedback"] == {"competingOffers": []}


def test_offers_of_other_sellers_and_channels_are_not_listed(
    installation: Installation, call: Call, seller: Seller
) -> None:
    product = a_product(installation)
    an_offer(installation, seller, product, reference="mine")
    an_offer(installation, seller, product, reference="elsewhere", sales_channel_id="HANSDE")
    other = a_seller(installation)
    theirs = an_offer(installation, other, product, reference="theirs")

    assert references(call(LIST)) == ["mine"]
    name = f"{other.seller_id}_{product.reference}_6_CDISFR"
    assert references(call(f"{LIST}&offerIds={name}")) == []
    assert references(call(f"{LIST}&sellerExternalReferences={theirs['reference']}")) == []
    assert references(call(f"{LIST}&gtins={product.gtin}")) == ["mine"]


@pytest.mark.parametrize(
    "name", ["salesChannelId", "SalesChannelId", "saleschannelid"], ids=lambda n: n
)
def test_the_channel_may_come_as_a_header(
    installation: Installation, call: Call, seller: Seller, name: str
) -> None:
    """contract/00 §3: two clients send the header on every call; the next page's address names the channel."""
    an_offer(installation, seller, reference="A")
    an_offer(installation, seller, reference="B")

    answer = call("/offers?limit=1", headers={name: "CDISFR"})

    assert references(answer) == ["A"]
    assert "salesChannelId=CDISFR" in answer.headers["link"]


def test_a_call_without_a_channel_is_told_to_name_one(call: Call) -> None:
    """contract/04 §C: `salesChannelId` is required."""
    problem = assert_problem(call("/offers"), 400, "validation")

    assert list(problem["errors"]) == ["salesChannelId"]


def test_lists_find_what_they_name(installation: Installation, call: Call, seller: Seller) -> None:
    """contract/04 §C: `offerIds`, `gtins`, `sellerExternalReferences`, with commas (contract/00 §6)."""
    products = [a_product(installation) for _ in range(3)]
    for product, reference in zip(products, "ABC", strict=True):
        an_offer(installation, seller, product, reference=reference)
    names = [f"{seller.seller_id}_{product.reference}_6_CDISFR" for product in products]

    assert references(call(f"{LIST}&sellerExternalReferences=C,A,unknown")) == ["A", "C"]
    assert references(call(f"{LIST}&gtins={products[1].gtin},{products[0].gtin}")) == ["A", "B"]
    assert references(call(f"{LIST}&offerIds={names[2]},{names[0]}")) == ["A", "C"]
    assert references(call(f"{LIST}&offerIds={names[2]}&gtins={products[0].gtin}")) == []


def test_lists_may_be_repeated_or_indexed(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §F: an SDK repeats and indexes parameters that are lists."""
    for reference in "ABC":
        an_offer(installation, seller, reference=reference)
    name = "sellerExternalReferences"

    assert references(call(f"{LIST}&{name}=A&{name}=B")) == ["A", "B"]
    assert references(call(f"{LIST}&{name}[]=A&{name}[]=B")) == ["A", "B"]
    assert references(call(f"{LIST}&{name}[0]=A&{name}[1]=B")) == ["A", "B"]


def test_a_reference_with_a_comma_is_found(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §A: references may hold commas, by which lists are split."""
    an_offer(installation, seller, reference="A,B")
    an_offer(installation, seller, reference="C")

    assert references(call(f"{LIST}&sellerExternalReferences={quote('A,B')}")) == ["A,B"]
    assert references(call(f"{LIST}&sellerExternalReferences=A,B&sellerExternalReferences=C")) == [
        "A,B",
        "C",
    ]


@pytest.mark.parametrize("form", ["13", "14", "shortest"])
def test_leading_zeros_of_a_gtin_do_not_matter(
    installation: Installation, call: Call, seller: Seller, form: str
) -> None:
    """contract/00 §4: GTINs go through programs that take them for numbers."""
    product = a_product(installation)
    an_offer(installation, seller, product)
    written = {
        "13": product.gtin,
        "14": product.gtin.zfill(14),
        "shortest": str(int(product.gtin)),
    }[form]

    assert len(references(call(f"{LIST}&gtins={written}"))) == 1


def test_ids_tell_conditions_apart(installation: Installation, call: Call, seller: Seller) -> None:
    """contract/00 §10: the number of the condition is in the id."""
    product = a_product(installation)
    for condition in Condition:
        an_offer(installation, seller, product, condition=condition.value, reference=condition.name)

    offers = items_of(call(LIST))
    used = next(o["offerId"] for o in offers if o["condition"] == "UsedLikeNew")

    assert len({offer["offerId"] for offer in offers}) == len(Condition)
    assert used == f"{seller.seller_id}_{product.reference}_1_CDISFR"
    assert references(call(f"{LIST}&offerIds={used}")) == ["USED_LIKE_NEW"]


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ("Active", ["on"]),
        ("Inactive", ["off"]),
        ("inactive", ["off"]),
        ("Active,Inactive", ["on", "off"]),
    ],
)
def test_states_choose(
    installation: Installation, call: Call, seller: Seller, states: str, found: list[str]
) -> None:
    """contract/04 §C: `offerStates`."""
    an_offer(installation, seller, reference="on")
    an_offer(installation, seller, reference="off", state=OfferState.INACTIVE.value)

    assert references(call(f"{LIST}&offerStates={states}")) == found


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00:00.0000000%2B00:00",
        "2026-03-01T13:00:00%2B01:00",
        "2026-03-01T13:00:00+01:00",
        "2026-03-01T12:00:00%2B0000",
        "2026-03-01T12:00:00",
        "2026-03-01%2012:00:00",
        "2026-03-01",
    ],
)
def test_changes_since_an_instant_in_every_form_that_clients_send(
    installation: Installation, call: Call, seller: Seller, text: str
) -> None:
    """contract/00 §7: RFC 3339; PHP sends `+00:00`, mostly encoded; what we write ourselves is taken back."""
    noon = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
    if len(text) == 10:
        noon -= timedelta(hours=12)
    for name, at in (("before", noon - timedelta(microseconds=1)), ("at", noon)):
        an_offer(installation, seller, reference=name, updated_at=at)

    assert references(call(f"{LIST}&updatedAtMin={text}")) == ["at"]


def test_a_changed_offer_is_among_the_changes(
    installation: Installation, call: Call, seller: Seller
) -> None:
    rows = [an_offer(installation, seller, reference=name) for name in ("A", "B", "C")]
    since = installation.access.clock()

    change_offer(installation, rows[1]["id"], quantity=3)

    changes = items_of(call(f"{LIST}&updatedAtMin={quote(since.isoformat())}"))
    assert [(o["sellerExternalReference"], o["quantity"]) for o in changes] == [("B", 3)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=nonsense", "cursor"),
        ("cursor=%00", "cursor"),
        ("Cursor=kaVI", "cursor"),
        ("cursor=kc%2F%2F%2F%2F%2F%2F%2F%2F%2F%2F", "cursor"),
        ("offerStates=Gone", "offerStates"),
        ("updatedAtMin=yesterday", "updatedAtMin"),
        ("updatedAtMin=2026-02-30", "updatedAtMin"),
        ("updatedAtMin=0001-01-01T00:00:00%2B14:00", "updatedAtMin"),
        ("gtins=ABC", "gtins"),
        ("gtins=123456789012345", "gtins"),
        ("gtins=%D9%A1%D9%A2", "gtins"),
        ("offerIds=" + "a," * 1001, "offerIds"),
        ("salesChannelId=" + "X" * 41, "salesChannelId"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(call: Call, query: str, field: str) -> None:
    problem = assert_problem(call(f"/offers?salesChannelId=CDISFR&{query}"), 400, "validation")

    assert list(problem["errors"]) == [field]


@pytest.mark.parametrize(
    "query",
    [
        "pageIndex=2&pageSize=5",
        "page=3",
        "limit=",
        "cursor=",
        "expand=everything",
        "offerStates=",
        "updatedAtMin=",
    ],
)
def test_what_nobody_knows_or_fills_in_is_ignored(
    installation: Installation, call: Call, seller: Seller, query: str
) -> None:
    """contract/00 §5 and §6: paging by number is no more, unknown parameters are not refused."""
    an_offer(installation, seller, reference="A")

    assert references(call(f"{LIST}&{query}")) == ["A"]


@pytest.mark.parametrize(
    "text",
    ["%00", "%F0%9F%A7%A4", "'%20OR%201=1--", "%25", "_", "1_2_3", f"{'9' * 400}_A_6_CDISFR"],
)
def test_keys_that_nothing_has_find_nothing(
    installation: Installation, call: Call, seller: Seller, text: str
) -> None:
    an_offer(installation, seller, reference="A")

    assert references(call(f"{LIST}&sellerExternalReferences={text}")) == []
    assert references(call(f"{LIST}&offerIds={text}")) == []


@pytest.mark.parametrize(
    "query", ["a=1&" * 201, "salesChannelId=%FF", "sellerExternalReferences=%FF"]
)
def test_a_query_string_that_cannot_be_read_is_a_problem(call: Call, query: str) -> None:
    assert_problem(call(f"/offers?{query}"), 400, "validation")
