"""The rules of a clientId (contract/01 §3.4), and which two look alike."""

import re
import string
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from sellergate.access.clients.errors import ClientIdRefused
from sellergate.access.clients.names import parse_client_id, skeleton_of

INSIDE = string.ascii_letters + string.digits + " -@"
RULES = re.compile(r"[A-Za-z][A-Za-z0-9 @-]{6,78}[A-Za-z0-9]")

names = st.from_regex(RULES, fullmatch=True)
texts = st.one_of(st.text(), st.text(INSIDE, max_size=90), names)

DRAWN_ALIKE = {"o": "0", "l": "1iI", "s": "5", "b": "8", "z": "2"}


@given(names)
def test_a_name_that_keeps_the_rules_is_taken_as_it_is(name: str) -> None:
    assert parse_client_id(f"  {name} ") == name


@given(texts)
def test_a_name_that_breaks_a_rule_is_refused_with_a_message(text: str) -> None:
    assume(not RULES.fullmatch(text.strip()))

    with pytest.raises(ClientIdRefused) as refused:
        parse_client_id(text)

    assert refused.value.field == "client_id"
    assert str(refused.value)


REFUSED: dict[str, tuple[str, str]] = {
    "nothing": ("", "Enter"),
    "only spaces": ("   ", "Enter"),
    "seven characters": ("shop-12", "at least 8"),
    "81 characters": ("a" * 81, "at most 80"),
    "a leading digit": ("1st shop of all", "Start with a letter"),
    "a leading dash": ("-first shop", "Start with a letter"),
    "a trailing dash": ("first shop-", "End with a letter"),
    "an at sign at the end": ("first shop@", "End with a letter"),
    "an accent": ("café de la gare", "é"),
    "a full-width letter": ("\uff53hop of one", "\uff53"),
    "an Arabic digit": ("first shop \u0661", "\u0661"),
    "a tab inside": ("first\tshop", "not allowed"),
    "a line break inside": ("first\nshop", "not allowed"),
    "a no-break space": ("first\u00a0shop", "not allowed"),
    "an underscore": ("first_shop", "_"),
    "a dot": ("shop.example", "not allowed"),
    "a nul": ("first\0shop", "not allowed"),
}


@pytest.mark.parametrize(("text", "told"), REFUSED.values(), ids=REFUSED)
def test_the_message_names_the_rule(text: str, told: str) -> None:
    with pytest.raises(ClientIdRefused, match=re.escape(told)):
        parse_client_id(text)


@pytest.mark.parametrize("text", ["ada@example", "ADA@example", " Ada@Example "])
def test_the_accounts_own_address_is_no_client_id(text: str) -> None:
    with pytest.raises(ClientIdRefused, match="e-mail"):
        parse_client_id(text, account_emails=frozenset({"ada@example"}))


@given(st.text())
def test_any_text_has_a_skeleton_which_is_its_own_skeleton(text: str) -> None:
    skeleton = skeleton_of(text)

    assert skeleton_of(skeleton) == skeleton


@given(names, st.data())
def test_names_that_a_hurried_reader_confuses_have_one_skeleton(name: str, data: Any) -> None:
    drawn = ""
    for character in name:
        alike = character.swapcase() + character + DRAWN_ALIKE.get(character.lower(), "")
        drawn += data.draw(st.sampled_from(alike)) + data.draw(st.sampled_from(["", "", " ", "-"]))

    assert skeleton_of(drawn) == skeleton_of(name)


ALIKE = [
    ("Channel One", "channel-one"),
    ("Channel One", "Channe1 0ne"),
    ("Ilink Shop", "llink shop"),
    ("Amazing Modern", "Arnazing rnodern"),
    ("Winter Sales", "VVinter 5ales"),
    ("Shop @ Home 80", "shophomeBO"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_known_disguises_are_seen_through(one: str, other: str) -> None:
    assert skeleton_of(one) == skeleton_of(other)


DIFFERENT = [("Channel One", "Channel Two"), ("Shop 3", "Shop 4"), ("Akeneo PIM", "Akeneo PXM")]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_nobody_confuses_stay_apart(one: str, other: str) -> None:
    assert skeleton_of(one) != skeleton_of(other)
