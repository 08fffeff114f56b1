"""Bodies that strangers send: JSON, or a problem that says why not."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellergate.kit.problems import Problem
from sellergate.rest.bodies import parse_json, parse_object
from tests.seller_v2.wire.outcomes import fields_of, outcome_of

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def refusal_of(body: bytes) -> str:
    with pytest.raises(Problem) as raised:
        parse_object(body)
    [message] = raised.value.errors["body"]  # type: ignore[index]
    return str(message)


@given(VALUES)
def test_a_value_comes_out_as_it_went_in(value: Any) -> None:
    assert parse_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_a_problem_of_the_body(body: bytes) -> None:
    found, error = outcome_of(parse_object, body)

    assert isinstance(found, dict) or fields_of(error) == ["body"]


@given(st.sampled_from(["packageType", "PACKAGETYPE", "PackageType", "packagetype"]))
def test_member_names_are_the_same_in_any_letter_case(name: str) -> None:
    """contract/00 §4: a production client posts `{"PackageType":"Upsert"}`."""
    assert parse_object(json.dumps({name: "Upsert"}).encode()) == {"packagetype": "Upsert"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \r\n\t",
        b"{",
        b'{"a":1}{}',
        b"{a:1}",
        b"{'a':1}",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\xff"}',
        b'{"a":"\x00"}',
        rb'{"a":"\ud800"}',
        b'{"a":' * 100_000,
        b"[" * 10_000_000,
        b"[]",
        b'"x"',
        b"1",
        b"null",
        "{}".encode("utf-16"),
        b"<xml/>",
    ],
    ids=lambda body: repr(body)[:30],
)
def test_what_is_no_object_is_told(body: bytes) -> None:
    assert refusal_of(body)


def test_a_byte_order_mark_is_no_matter() -> None:
    """RFC 8259 §8.1. Programs on Windows write one."""
    assert parse_object(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_ten_megabytes_of_text_are_read() -> None:
    assert len(parse_object(b'{"a":"' + b"x" * 10_000_000 + b'"}')["a"]) == 10_000_000
