"""Stock moves by named movements only, which are written, and never below nothing."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.warehouse import store
from sellergate.market.warehouse.errors import NotEnough
from sellergate.market.warehouse.finding import countries_holding
from sellergate.market.warehouse.models import Movement, Pieces, Quantities, StorageCountry
from sellergate.market.warehouse.moving import allocate, dispatch, move, release
from sellergate.storage.schema import stock_movements
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.warehouse import ES, FR, GB, a_stock, stock_again


@pytest.fixture
def stall(installation: Installation) -> Stall:
    return a_stall(installation)


def done(on: Installation, act: Callable[..., Any], *arguments: Any) -> None:
    def step(conn: Connection, _: Any) -> None:
        act(conn, *arguments, cause="test", now=on.clock())

    on.write(step)


def test_pieces_are_allocated_and_sent_or_given_back(
    installation: Installation, stall: Stall
) -> None:
    stock = a_stock(installation, stall.seller, FR=5, ES=2)

    done(installation, allocate, FR, [Pieces(stock.row, 4, 1)])
    done(installation, release, FR, [Pieces(stock.row, 1, 1)])
    done(installation, dispatch, FR, [Pieces(stock.row, 2, 1)])

    now = stock_again(installation, stock)
    assert now.at(FR) == Quantities(available=2, allocated=1)
    assert now.quantities == Quantities(available=4, allocated=1)
    assert now.at(GB) == Quantities()


def test_what_is_not_there_does_not_move(installation: Installation, stall: Stall) -> None:
    stock = a_stock(installation, stall.seller, FR=3)

    with pytest.raises(NotEnough, match="there are 3 Available"):
        done(installation, allocate, FR, [Pieces(stock.row, 2, 1), Pieces(stock.row, 4, 2)][1:])
    with pytest.raises(NotEnough, match="there are 1 Available"):
        done(installation, allocate, FR, [Pieces(stock.row, 2, 1), Pieces(stock.row, 2, 2)])
    with pytest.raises(NotEnough):
        done(installation, move, stock.row, ES, Movement.BLOCK, 1)

    assert stock_again(installation, stock) == stock


def test_the_record_tells_what_is_held_and_every_movement_is_written(
    installation: Installation, stall: Stall
) -> None:
    """contract/09 §4.1."""
    stock = a_stock(installation, stall.seller, FR=3)
    done(installation, move, stock.row, FR, Movement.BLOCK, 1)

    document, moved = installation.read(_told, stock.row)

    record = msgspec.json.decode(document)
    assert record["quantities"] == {
        "Available": 2,
        "Allocated": 0,
        "Blocked": 1,
        "Litigation": 0,
        "Removal": 0,
        "Return": 0,
        "LogisticOperations": 0,
    }
    [place] = record["localizedStocks"]
    assert (place["storageCountry"], place["quantity"], place["reason"]) == ("FR", 2, "Block")
    assert moved == [("Reception", "", "Available", 3), ("Block", "Available", "Blocked", 1)]


def test_the_warehouse_of_the_delivery_country_comes_first_if_it_holds_all(
    installation: Installation, stall: Stall
) -> None:
    one = a_stock(installation, stall.seller, FR=5, ES=5)
    other = a_stock(installation, stall.seller, ES=1, FR=1, GB=9)

    def found(delivery: str, *pieces: Pieces) -> list[StorageCountry]:
        countries: list[StorageCountry] = installation.read(countries_holding, pieces, delivery)
        return countries

    assert found("ES", Pieces(one.row, 5, 1), Pieces(other.row, 1, 2)) == [ES, FR]
    assert found("BE", Pieces(one.row, 1, 1)) == [FR, ES]
    assert found("ES", Pieces(other.row, 1, 1), Pieces(other.row, 1, 2)) == []
    assert found("UK", Pieces(other.row, 1, 1), Pieces(other.row, 1, 2)) == [GB]
    assert found("GB", Pieces(one.row, 1, 1), Pieces(other.row, 2, 2)) == []


def _told(conn: Connection, row: int) -> tuple[str, list[tuple[Any, ...]]]:
    m = stock_movements.c
    moved = sa.select(m.kind, m.source, m.target, m.quantity).where(m.stock_row == row)
    told = sa.select(store.stocks.c.document).where(store.stocks.c.id == row)
    return conn.execute(told).scalar_one(), [tuple(r) for r in conn.execute(moved.order_by(m.id))]
