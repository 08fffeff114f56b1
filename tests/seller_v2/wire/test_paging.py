"""Cursors, links, orders and fields."""

import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, strategies as st

from sellergate.rest.paging import (
    next_link,
    parse_cursor,
    render_cursor,
    selected,
    sort_order,
)
from sellergate.rest.wire import PUBLIC_URL
from tests.seller_v2.wire.outcomes import fields_of, outcome_of

WHOLE = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ITEM = {
    "id": 1,
    "Label": "x",
    "price": {"amount": 5, "tax": {"vat": 2}},
    "lines": [{"a": 1, "b": 2}],
    "tags": ["t"],
}


@given(WHOLE, TEXT)
def test_a_cursor_leads_back_to_its_key(number: int, text: str) -> None:
    assert parse_cursor(render_cursor(number, text), int, str) == (number, text)


@given(st.text(max_size=80))
def test_any_text_is_a_cursor_or_a_problem_that_names_it(text: str) -> None:
    found, error = outcome_of(parse_cursor, text, int)

    assert fields_of(error) == ["cursor"] or -(2**63) <= found[0] < 2**63


@given(st.lists(st.one_of(WHOLE, TEXT, st.integers(2**63, 2**64 - 1)), max_size=3))
def test_a_cursor_of_another_list_is_a_problem(key: list[Any]) -> None:
    fits = len(key) == 1 and isinstance(key[0], int) and key[0] < 2**63

    found, error = outcome_of(parse_cursor, render_cursor(*key), int)

    assert (found == tuple(key)) == fits
    assert bool(fields_of(error)) != fits


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5), TEXT)
def test_a_link_is_the_same_call_with_another_cursor(
    pairs: list[tuple[str, str]], cursor: str
) -> None:
    scope = {
        "litestar_app": type("App", (), {"state": {PUBLIC_URL: "https://api.example"}}),
        "path": "/seller/v2/products",
        "query_string": urlencode([*pairs, ("Cursor", "old")]).encode(),
    }

    link = next_link(scope, cursor=cursor)["Link"]

    target, _, relation = link.rpartition("; ")
    assert relation == 'rel="next"'
    assert link.isascii()
    assert link.isprintable()
    query = parse_qs(urlsplit(target.strip("<>")).query, keep_blank_values=True)
    assert query["cursor"] == [cursor]
    assert "Cursor" not in query


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (["label"], {"id": 1, "Label": "x"}),
        (["PRICE.amount"], {"id": 1, "price": {"amount": 5}}),
        (["price.tax.vat"], {"id": 1, "price": {"tax": {"vat": 2}}}),
        (["price.amount", "price"], {"id": 1, "price": ITEM["price"]}),
        (["price", "price.amount"], {"id": 1, "price": ITEM["price"]}),
        (["lines.b"], {"id": 1, "lines": [{"b": 2}]}),
        (["label.x", "tags.x", "nothing", "", ".", "..", "price."], {"id": 1, "price": {}}),
        ([], {"id": 1}),
    ],
    ids=str,
)
def test_fields_select_members(fields: list[str], found: dict[str, Any]) -> None:
    """contract/00 §6: dot paths; identity members always come along; unknown names select nothing."""
    assert selected([ITEM], fields, ("id",)) == [found]


@given(st.lists(st.text(st.sampled_from("abidlprice.LINES"), max_size=20), max_size=20))
def test_what_fields_select_is_a_part_of_the_item(fields: list[str]) -> None:
    [found] = selected([ITEM], fields, ("id",))

    assert found["id"] == 1
    assert set(found) <= set(ITEM)


def test_a_thousand_fields_cost_an_item_no_more_than_a_few() -> None:
    items = [{f"member{n}": [{"a": 1}] * 50 for n in range(10)} for _ in range(100)]
    fields = [f"member{n}.b{n}" for n in range(1000)] + ["." * 10_000]
    started = time.perf_counter()

    selected(items, fields, ())

    assert time.perf_counter() - started < 1


ALLOWED = {"label": 1, "level": 2, "isActive": 3, "categoryReference": 4, "reference": 4}


@given(st.lists(st.sampled_from([*ALLOWED, "ISACTIVE", "Level"])), st.data())
def test_an_order_has_each_key_once_and_those_downwards_that_were_named(
    sort: list[str], data: st.DataObject
) -> None:
    desc = data.draw(st.lists(st.sampled_from(sort))) if sort else []

    order = sort_order(sort, desc, ALLOWED)

    keys = [key for key, _ in order]
    assert len(keys) == len(set(keys))
    lowered = {name.casefold(): key for name, key in ALLOWED.items()}
    assert {key for key, down in order if down} == {lowered[name.casefold()] for name in desc}
