"""Why sheets are refused: code, field and message; their neighbours never are."""

import string
from collections.abc import Callable
from typing import Any

import pytest

from sellergate.market.languages import Language
from sellergate.market.products.models import Necessity
from sellergate.market.products.refusals import REFUSALS, note, render_note
from tests.builders.catalogue import a_brand, a_category, a_property
from tests.builders.installation import Installation
from tests.builders.submissions import Json, Shop, a_sheet, a_shop

pytestmark = pytest.mark.slow

GOOD = "https://img.example.test/g.jpg"


def told(report: Json, level: str = "errors") -> list[tuple[str, str]]:
    return [(one["code"], one["field"]) for one in report[level]]


WRONG: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "no title": ({"title": None}, [("MissingField", "Title")]),
    "an empty title": ({"title": "  "}, [("MissingField", "Title")]),
    "a long title": ({"title": "x" * 133}, [("IncorrectValue", "Title")]),
    "HTML in the title": ({"title": "Gant <b>noir</b>"}, [("IncorrectValue", "Title")]),
    "an entity in the title": ({"title": "Gant &amp; co"}, [("IncorrectValue", "Title")]),
    "a control character": ({"title": "Gant\u0000"}, [("IncorrectValue", "Title")]),
    "a turned direction": ({"title": "Gant \u202enoir"}, [("IncorrectValue", "Title")]),
    "a title that is a list": ({"title": ["x"]}, [("IncorrectValue", "Title")]),
    "a title that is a number": ({"title": 3.5}, [("IncorrectValue", "Title")]),
    "ten million letters": ({"title": "x" * 10_000_000}, [("IncorrectValue", "Title")]),
    "no description": ({"description": None}, [("MissingField", "Description")]),
    "a long description": ({"description": "x" * 2001}, [("IncorrectValue", "Description")]),
    "HTML in the description": ({"description": "<p>x"}, [("IncorrectValue", "Description")]),
    "a long rich description": (
        {"richMarketingDescription": "x" * 5001},
        [("IncorrectValue", "RichMarketingDescription")],
    ),
    "no code": ({"sellerProductReference": None}, [("MissingField", "SellerProductReference")]),
    "a long code": (
        {"sellerProductReference": "x" * 51},
        [("IncorrectValue", "SellerProductReference")],
    ),
    "a GTIN of letters": ({"gtin": "abc"}, [("IncorrectValue", "Gtin")]),
    "a GTIN with a wrong digit": ({"gtin": "0200000000018"}, [("IncorrectValue", "Gtin")]),
    "a GTIN of 20 digits": ({"gtin": 12345678901234567890}, [("IncorrectValue", "Gtin")]),
    "a GTIN below zero": ({"gtin": -1}, [("IncorrectValue", "Gtin")]),
    "a GTIN with a fraction": ({"gtin": 1.5}, [("IncorrectValue", "Gtin")]),
    "a GTIN that is true": ({"gtin": True}, [("IncorrectValue", "Gtin")]),
    "a GTIN that is an object": ({"gtin": {"a": [{}]}}, [("IncorrectValue", "Gtin")]),
    "no pictures": ({"sellerPictureUrls": None}, [("MissingField", "SellerPicture_1")]),
    "pictures in no list": ({"sellerPictureUrls": GOOD}, [("IncorrectValue", "SellerPictureUrls")]),
    "no cover": (
        {"sellerPictureUrls": [{"index": 2, "url": GOOD}]},
        [("MissingField", "SellerPicture_1")],
    ),
    "a picture of index 0": (
        {"sellerPictureUrls": [{"index": 1, "url": GOOD}, {"index": 0, "url": GOOD}]},
        [("IncorrectValue", "SellerPictureUrls")],
    ),
    "an index twice": (
        {"sellerPictureUrls": [{"index": 1, "url": GOOD}, {"index": 1, "url": GOOD}]},
        [("IncorrectValue", "SellerPictureUrls")],
    ),
    "a picture without TLS": (
        {"sellerPictureUrls": [{"index": 1, "url": "http://img.example.test/g.jpg"}]},
        [("IncorrectValue", "SellerPicture_1")],
    ),
    "a picture with a password": (
        {"sellerPictureUrls": [{"index": 1, "url": "https://a:b@img.example.test/g.jpg"}]},
        [("IncorrectValue", "SellerPicture_1")],
    ),
    "a picture nowhere": (
        {"sellerPictureUrls": [{"index": 1, "url": "https://[/"}]},
        [("IncorrectValue", "SellerPicture_1")],
    ),
    "too many pictures": (
        {"sellerPictureUrls": [{"index": n, "url": GOOD} for n in range(1, 22)]},
        [("IncorrectValue", "SellerPictureUrls")],
    ),
    "a brand that nobody knows": ({"brand": "Nulle Part"}, [("IncorrectValue", "Brand")]),
    "an attribute without reference": (
        {"attributes": [{"values": ["x"]}]},
        [("IncorrectValue", "Attributes")],
    ),
    "attributes in no list": ({"attributes": "x"}, [("IncorrectValue", "Attributes")]),
    "a group where there are no variants": (
        {"variantGroupReference": "G"},
        [("IncorrectValue", "VariantGroupReference")],
    ),
    "no category at all": (
        {"categoryCode": None, "title": "Zzyx", "description": "Qwv"},
        [("CategorizationError", "Title+Description")],
    ),
}


