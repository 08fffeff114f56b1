"""Submitting sheets: what is taken, and what becomes of a good one."""

from collections.abc import Callable

import httpx2
import pytest

from tests.builders.catalogue import a_brand, a_category, a_gtin, a_property
from tests.builders.installation import Installation
from tests.builders.submissions import Shop, a_sheet, a_shop


def test_a_sheet_of_a_new_gtin_is_created(installation: Installation, shop: Shop) -> None:
    """contract/03: 202 with packageId; contract/00 §10: AUC and the GTIN of 13 digits."""
    sheet = a_sheet(installation)

    answer = shop.post(json={"products": [sheet]})

    assert answer.status_code == 202
    package_id = answer.json()["packageId"]
    assert answer.headers["packageid"] == package_id
    [report] = shop.judged(package_id)
    assert report["submissionDate"].endswith("0+00:00")
    assert report | {"submissionDate": ""} == {
        "packageId": package_id,
        "gtin": sheet["gtin"],
        "sellerProductReference": "GANT-01-M",
        "productReference": f"AUC{sheet['gtin']}",
        "categoryCode": sheet["categoryCode"],
        "status": "Integrated",
        "operationType": "Creation",
        "errors": [],
        "warnings": [],
        "infos": [],
        "submissionDate": "",
    }


