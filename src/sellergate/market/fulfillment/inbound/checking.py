"""Whether what was announced may come: background work, a shipment at a time (contract/09 §3)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.clock import Clock
from sellergate.kit.ids import IdMaker
from sellergate.market.fulfillment.inbound import store
from sellergate.market.fulfillment.inbound.announcing import KIND
from sellergate.market.fulfillment.inbound.lifecycle import Event, happen
from sellergate.market.fulfillment.inbound.models import Line, Refused, Shipment
from sellergate.market.fulfillment.inbound.store import KnownStock
from sellergate.market.products.lookup import sheets_by_reference
from sellergate.market.warehouse import store as warehouse
from sellergate.market.warehouse.models import (
    Identified,
    Product,
    ProductState,
    ProductStatus,
    StorageCountry,
)
from sellergate.market.warehouse.referencing import judge_product
from sellergate.market.working import SellersWork

SHIPMENTS_AT_ONCE: Final = 4  # in one transaction, as each may have hundreds of lines
PRODUCTS_AT_ONCE: Final = 20

Found = Mapping[str | tuple[str, ProductState], KnownStock]


class InboundChecks(SellersWork):
    """Accepts or refuses the shipments of a seller that are `Created`."""

    kind = KIND

    def __init__(self, clock: Clock, new_id: IdMaker) -> None:
        super().__init__(clock)
        self._new_id = new_id

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        most = min(limit, SHIPMENTS_AT_ONCE)
        return store.created_rows(conn, seller_id, limit=most, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """Judge the shipment; or some of the products that it is made of and that nobody has judged yet.

        A seller may reference its products and announce them right away: which of the two kinds of work comes first is
        not to matter.
        """
        shipment = store.get_shipment_of_row(conn, seller_id, row)
        after = judged(conn, shipment, now)
        if after.reason is Refused.PRODUCTS:
            products = told_of(conn, shipment, [line for line in after.lines if line.reason])
            pending = [one for one in products if one.status is ProductStatus.PENDING]
            if pending:
                for product in pending[:PRODUCTS_AT_ONCE]:
                    judge_product(conn, product, stock_id=self._new_id(), now=now)
                return
            after = replace(after, lines=_with_reasons(after.lines, products))
        store.save_shipment(conn, shipment, after)


def judged(
    conn: Connection, shipment: Shipment, now: datetime
) -> Shipment:  # rule-ok: tenant (the shipment says whose)
    """The shipment `Accepted`, or `Refused` with the reason: that of each line whose product is not referenced."""
    if shipment.storage_country not in set(StorageCountry):
        return replace(happen(shipment, Event.REFUSED, now), reason=Refused.COUNTRY)
    named = [line.named for line in shipment.lines]
    found = known_stocks(conn, shipment.seller_id, named)
    lines = []
    for line in shipment.lines:
        stock = find_stock(found, line.named)
        reason = Refused.UNKNOWN_PRODUCT if stock is None else None
        lines.append(replace(line, stock_row=stock.row if stock else None, reason=reason))
    if any(line.reason for line in lines):
        refused = happen(shipment, Event.REFUSED, now)
        return replace(refused, reason=Refused.PRODUCTS, lines=tuple(lines))
    return replace(happen(shipment, Event.ACCEPTED, now), lines=tuple(lines))


def find_stock(found: Found, named: Identified) -> KnownStock | None:
    """The stock that is named. The seller's reference wins where there are both kinds of names (contract/09 §1)."""
    if named.seller_product_reference is not None:
        return found.get(named.seller_product_reference)
    if named.product_id is None or named.product_state is None:
        return None
    return found.get((named.product_id, named.product_state))


def told_of(
    conn: Connection, shipment: Shipment, lines: Sequence[Line]
) -> list[Product]:  # rule-ok: tenant (the shipment says whose)
    """What the seller told the warehouses about the products of these lines."""
    references = {line.seller_product_reference for line in lines if line.seller_product_reference}
    ids = {
        line.product_id for line in lines if line.product_id and not line.seller_product_reference
    }
    gtins = {sheet.gtin_key for sheet in sheets_by_reference(conn, ids).values()}
    return warehouse.products_of(conn, shipment.seller_id, references=references, gtins=gtins)


def known_stocks(conn: Connection, seller_id: SellerId, named: Iterable[Identified]) -> Found:
    """The stocks of the seller's products that are named so, for `find_stock`."""
    found = store.stocks_of(conn, seller_id, named)
    return {
        **{stock.seller_product_reference: stock for stock in found},
        **{(stock.product_id, stock.product_state): stock for stock in found},
    }


def _with_reasons(lines: Sequence[Line], products: Sequence[Product]) -> tuple[Line, ...]:
    """The lines; of those whose product was told of and refused, with that as the reason."""
    refused = {
        product.seller_product_reference
        for product in products
        if product.status is ProductStatus.REFUSED
    }
    return tuple(
        replace(line, reason=Refused.REFUSED_PRODUCT)
        if line.reason and line.seller_product_reference in refused
        else line
        for line in lines
    )
