"""What sellers of the demo marketplace keep in its warehouses, and what those sent for them: movement by movement."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.demo.catalogue.words import draw
from sellergate.demo.orders.seeding import STORED
from sellergate.demo.world import LINDQVIST, MAISON, TODAY, Chance
from sellergate.kit.gtin import parse_gtin
from sellergate.market.fulfillment.outbound.models import (
    Outbound,
    OutboundLine,
    OutboundParcel,
    OutboundStatus,
)
from sellergate.market.fulfillment.outbound.store import insert_outbound
from sellergate.market.orders.allocations import AllocationStatus, promise
from sellergate.market.orders.lifecycle import ENDED
from sellergate.market.orders.models import Line, Order, Status, SupplyMode
from sellergate.market.orders.stock import LiveOffer, live_offers, offers_on_sale
from sellergate.market.warehouse import store
from sellergate.market.warehouse.identity import state_of_condition
from sellergate.market.warehouse.models import (
    Identified,
    Movement,
    Pieces,
    Stock,
    StorageCountry,
)
from sellergate.market.warehouse.moving import allocate, dispatch, move
from sellergate.market.warehouse.referencing import judge_product

Step = tuple[datetime, Callable[[], object]]

_KNOWN: Final = "TABL-0052"  # which the reference's examples are about
_BEGINNING: Final = TODAY.replace(month=7, day=6, hour=8, minute=0)
_KEPT: Final = (
    (MAISON, "CDISFR", 24),
    (LINDQVIST, "NORDSE", STORED),
    (LINDQVIST, "CDISFR", STORED),
    (TEST_SELLER_ID, "CDISFR", 6),
)
FR, ES, GB = StorageCountry
# What became of some of it since: how long ago, in days, and of how many pieces.
_SINCE: Final = (
    (Movement.BLOCK, 1),
    (Movement.LITIGATION_OPENING, 2),
    (Movement.REMOVAL_ORDER, 3),
    (Movement.OPERATION_START, 4),
    (Movement.CORRECTION_OUT, 1),
    (Movement.RETURN_RECEPTION, 2),
)
_ON_ITS_WAY: Final = {Status.SHIPPED, Status.DELIVERED}


def stock_steps(conn: Connection, chance: Chance, orders: Sequence[Order]) -> list[Step]:
    """Reference products; then, each at its instant, receive them, and let go what orders were sent.

    The orders are there already.
    """
    stored = [order for order in orders if order.supply_mode is SupplyMode.FULFILLMENT]
    shelves: dict[SellerId, _Shelf] = {}
    steps: list[Step] = []
    for seller_id, channel_id, count in _KEPT:
        shelf = shelves.setdefault(seller_id, _Shelf(conn, chance, seller_id))
        for offer in offers_on_sale(conn, seller_id, channel_id, limit=count):
            steps += shelf.kept(offer)
        if seller_id == MAISON:  # it comes with supply orders
            shelf.reference(live_offers(conn, seller_id, channel_id, [_KNOWN])[_KNOWN])
    for order in stored:
        names = [line.seller_product_id for line in order.lines]
        offers = live_offers(conn, order.seller_id, order.sales_channel_id, names, in_stock=False)
        steps += shelves[order.seller_id].sent(order, offers)
    return steps


class _Shelf:
    """What a seller keeps."""

    def __init__(self, conn: Connection, chance: Chance, seller_id: SellerId) -> None:
        self._conn = conn
        self._chance = chance
        self._seller_id = seller_id
        self._stocks: dict[str, Stock] = {}

    def kept(self, offer: LiveOffer) -> Iterator[Step]:
        """What is received of an offer's product, and what happens to some of it."""
        name = f"kept {self._seller_id} {offer.reference}"
        if self.has(offer):  # in another channel, too
            return
        stock = self.reference(offer)
        countries = ((FR,), (FR,), (FR, ES), (FR, GB), (ES,))[draw(self._chance, name, 5)]
        for country in countries:
            pieces = 8 + draw(self._chance, f"{country} {name}", 40)
            days = 20 + draw(self._chance, f"day {country} {name}", 60)
            at = _at(days)
            yield at, self._moving(stock, country, Movement.RECEPTION, pieces, at, f"{days:03}")
        if draw(self._chance, f"since {name}", 3) == 0:
            kind, pieces = _SINCE[draw(self._chance, f"kind {name}", len(_SINCE))]
            at = _at(1 + draw(self._chance, f"since day {name}", 18))
            yield at, self._moving(stock, countries[0], kind, pieces, at, "count")

    def sent(self, order: Order, offers: dict[str, LiveOffer]) -> Iterator[Step]:
        """What an order took: its lines that did not end otherwise."""
        lines = [line for line in order.lines if _status_of(line) not in ENDED]
        if not lines:
            return
        pieces = []
        for line in lines:
            stock = self.reference(offers[line.seller_product_id])
            received = 6 + line.quantity
            yield (
                _BEGINNING,
                self._moving(stock, FR, Movement.RECEPTION, received, _BEGINNING, "first"),
            )
            pieces.append(Pieces(stock.row, line.quantity, line.position))
        cause = f"order:{order.order_id}"
        bought_at, sent_at = order.created_at, order.shipped_at
        yield (
            bought_at,
            lambda: allocate(self._conn, FR, pieces, cause=cause, now=bought_at),
        )
        if _status_of(lines[0]) in _ON_ITS_WAY and sent_at is not None:
            yield (
                sent_at,
                lambda: dispatch(self._conn, FR, pieces, cause=cause, now=sent_at),
            )
        else:
            is_prepared = order.status is Status.IN_PREPARATION
            status = AllocationStatus.PREPARED if is_prepared else AllocationStatus.PLACED
            yield bought_at, lambda: promise(self._conn, order, FR, pieces, status)
            if not is_prepared:
                return
        yield TODAY, lambda: self._shipment(order, lines, pieces)

    def has(self, offer: LiveOffer) -> bool:
        """Whether its product is kept already."""
        return f"{offer.gtin} {state_of_condition(offer.condition)}" in self._stocks

    def reference(self, offer: LiveOffer) -> Stock:
        """The stock of an offer's product, which the seller told of when it began."""
        state = state_of_condition(offer.condition)
        key = f"{offer.gtin} {state}"
        if key not in self._stocks:
            store.insert_product(
                self._conn,
                self._seller_id,
                reference=offer.reference,
                gtin=parse_gtin(offer.gtin).key,
                state=state,
                title=offer.title[:200],
                details={},
                now=_BEGINNING,
            )
            [product] = store.products_of(self._conn, self._seller_id, references=[offer.reference])
            stock_id = self._chance.ids(f"stock {self._seller_id} {offer.reference}")()
            judge_product(self._conn, product, stock_id=stock_id, now=_BEGINNING)
            found = store.find_stock(self._conn, self._seller_id, stock_id)
            assert found is not None  # noqa: S101  (the catalogue has what is on sale)
            self._stocks[key] = found
        return self._stocks[key]

    def _moving(
        self,
        stock: Stock,
        country: StorageCountry,
        kind: Movement,
        pieces: int,
        at: datetime,
        cause: str,
    ) -> Callable[[], object]:
        return lambda: move(
            self._conn, stock.row, country, kind, pieces, cause=f"warehouse:{cause}", now=at
        )

    def _shipment(self, order: Order, lines: Sequence[Line], pieces: Sequence[Pieces]) -> None:
        """How the warehouse has it in its books."""
        make_id = self._chance.ids(f"outbound {order.order_id}")
        called_at = next(at for _, status, at in order.events if status is Status.IN_PREPARATION)
        status = _SHIPMENTS[_status_of(lines[0])]
        since = order.delivered_at or order.shipped_at or called_at
        insert_outbound(
            self._conn,
            Outbound(
                row=0,
                outbound_id=make_id(),
                seller_id=order.seller_id,
                order_row=order.row,
                order_id=order.order_id,
                reference=order.order_id,
                storage_country=FR,
                status=status,
                reason=None,
                delivery_mode=lines[0].delivery_mode,
                delivery_address=order.shipping_address,
                carrier_name=order.parcels[0].carrier_name if order.parcels else None,
                parcels=tuple(
                    OutboundParcel(
                        make_id(), parcel.parcel_number, parcel.tracking_url, parcel.lines
                    )
                    for parcel in order.parcels
                ),
                created_at=called_at,
                updated_at=since,
                status_updated_at=since,
                shipped_at=order.shipped_at,
                lines=tuple(self._line(line, one) for line, one in zip(lines, pieces, strict=True)),
            ),
        )

    def _line(self, line: Line, pieces: Pieces) -> OutboundLine:
        stock = store.get_stock_of_row(self._conn, pieces.stock_row)
        return OutboundLine(
            position=line.position,
            product=Identified(
                stock.seller_product_reference, stock.product_id, stock.product_state
            ),
            stock_row=stock.row,
            quantity=line.quantity,
        )


_SHIPMENTS: Final = {
    Status.IN_PREPARATION: OutboundStatus.ACCEPTED,
    Status.SHIPPED: OutboundStatus.SHIPPED,
    Status.DELIVERED: OutboundStatus.DELIVERED,
}


def _status_of(line: Line) -> Status:
    return line.status_before or line.status


def _at(days: int) -> datetime:
    """So many days ago, in the morning."""
    return (TODAY - timedelta(days=days)).replace(hour=8, minute=0)
