"""Builders of the catalogue: categories, properties, brands and product sheets, through the stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sellergate.access.sellers.models import Seller
from sellergate.kit.gtin import check_digit, parse_gtin
from sellergate.market.products.loading import LoadedProduct, load_products
from sellergate.market.products.models import Necessity
from sellergate.market.products.names import product_reference
from sellergate.market.products.referential import (
    BrandEntry,
    CategoryEntry,
    Label,
    ListedProperty,
    PropertyEntry,
    known_categories,
    put_brands,
    put_categories,
    put_properties,
)
from tests.builders.world import Served

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class KnownProduct:
    """A sheet that is there: its row, and how callers name it."""

    id: int
    gtin: str
    reference: str
    category: str


def a_property(
    on: Served,
    reference: str | None = None,
    *,
    label: str = "Couleur",
    choices: Sequence[str] = (),
    **values: Any,
) -> PropertyEntry:
    """A property that takes any text, or one of `choices`; the same words in every language unless given."""
    entry = PropertyEntry(
        reference=reference or str(90_000 + on.number()),
        label=_label(label),
        choices=tuple(_label(choice) for choice in choices),
        **values,
    )
    on.write(_without_act(put_properties), [entry])
    return entry


def a_brand(on: Served, name: str | None = None) -> BrandEntry:
    number = on.number()
    entry = BrandEntry(reference=f"B{number}", name=name or f"Marque {number}")
    on.write(_without_act(put_brands), [entry])
    return entry


def a_category(
    on: Served,
    reference: str | None = None,
    *,
    label: str | Label = "Gants techniques",
    properties: Sequence[PropertyEntry | tuple[PropertyEntry, Necessity]] = (),
    **values: Any,
) -> CategoryEntry:
    """A category of level 3 and, where they are missing, the two above it. Properties are mandatory unless said."""
    reference = reference or _reference(on.number())
    listed = [p if isinstance(p, tuple) else (p, Necessity.MANDATORY) for p in properties]
    entry = CategoryEntry(
        reference=reference,
        label=_label(label),
        properties=tuple(ListedProperty(p.reference, necessity) for p, necessity in listed),
        **values,
    )
    missing = {reference[:2], reference[:4]} - on.read(known_categories) - {reference}
    above = [CategoryEntry(reference=r, label=_label(f"Rayon {r}")) for r in sorted(missing)]
    on.write(_without_act(put_categories), [*above, entry])
    return entry


def a_gtin(on: Served) -> str:
    """A GTIN-13 of the range that shops use inside (GS1 prefix 02), so nobody's."""
    digits = f"02{on.number():010d}"
    return digits + check_digit(digits)


def a_product(
    on: Served,
    *,
    gtin: str | None = None,
    category: str | CategoryEntry | None = None,
    creator: Seller | None = None,
    contributors: Sequence[Seller] = (),
    **values: Any,
) -> KnownProduct:
    """A sheet on sale. `creator` and `contributors` have it under the codes REF-{gtin}."""
    number = parse_gtin(gtin or a_gtin(on))
    category = category or a_category(on)
    loaded = LoadedProduct(
        gtin=number,
        category_reference=category if isinstance(category, str) else category.reference,
        **{
            "title": "Gant technique noir M",
            "description": "Gant respirant pour le sport.",
            "created_at": on.access.clock(),
            "pictures": ("https://img.example.test/g1.jpg",),
            "sellers": [
                (seller.seller_id, f"REF-{number.text}")
                for seller in ([creator] if creator else []) + [*contributors]
            ],
            **values,
        },
    )
    ids = on.write(_without_act(load_products), [loaded])
    reference = product_reference(number)
    return KnownProduct(ids[number.key], number.text, reference, loaded.category_reference)


def _reference(number: int) -> str:
    """One of six characters, in a branch of the tests' own."""
    last = _LETTERS[number // 36 % 36] + _LETTERS[number % 36]
    return f"ZZ{_LETTERS[number // 46656 % 36]}Z{last}"


def _label(text: str | Label) -> Label:
    return text if isinstance(text, Label) else Label(text, text, text)


def _without_act(f: Any) -> Any:
    """`Served.write` hands an act to what it runs; the catalogue's stores have no use for it."""
    return lambda conn, _act, *args, **values: f(conn, *args, **values)
