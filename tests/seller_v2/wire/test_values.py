"""GTINs, amounts and languages in every form that strangers send."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellergate.kit.gtin import check_digit, gtin_key, parse_gtin
from sellergate.kit.money import MOST, parse_cents, render_cents
from sellergate.market.languages import DEFAULT, Language, preferred_language
from tests.seller_v2.wire.outcomes import outcome_of

MOST_CENTS = MOST * 100
ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**5000, 10**5001)
    | st.floats()
    | st.text()
    | st.decimals().map(str)
    | st.lists(st.integers())
    | st.binary()
)
BODIES = st.integers(1, 10**13 - 1).map(lambda number: f"{number:013}")


@given(BODIES)
def test_a_gtin_is_found_however_it_was_written(digits: str) -> None:
    """contract/00 §4: clients send numbers or strings."""
    whole = digits + check_digit(digits)
    short = whole.lstrip("0")

    assert parse_gtin(whole).key == whole
    assert parse_gtin(int(whole)).key == whole
    assert parse_gtin(f" {short.zfill(8)}\n").key == whole
    assert gtin_key(short) == whole


@given(BODIES, st.integers(1, 9))
def test_another_last_digit_is_no_gtin(digits: str, more: int) -> None:
    last = (int(check_digit(digits)) + more) % 10

    with pytest.raises(ValueError, match="last digit"):
        parse_gtin(f"{digits}{last}")


@given(ANYTHING)
def test_anything_is_a_gtin_or_told(value: Any) -> None:
    found, error = outcome_of(parse_gtin, value)

    assert "GTIN" in str(error) or found == (found.text, found.text.zfill(14))


@given(st.text())
def test_any_text_is_looked_up_or_told(text: str) -> None:
    found, error = outcome_of(gtin_key, text)

    assert "GTIN" in str(error) or len(found) == 14


@given(st.integers(-MOST_CENTS, MOST_CENTS))
def test_an_amount_comes_out_as_it_went_in(cents: int) -> None:
    assert parse_cents(render_cents(cents)) == cents
    assert parse_cents(str(Decimal(cents) / 100)) == cents


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=5))
def test_sums_of_binary_fractions_are_their_cents(parts: list[int]) -> None:
    assert parse_cents(sum(part / 100 for part in parts)) == sum(parts)


@given(ANYTHING)
def test_anything_is_an_amount_or_told(value: Any) -> None:
    found, error = outcome_of(parse_cents, value)

    assert str(error).startswith(("must", "is out of bounds")) or abs(found) <= MOST_CENTS


@pytest.mark.parametrize(
    "value",
    [
        *("NaN", "sNaN", "Infinity", "-Infinity", "1e999999999", "1e-999999999x", "1_0", "0x1"),
        *("", " ", "1,5", "\u0661", "1" * 31, "\x00", "12 €", "1e12", "0.001"),
        *(float("nan"), float("inf"), 1e308, 0.005, 10**400, 10**5000, None, True, [], {}),
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, int) else "a number",
)
def test_what_is_no_amount_is_told(value: Any) -> None:
    with pytest.raises(ValueError, match=r"must|bounds"):
        parse_cents(value)


@given(st.text(max_size=300))
def test_any_header_is_a_language(header: str) -> None:
    assert preferred_language(header) in Language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-FR", Language.FRENCH),
        ("EN", Language.ENGLISH),
        ("es_ES", Language.SPANISH),
        ("en-GB,en;q=0.9,fr;q=0.8", Language.ENGLISH),
        ("en;q=0.1, es;Q=0.7", Language.SPANISH),
        ("de, *;q=0.5", DEFAULT),
        ("est, enm", DEFAULT),
        ("en;q=nan, es;q=0", DEFAULT),
        ("en;q=x, es", Language.SPANISH),
        ("", DEFAULT),
        (None, DEFAULT),
        ("," * 60_000 + "en", DEFAULT),
    ],
    ids=lambda value: str(value)[:30],
)
def test_the_language_with_the_highest_weight_is_taken(
    header: str | None, language: Language
) -> None:
    """contract/00 §3."""
    assert preferred_language(header) is language
