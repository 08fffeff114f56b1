"""What a delegation allows."""

import pytest

from sellergate.access.scopes import EVERYTHING, Perimeter, Rights, Scope


@pytest.mark.parametrize("scope", Scope)
def test_an_unlimited_delegation_allows_everything(scope: Scope) -> None:
    assert EVERYTHING.allow(scope)


@pytest.mark.parametrize("scope", Scope)
def test_a_read_only_delegation_allows_reading_and_no_writing(scope: Scope) -> None:
    assert Rights(read_only=True).allow(scope) == scope.is_read


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("perimeter", Perimeter)
def test_a_limited_delegation_allows_its_perimeters_only(
    perimeter: Perimeter, scope: Scope
) -> None:
    assert Rights(frozenset({perimeter})).allow(scope) == (scope.perimeter is perimeter)


def test_both_limits_hold_together() -> None:
    rights = Rights(frozenset({Perimeter.ORDERS, Perimeter.OFFERS}), read_only=True)

    assert rights.scopes() == (Scope.OFFERS_READ, Scope.ORDERS_READ)


def test_every_perimeter_can_be_read() -> None:
    assert {scope.perimeter for scope in Scope if scope.is_read} == set(Perimeter)
