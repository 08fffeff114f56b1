"""Categories, properties and brands, as sellers read them."""

from collections.abc import Iterator
from typing import Any

import pytest

from sellergate.market.products.models import Necessity
from sellergate.market.products.referential import Label
from tests.builders.catalogue import a_brand, a_category, a_property
from tests.builders.installation import Installation
from tests.builders.wire import assert_problem
from tests.seller_v2.products.conftest import Call

ALL = "label,level,isActive,isBrandMandatory,isVariant,parentReference,parentReferences,childCount"
GLOVES = Label(fr="Gants", en="Gloves", es="Guantes")


def items_of(call: Call, path: str, **query: Any) -> list[dict[str, Any]]:
    answer = call(path, **query)
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["itemsPerPage"] == len(page["items"])
    items: list[dict[str, Any]] = page["items"]
    return items


def every_category(call: Call, **query: Any) -> list[dict[str, Any]]:
    return items_of(call, "/categories", pageSize=1000, **query)


@pytest.fixture(autouse=True)
def some_categories(installation: Installation) -> Iterator[None]:
    a_category(installation)
    return


def test_without_fields_a_category_is_its_reference(call: Call) -> None:
    """contract/03: without `fields` only the reference is returned."""
    items = every_category(call)

    assert items
    assert all(list(item) == ["categoryReference"] for item in items)


def test_fields_name_the_members_of_a_category(installation: Installation, call: Call) -> None:
    """contract/03: requested `fields` of working clients; `parentReference` and `parentReferences` both."""
    category = a_category(installation, label=GLOVES, is_variant=True)

    items = every_category(call, fields=ALL)

    [found] = [item for item in items if item["categoryReference"] == category.reference]
    assert found == {
        "categoryReference": category.reference,
        "label": "Gants",
        "level": 3,
        "isActive": True,
        "isBrandMandatory": False,
        "isVariant": True,
        "parentReference": category.reference[:4],
        "parentReferences": [category.reference[:4]],
        "childCount": 0,
    }


def test_a_category_at_the_top_has_no_parent(installation: Installation, call: Call) -> None:
    category = a_category(installation)

    top = call(f"/categories/{category.reference[:2]}").json()

    assert top["level"] == 1
    assert top["parentReference"] is None
    assert top["parentReferences"] == []
    assert top["childCount"] >= 1


@pytest.mark.parametrize(
    "asked", ["reference,label", "REFERENCE, Label", "label,reference,nothing"]
)
def test_a_category_is_named_as_in_2022_when_fields_ask_for_it(call: Call, asked: str) -> None:
    """contract/03: the item key was `reference` in 2022; unknown names select nothing."""
    item = every_category(call, fields=asked)[0]

    assert set(item) == {"categoryReference", "reference", "label"}
    assert item["reference"] == item["categoryReference"]


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("fr-FR", "Gants"),
        ("en-US", "Gloves"),
        ("es-ES", "Guantes"),
        ("de-DE, en;q=0.5", "Gloves"),
        (None, "Gants"),
        ("de-DE", "Gants"),
    ],
)
def test_labels_are_in_the_language_that_is_asked_for(
    installation: Installation, call: Call, language: str | None, label: str
) -> None:
    """contract/00 §3: `Accept-Language` selects labels."""
    category = a_category(installation, label=GLOVES)

    assert (
        call(f"/categories/{category.reference}", accept_language=language).json()["label"] == label
    )


def test_a_page_has_25_categories_unless_more_are_asked_for(
    installation: Installation, call: Call
) -> None:
    """contract/00 §5: 25 by default; one client uses 200."""
    for _ in range(26):
        a_category(installation)

    assert len(items_of(call, "/categories")) == 25
    assert len(items_of(call, "/categories", pageSize=200)) > 25


def test_pages_follow_each_other_and_a_short_one_is_the_last(
    installation: Installation, call: Call
) -> None:
    everything = every_category(call)
    size = len(everything) // 2 + 1

    first = items_of(call, "/categories", pageIndex=1, pageSize=size)
    second = items_of(call, "/categories", pageIndex=2, pageSize=size)
    third = items_of(call, "/categories", pageIndex=3, pageSize=size)

    assert first + second == everything
    assert len(second) < size
    assert third == []


@pytest.mark.parametrize("path", ["/categories", "/brands"])
def test_pages_by_number_name_their_neighbours_and_the_first(
    installation: Installation, call: Call, path: str
) -> None:
    """contract/05 §2, where the header of a listing of products is the model: first, prev, next."""
    for _ in range(3):
        (a_category if path == "/categories" else a_brand)(installation)
    size = len(items_of(call, path, pageSize=1000)) // 2
    last = 3 if size * 2 < len(items_of(call, path, pageSize=1000)) else 2

    links = [call(path, pageIndex=n, pageSize=size, fields="reference").links for n in (1, 2, last)]

    assert [list(each) for each in links] == [
        ["next"],
        ["next", "prev", "first"] if last == 3 else ["prev", "first"],
        ["prev", "first"],
    ]
    assert f"pageSize={size}&fields=reference&pageIndex={last - 1}" in links[2]["prev"]["url"]