def test_what_is_wrong_with_a_sheet_is_named_and_its_neighbours_are_integrated(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: errors carry code, field and message; lines are judged one by one."""
    category = a_category(installation).reference
    cases = [
        line
        for members, _ in WRONG.values()
        for line in (
            a_sheet(installation, categoryCode=category) | {},
            _without_none(a_sheet(installation, categoryCode=category) | members),
        )
    ]

    reports = shop.judged(shop.submit(*cases), len(cases))

    good, wrong = reports[::2], reports[1::2]
    assert {one["status"] for one in good} == {"Integrated"}
    assert {one["status"] for one in wrong} == {"Refused"}
    assert {name: told(report) for name, report in zip(WRONG, wrong, strict=True)} == {
        name: fields for name, (_, fields) in WRONG.items()
    }
    assert all(error["message"] for one in wrong for error in one["errors"])


def _without_none(members: Json) -> Json:
    return {name: value for name, value in members.items() if value is not None}


def test_a_brand_is_asked_for_where_the_category_needs_it(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: `isBrandMandatory`."""
    category = a_category(installation, is_brand_mandatory=True).reference
    brand = a_brand(installation).name

    reports = [
        shop.outcome(a_sheet(installation, categoryCode=category, brand=one))
        for one in (None, brand)
    ]

    assert told(reports[0]) == [("MissingField", "Brand")]
    assert reports[1]["status"] == "Integrated"


def test_a_group_is_asked_for_where_there_are_variants(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: ER400-7480; colour and size are wanted there."""
    category = a_category(installation, is_variant=True).reference

    without = shop.outcome(a_sheet(installation, categoryCode=category))
    bare = shop.outcome(
        a_sheet(installation, categoryCode=category, variantGroupReference="G", color="Noir")
    )

    assert told(without) == [("ER400-7480", "VariantGroupReference")]
    assert (bare["status"], told(bare, "warnings")) == ("Integrated", [("MissingField", "Size")])


def test_a_mandatory_attribute_is_asked_for_by_its_reference(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: ER400-6067, the field is the reference of the property."""
    size = a_property(installation, label="Taille", is_variation=True, is_size=True)
    category = a_category(installation, is_variant=True, properties=[size]).reference
    sheet = a_sheet(installation, categoryCode=category, variantGroupReference="G")

    without = shop.outcome(sheet, accept_language="fr-FR")
    with_size = shop.outcome(sheet | {"size": "M"})

    assert told(without) == [("ER400-6067", size.reference)]
    assert without["errors"][0]["message"].startswith("L'attribut est requis : Taille.")
    assert with_size["status"] == "Integrated"


VALUES: dict[str, tuple[Json, Any, list[str]]] = {
    "a value of another list": ({"choices": ["S", "M"]}, ["XXL"], ["IncorrectValue"]),
    "a value of the list in another case": ({"choices": ["Bleu nuit"]}, ["BLEU  NUIT"], []),
    "words for a number": ({"is_numeric": True}, ["lourd"], ["IncorrectValue"]),
    "a number as such": ({"is_numeric": True}, [12.5], []),
    "a number with a comma": ({"is_numeric": True}, ["12,5"], []),
    "two values for one": ({}, ["a", "b"], ["IncorrectValue"]),
    "two values for several": ({"is_multiple": True}, ["a", "b"], []),
    "one value without a list": ({}, "a", []),
    "no value": ({}, [], ["ER400-6067"]),
    "an object for a value": ({}, [{"a": 1}], ["IncorrectValue"]),
    "HTML": ({}, ["<script>alert(1)</script>"], ["IncorrectValue"]),
}


def test_values_of_attributes_are_what_their_property_takes(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: `isRanged` with `choices`, `isNumeric`, `isMultiple`."""
    sheets, references = [], []
    for values, given, _ in VALUES.values():
        own = a_property(installation, **values)
        references.append(own.reference)
        category = a_category(installation, properties=[own]).reference
        attributes = [{"propertyReference": own.reference, "values": given}]
        sheets.append(a_sheet(installation, categoryCode=category, attributes=attributes))

    reports = shop.judged(shop.submit(*sheets), len(sheets))

    assert {
        name: [one["code"] for one in report["errors"]]
        for name, report in zip(VALUES, reports, strict=True)
    } == {name: codes for name, (_, _, codes) in VALUES.items()}
    fields = {error["field"] for report in reports for error in report["errors"]}
    assert fields <= set(references)


def test_an_attribute_of_another_category_is_ignored_with_a_warning(
    installation: Installation, shop: Shop
) -> None:
    sheet = a_sheet(installation, attributes=[{"propertyReference": "1", "values": ["x"]}])

    report = shop.outcome(sheet)

    assert (report["status"], told(report, "warnings")) == ("Integrated", [("IgnoredField", "1")])


def test_optional_attributes_may_be_missing(installation: Installation, shop: Shop) -> None:
    own = (a_property(installation), Necessity.RECOMMENDED)
    category = a_category(installation, properties=[own]).reference

    assert shop.outcome(a_sheet(installation, categoryCode=category))["status"] == "Integrated"


def test_a_category_without_sheets_is_none(installation: Installation, shop: Shop) -> None:
    """contract/03: products only at level 3, and in active categories."""
    closed = a_category(installation, is_active=False).reference
    words = {"title": "Zzyx", "description": "Qwv"}

    reports = [
        shop.outcome(a_sheet(installation, categoryCode=code, **words))
        for code in (closed, closed[:4], "unknown")
    ]

    assert [told(one) for one in reports] == [[("CategorizationError", "Title+Description")]] * 3


def test_what_is_above_the_quota_of_the_hour_is_refused(
    start_installation: Callable[..., Installation],
) -> None:
    """contract/00 §9: excess lines come back Refused with QuotaExceeded; changes do not count."""
    on = start_installation(product_creations_per_hour=2, only=())
    shop = a_shop(on)
    sheets = [a_sheet(on) for _ in range(3)]

    reports = shop.judged(shop.submit(*sheets, sheets[0] | {"title": "Un titre meilleur"}), 4)

    assert [one["status"] for one in reports] == [
        "Integrated", "Integrated", "Refused", "Integrated",
    ]  # fmt: skip
    assert told(reports[2]) == [("QuotaExceeded", "Gtin")]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("key", REFUSALS)
def test_every_refusal_can_be_told_in_every_language(key: str, language: Language) -> None:
    refusal = REFUSALS[key]
    texts = refusal.message.in_language(language) + refusal.remedy.in_language(language)
    wanted = {name for _, name, _, _ in string.Formatter().parse(texts) if name}
    values = dict.fromkeys(wanted, "x")

    message = render_note(note(key, "Field", **values), language)

    assert message.code == refusal.code
    assert "{" not in message.message


def test_messages_are_in_the_language_that_is_asked_for(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: message in Accept-Language."""
    package_id = shop.submit(a_sheet(installation, title="x" * 200))
    shop.judged(package_id)

    messages = [
        shop.reports(packageId=package_id, accept_language=one)[0]["errors"][0]["message"]
        for one in ("fr-FR", "en-US", "es-ES", None)
    ]

    assert [message.split()[0] for message in messages] == ["Le", "The", "El", "Le"]
