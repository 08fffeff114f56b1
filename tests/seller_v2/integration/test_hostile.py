"""Bodies that make no sense: a problem that names the field, or refused lines; never a failure of ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.builders.catalogue import a_category
from tests.builders.installation import Installation
from tests.builders.submissions import Shop, a_sheet, a_shop
from tests.builders.wire import assert_problem

STRUCTURES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "body"),
    "no JSON": (b"{products: []}", "body"),
    "broken off": (b'{"products": [{"gtin": "02', "body"),
    "NaN": (b'{"products": [{"gtin": NaN}]}', "body"),
    "no UTF-8": (b'{"products": [{"title": "\xff"}]}', "body"),
    "a bare control character": (b'{"products": [{"title": "\x01"}]}', "body"),
    "half a character": (rb'{"products": [{"title": "\ud83d"}]}', "body"),
    "nested too deeply": (b'{"products": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "body"),
    "a list": (b"[]", "body"),
    "a text": (b'"products"', "body"),
    "null": (b"null", "body"),
    "no sheets": (b"{}", "products"),
    "an empty list": (b'{"products": []}', "products"),
    "an object for the list": (b'{"products": {"gtin": 1}}', "products"),
    "null for the list": (b'{"products": null}', "products"),
    "a sheet that is a text": (b'{"products": [{}, "x"]}', "products[1]"),
    "a sheet that is a list": (b'{"products": [[]]}', "products[0]"),
    "10,001 sheets": (b'{"products": [' + b",".join([b"{}"] * 10_001) + b"]}", "products"),
}


@pytest.fixture(scope="module")
def new_shop(installation: Installation) -> Shop:
    """One that has submitted nothing, so that no earlier sheet is judged meanwhile."""
    return a_shop(installation)


@pytest.mark.parametrize(("body", "field"), STRUCTURES.values(), ids=list(STRUCTURES))
def test_a_submission_of_a_wrong_structure_is_refused_as_a_whole(
    new_shop: Shop, body: bytes, field: str
) -> None:
    """contract/03: 400 for a structurally invalid batch; over 10,000 lines the whole package fails."""
    answer = new_shop.post(content=body)

    assert_problem(answer, 400, "validation")
    assert list(answer.json()["errors"]) == [field]
    assert new_shop.reports() == []


def test_a_submission_that_is_too_large_is_told_so(shop: Shop) -> None:
    answer = shop.post(content=b'{"products": ["' + b"x" * 64_000_000 + b'"]}')

    assert_problem(answer, 413, "body-too-large")


@pytest.mark.slow
def test_10_000_sheets_are_taken(installation: Installation) -> None:
    """contract/00 §9: products per submission 1-10,000."""
    answer = a_shop(installation).post(
        content=b'{"products": [' + b",".join([b"{}"] * 10_000) + b"]}"
    )

    assert answer.status_code == 202


@pytest.mark.parametrize(
    "query",
    [
        {"pageIndex": "0"},
        {"pageIndex": "x"},
        {"pageSize": "0"},
        {"pageSize": "100000000000000000000"},
        {"sort": "nonsense"},
        {"sort": "gtin", "desc": "status"},
        {"packageId": "x" * 201},
        {"gtin": "9" * 41},
    ],
    ids=str,
)
def test_a_wrong_parameter_is_named(shop: Shop, query: dict[str, str]) -> None:
    answer = shop.on.http.get(
        shop.on.settings.api_url + "/products-integration-reports",
        params=query,
        headers=shop.headers(),
    )

    assert_problem(answer, 400, "validation")
    assert set(answer.json()["errors"]) <= set(query)


@pytest.mark.parametrize("gtin", ["\x00", "%", "' OR 1=1", "\uff11" * 13])
def test_a_strange_gtin_finds_nothing(shop: Shop, gtin: str) -> None:
    assert shop.reports(gtin=gtin) == []


NAMES = st.sampled_from(
    [
        *("gtin", "GTIN", "sellerProductReference", "title", "description", "brand", "language"),
        *("richMarketingDescription", "categoryCode", "sellerPictureUrls", "attributes"),
        *("variantGroupReference", "gtinReference", "color", "size", "index", "url", "values"),
        *("propertyReference", "files"),
    ]
)
NUMBERS = st.one_of(
    st.integers(),
    st.integers(min_value=10**18, max_value=10**60),
    st.floats(allow_nan=False, allow_infinity=False),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=200)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.one_of(NAMES, st.text(max_size=20)), inner, max_size=5),
    ),
    max_leaves=20,
)
SHEETS = st.lists(
    st.one_of(
        st.dictionaries(NAMES, ANYTHING, max_size=10),
        st.dictionaries(st.text(max_size=20), ANYTHING, max_size=5),
    ),
    min_size=1,
    max_size=40,
)


@pytest.mark.slow
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sheets=SHEETS)
def test_whatever_the_lines_are_each_has_a_report_and_the_good_ones_are_integrated(
    installation: Installation, shop: Shop, sheets: list[Any]
) -> None:
    good = a_sheet(installation, categoryCode=_category(installation))
    lines = [json.dumps(one) for one in (good, *sheets, good)]
    body = f'{{"products": [{",".join(lines)}]}}'.encode("utf-8", "surrogatepass")

    answer = shop.post(content=body)

    assert answer.status_code in {202, 400}, answer.text
    if answer.status_code == 202:
        reports = shop.judged(answer.json()["packageId"], len(lines))
        assert (reports[0]["status"], reports[-1]["status"]) == ("Integrated", "Integrated")
        assert reports[-1]["operationType"] == "Identical"
        assert all(one["errors"] or one["status"] == "Integrated" for one in reports)


@pytest.mark.slow
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=st.one_of(st.binary(max_size=200), ANYTHING.map(lambda v: json.dumps(v).encode())))
def test_whatever_the_body_is_the_answer_is_a_problem(shop: Shop, body: bytes) -> None:
    answer = shop.post(content=body)

    assert answer.status_code in {202, 400}


RAW_LINES: dict[str, tuple[str, str]] = {
    "a number that is too large": ('"title": 1e999999', "Title"),
    "a number of a thousand digits": (f'"gtin": {"9" * 1000}', "Gtin"),
    "a number of ten thousand digits": (f'"gtin": {"9" * 10_000}', "Gtin"),
    "a member twice": ('"title": "Gant", "title": "<b>"', "Title"),
    "a list of a million lists": (f'"attributes": [{"[]," * 1_000_000}[]]', "Attributes"),
    "an object of a million": ('"title": {' + '"x": {},' * 300_000 + '"y": 1}', "Title"),
    "a list that is nested deeply": (f'"brand": {"[" * 500}{"]" * 500}', "Brand"),
    "a member in two cases": ('"title": "Gant", "TITLE": 1.5', "Title"),
}


@pytest.mark.parametrize(("members", "field"), RAW_LINES.values(), ids=list(RAW_LINES))
def test_what_only_a_parser_minds_is_a_refusal_of_the_line(
    installation: Installation, shop: Shop, members: str, field: str
) -> None:
    good = json.dumps(a_sheet(installation))
    body = f'{{"products": [{good}, {good[:-1]}, {members}}}, {good}]}}'

    answer = shop.post(content=body.encode())

    assert answer.status_code == 202
    reports = shop.judged(answer.json()["packageId"], 3)
    assert [one["status"] for one in reports] == ["Integrated", "Refused", "Integrated"]
    assert {error["field"] for error in reports[1]["errors"]} == {field}


def _category(on: Installation) -> str:
    return a_category(on, "ZZ0Z00").reference
