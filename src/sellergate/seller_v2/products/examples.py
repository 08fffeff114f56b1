"""Answers of the demo marketplace for seller 41207, by operation: the reference's examples."""

from msgspec import UNSET

from sellergate.market.products.models import Necessity
from sellergate.seller_v2.products.schemas import (
    Brand,
    BrandPage,
    Category,
    CategoryPage,
    Count,
    Permissions,
    Product,
    ProductAttribute,
    ProductPage,
    ProductPicture,
    ProductSeller,
    Property,
    PropertyList,
)


def _category(reference: str, label: str) -> Category:
    return Category(
        reference,
        label=label,
        level=len(reference) // 2,
        is_active=True,
        parent_reference=reference[:-2] or None,
    )


CATEGORY_REFERENCE = "0I0C0A"
GTIN = "0400000000022"


def _property(
    reference: str, index: int, label: str, necessity: Necessity, *choices: str, multiple: bool
) -> Property:
    return Property(
        reference,
        index,
        label,
        necessity,
        is_multiple=multiple,
        is_ranged=bool(choices),
        is_numeric=False,
        is_variation=index <= 2,
        is_size=index == 2,
        choices=list(choices) or UNSET,
    )


_PROPERTIES = PropertyList(
    7,
    [
        _property("3263", 1, "Colour(s)", Necessity.MANDATORY, multiple=True),
        _property(
            *("46831", 2, "Size", Necessity.MANDATORY),
            *("XS", "S", "M", "L", "XL", "XXL", "One size"),
            multiple=False,
        ),
        _property(
            *("1102", 3, "Main material", Necessity.MANDATORY),
            *("oak", "beech", "pine", "walnut", "bamboo", "rattan", "metal", "stainless steel"),
            *("cast iron", "aluminium", "brass", "silver", "gilded steel", "glass", "stoneware"),
            *("porcelain", "terracotta clay", "recycled plastic", "polypropylene", "silicone"),
            *("cotton", "organic cotton", "linen", "wool", "merino wool", "velvet", "viscose"),
            *("recycled polyester", "leather", "canvas", "rubber", "paper", "vegetable wax"),
            "cork",
            multiple=True,
        ),
        _property(
            *("1103", 4, "Gender", Necessity.MANDATORY),
            *("Women", "Men", "Unisex", "Girl", "Boy"),
            multiple=False,
        ),
        _property(
            *("1104", 5, "Season", Necessity.RECOMMENDED),
            *("Spring", "Summer", "Autumn", "Winter", "All year round"),
            multiple=False,
        ),
        _property(
            *("2103", 6, "Level", Necessity.OPTIONAL),
            *("Beginner", "Regular", "Advanced"),
            multiple=False,
        ),
        _property(
            *("1105", 7, "Care", Necessity.RECOMMENDED),
            *("Washable at 30 °C", "Washable at 40 °C", "Hand wash", "Dry clean"),
            *("Dishwasher safe", "Wipe with a damp cloth"),
            multiple=True,
        ),
    ],
)


def _picture(index: int) -> ProductPicture:
    address = f"https://pictures.demo.example/{GTIN}-{index}.jpg"
    return ProductPicture(index, address, "2026-03-29T16:04:00.000Z")


_PRODUCT = Product(
    reference=f"AUC{GTIN}",
    gtin=GTIN,
    language="en-US",
    label="Aldis technical glove in recycled polyester, black, M",
    category_reference=CATEGORY_REFERENCE,
    is_marketable=True,
    permissions=Permissions(edit=True, enrich=True),
    sellers=[ProductSeller("41207", "GANT-ALDIS-NM", is_creator=True)],
    description=(
        "Aldis technical glove by Bruyère. Breathes during effort and dries in an hour. Flat seams do not chafe. "
        "Reflective touches to stay visible. In short: colour(s): black; size: M; main material: recycled polyester; "
        "gender: Unisex; season: Winter; care: Washable at 30 °C."
    ),
    rich_marketing_description=None,
    brand="Bruyère",
    variant_group_reference="GANT-ALDIS",
    color="noir",
    size="M",
    attributes=[
        ProductAttribute("3263", ["noir"]),
        ProductAttribute("46831", ["M"]),
        ProductAttribute("1102", ["polyester recyclé"]),
        ProductAttribute("1103", ["Mixte"]),
        ProductAttribute("1104", ["Hiver"]),
        ProductAttribute("1105", ["Lavable à 30 °C"]),
    ],
    pictures=[_picture(1), _picture(2)],
)

EXAMPLES: dict[str, object] = {
    "countCategories": Count(447),
    "listCategories": CategoryPage(
        4,
        [
            _category("0A", "Home and decoration"),
            _category("0A0A", "Lighting"),
            _category("0A0A0A", "Desk lamp"),
            _category("0A0A0B", "Floor lamp"),
        ],
    ),
    "getCategory": Category(
        CATEGORY_REFERENCE,
        label="Technical glove",
        level=3,
        is_active=True,
        is_brand_mandatory=True,
        is_variant=True,
        parent_reference="0I0C",
        parent_references=["0I0C"],
        child_count=0,
    ),
    "listCategoryProperties": _PROPERTIES,
    "countProducts": Count(357),
    "listProducts": ProductPage(1, [_PRODUCT], None),
    "listBrands": BrandPage(
        4,
        [
            Brand("B00001", "Bruyère"),
            Brand("B00002", "Morgenstern"),
            Brand("B00003", "Lindqvist Hem"),
            Brand("B00004", "Ortega Ciclos"),
        ],
    ),
}
