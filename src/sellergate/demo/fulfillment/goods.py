"""What is stored: which products of which seller, and how many of each were sent to the warehouses."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.demo.catalogue.words import draw
from sellergate.demo.orders.seeding import stored_of
from sellergate.demo.world import LINDQVIST, MAISON, TODAY, Chance
from sellergate.kit.gtin import parse_gtin
from sellergate.market.orders.stock import live_offers, offers_on_sale
from sellergate.market.warehouse import store
from sellergate.market.warehouse.identity import state_of_condition
from sellergate.market.warehouse.models import ProductState
from sellergate.market.warehouse.referencing import judge_product
from sellergate.seller_v2.fulfillment.stocks_facts import REFERENCE, STOCK_ID

TOLD_AT: Final = TODAY - timedelta(days=95)
_CHANNELS: Final = {MAISON: ("CDISFR",), LINDQVIST: ("CDISFR", "NORDSE")}
_CHOICE: Final = 80  # offers of a channel
_MAISON_STORES: Final = 10  # and the one that the reference shows
_UNKNOWN_GTIN: Final = "0400999999901"


class Good(NamedTuple):
    """A product that a seller stores."""

    seller_id: SellerId
    reference: str
    gtin: str
    state: ProductState
    title: str
    stock_id: str


def stored_goods(conn: Connection, chance: Chance, seller_id: SellerId) -> list[Good]:
    """What a seller stores of what it has on sale, by reference."""
    found = {}
    for channel in _CHANNELS[seller_id]:
        offers = {
            offer.reference: offer
            for offer in offers_on_sale(conn, seller_id, channel, limit=_CHOICE)
        }
        found |= {reference: offers[reference] for reference in stored_of(offers)}
    if seller_id == MAISON:
        found = {one: found[one] for one in sorted(found)[:_MAISON_STORES]}
        found |= live_offers(conn, seller_id, "CDISFR", [REFERENCE])
    goods, known_as = [], set()
    for offer in found.values():
        state = state_of_condition(offer.condition)
        if (offer.gtin, state) not in known_as:  # two offers of one product are one good
            known_as.add((offer.gtin, state))
            stock_id = chance.ids(f"stock {seller_id} {offer.reference}")()
            if offer.reference == REFERENCE:
                stock_id = STOCK_ID
            goods.append(Good(seller_id, offer.reference, offer.gtin, state, offer.title, stock_id))
    return sorted(goods, key=lambda good: good.reference)


def reference_goods(conn: Connection, chance: Chance, goods: list[Good], now: datetime) -> None:
    """Tell the warehouses about them; they are referenced, but for one that no catalogue knows."""
    seller_id = goods[0].seller_id
    unknown = Good(seller_id, "ESSAI-0001", _UNKNOWN_GTIN, ProductState.NEW, "Prototype", "")
    for good in (*goods, unknown):
        store.insert_product(
            conn,
            seller_id,
            reference=good.reference,
            gtin=parse_gtin(good.gtin).key,
            state=good.state,
            title=good.title,
            details={"packaging": dict(_measures(chance, good))},
            now=now,
        )
    told = store.products_of(
        conn, seller_id, references=[*(good.reference for good in goods), unknown.reference]
    )
    ids = {good.reference: good.stock_id for good in goods}
    for product in told:
        judge_product(
            conn,
            product,
            stock_id=ids.get(product.seller_product_reference, ""),
            now=now + timedelta(seconds=2),
        )


def _measures(chance: Chance, good: Good) -> Iterator[tuple[str, float]]:
    for name, least, most in (("length", 12, 80), ("width", 10, 50), ("height", 4, 40)):
        yield name, float(least + draw(chance, f"{name} {good.reference}", most - least))
    yield "weight", (2 + draw(chance, f"weight {good.reference}", 80)) / 10
