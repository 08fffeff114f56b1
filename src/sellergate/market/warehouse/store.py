"""SQL of the warehouses: products referenced there, what is held of each, and where."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.instants import render_instant
from sellergate.market.warehouse.models import (
    COLUMNS,
    Movement,
    Place,
    Product,
    ProductState,
    ProductStatus,
    Quantities,
    Quantity,
    Stock,
    StorageCountry,
)
from sellergate.storage.batches import conditional_insert
from sellergate.storage.schema import (
    AnyRow,
    fulfillment_products,
    stock_movements,
    stock_places,
    stocks,
)

_F: Final = fulfillment_products.c
_S: Final = stocks.c
_P: Final = stock_places.c

_STOCK: Final = (
    _S.id, _S.stock_id, _S.seller_id, _S.product_id, _S.product_state,
    _S.seller_product_reference, _S.updated_at,
)  # fmt: skip
_PLACE: Final = (
    _P.country, *(_P[name] for name in Quantities._fields), _P.reason, _P.updated_at,
)  # fmt: skip
_PRODUCT: Final = tuple(
    _S.stock_id if name == "stock_id" else _F.id if name == "row" else _F[name]
    for name in Product.__slots__
)


def find_stock(conn: Connection, seller_id: SellerId, stock_id: str) -> Stock | None:
    """The seller's stock of this id."""
    return _find(conn, _S.seller_id == seller_id, _S.stock_id == stock_id)


def find_stock_of_reference(conn: Connection, seller_id: SellerId, reference: str) -> Stock | None:
    """The stock of the product that the seller calls so."""
    return _find(conn, _S.seller_id == seller_id, _S.seller_product_reference == reference)


def find_stock_of_product(
    conn: Connection, seller_id: SellerId, product_id: str, state: ProductState
) -> Stock | None:
    """The seller's stock of the platform's product in a state."""
    return _find(
        conn,
        _S.seller_id == seller_id,
        _S.product_id == product_id,
        _S.product_state == state.value,
    )


def get_stock_of_row(conn: Connection, stock_row: int) -> Stock:  # rule-ok: tenant (a known row)
    """The stock of this number, which there is."""
    stock = _find(conn, _S.id == stock_row)
    if stock is None:
        raise LookupError(stock_row)
    return stock


def _find(conn: Connection, *where: sa.ColumnElement[bool]) -> Stock | None:
    row = conn.execute(sa.select(*_STOCK).where(*where)).one_or_none()
    return None if row is None else _stock(row, _places(conn, row.id))


def _places(conn: Connection, stock_row: int) -> tuple[Place, ...]:
    query = sa.select(*_PLACE).where(_P.stock_row == stock_row).order_by(_P.country)
    return tuple(
        Place(
            country=StorageCountry(country),
            quantities=Quantities(*quantities),
            reason=Movement(reason),
            updated_at=updated_at,
        )
        for country, *quantities, reason, updated_at in conn.execute(query)
    )


def _stock(row: AnyRow, places: Sequence[Place]) -> Stock:
    return Stock(
        row=row.id,
        stock_id=row.stock_id,
        seller_id=SellerId(row.seller_id),
        product_id=row.product_id,
        product_state=ProductState(row.product_state),
        seller_product_reference=row.seller_product_reference,
        quantities=_together(places),
        places=tuple(places),
        updated_at=row.updated_at,
    )


def _together(places: Collection[Place]) -> Quantities:
    return Quantities(*map(sum, zip(*(place.quantities for place in places), strict=True)))


def insert_stock(
    conn: Connection, product: Product, *, product_id: str, stock_id: str, now: datetime
) -> Stock:  # rule-ok: tenant (the product says whose)
    """The stock of a product that is referenced now: of nothing, yet."""
    stock = Stock(
        row=0,
        stock_id=stock_id,
        seller_id=product.seller_id,
        product_id=product_id,
        product_state=product.product_state,
        seller_product_reference=product.seller_product_reference,
        quantities=Quantities(),
        places=(),
        updated_at=now,
    )
    values = {
        "stock_id": stock_id,
        "seller_id": product.seller_id,
        "product_row": product.row,
        "product_id": product_id,
        "product_state": product.product_state.value,
        "seller_product_reference": product.seller_product_reference,
        "updated_at": now,
    }
    conn.execute(stocks.insert().values(**values, **_totals(stock)))
    made = find_stock(conn, product.seller_id, stock_id)
    assert made is not None  # noqa: S101  (for the type checker: it was written just now)
    return made


def move_pieces(
    conn: Connection,
    stock_row: int,
    country: StorageCountry,
    kind: Movement,
    pieces: int,
    *,
    cause: str,
    now: datetime,
) -> Stock | None:  # rule-ok: tenant (a known row)
    """Move so many, and write that; the stock after it. None, and nothing is written, when there are not so many."""
    if not _change_place(conn, stock_row, country, kind, pieces, now):
        return None
    conn.execute(
        stock_movements.insert().values(
            stock_row=stock_row,
            country=country.value,
            kind=kind.value,
            source="" if kind.source is None else kind.source.value,
            target="" if kind.target is None else kind.target.value,
            quantity=pieces,
            cause=cause,
            at=now,
        )
    )
    row = conn.execute(
        stocks.update().where(_S.id == stock_row).values(updated_at=now).returning(*_STOCK)
    ).one()
    stock = _stock(row, _places(conn, stock_row))
    conn.execute(stocks.update().where(_S.id == stock_row).values(_totals(stock)))
    return stock


