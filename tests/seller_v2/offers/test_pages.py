"""Walks through offers, while others write."""

from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from sellergate.access.sellers.models import Seller
from sellergate.market.offers import reading
from tests.builders.installation import Installation
from tests.builders.offers import an_offer, change_offer, many_offers, remove_offer
from tests.seller_v2.offers.conftest import Call
from tests.seller_v2.offers.pages import items_of, next_of, references, walk

LIST = "/offers?salesChannelId=CDISFR"


def test_a_page_has_a_hundred_offers_unless_another_number_is_asked_for(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/04 §C: `limit` up to 1,000; the number of items is told (contract/00 §5)."""
    many_offers(installation, seller, 101)

    assert len(items_of(call(LIST))) == 100
    assert len(items_of(call(f"{LIST}&limit=7"))) == 7
    assert len(items_of(call(f"{LIST}&limit=1000"))) == 101


def test_the_link_is_absolute_keeps_the_parameters_and_ends_with_the_last_page(
    installation: Installation, call: Call, seller: Seller
) -> None:
    """contract/00 §5: clients call the address as it is, or take its `cursor`."""
    rows = many_offers(installation, seller, 5)

    pages = list(walk(call, f"{LIST}&limit=2&fields=quantity"))

    assert [len(items_of(page)) for page in pages] == [2, 2, 1]
    assert [name for page in pages for name in references(page)] == [r["reference"] for r in rows]
    address = next_of(pages[0])
    assert address is not None
    assert address.startswith(installation.url + "/seller/v2/offers?")
    assert parse_qs(urlsplit(address).query).keys() == {
        "salesChannelId",
        "limit",
        "fields",
        "cursor",
    }


@pytest.mark.parametrize("name", ["cursor", "Cursor"])
def test_the_cursor_alone_goes_on(
    installation: Installation, call: Call, seller: Seller, name: str
) -> None:
    """contract/00 §5: clients extract `cursor` or `Cursor` and send it with parameters of their own."""
    rows = many_offers(installation, seller, 4)
    address = next_of(call(f"{LIST}&limit=2"))
    assert address is not None
    [cursor] = parse_qs(urlsplit(address).query)["cursor"]

    answer = call(f"{LIST}&limit=5&{name}={cursor}")

    assert references(answer) == [row["reference"] for row in rows[2:]]


def test_a_full_last_page_has_no_link(
    installation: Installation, call: Call, seller: Seller
) -> None:
    many_offers(installation, seller, 4)

    assert next_of(call(f"{LIST}&limit=4")) is None


@pytest.mark.parametrize("since", [False, True], ids=["all", "changes"])
def test_each_offer_that_stays_is_met_once_while_others_come_change_and_go(
    installation: Installation, call: Call, seller: Seller, since: bool
) -> None:
    start = installation.access.clock() - timedelta(seconds=1)
    rows = many_offers(installation, seller, 60)
    stay = {row["reference"] for place, row in enumerate(rows) if place % 5}
    leave = [row["id"] for place, row in enumerate(rows) if place % 5 == 0]
    query = f"&updatedAtMin={quote(start.isoformat())}" if since else ""

    met: list[str] = []
    for number, page in enumerate(walk(call, f"{LIST}&limit=7{query}")):
        met += references(page)
        for row in rows[number::9]:
            change_offer(installation, row["id"], quantity=number)
        if leave:
            remove_offer(installation, leave.pop())
        if number < 3:
            an_offer(installation, seller)

    counts = Counter(met)
    assert max(counts.values()) == 1
    assert stay <= counts.keys()


def test_changes_are_complete_whichever_way_they_are_found(
    installation: Installation, call: Call, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few changes among many offers, many at one end, and gaps longer than what is looked through."""
    monkeypatch.setattr(reading, "WINDOW", 10)
    old = installation.access.clock() - timedelta(days=2)
    rows = many_offers(installation, seller, 80, updated_at=old)
    changed = [rows[place] for place in (0, 3, 40, 41, *range(60, 80))]
    since = installation.access.clock()
    for row in changed:
        change_offer(installation, row["id"], price=999)

    address = f"{LIST}&limit=6&updatedAtMin={quote(since.isoformat())}"
    met = [name for page in walk(call, address) for name in references(page)]

    assert met == [row["reference"] for row in changed]
