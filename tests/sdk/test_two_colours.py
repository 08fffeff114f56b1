"""Both clients offer the same, in the same words."""

import inspect
from typing import Any

import pytest

import sellergate_client
from sellergate_client import AsyncSellerClient, SellerClient
from sellergate_client._accessors import AsyncPerimeters, Perimeters
from sellergate_client._drivers.binding import async_listing, async_method, listing, method

SAME = {method: async_method, listing: async_listing}
PERIMETERS = [name for name in vars(Perimeters) if not name.startswith("_")]


def resources(perimeter: str) -> tuple[type, type]:
    sync, other = (vars(owner)[perimeter].fget for owner in (Perimeters, AsyncPerimeters))
    return sync.__annotations__["return"], other.__annotations__["return"]


@pytest.mark.parametrize("perimeter", PERIMETERS)
def test_operations_are_the_same(perimeter: str) -> None:
    sync, other = resources(perimeter)
    offered = {name: value for name, value in inspect.getmembers_static(sync) if name[0] != "_"}
    awaited: dict[str, Any] = dict(inspect.getmembers_static(other))

    assert offered.keys() == {name for name in awaited if name[0] != "_"}
    for name, value in offered.items():
        if isinstance(value, (method, listing)):
            assert type(awaited[name]) is SAME[type(value)]
            assert awaited[name].describe is value.describe
        else:
            assert parameters(value) == parameters(awaited[name]), name


@pytest.mark.parametrize("name", [n for n, _ in inspect.getmembers(SellerClient) if n[0] != "_"])
def test_clients_are_the_same(name: str) -> None:
    assert hasattr(AsyncSellerClient, name)
    assert parameters(SellerClient.__init__) == parameters(AsyncSellerClient.__init__)


def parameters(function: Any) -> list[tuple[str, Any]]:
    """Names and defaults."""
    found = inspect.signature(function).parameters if callable(function) else {}
    return [(name, one.default) for name, one in found.items()]


def test_what_is_said_to_be_there_is_there() -> None:
    assert sorted(sellergate_client.__all__) == sellergate_client.__all__
    assert all(hasattr(sellergate_client, name) for name in sellergate_client.__all__)
