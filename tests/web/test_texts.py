"""Every text has its French, and the reader gets the language they asked for."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from hypothesis import given, strategies as st

from sellergate.web.texts import LOCALES, negotiate_locale, translate
from tools.texts import extract_messages, is_translated, read_catalogue

PLACE = re.compile(r"%\((\w+)\)|(?<!\{)\{(\w+)\}")


@pytest.fixture(scope="module")
def french() -> Catalog:
    return read_catalogue()


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return [message for message in extract_messages() if message.id]


@pytest.mark.slow
def test_every_text_has_a_french_translation(french: Catalog, messages: list[Message]) -> None:
    known = {message.id: french.get(message.id, message.context) for message in messages}

    missing = [
        key for key, found in known.items() if found is None or not is_translated(found.string)
    ]

    assert missing == []


@pytest.mark.slow
def test_no_french_text_is_left_that_nothing_uses(french: Catalog, messages: list[Message]) -> None:
    used = {message.id for message in messages}

    assert [message.id for message in french if message.id and message.id not in used] == []


def test_no_translation_is_a_guess(french: Catalog) -> None:
    assert [message.id for message in french if message.id and message.fuzzy] == []


def test_a_translation_keeps_the_places_of_its_source(french: Catalog) -> None:
    differing = [message.id for message in french if message.id and places_differ(message)]

    assert differing == []


def places_differ(message: Message) -> bool:
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = {place for source in sources for place in PLACE.findall(source)}
    # The form for one may leave the number out, as in "one call".
    found = [set(PLACE.findall(form)) for form in forms]
    return found[-1] != wanted or any(not places <= wanted for places in found)


@pytest.mark.parametrize(
    ("cookie", "header", "locale"),
    [
        (None, None, "en"),
        (None, "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        (None, "de, en-GB;q=0.7, fr;q=0.8", "fr"),
        (None, "de,nl", "en"),
        (None, "fr;q=0, en;q=0.1", "en"),
        (None, "*", "en"),
        ("fr", "en", "fr"),
        ("en", "fr", "en"),
        ("xx", "fr", "fr"),
        ("../../etc/passwd", None, "en"),
    ],
)
def test_the_reader_gets_the_language_they_prefer(
    cookie: str | None, header: str | None, locale: str
) -> None:
    assert negotiate_locale(cookie, header) == locale


@given(st.text(), st.text())
def test_any_header_leads_to_a_language_we_have(cookie: str, header: str) -> None:
    assert negotiate_locale(cookie, header) in LOCALES


def test_a_text_is_translated_with_its_values() -> None:
    message = "Seller {seller_id} exists already."

    assert translate("fr", message, seller_id=104233) == "Le vendeur 104233 existe déjà."
    assert translate("en", message, seller_id=104233) == "Seller 104233 exists already."


def test_a_text_without_translation_stays_in_english() -> None:
    assert translate("fr", "100% of {nothing} known") == "100% of {nothing} known"
    assert translate("fr", "") == ""
