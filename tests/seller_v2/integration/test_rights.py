"""Who may change what: the creator of a sheet, and those who came after."""

from collections.abc import Iterator
from typing import Any

import pytest

from sellergate.market.products.models import Necessity
from tests.builders.catalogue import a_category, a_gtin, a_property
from tests.builders.installation import Installation
from tests.builders.submissions import Json, Shop, a_sheet, a_shop

pytestmark = pytest.mark.slow


@pytest.fixture
def other(installation: Installation) -> Iterator[Shop]:
    """A second seller."""
    return a_shop(installation)


def changed(report: Json) -> tuple[str, str]:
    return report["status"], report["operationType"]


def test_the_second_seller_of_a_gtin_contributes(
    installation: Installation, shop: Shop, other: Shop
) -> None:
    """contract/03: the first integrator is the creator, later ones contributors."""
    sheet = a_sheet(installation)
    shop.outcome(sheet)

    report = other.outcome(sheet | {"sellerProductReference": "MINE"})

    assert changed(report) == ("Integrated", "Identical")
    assert report["productReference"] == f"AUC{sheet['gtin']}"
    found = other.product(sheet["gtin"])
    assert found is not None
    assert found["permissions"] == {"edit": False, "enrich": True}
    assert found["sellers"] == [
        {
            "reference": str(other.seller.seller_id),
            "productReference": "MINE",
            "isCreator": False,
        }
    ]


def test_a_sheet_that_moves_is_found_in_its_new_category_by_all_who_have_it(
    installation: Installation, shop: Shop, other: Shop
) -> None:
    before, after = (a_category(installation).reference for _ in range(2))
    sheet = a_sheet(installation, categoryCode=before)
    shop.outcome(sheet)
    other.outcome(sheet)

    report = shop.outcome(sheet | {"categoryCode": after})

    assert changed(report) == ("Integrated", "Modification")
    for each in (shop, other):
        counts = [
            each.get("/products/count", categoryReference=one)["count"] for one in (before, after)
        ]
        assert counts == [0, 1]
        [found] = each.get("/products", categoryReference=after)["items"]
        assert found["gtin"] == sheet["gtin"]


@pytest.mark.parametrize(
    ("member", "value", "field"),
    [
        ("title", "Un autre titre", "Title"),
        ("description", "Une autre description", "Description"),
        (
            "sellerPictureUrls",
            [{"index": 1, "url": "https://img.example.test/x.jpg"}],
            "SellerPicture_1",
        ),
    ],
)
def test_a_contributor_changes_nothing_that_is_there(
    installation: Installation, shop: Shop, other: Shop, member: str, value: Any, field: str
) -> None:
    """contract/03: "not the creator": a contributor tried to change a creator-owned field."""
    sheet = a_sheet(installation)
    shop.outcome(sheet)

    report = other.outcome(sheet | {member: value}, accept_language="fr-FR")
    in_english = other.reports(packageId=report["packageId"], accept_language="en-US")[0]

    assert changed(report) == ("Refused", "Modification")
    assert [(error["code"], error["field"]) for error in report["errors"]] == [
        ("NotCreator", field)
    ]
    assert "not the creator" in in_english["errors"][0]["message"]
    # Neither is anything of its line done.
    assert (other.product(sheet["gtin"]) or {})["sellers"] == []


def test_a_contributor_fills_in_what_is_empty(
    installation: Installation, shop: Shop, other: Shop
) -> None:
    """contract/03: contributors enrich."""
    material = (a_property(installation, label="Matière"), Necessity.OPTIONAL)
    category = a_category(installation, properties=[material])
    sheet = a_sheet(installation, categoryCode=category.reference)
    shop.outcome(sheet)
    more = sheet | {
        "richMarketingDescription": "<p>Respirant.</p>",
        "color": "Noir",
        "attributes": [{"propertyReference": material[0].reference, "values": ["Cuir"]}],
        "sellerPictureUrls": [
            *sheet["sellerPictureUrls"],
            {"index": 2, "url": "https://img.example.test/g2.jpg"},
        ],
    }

    report = other.outcome(more)

    assert changed(report) == ("Integrated", "Modification")
    found = shop.product(sheet["gtin"])
    assert found is not None
    assert found["richMarketingDescription"] == "<p>Respirant.</p>"
    assert found["color"] == "Noir"
    assert found["attributes"] == [{"propertyReference": material[0].reference, "values": ["Cuir"]}]
    assert [picture["index"] for picture in found["pictures"]] == [1, 2]
    assert changed(shop.outcome(more | {"color": "Gris"})) == ("Integrated", "Modification")
    assert changed(other.outcome(more | {"color": "Bleu"})) == ("Refused", "Modification")


def test_a_contributor_adds_a_language_once(
    installation: Installation, shop: Shop, other: Shop
) -> None:
    sheet = a_sheet(installation)
    shop.outcome(sheet, accept_language="fr-FR")
    english = sheet | {"title": "Technical glove", "description": "A glove for sport."}

    first, again, another = [
        other.outcome(english | {"title": title}, accept_language="en-US")
        for title in ("Technical glove", "Technical glove", "Another title")
    ]

    assert changed(first) == ("Integrated", "Modification")
    assert changed(again) == ("Integrated", "Identical")
    assert changed(another) == ("Refused", "Modification")
    assert (shop.product(sheet["gtin"]) or {})["label"] == sheet["title"]


def test_the_creator_puts_its_pictures_in_the_place_of_all(
    installation: Installation, shop: Shop
) -> None:
    sheet = a_sheet(
        installation,
        sellerPictureUrls=[
            {"index": n, "url": f"https://img.example.test/{n}.jpg"} for n in (1, 2, 3)
        ],
    )
    shop.outcome(sheet)

    report = shop.outcome(sheet | {"sellerPictureUrls": sheet["sellerPictureUrls"][:1]})

    assert changed(report) == ("Integrated", "Modification")
    found = (shop.product(sheet["gtin"]) or {})["pictures"]
    assert [picture["index"] for picture in found] == [1]


def test_a_gtin_twice_in_one_submission_is_created_and_then_modified(
    installation: Installation, shop: Shop
) -> None:
    """The lines of a submission are judged in their order."""
    sheet = a_sheet(installation)
    package_id = shop.submit(sheet, sheet | {"title": "Un titre meilleur"}, sheet)

    reports = shop.judged(package_id, 3)

    assert [one["operationType"] for one in reports] == ["Creation", "Modification", "Modification"]
    assert (shop.product(sheet["gtin"]) or {})["label"] == sheet["title"]


def test_what_the_sheet_has_stays_when_it_is_not_sent(
    installation: Installation, shop: Shop
) -> None:
    gtin = a_gtin(installation)
    sheet = a_sheet(installation, gtin=gtin, richMarketingDescription="<b>Riche</b>", size="M")
    shop.outcome(sheet)
    less = {k: v for k, v in sheet.items() if k not in {"richMarketingDescription", "size"}}

    assert changed(shop.outcome(less)) == ("Integrated", "Identical")
    assert (shop.product(gtin) or {})["size"] == "M"
