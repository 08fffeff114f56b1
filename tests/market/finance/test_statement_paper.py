"""The PDF of a commission statement, as its reader has it."""

import pytest

from sellergate.market.finance.models import EventType, Total
from sellergate.market.finance.statement_paper import Kind, draw_statement
from tests.builders.finance import statement_facts
from tests.builders.papers import read_pdf

TOTALS = {
    Kind(EventType.SALE, "CDISFR"): Total(123_450, 20_575, 12),
    Kind(EventType.SALE, "HANSDE"): Total(10_000, 1_597, 1),
    Kind(EventType.REFUND, "CDISFR"): Total(-3_450, -575, 1),
    Kind(EventType.COMMISSION, "CDISFR"): Total(-18_518, -3_086, 12),
    Kind(EventType.COMMISSION_REFUND, "CDISFR"): Total(518, 86, 1),
    Kind(EventType.SUBSCRIPTION, None): Total(-3_999, -667, 1),
}


def test_statement_says_who_when_and_what_it_comes_to():
    read = read_pdf(draw_statement(statement_facts(TOTALS), marketplace="Nile market"))

    said = [
        "Nile market",
        "Commission statement",
        "1029384756",
        "Maison Bruyère SARL 12 rue de l'Été 33000 Bordeaux FR SellerId 41207",
        "November 19, 2026",
        "November 9, 2026 to November 18, 2026",
        "FR40123456824",
        "Commissions Cdiscount (CDISFR) 12 -€154.32 -€30.86 -€185.18",
        "Commissions given back Cdiscount (CDISFR) 1 €4.32 €0.86 €5.18",
        "Subscription All channels 1 -€33.32 -€6.67 -€39.99",
        "Total 14 -€183.32 -€36.67 -€219.99",
        "Sales HANSDE 1 €84.03 €15.97 €100.00",
        "Total 14 €1,084.03 €215.97 €1,300.00",
        "what we owe you by €1,080.01",
        "/invoices/1029384756/details",
        "Page 1 of 1",
    ]
    assert [text for text in said if text not in read.text] == []


def test_french_seller_reads_it_in_french():
    facts = statement_facts(TOTALS, language="fr")

    read = read_pdf(draw_statement(facts, marketplace="Marché du Nil"))

    said = ["Relevé de commissions", "19 novembre 2026", "du 9 novembre 2026 au 18 novembre 2026"]
    said += ["Ventes HANSDE 1 84,03 € 15,97 € 100,00 €", "Page 1 sur 1"]
    assert [text for text in said if text not in read.text] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_event_has_its_words_in_both_languages(language):
    totals = {Kind(event, "CDISFR"): Total(100, 0, 1) for event in EventType}

    read = read_pdf(
        draw_statement(statement_facts(totals, language=language), marketplace="Nile market")
    )

    assert read.text.count("(CDISFR)") == len(EventType)


def test_statement_of_nothing_says_so():
    read = read_pdf(draw_statement(statement_facts({}), marketplace="Nile market"))

    assert read.text.count("Nothing in this period.") == 2


def test_same_statement_is_the_same_bytes():
    papers = {draw_statement(statement_facts(TOTALS), marketplace="Nile market") for _ in range(2)}

    assert len(papers) == 1
