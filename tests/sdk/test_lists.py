"""Lists in the three styles, to their end, and again from a position."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from sellergate_client import Answer, ConfigurationError, Request
from tests.sdk.stage import Stage, answer

Play = Callable[..., Stage]
ORDERS = [{"orderId": f"O{number}"} for number in range(7)]


def by_index(request: Request, *, links: bool) -> Answer:
    """contract/00 §5, style A: 7 orders."""
    query = parse_qs(urlsplit(request.url).query)
    index, size = int(query.get("pageIndex", ["1"])[0]), int(query.get("pageSize", ["25"])[0])
    items = ORDERS[(index - 1) * size : index * size]
    more = links and index * size < 7
    link = {"link": f'</orders?pageIndex={index + 1}>; rel="next"'} if more else {}
    return answer(200, {"itemsPerPage": len(items), "items": items}, **link)


def by_cursor(request: Request) -> Answer:
    """contract/00 §5, style B: links may be relative, their parameter may be spelled Cursor."""
    at = parse_qs(urlsplit(request.url).query).get("cursor", ["a"])[0]
    next_one = {"a": "b+/=", "b+/=": "c"}.get(at)
    items = [{"offerId": f"{at}{number}"} for number in range(2)]
    if next_one == "c":
        return answer(200, {"items": items, "cursor": "c"})
    link = f'</x?Cursor={"b%2B%2F%3D"}&limit=2>; rel="next", </x>; rel="first"'
    return answer(200, {"items": items}, **({"link": link} if next_one else {}))


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("size", [3, 7, 100])
def test_pages_with_numbers_are_read_to_their_end(play: Play, size: int, links: bool) -> None:
    """contract/00 §5: a page shorter than the request means the end, where there are no links."""
    stage = play(*[lambda request: by_index(request, links=links)] * 4)

    found = [order.order_id for order in stage.client.orders.list(page_size=size)]

    assert found == [order["orderId"] for order in ORDERS]


def test_pages_with_cursors_are_read_to_their_end(play: Play) -> None:
    stage = play(*[by_cursor] * 3)

    found = [o.offer_id for o in stage.client.offers.list(sales_channel_id="CDISFR", limit=2)]

    assert found == ["a0", "a1", "b+/=0", "b+/=1", "c0", "c1"]
    assert all(request.url.startswith("https://sellers.example/") for request in stage.sent)


def test_legacy_pages_are_read_to_their_end(play: Play) -> None:
    """contract/00 §5, style C."""

    def page(number: int) -> Answer:
        return answer(200, {"page_count": 2, "total_item_count": 2, "items": [{"id": number}]})

    stage = play(page(1), page(2))

    found = [offer.raw["id"] for offer in stage.client.offers.search({}, limit=1)]

    assert found == [1, 2]
    assert [sent.url.partition("?")[2] for sent in stage.sent] == ["$limit=1", "$limit=1&$page=2"]


def test_a_list_goes_on_behind_the_item_that_was_handed_out_last(play: Play) -> None:
    stage = play(*[lambda request: by_index(request, links=True)] * 9)
    seen: list[str] = []
    position = ""

    for _ in range(7):
        orders = stage.client.orders.list(page_size=3).resume(position)
        seen.append(next(iter(orders)).order_id)
        position = orders.position

    assert seen == [order["orderId"] for order in ORDERS]
    assert list(stage.client.orders.list(page_size=3).resume(position)) == []


def test_a_position_of_nobody_is_refused(play: Play) -> None:
    with pytest.raises(ConfigurationError, match="is no position"):
        play().client.orders.list().resume("somewhere")
