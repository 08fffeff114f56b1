"""Every operation that needs no argument, on the demo marketplace, by both clients."""

import asyncio
import inspect
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from sellergate_client import AsyncSellerClient, Page, SellerClient
from sellergate_client._accessors import Perimeters
from sellergate_client._core.model import Model, to_wire
from sellergate_client._drivers.binding import listing, method
from tests.builders.demo import CLIENT_ID, CLIENT_SECRET, SELLER_ID, run_demo
from tests.builders.installation import Installation

MOST = 250
SMALL_PAGES = {"page_size": 7, "limit": 7}
CHANNEL = {"sales_channel_id": "CDISFR"}


def operations() -> list[tuple[str, str]]:
    """Perimeter and name of those that read."""
    found = []
    for perimeter, value in vars(Perimeters).items():
        if not isinstance(value, property) or value.fget is None:
            continue
        kind = value.fget.__annotations__["return"]
        for name, one in inspect.getmembers_static(kind):
            if name == "list_attachments":  # of a discussion, a message or a customer
                continue
            if isinstance(one, (method, listing)) and needed(one) <= CHANNEL.keys():
                found.append((perimeter, name))
    return found


def needed(operation: Any) -> set[str]:
    parameters = inspect.signature(operation.describe).parameters.values()
    return {p.name for p in parameters if p.default is p.empty}


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo")) as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize(("perimeter", "name"), operations())
def test_both_clients_read_the_same(
    on: Installation, tmp_path: Path, perimeter: str, name: str
) -> None:
    """Each member of each value is read as the type that it is said to be, and small pages make the same list as large ones."""
    said: dict[str, Any] = {
        "base_url": on.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "seller_id": SELLER_ID,
        "token_folder": tmp_path / "tokens",
    }

    async def read() -> Any:
        async with AsyncSellerClient(**said) as client:
            called = getattr(getattr(client, perimeter), name)
            found = called(**arguments(called, SMALL_PAGES | CHANNEL))
            if inspect.isawaitable(found):
                return await found
            items = []
            async for item in found:
                items.append(item)
                if len(items) == MOST:
                    break
            return items

    with SellerClient(**said) as client:
        called = getattr(getattr(client, perimeter), name)
        found = called(**arguments(called, CHANNEL))
        is_list = hasattr(found, "pages")
        items = list(islice(found, MOST)) if is_list else found
        if is_list:
            assert isinstance(found.first_page(), Page)

    assert to_wire(items) == to_wire(asyncio.run(read()))
    look_at(items)


def arguments(called: Any, given: dict[str, Any]) -> dict[str, Any]:
    known = inspect.signature(called).parameters
    return {name: value for name, value in given.items() if name in known}


def look_at(value: Any) -> None:
    """Read every member that is there."""
    if isinstance(value, Model):
        for name in type(value)._members:
            if name in value:
                look_at(getattr(value, name))
    elif isinstance(value, (list, tuple)):
        for one in value:
            look_at(one)
