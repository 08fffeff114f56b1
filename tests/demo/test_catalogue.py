"""The catalogue of the demo marketplace: as large as promised, whole, and the same each time."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sellergate.demo.catalogue.known import KNOWN_OFFERS, KNOWN_SHEETS
from sellergate.demo.catalogue.offers import offer_rows
from sellergate.demo.catalogue.sheets import all_sheets, gtin_of, loaded
from sellergate.demo.catalogue.texts import choice_of, read_properties, read_tree
from sellergate.demo.catalogue.words import brand_entries
from sellergate.demo.world import Chance, build_world
from sellergate.market.products.loading import LoadedProduct
from sellergate.market.products.models import Necessity
from sellergate.market.products.names import brand_key
from sellergate.market.products.referential import CategoryEntry

CHANCE = Chance("sellergate")
BRANDS = brand_entries(CHANCE)
SHEETS = [loaded(sheet, CHANCE) for sheet in all_sheets(CHANCE, BRANDS)]
CATEGORIES = {entry.reference: entry for entry in read_tree().entries}


def listed(category: CategoryEntry, necessity: Necessity) -> set[str]:
    return {p.reference for p in category.properties if p.necessity is necessity}


def test_there_is_as_much_as_the_product_promises() -> None:
    assert len(CATEGORIES) >= 300
    assert {entry.level for entry in CATEGORIES.values()} == {1, 2, 3}
    assert len({brand_key(brand.name) for brand in BRANDS}) == 500
    assert len({sheet.gtin.key for sheet in SHEETS}) == len(SHEETS) >= 2000


def test_every_category_lies_below_another_and_has_a_name_in_each_language() -> None:
    orphans = {c.parent_reference for c in CATEGORIES.values()} - CATEGORIES.keys() - {None}
    labels = [label for c in CATEGORIES.values() for label in (c.label.fr, c.label.en, c.label.es)]

    assert not orphans
    assert all(label == label.strip() and label for label in labels)


def test_no_two_categories_beside_each_other_have_one_name() -> None:
    names = [(c.parent_reference, c.label.fr) for c in CATEGORIES.values()]

    assert len(set(names)) == len(names)


def test_every_number_is_of_a_range_that_is_nobodys() -> None:
    """GS1 leaves the prefixes 02 and 04 to companies for use inside."""
    assert {sheet.gtin.text[:2] for sheet in SHEETS} == {"04"}
    assert {len(sheet.gtin.text) for sheet in SHEETS} == {13}


def wrong_in(sheet: LoadedProduct) -> list[str]:
    """What the platform itself would refuse of a sheet."""
    category = CATEGORIES[sheet.category_reference]
    missing = listed(category, Necessity.MANDATORY) - sheet.attributes.keys()
    unknown = sheet.attributes.keys() - {p.reference for p in category.properties}
    foreign = [
        (reference, value)
        for reference, values in sheet.attributes.items()
        for value in values
        if read_properties()[reference].choices and value not in choice_of(reference)
    ]
    texts = [(sheet.title, sheet.description), *(t[:2] for t in sheet.translations.values())]
    long = [t for t in texts if len(t[0]) > 132 or len(t[1]) > 2000 or "<" in t[0] + t[1]]
    variant = category.is_variant != bool(sheet.variant_group_reference and sheet.size)
    nameless = category.is_brand_mandatory and not sheet.brand
    return [str(w) for w in (missing, unknown, foreign, long, variant, nameless) if w]


def test_every_sheet_is_one_that_the_platform_would_take() -> None:
    wrong = {sheet.gtin.text: found for sheet in SHEETS if (found := wrong_in(sheet))}

    assert not wrong


def test_every_brand_of_a_sheet_is_in_the_list() -> None:
    assert {sheet.brand for sheet in SHEETS} - {None} <= {brand.name for brand in BRANDS}


@pytest.mark.parametrize(
    ("number", "gtin"), [(1, "0400000000015"), (7, "0400000000077"), (14, "0400000000145")]
)
def test_the_sheets_that_others_name_keep_their_numbers(number: int, gtin: str) -> None:
    assert gtin_of(number).text == gtin
    assert number in {sheet.number for sheet in KNOWN_SHEETS}


@pytest.mark.slow
def test_the_same_seed_gives_the_same_sheets() -> None:
    again = [loaded(sheet, CHANCE) for sheet in all_sheets(CHANCE, BRANDS)]
    other = [loaded(sheet, Chance("other")) for sheet in all_sheets(Chance("other"), BRANDS)]

    assert again == SHEETS
    assert other != SHEETS


@pytest.fixture(scope="module")
def offers() -> list[dict[str, Any]]:
    sheets = all_sheets(CHANCE, BRANDS)
    return list(offer_rows(CHANCE, sheets, {s.gtin.key: n for n, s in enumerate(sheets)}))


def test_offers_are_unique_as_the_marketplace_wants(offers: list[dict[str, Any]]) -> None:
    by_reference = {(o["seller_id"], o["sales_channel_id"], o["reference"]) for o in offers}
    by_product = {
        (o["seller_id"], o["sales_channel_id"], o["product_id"], o["condition"]) for o in offers
    }

    assert len(by_reference) == len(by_product) == len(offers)


def test_sellers_compete_on_many_products(offers: list[dict[str, Any]]) -> None:
    places = Counter(
        (o["product_id"], o["sales_channel_id"]) for o in offers if o["state"] == "Active"
    )

    assert sum(count > 1 for count in places.values()) >= 100


def test_stock_of_one_product_is_the_same_on_every_channel(offers: list[dict[str, Any]]) -> None:
    """contract/04 §A: `quantity` is shared between channels for the same product and condition."""
    stocks: dict[tuple[Any, ...], set[int]] = {}
    for o in offers:
        key = (o["seller_id"], o["product_id"], o["condition"])
        stocks.setdefault(key, set()).add(o["quantity"])

    assert all(len(quantities) == 1 for quantities in stocks.values())


def test_sellers_offer_where_they_subscribed_with_what_they_may(
    offers: list[dict[str, Any]],
) -> None:
    shops = {shop.seller_id: shop for shop in build_world().shops}
    legacy = {"NTHD": "STD", "THD": "TRK", "SHD": "REG", "EHD": "EXP", "FDHD": "LV1"}
    legacy |= {"SRHD": "LV2", "WSHD": "LV3"}
    wrong = [
        o["reference"]
        for o in offers
        if o["sales_channel_id"]
        not in {s.sales_channel_id for s in shops[o["seller_id"]].subscriptions}
        or {legacy[m[0]] for m in json.loads(o["delivery_modes"])}
        - {mode.code for mode in shops[o["seller_id"]].delivery_modes}
    ]

    assert not wrong


def test_the_page_about_the_demo_names_what_is_there() -> None:
    page = (Path(__file__).parents[2] / "docs" / "demo.md").read_text()
    known = {gtin_of(sheet.number).text for sheet in KNOWN_SHEETS}
    codes = {o.reference for o in KNOWN_OFFERS} | {c for s in KNOWN_SHEETS for _, c in s.sellers}

    assert set(re.findall(r"04[0-9]{11}", page)) == known
    assert {code for code in codes if f"`{code}`" not in page} == set()
    assert f"{len(CATEGORIES)} categories" in page
    assert f"{len(read_properties())} properties, 500 brands, {len(SHEETS):,} sheets" in page
