"""What the tests of lists of offers share: items of an answer, walks through pages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx2

Item = dict[str, Any]


def items_of(answer: httpx2.Response) -> list[Item]:
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["itemsPerPage"] == len(page["items"])
    found: list[Item] = page["items"]
    return found


def references(answer: httpx2.Response) -> list[str]:
    return [item["sellerExternalReference"] for item in items_of(answer)]


def next_of(answer: httpx2.Response) -> str | None:
    """The address of the next page; None when there is none."""
    if "link" not in answer.headers:
        return None
    found = re.fullmatch(r'<(http[^>]+)>; rel="next"', answer.headers["link"])
    assert found, answer.headers["link"]
    return found[1]


def walk(call: Callable[..., httpx2.Response], first: str) -> Iterator[httpx2.Response]:
    """Every page from `first` on."""
    address: str | None = first
    while address is not None:
        answer = call(address)
        yield answer
        address = next_of(answer)