def _change_place(
    conn: Connection,
    stock_row: int,
    country: StorageCountry,
    kind: Movement,
    pieces: int,
    now: datetime,
) -> bool:
    """Whether there were so many of what the movement begins with, which they are no more."""
    change: dict[str, Any] = {"reason": kind.value, "updated_at": now}
    if kind.target is not None:
        column = COLUMNS[kind.target]
        change[column] = _P[column] + pieces
    if kind.source is None:
        conn.execute(_with_place(conn, stock_row, country, kind, now))
        conn.execute(_place(stock_row, country).values(change))
        return True
    column = COLUMNS[kind.source]
    change[column] = _P[column] - pieces
    changed = conn.execute(_place(stock_row, country).where(_P[column] >= pieces).values(change))
    return changed.rowcount == 1


def _place(stock_row: int, country: StorageCountry) -> sa.Update:
    return stock_places.update().where(_P.stock_row == stock_row, _P.country == country.value)


def _with_place(
    conn: Connection, stock_row: int, country: StorageCountry, kind: Movement, now: datetime
) -> Any:
    """What makes the place, of nothing, unless it is there."""
    values = {"stock_row": stock_row, "country": country.value, **Quantities()._asdict()}
    insert = conditional_insert(conn, stock_places).values(
        **values, reason=kind.value, updated_at=now
    )
    return insert.on_conflict_do_nothing()


def _totals(stock: Stock) -> dict[str, Any]:
    """What the row of a stock has for all places together, and the record as the API tells it."""
    return {**stock.quantities._asdict(), "document": render_record(stock)}


def render_record(stock: Stock) -> str:
    """The JSON record of a stock (contract/09 §4.1)."""
    record = {
        "id": stock.stock_id,
        "productId": stock.product_id,
        "productState": stock.product_state.value,
        "sellerProductReference": stock.seller_product_reference,
        "quantities": _named(stock.quantities),
        "localizedStocks": [
            {
                "storageCountry": place.country.value,
                "quantity": place.quantities.available,
                "quantities": _named(place.quantities),
                "updatedAt": render_instant(place.updated_at),
                "reason": place.reason.value,
            }
            for place in stock.places
        ],
        "updatedAt": render_instant(stock.updated_at),
    }
    return msgspec.json.encode(record).decode()


def _named(quantities: Quantities) -> dict[str, int]:
    return dict(zip((quantity.value for quantity in Quantity), quantities, strict=True))


def products_of(
    conn: Connection,
    seller_id: SellerId,
    *,
    references: Collection[str] = (),
    gtins: Collection[str] = (),
) -> list[Product]:
    """The products that the seller told of under these references, or with these GTINs."""
    wanted = sa.or_(_F.seller_product_reference.in_(references), _F.gtin.in_(gtins))
    query = _products().where(_F.seller_id == seller_id, wanted)
    return [_product(row) for row in conn.execute(query.order_by(_F.id))]


def get_product_of_row(conn: Connection, seller_id: SellerId, row: int) -> Product:
    """The seller's product of this number, which there is."""
    return _product(conn.execute(_products().where(_F.seller_id == seller_id, _F.id == row)).one())


def page_of_products(
    conn: Connection,
    seller_id: SellerId,
    *,
    behind: int | None,
    is_back: bool,
    limit: int,
    reference: str | None = None,
    status: ProductStatus | None = None,
) -> list[Product]:
    """Products that the seller told of behind that row, in the order in which it did; `is_back`: against it."""
    query = _products().where(_F.seller_id == seller_id)
    if behind is not None:
        query = query.where(_F.id < behind if is_back else _F.id > behind)
    if reference is not None:
        query = query.where(_F.seller_product_reference == reference)
    if status is not None:
        query = query.where(_F.status == status.value)
    sorted_by = _F.id.desc() if is_back else _F.id
    return [_product(row) for row in conn.execute(query.order_by(sorted_by).limit(limit))]


def pending_products(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The products of the seller that are to be judged, the oldest first, but for the rows `aside`."""
    query = sa.select(_F.id).where(
        _F.seller_id == seller_id,
        _F.status == ProductStatus.PENDING.value,
        _F.id.not_in(aside),
    )
    return list(conn.execute(query.order_by(_F.id).limit(limit)).scalars())


def insert_product(
    conn: Connection,
    seller_id: SellerId,
    *,
    reference: str,
    gtin: str,
    state: ProductState,
    title: str,
    details: dict[str, Any],
    now: datetime,
) -> None:
    """Write a product that is to be judged."""
    insert = conditional_insert(conn, fulfillment_products).values(
        seller_id=seller_id,
        seller_product_reference=reference,
        gtin=gtin,
        product_state=state.value,
        title=title,
        details=msgspec.json.encode(details).decode(),
        status=ProductStatus.PENDING.value,
        created_at=now,
        updated_at=now,
    )
    # Who calls looked that there is none. If another transaction wrote it since, a server then does this one again.
    conn.execute(insert.on_conflict_do_nothing())


def change_product(
    conn: Connection, row: int, now: datetime, **values: Any
) -> None:  # rule-ok: tenant (read before)
    """Write what changed of a product."""
    if "details" in values:
        values["details"] = msgspec.json.encode(values["details"]).decode()
    conn.execute(fulfillment_products.update().where(_F.id == row).values(**values, updated_at=now))


def _products() -> sa.Select[Any]:
    return sa.select(*_PRODUCT).outerjoin_from(
        fulfillment_products, stocks, _S.product_row == _F.id
    )


def _product(row: AnyRow) -> Product:
    values = dict(zip(Product.__slots__, row, strict=True))
    return Product(
        **values
        | {
            "seller_id": SellerId(values["seller_id"]),
            "product_state": ProductState(values["product_state"]),
            "status": ProductStatus(values["status"]),
            "details": msgspec.json.decode(values["details"]),
        }
    )