def test_the_count_is_that_of_all_categories(call: Call) -> None:
    assert call("/categories/count").json() == {"count": len(every_category(call))}


def test_categories_are_sorted_as_asked(installation: Installation, call: Call) -> None:
    """contract/03: `sort` and `desc`, a subset of it."""
    for label in ("Zinc", "Acier", "Zinc"):
        a_category(installation, label=label)

    items = every_category(call, sort="level,label", desc="label", fields="level,label")

    keys = [(item["level"], item["label"], item["categoryReference"]) for item in items]
    by_reference = sorted(keys, key=lambda key: key[2])
    by_label = sorted(by_reference, key=lambda key: key[1], reverse=True)
    assert keys == sorted(by_label, key=lambda key: key[0])


@pytest.mark.parametrize("name", ["categoryReference", "reference", "Reference"])
def test_categories_are_sorted_by_either_name_of_the_reference(call: Call, name: str) -> None:
    items = every_category(call, sort=name, desc=name)

    references = [item["categoryReference"] for item in items]
    assert references == sorted(references, reverse=True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"sort": "colour"}, "sort"),
        ({"sort": "label", "desc": "colour"}, "desc"),
        ({"sort": "label", "desc": "level"}, "desc"),
        ({"desc": "label"}, "desc"),
        ({"pageIndex": "0"}, "pageIndex"),
        ({"pageIndex": "1000000000000000000000"}, "pageIndex"),
        ({"pageSize": "1001"}, "pageSize"),
        ({"pageSize": "NaN"}, "pageSize"),
        ({"pageSize": "-1"}, "pageSize"),
        ({"pageSize": "25\x00"}, "pageSize"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_parameter_is_named(call: Call, query: dict[str, str], field: str) -> None:
    problem = assert_problem(call("/categories", **query), 400, "validation")

    assert list(problem["errors"]) == [field]


@pytest.mark.parametrize("path", ["/categories/{}", "/categories/{}/properties"])
@pytest.mark.parametrize("reference", ["9Z9Z9Z", "%00", "é", "x" * 2000, "..%2f", "' OR 1=1"])
def test_an_unknown_category_is_not_found(call: Call, path: str, reference: str) -> None:
    answer = call(path.format(reference))

    assert answer.status_code == 404


def test_properties_come_in_their_order_with_their_choices(
    installation: Installation, call: Call
) -> None:
    """contract/03: `index` is the display order; `choices` of closed lists, localised."""
    size = a_property(
        installation,
        label=Label(fr="Taille", en="Size", es="Talla"),
        choices=(
            Label(fr="Petit", en="Small", es="Pequeño"),
            Label(fr="Grand", en="Large", es="Grande"),
        ),
        is_variation=True,
        is_size=True,
    )
    weight = a_property(installation, label="Poids", is_numeric=True, unit="g")
    category = a_category(installation, properties=[size, (weight, Necessity.OPTIONAL)])

    items = items_of(call, f"/categories/{category.reference}/properties", accept_language="en-US")

    assert items == [
        {
            "propertyReference": size.reference,
            "index": 1,
            "label": "Size",
            "necessity": "Mandatory",
            "isMultiple": False,
            "isRanged": True,
            "isNumeric": False,
            "isVariation": True,
            "isSize": True,
            "choices": ["Small", "Large"],
        },
        {
            "propertyReference": weight.reference,
            "index": 2,
            "label": "Poids",
            "necessity": "Optional",
            "isMultiple": False,
            "isRanged": False,
            "isNumeric": True,
            "isVariation": False,
            "isSize": False,
            "unit": "g",
        },
    ]


def test_a_category_without_properties_has_an_empty_list(
    installation: Installation, call: Call
) -> None:
    category = a_category(installation)

    assert items_of(call, f"/categories/{category.reference}/properties") == []


def test_brands_have_a_reference_and_the_name_that_fields_ask_for(
    installation: Installation, call: Call
) -> None:
    """contract/03: the reference by default, `fields=name` for the name."""
    brand = a_brand(installation)

    assert {"brandReference": brand.reference} in items_of(call, "/brands", pageSize=1000)
    named = items_of(call, "/brands", pageSize=1000, fields="name")
    assert {"brandReference": brand.reference, "name": brand.name} in named
    with_both = items_of(call, "/brands", pageSize=1, fields="reference")
    assert list(with_both[0]) == ["brandReference", "reference"]