def test_the_same_sheet_again_is_identical_and_another_one_a_modification(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: operationType Creation, Modification or Identical."""
    sheet = a_sheet(installation)

    found = [
        shop.outcome(one)["operationType"]
        for one in (sheet, sheet, sheet | {"title": "Gant noir, nouvelle coupe"})
    ]

    assert found == ["Creation", "Identical", "Modification"]


def test_gtins_and_property_references_may_be_numbers(
    installation: Installation, shop: Shop
) -> None:
    """contract/00 §4: `gtin` and `propertyReference` are sent as JSON numbers or as strings."""
    color = a_property(installation)
    category = a_category(installation, properties=[color])
    gtin = a_gtin(installation)
    sheet = a_sheet(
        installation,
        gtin=int(gtin),
        categoryCode=category.reference,
        attributes=[{"propertyReference": int(color.reference), "values": ["Noir"]}],
    )

    report = shop.outcome(sheet)

    assert (report["status"], report["gtin"]) == ("Integrated", gtin)


def test_member_names_are_known_in_any_case_and_unknown_ones_ignored(
    installation: Installation, shop: Shop
) -> None:
    """contract/00 §4: inbound names are matched case-insensitively; extra members are tolerated."""
    sheet = a_sheet(installation)
    shouted = {name.upper(): value for name, value in sheet.items()} | {"currencyCode": "EUR"}
    pictures = [{"Index": 1, "URL": "https://img.example.test/g1.jpg"}]

    answer = shop.post(json={"Products": [shouted | {"SELLERPICTUREURLS": pictures}], "x": 1})

    assert answer.status_code == 202
    [report] = shop.judged(answer.json()["packageId"])
    assert (report["status"], report["errors"]) == ("Integrated", [])


def test_the_group_of_variants_has_a_former_name(installation: Installation, shop: Shop) -> None:
    """contract/03: `variantGroupReference` was `gtinReference` until 2024: both are accepted."""
    category = a_category(installation, is_variant=True)

    reports = [
        shop.outcome(a_sheet(installation, categoryCode=category.reference, **{name: "GANT-01"}))
        for name in ("variantGroupReference", "gtinReference")
    ]

    assert [one["variantGroupReference"] for one in reports] == ["GANT-01", "GANT-01"]
    assert {one["status"] for one in reports} == {"Integrated"}


def test_the_language_of_a_sheet_is_its_own_or_that_of_the_call(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: Accept-Language is the language of the texts; older clients put `language` into the sheet."""
    own = a_sheet(installation, language="es-ES", title="Guante técnico negro")
    of_call = a_sheet(installation, title="Technical glove, black")
    unknown = a_sheet(installation, title="Technical glove, white", language="xx-XX")
    sheets = [own, of_call, unknown]

    shop.outcome(*sheets, accept_language="en-US")

    found = [shop.product(str(sheet["gtin"])) for sheet in sheets]
    assert [one and one["language"] for one in found] == ["es-ES", "en-US", "en-US"]


def test_a_brand_is_matched_whatever_its_case(installation: Installation, shop: Shop) -> None:
    brand = a_brand(installation)
    sheet = a_sheet(installation, brand=brand.name.upper())

    assert shop.outcome(sheet)["status"] == "Integrated"
    assert (shop.product(str(sheet["gtin"])) or {})["brand"] == brand.name


def test_a_sheet_without_category_goes_where_its_texts_belong(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: without a correct categoryCode the platform categorises from title and description."""
    category = a_category(installation, label="Sécateurs de jardin")
    sheet = a_sheet(
        installation,
        categoryCode="NOPE",
        title="Sécateur à enclume",
        description="Pour les branches sèches du jardin, lame en acier.",
    )

    report = shop.outcome(sheet)

    assert (report["status"], report["categoryCode"]) == ("Integrated", category.reference)
    assert [(one["code"], one["field"]) for one in report["infos"]] == [
        ("Categorized", "CategoryCode")
    ]


def test_reports_of_all_submissions_come_with_the_newest_first(installation: Installation) -> None:
    """contract/03: packageId omitted, 200 with the reports of all; of a GTIN the newest submissionDate wins."""
    shop = a_shop(installation)
    sheet = a_sheet(installation)
    first, second = shop.submit(sheet), shop.submit(sheet)
    shop.judged(first)
    shop.judged(second)

    found = shop.reports()

    assert [one["packageId"] for one in found] == [second, first]
    assert found[0]["submissionDate"] > found[1]["submissionDate"]
    assert [one["packageId"] for one in shop.reports(gtin=sheet["gtin"])] == [second, first]
    assert [one["packageId"] for one in shop.reports(sort="submissionDate")] == [first, second]
    assert shop.reports(gtin=a_gtin(installation)) == []


def test_an_unknown_submission_and_that_of_another_seller_have_no_reports(
    installation: Installation, shop: Shop
) -> None:
    """contract/03: 200 with empty items for an unknown id."""
    package_id = a_shop(installation).submit(a_sheet(installation))

    assert shop.reports(packageId="unknown") == []
    assert shop.reports(packageId=package_id) == []


def test_reports_are_read_by_the_query_only(installation: Installation, shop: Shop) -> None:
    """contract/00 §2: /products-integration-reports/{id} is an unknown route."""
    path = "/seller/v2/products-integration-reports/0b5c2a1e-0000-4000-8000-000000000001"

    answer: httpx2.Response = installation.get(path, headers=shop.headers())

    assert answer.status_code == 404
    assert answer.json()["type"].endswith("route-unknown")


def test_pages_of_reports_are_counted_from_one(installation: Installation, shop: Shop) -> None:
    """contract/03: pageIndex and pageSize; contract/00 §5: itemsPerPage is what the page has."""
    sheets = [a_sheet(installation, sellerProductReference=f"R{n}") for n in range(5)]
    package_id = shop.submit(*sheets)
    shop.judged(package_id, 5)

    pages = [
        [r["sellerProductReference"] for r in shop.reports(packageId=package_id, **query)]
        for query in (
            {"pageSize": 2},
            {"pageSize": 2, "pageIndex": 3},
            {"PageIndex": 4, "pageSize": 2},
        )
    ]

    assert pages == [["R0", "R1"], ["R4"], []]


def test_fields_choose_members_and_identity_always_comes_along(
    installation: Installation, shop: Shop
) -> None:
    """contract/00 §6."""
    package_id = shop.submit(a_sheet(installation))
    shop.judged(package_id)

    [report] = shop.reports(packageId=package_id, fields="status,errors")

    assert set(report) == {"packageId", "gtin", "sellerProductReference", "status", "errors"}


@pytest.mark.slow
def test_reports_are_there_for_three_days(
    start_installation: Callable[..., Installation],
) -> None:
    """contract/00 §9."""
    on = start_installation(only=())
    shop = a_shop(on)
    package_id = shop.submit(a_sheet(on))
    shop.judged(package_id)

    on.clock.advance(days=2, hours=23)
    before = shop.with_new_token().reports(packageId=package_id)
    on.clock.advance(hours=2)
    after = shop.with_new_token().reports(packageId=package_id)

    assert (len(before), len(after)) == (1, 0)
