"""The look-up of product sheets."""

import re
from typing import Any

import httpx2
import pytest

from sellergate.access.sellers.models import Seller
from sellergate.market.languages import Language
from tests.builders.catalogue import KnownProduct, a_category, a_gtin, a_product
from tests.builders.installation import Installation
from tests.builders.wire import assert_problem
from tests.builders.world import a_seller
from tests.seller_v2.products.conftest import Call

REDUCED = {
    "reference",
    "gtin",
    "language",
    "label",
    "categoryReference",
    "isMarketable",
    "permissions",
    "sellers",
}
DETAILS = {
    "description",
    "richMarketingDescription",
    "brand",
    "variantGroupReference",
    "color",
    "size",
    "attributes",
    "pictures",
}


def items_of(answer: httpx2.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["itemsPerPage"] == len(page["items"])
    items: list[dict[str, Any]] = page["items"]
    return items


def references(answer: httpx2.Response) -> list[str]:
    return [item["reference"] for item in items_of(answer)]


def next_of(answer: httpx2.Response) -> str:
    found = re.fullmatch(r'<(.+)>; rel="next"', answer.headers["link"])
    assert found
    return found[1]


def test_the_creator_reads_the_whole_sheet(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/03: the members of a product; the seller's own code is in `sellers`, and nowhere else."""
    product = a_product(
        installation,
        creator=seller,
        attributes={"3263": ["Noir", "Gris"]},
        brand="Marque",
        color="Noir",
        size="M",
        variant_group_reference="GANT-01",
    )

    [item] = items_of(call("/products", gtin=product.gtin))

    [picture] = item.pop("pictures")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", picture.pop("updatedAt"))
    assert picture == {"index": 1, "url": "https://img.example.test/g1.jpg"}
    assert item == {
        "reference": product.reference,
        "gtin": product.gtin,
        "language": "fr-FR",
        "label": "Gant technique noir M",
        "categoryReference": product.category,
        "isMarketable": True,
        "permissions": {"edit": True, "enrich": True},
        "sellers": [
            {
                "reference": str(seller.seller_id),
                "productReference": f"REF-{product.gtin}",
                "isCreator": True,
            }
        ],
        "description": "Gant respirant pour le sport.",
        "richMarketingDescription": None,
        "brand": "Marque",
        "variantGroupReference": "GANT-01",
        "color": "Noir",
        "size": "M",
        "attributes": [{"propertyReference": "3263", "values": ["Noir", "Gris"]}],
    }


def test_a_contributor_reads_the_whole_sheet_and_its_own_code(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/03: descriptions are for creators and contributors. Codes of other sellers are theirs."""
    product = a_product(installation, creator=a_seller(installation), contributors=[seller])

    [item] = items_of(call("/products", gtin=product.gtin))

    assert set(item) == REDUCED | DETAILS
    assert item["permissions"] == {"edit": False, "enrich": True}
    assert [(own["reference"], own["isCreator"]) for own in item["sellers"]] == [
        (str(seller.seller_id), False)
    ]


def test_others_read_a_part_of_the_sheet(installation: Installation, call: Call) -> None:
    """contract/03: non-creators get gtin, title, reference, category, language."""
    product = a_product(installation, creator=a_seller(installation))

    [item] = items_of(call("/products", gtin=product.gtin))

    assert set(item) == REDUCED
    assert item["permissions"] == {"edit": False, "enrich": True}
    assert item["sellers"] == []


@pytest.mark.parametrize("gtin", ["0000000000017", "17", "00000000000017", "000000000017", " 17 "])
def test_a_sheet_is_found_however_many_zeros_its_gtin_begins_with(
    installation: Installation, call: Call, gtin: str
) -> None:
    """contract/00 §12: GTINs are numbers or texts."""
    if not items_of(call("/products", gtin="17")):
        a_product(installation, gtin="0000000000017")

    [item] = items_of(call("/products", gtin=gtin))

    assert item["gtin"] == "0000000000017"


@pytest.mark.parametrize("gtin", ["4006381333931", "1234567890123", "0", "99999999999999"])
def test_an_unknown_gtin_has_no_sheet(call: Call, gtin: str) -> None:
    """contract/03: unknown gtin: 200 with empty `items`."""
    answer = call("/products", gtin=gtin)

    assert answer.json() == {"itemsPerPage": 0, "items": [], "cursor": None}
    assert "link" not in answer.headers


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"gtin": "x"}, "gtin"),
        ({"gtin": "12345678901234567890"}, "gtin"),
        ({"gtin": "-1"}, "gtin"),
        ({"gtin": "1e3"}, "gtin"),
        ({"gtin": "NaN"}, "gtin"),
        ({"gtin": "١٢٣"}, "gtin"),
        ({"gtin": "12\x00"}, "gtin"),
        ({"gtin": "9" * 5000}, "gtin"),
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"language": "de-DE"}, "language"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "kwE"}, "cursor"),
        ({"cursor": "kc__________"}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"cursor": "A" * 601}, "cursor"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_parameter_is_named(call: Call, query: dict[str, str], field: str) -> None:
    problem = assert_problem(call("/products", **query), 400, "validation")

    assert list(problem["errors"]) == [field]


def test_without_a_gtin_there_are_the_seller_s_own_sheets(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/03: list sheets created or enriched by the seller."""
    other = a_seller(installation)
    created = a_product(installation, creator=seller, contributors=[other])
    a_product(installation, creator=other)
    enriched = a_product(installation, creator=other, contributors=[seller])

    assert references(call("/products")) == [created.reference, enriched.reference]
    assert call("/products/count").json() == {"count": 2}


def test_unknown_and_deprecated_parameters_are_ignored(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/00 §5-§6: `pageIndex` and `pageSize` are ignored, and so is `sellerProductReference`."""
    products = [a_product(installation, creator=seller) for _ in range(2)]

    answer = call("/products", pageIndex="x", pageSize=1, sellerProductReference="REF-X")

    assert references(answer) == [product.reference for product in products]


def test_categories_narrow_what_is_found(
    installation: Installation, call: Call, seller: Seller
) -> None:
    one, two, three = (a_category(installation).reference for _ in range(3))
    first = a_product(installation, creator=seller, category=one)
    second = a_product(installation, creator=seller, category=two)
    a_product(installation, creator=seller, category=three)

    assert references(call("/products", categoryReference=f"{one},{two}")) == [
        first.reference,
        second.reference,
    ]
    assert call("/products/count", categoryReference=f"{one},{two}").json() == {"count": 2}
    assert references(call("/products", gtin=first.gtin, categoryReference=one)) == [
        first.reference
    ]
    assert references(call("/products", gtin=first.gtin, categoryReference=two)) == []


@pytest.mark.parametrize("others", [None, 0, 1, 20])
def test_pages_are_followed_by_link_and_by_cursor(
    installation: Installation, call: Call, seller: Seller, token: str, others: int | None
) -> None:
    """contract/00 §5: `cursor` in the body and `Link`, absolute, with a parameter named `cursor`.

    Of all categories, or of one and others.
    """
    category = a_category(installation).reference
    known = [a_product(installation, creator=seller, category=category) for _ in range(5)]
    query: dict[str, Any] = {"limit": 2}
    if others is not None:
        named = [category, *(f"{number:06}" for number in range(others))]
        query["categoryReference"] = ",".join(named)

    first = call("/products", **query)
    link = next_of(first)
    second = call("/products", **query, cursor=first.json()["cursor"])
    last = call("/products", **query, cursor=second.json()["cursor"])

    for none_yet in ("", "null", "undefined"):  # as some programs write it
        assert call("/products", **query, cursor=none_yet).json() == first.json()
    assert link.startswith(f"{installation.url}/seller/v2/products?")
    assert httpx2.URL(link).params["cursor"] == first.json()["cursor"]
    assert httpx2.URL(link).params["limit"] == "2"
    followed = installation.http.get(
        link, headers={"Authorization": f"Bearer {token}", "SellerId": str(seller.seller_id)}
    )
    assert followed.json() == second.json()
    pages = [references(answer) for answer in (first, second, last)]
    assert pages == [
        [product.reference for product in known[:2]],
        [product.reference for product in known[2:4]],
        [known[4].reference],
    ]
    assert last.json()["cursor"] is None
    assert "link" not in last.headers


def test_a_full_last_page_has_no_next(
    installation: Installation, call: Call, seller: Seller
) -> None:
    a_product(installation, creator=seller)
    a_product(installation, creator=seller)

    answer = call("/products", limit=2)

    assert len(items_of(answer)) == 2
    assert answer.json()["cursor"] is None


def translated(installation: Installation, seller: Seller) -> KnownProduct:
    return a_product(
        installation,
        creator=seller,
        translations={Language.ENGLISH: ("Black glove M", "A glove for sport.", None)},
    )


@pytest.mark.parametrize(
    ("header", "parameter", "language", "label"),
    [
        ("en-US", None, "en-US", "Black glove M"),
        ("fr-FR", "en-US", "en-US", "Black glove M"),
        ("fr-FR", "EN", "en-US", "Black glove M"),
        ("en-US", "fr-FR", "fr-FR", "Gant technique noir M"),
        ("es-ES", None, "fr-FR", "Gant technique noir M"),
        (None, None, "fr-FR", "Gant technique noir M"),
    ],
)
def test_texts_are_in_the_language_that_is_asked_for(
    installation: Installation,
    call: Call,
    seller: Seller,
    header: str | None,
    parameter: str | None,
    language: str,
    label: str,
) -> None:
    """contract/03: `language` from one client, the header from others; what is missing stays as written."""
    product = translated(installation, seller)
    query = {"gtin": product.gtin, **({"language": parameter} if parameter else {})}

    [item] = items_of(call("/products", accept_language=header, **query))

    assert (item["language"], item["label"]) == (language, label)


def test_fields_select_members_and_the_identity_comes_along(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/00 §6: identity members always come along; dots go into members."""
    product = a_product(installation, creator=seller)

    [item] = items_of(call("/products", gtin=product.gtin, fields="label,PICTURES.url,unknown"))

    assert item == {
        "reference": product.reference,
        "gtin": product.gtin,
        "label": "Gant technique noir M",
        "pictures": [{"url": "https://img.example.test/g1.jpg"}],
    }


def test_a_sheet_that_is_off_sale_says_so(
    installation: Installation, call: Call, seller: Seller
) -> None:
    product = a_product(installation, creator=seller, is_marketable=False)

    [item] = items_of(call("/products", gtin=product.gtin))

    assert item["isMarketable"] is False


def test_a_gtin_that_nobody_registered_can_be_looked_up(
    installation: Installation, call: Call
) -> None:
    assert items_of(call("/products", gtin=a_gtin(installation))) == []
