"""The referential, and the builders that stand on it."""

import pytest

from sellergate.market.products.names import brand_key
from sellergate.market.products.referential import known_categories
from tests.builders.catalogue import a_category, a_product, a_property
from tests.builders.installation import Installation
from tests.builders.world import a_seller


def test_a_category_is_made_with_those_above_it(installation: Installation) -> None:
    on = installation
    size = a_property(on, choices=["S", "M"], is_variation=True, is_size=True)

    category = a_category(on, properties=[size], is_variant=True)

    known = on.read(known_categories)
    assert {category.reference[:2], category.reference[:4], category.reference} <= known


def test_a_sheet_has_its_creator_and_a_reference_of_its_gtin(installation: Installation) -> None:
    on = installation

    product = a_product(on, creator=a_seller(on), contributors=[a_seller(on)])

    assert product.reference == f"AUC{product.gtin}"


@pytest.mark.parametrize("written", ["AURÉ-VANNE", " aure vanne ", "Aure+Vanne"])
def test_a_brand_is_known_however_it_is_written(written: str) -> None:
    assert brand_key(written) == brand_key("Aurévanne")
