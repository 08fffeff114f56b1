"""Query strings that strangers send: read as they were meant, or a problem that names the parameter."""

from typing import Annotated, Any
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given, strategies as st
from msgspec import Meta, Struct

from sellergate.kit.problems import Problem
from sellergate.market.languages import Language
from sellergate.rest.queries import MAX_ITEMS, MAX_PARAMETERS, read_query
from tests.seller_v2.wire.outcomes import fields_of, outcome_of


class Query(Struct, rename="camel"):
    """One of each kind."""

    page_size: Annotated[int, Meta(ge=1, le=1000)] = 25
    free_text: Annotated[str, Meta(max_length=40)] = ""
    some_items: list[str] = []
    is_active: bool | None = None
    language: Language | None = None


NAMES = ("pageSize", "freeText", "someItems", "isActive", "language")
PRINTABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def read(query: bytes | str) -> Query:
    raw = query if isinstance(query, bytes) else query.encode()
    return read_query({"query_string": raw}, Query)


def errors_of(query: bytes | str) -> dict[str, Any]:
    with pytest.raises(Problem) as raised:
        read(query)
    assert raised.value.type.slug == "validation"
    return dict(raised.value.errors or {})


@given(st.binary(max_size=300))
def test_any_bytes_are_a_query_or_a_problem(query: bytes) -> None:
    found, error = outcome_of(read, query)

    assert isinstance(found, Query) or fields_of(error) is not None


@given(st.lists(st.tuples(st.sampled_from(NAMES), PRINTABLE), max_size=8))
def test_a_problem_names_parameters_that_were_sent(pairs: list[tuple[str, str]]) -> None:
    found, error = outcome_of(read, urlencode(pairs))

    assert isinstance(found, Query) != bool(fields_of(error))
    assert set(fields_of(error)) <= {name for name, _ in pairs}


@given(PRINTABLE, st.sampled_from([quote, quote_plus]))
def test_a_text_comes_out_as_it_went_in(text: str, encode: Any) -> None:
    assert read(f"freeText={encode(text)}").free_text == text.strip()


@given(st.lists(st.text(st.characters(exclude_characters=",", exclude_categories=["Cs"]))))
def test_a_list_comes_out_as_it_went_in(items: list[str]) -> None:
    found = read("someItems=" + quote(",".join(items))).some_items

    assert found == [item.strip() for item in items if item.strip()]


@given(st.integers())
def test_a_whole_number_within_bounds_is_read(number: int) -> None:
    if 1 <= number <= 1000:
        assert read(f"pageSize={number}").page_size == number
    else:
        assert errors_of(f"pageSize={number}") == {
            "pageSize": ["must be a whole number from 1 to 1000"]
        }


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "1e999",
        "1.5",
        "0x10",
        "1_0",
        "\u0661\u0660",
        "\uff19",
        "9" * 5000,
        "-",
        "1 0",
        "\x00",
        "null",
    ],
    ids=lambda text: repr(text)[:20],
)
def test_what_is_no_whole_number_is_told(text: str) -> None:
    assert list(errors_of("pageSize=" + quote(text))) == ["pageSize"]


@pytest.mark.parametrize(
    "query",
    [
        "freeText=a%20b",
        "freeText=a+b",
        "FREETEXT=a+b",
        "%66reeText=a b",
        "freeText=+a+b+&x=%",
        "&&freeText=a+b&",
    ],
)
def test_names_and_spaces_are_read_in_every_spelling(query: str) -> None:
    assert read(query).free_text == "a b"


@pytest.mark.parametrize(
    "query", ["freeText", "freeText=", "freeText=%20", "other=x", "=x", "&", "="]
)
def test_a_parameter_without_a_value_is_none(query: str) -> None:
    assert read(query) == Query()


@pytest.mark.parametrize(
    "query", ["freeText=%ff", "freeText=\udcff", "%ff=x", "freeText=%ed%a0%80"]
)
def test_what_is_not_utf_8_is_told(query: str) -> None:
    with pytest.raises(Problem) as raised:
        read(query.encode(errors="surrogateescape"))

    assert "UTF-8" in str(raised.value.detail)


def test_more_parameters_than_anybody_needs_are_told() -> None:
    read("&".join(["x=1"] * MAX_PARAMETERS))
    with pytest.raises(Problem) as raised:
        read("&".join(["x=1"] * (MAX_PARAMETERS + 1)))

    assert str(MAX_PARAMETERS) in str(raised.value.detail)


def test_more_items_than_anybody_needs_are_told() -> None:
    assert len(read("someItems=" + ",".join(["x"] * MAX_ITEMS)).some_items) == MAX_ITEMS
    assert list(errors_of("someItems=" + ",".join(["x"] * (MAX_ITEMS + 1)))) == ["someItems"]


def test_one_value_given_twice_is_one_and_two_are_a_problem() -> None:
    assert read("freeText=a&freeText=a").free_text == "a"
    assert list(errors_of("freeText=a&freeText=b")) == ["freeText"]


@pytest.mark.parametrize("text", ["fr-FR", "FR-fr", "fr", "fr_FR"])
def test_a_language_is_known_in_every_spelling(text: str) -> None:
    assert read(f"language={text}").language is Language.FRENCH


def test_ten_megabytes_are_told_like_anything_else() -> None:
    assert list(errors_of("freeText=" + "x" * 10_000_000)) == ["freeText"]
    assert len(read("someItems=" + "x" * 10_000_000).some_items) == 1
