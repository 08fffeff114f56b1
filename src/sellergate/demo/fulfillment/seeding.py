"""Writes what is stored, what came, what left and what came back, in the order in which it happened.

All of it by the same functions as everybody's, but that ids are drawn and nothing is left for the background to do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.demo.catalogue.words import draw
from sellergate.demo.fulfillment.known import (
    CODE,
    OUTBOUND_BEFORE,
    PARCEL_BEFORE,
)
from sellergate.demo.fulfillment.shipments import SentBack, ShippingOrder, Step
from sellergate.demo.orders.people import customer
from sellergate.demo.stock import stock_steps
from sellergate.demo.world import LINDQVIST, MAISON, TODAY, Chance
from sellergate.kit.gtin import parse_gtin
from sellergate.market.fulfillment.inbound import store as inbounds
from sellergate.market.fulfillment.inbound.checking import judged
from sellergate.market.fulfillment.inbound.lifecycle import Event, happen
from sellergate.market.fulfillment.inbound.models import AnnouncedLine, Announcement, Status
from sellergate.market.fulfillment.inbound.receiving import Count, receive
from sellergate.market.fulfillment.outbound.models import (
    OutboundCancellationStatus,
    OutboundParcel,
    OutboundStatus,
)
from sellergate.market.fulfillment.returns.models import ReturnReason, ReturnStatus, ReturnType
from sellergate.market.orders.models import Address, Order
from sellergate.market.warehouse import store as warehouse
from sellergate.market.warehouse.models import Identified, ProductState, StorageCountry
from sellergate.market.warehouse.referencing import judge_product
from sellergate.seller_v2.fulfillment.outbound_examples import (
    CANCELLATION_ID,
    OUTBOUND_ID,
    PARCEL_ID,
)
from sellergate.seller_v2.fulfillment.returns_examples import RETURN_ID
from sellergate.seller_v2.fulfillment.stocks_facts import (
    INBOUND_ID,
    OUTBOUND_CANCELLED,
    OUTBOUND_TO_CANCEL,
    REFERENCE,
    SHIPMENT,
    SUPPLY,
)
from sellergate.storage.schema import fulfillment_products

FR, ES = StorageCountry.FR, StorageCountry.ES
_SOON: Final = timedelta(seconds=1)
_BEGINNING: Final = TODAY.replace(month=7, day=6, hour=9, minute=0)
_GOODS: Final = 10
_PROTOTYPE: Final = "ESSAI-0001"
_UNKNOWN_GTIN: Final = "0400999999901"
_FROM_SPAIN: Final = "WEB-1105"
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def write_fulfillment(conn: Connection, chance: Chance, orders: Sequence[Order]) -> None:
    """Fill the warehouses, and send from them. The offers and the orders are there already."""
    steps = stock_steps(conn, chance, orders)
    for seller_id in (MAISON, LINDQVIST):
        goods = _goods_of(conn, seller_id)
        for part in (*_supplies(chance, seller_id, goods), *_sent(chance, seller_id, goods)):
            steps += [(at, partial(step, conn)) for at, step in part.steps()]
    for _, step in sorted(steps, key=lambda step: step[0]):
        step()


def _goods_of(conn: Connection, seller_id: SellerId) -> list[str]:
    """The references of some of what the seller stores; and one is told of that no catalogue knows."""
    c = fulfillment_products.c
    told_first = sa.select(c.seller_product_reference).where(c.seller_id == seller_id)
    stored = list(conn.execute(told_first.order_by(c.id).limit(_GOODS)).scalars())
    warehouse.insert_product(
        conn,
        seller_id,
        reference=_PROTOTYPE,
        gtin=parse_gtin(_UNKNOWN_GTIN).key,
        state=ProductState.NEW,
        title="Prototype",
        details={},
        now=_BEGINNING,
    )
    [told] = warehouse.products_of(conn, seller_id, references=[_PROTOTYPE])
    judge_product(conn, told, stock_id="", now=_BEGINNING + _SOON)
    return stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """A supply order, and what the warehouse counted. `lines`: so many announced, received, damaged of these references."""

    chance: Chance
    seller_id: SellerId
    name: str
    at: datetime
    country: StorageCountry
    lines: Sequence[tuple[str, int, int, int]]
    until: Status
    inbound_id: str | None = None
    code: str | None = None
    received_at: datetime | None = None

    def steps(self) -> Iterator[Step]:
        """Its life."""
        yield self.at, self._announce
        if self.until in (Status.IN_RECEPTION, Status.RECEIVED):
            yield self._received_at, self._receive
        if self.until is Status.CANCELLED:
            yield self.at + timedelta(days=1), self._cancel

    @property
    def _id(self) -> str:
        return self.inbound_id or self.chance.ids(f"inbound {self.seller_id} {self.name}")()

    @property
    def _received_at(self) -> datetime:
        return self.received_at or self.at + timedelta(days=4, hours=2, minutes=35)

    def _announce(self, conn: Connection) -> None:
        announced = Announcement(
            reference=self.name,
            storage_country=self.country.value,
            expected_on=(self.at + timedelta(days=6)).date().isoformat(),
            lines=tuple(AnnouncedLine(Identified(one), count) for one, count, _, _ in self.lines),
        )
        drawn = self.chance.bytes(f"code {self.seller_id} {self.name}")[:6]
        letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn)
        shipment = inbounds.insert_shipment(
            conn,
            self.seller_id,
            announced,
            inbound_id=self._id,
            code=self.code or self.at.strftime("IN%y%m%d") + letters,
            now=self.at,
        )
        inbounds.save_shipment(conn, shipment, judged(conn, shipment, self.at + _SOON))

    def _receive(self, conn: Connection) -> None:
        counts = [
            Count(place, received - damaged, damaged)
            for place, (_, _, received, damaged) in enumerate(self.lines, 1)
            if received
        ]
        is_last = self.until is Status.RECEIVED
        receive(conn, self._id, counts, reference="1", is_last=is_last, now=self._received_at)

    def _cancel(self, conn: Connection) -> None:
        before = inbounds.get_any_shipment(conn, self._id)
        after = happen(before, Event.CANCELLED, self.at + timedelta(days=1))
        inbounds.save_shipment(conn, before, after)


def _supplies(chance: Chance, seller_id: SellerId, others: Sequence[str]) -> Iterator[Supply]:
    supply = partial(Supply, chance=chance, seller_id=seller_id)

    def of(name: str, references: Sequence[str], least: int) -> list[tuple[str, int, int, int]]:
        lines = []
        for one in references:
            count = least + draw(chance, f"{name} {seller_id} {one}", least)
            damaged = draw(chance, f"damaged {name} {seller_id} {one}", 12) == 0
            lines.append((one, count, count, int(damaged)))
        return lines

    first, second = "SUPPLY-2026-07", "SUPPLY-2026-08"
    july = TODAY - timedelta(days=95)
    yield supply(
        name=first, at=july, country=FR, lines=of(first, others, 24), until=Status.RECEIVED
    )
    yield supply(
        name=second,
        at=july + timedelta(days=9),
        country=ES,
        lines=of(second, others[::2], 10),
        until=Status.RECEIVED,
    )
    if seller_id == MAISON:
        yield from _known_supplies(supply)
    some = [(one, count, count // 2, 0) for one, count, _, _ in of("half", others[:3], 20)]
    yield supply(
        name="SUPPLY-2026-10",
        at=TODAY - timedelta(days=6),
        country=FR,
        lines=some,
        until=Status.IN_RECEPTION,
    )
    yield supply(
        name="SUPPLY-2026-11-ES",
        at=TODAY - timedelta(days=1, hours=3),
        country=ES,
        lines=[(one, count, 0, 0) for one, count, _, _ in of("next", others[1:6], 12)],
        until=Status.ACCEPTED,
    )
    yield supply(
        name="SUPPLY-2026-09-ES",
        at=TODAY - timedelta(days=33),
        country=ES,
        lines=[(others[0], 10, 0, 0), (_PROTOTYPE, 4, 0, 0)],
        until=Status.REFUSED,
    )
    yield supply(
        name="SUPPLY-2026-08-FR",
        at=TODAY - timedelta(days=66),
        country=FR,
        lines=[(others[2], 12, 0, 0)],
        until=Status.CANCELLED,
    )


def _known_supplies(supply: "partial[Supply]") -> Iterator[Supply]:
    """Those of the product that the reference shows."""
    yield supply(
        name=SUPPLY,
        inbound_id=INBOUND_ID,
        code=CODE,
        at=datetime.fromisoformat("2026-09-08T08:00:00+00:00"),
        received_at=datetime.fromisoformat("2026-09-14T08:00:00+00:00"),
        country=FR,
        lines=[(REFERENCE, 24, 24, 1)],
        until=Status.RECEIVED,
    )
    yield supply(
        name="SUPPLY-2026-09-E",
        at=datetime.fromisoformat("2026-09-09T10:30:00+00:00"),
        country=ES,
        lines=[(REFERENCE, 6, 6, 0)],
        until=Status.RECEIVED,
    )


def _sent(
    chance: Chance, seller_id: SellerId, others: Sequence[str]
) -> Iterator[ShippingOrder | SentBack]:
    """What a seller had sent for its own shop, in every state, and what came back of it."""
    asked = partial(_asked, chance, seller_id)
    if seller_id == MAISON:
        yield from _known(others[0])
    for number, (status, days) in enumerate(
        (
            (OutboundStatus.DELIVERED, 40),
            (OutboundStatus.DELIVERED, 31),
            (OutboundStatus.DELIVERED, 26),
            (OutboundStatus.SHIPPED, 12),
            (OutboundStatus.SHIPPED, 2),
            (OutboundStatus.REJECTED, 9),
            (OutboundStatus.CANCELLED, 7),
            (OutboundStatus.IN_PREPARATION, 1),
            (OutboundStatus.ACCEPTED, 0.5),
        )
    ):
        quantity = 9_000 if status is OutboundStatus.REJECTED else 1 + number % 2
        lines = [(others[number % len(others)], quantity)]
        if number % 3 == 0:
            lines.append((others[(number + 1) % len(others)], 1))
        yield asked(f"WEB-{1101 + number}", days, lines, status)
    yield asked(
        "WEB-1120",
        0.7,
        [(others[1], 1)],
        OutboundStatus.IN_PREPARATION,
        request_id=chance.ids(f"request {seller_id}")(),
        request=OutboundCancellationStatus.UNDER_REVIEW,
    )
    yield from _came_back(chance, seller_id)


def _came_back(chance: Chance, seller_id: SellerId) -> Iterator[SentBack]:
    back = partial(SentBack, quantity=1)
    for number, (days, reason, until, type_) in enumerate(
        (
            (33, ReturnReason.DAMAGED, ReturnStatus.COMPLETED, ReturnType.CUSTOMER),
            (8, ReturnReason.RETRACTION, ReturnStatus.PENDING, ReturnType.CUSTOMER),
            (3, ReturnReason.REFERENCE_ERROR, ReturnStatus.REFERENCED, ReturnType.CUSTOMER),
            (1, ReturnReason.UNDELIVERABLE, ReturnStatus.ACCEPTED, ReturnType.CARRIER),
        )
    ):
        is_inspected = until is ReturnStatus.COMPLETED
        yield back(
            outbound_id=_id_of(chance, seller_id, f"WEB-{1101 + number}"),
            return_id=chance.ids(f"return {seller_id} {number}")(),
            at=TODAY - timedelta(days=days),
            reason=reason,
            until=until,
            type=type_,
            order_seller_id=None if type_ is ReturnType.CARRIER else f"WEB-{1101 + number}",
            found=ReturnReason.TRANSPORT_DAMAGE if is_inspected else None,
            warehouse_comment="Le carton était enfoncé." if is_inspected else None,
            is_blocked=is_inspected,
        )


def _known(other: str) -> Iterator[ShippingOrder | SentBack]:
    """Those that the reference shows."""
    at = datetime.fromisoformat("2026-10-12T09:20:00+00:00")
    shown = Address(
        first_name="Ada",
        last_name="Exemple",
        address_line1="1 rue de l'Exemple",
        postal_code="33000",
        city="Bordeaux",
        country_code="FR",
        phone="0500000000",
        email="ada@customers.example",
    )
    order = partial(
        ShippingOrder, seller_id=MAISON, address=shown, country=FR, lines=[(REFERENCE, 1)]
    )
    number = "8N00455012345"
    yield order(
        outbound_id=OUTBOUND_BEFORE,
        reference="SHOP-1041",
        at=at - timedelta(days=22),
        lines=[(REFERENCE, 9)],
        until=OutboundStatus.DELIVERED,
        parcel=OutboundParcel(PARCEL_BEFORE, "8N00455011870", None, (1,)),
    )
    yield order(
        outbound_id=OUTBOUND_ID,
        reference=SHIPMENT,
        at=at,
        lines=[(REFERENCE, 3)],
        until=OutboundStatus.SHIPPED,
        parcel=OutboundParcel(PARCEL_ID, number, f"https://tracking.example/{number}", (1,)),
    )
    yield SentBack(
        outbound_id=OUTBOUND_ID,
        return_id=RETURN_ID,
        at=datetime.fromisoformat("2026-10-20T10:02:11+00:00"),
        quantity=1,
        reason=ReturnReason.RETRACTION,
        comment="Too large for the room.",
        order_seller_id=SHIPMENT,
        until=ReturnStatus.COMPLETED,
        found=ReturnReason.RETRACTION,
        warehouse_comment="As new.",
    )
    yield order(
        outbound_id=OUTBOUND_CANCELLED,
        reference="SHOP-1043",
        at=at + timedelta(days=1),
        until=OutboundStatus.CANCELLED,
        request_id=CANCELLATION_ID,
    )
    yield order(
        outbound_id=OUTBOUND_TO_CANCEL,
        reference="SHOP-1044",
        at=TODAY - timedelta(hours=5),
        lines=[(other, 1)],
        until=OutboundStatus.ACCEPTED,
    )


def _asked(
    chance: Chance,
    seller_id: SellerId,
    reference: str,
    days: float,
    lines: Sequence[tuple[str, int]],
    until: OutboundStatus,
    *,
    request_id: str | None = None,
    request: OutboundCancellationStatus | None = None,
) -> ShippingOrder:
    name = f"{seller_id} {reference}"
    country = ("FR", "FR", "BE", "DE")[draw(chance, f"country {name}", 4)]
    drawn = f"{draw(chance, f'parcel {name}', 10**10):010}"
    parcel = OutboundParcel(
        chance.ids(f"parcel {name}")(),
        f"8N{drawn}",
        f"https://tracking.example/8N{drawn}",
        tuple(range(1, len(lines) + 1)),
    )
    return ShippingOrder(
        seller_id=seller_id,
        outbound_id=_id_of(chance, seller_id, reference),
        reference=reference,
        at=TODAY - timedelta(days=days),
        address=customer(chance, name, country),
        country=ES if reference == _FROM_SPAIN else FR,
        lines=lines,
        until=until,
        parcel=parcel,
        request_id=request_id,
        request=request,
    )


def _id_of(chance: Chance, seller_id: SellerId, reference: str) -> str:
    return chance.ids(f"outbound {seller_id} {reference}")()
