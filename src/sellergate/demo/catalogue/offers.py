"""Offers of the demo sellers: those that are known by reference, and those drawn for the sheets of their departments."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.demo.catalogue.known import KNOWN_OFFERS, KnownOffer
from sellergate.demo.catalogue.sheets import SPECIALISTS, Sheet
from sellergate.demo.catalogue.words import draw
from sellergate.demo.world import (
    BROCANTE,
    LINDQVIST,
    MAISON,
    MORGENSTERN,
    ORTEGA,
    TODAY,
    Chance,
    ago,
)

# Where each seller sells, and of a hundred sheets how many. The first is where it has most.
_CHANNELS: Final[Mapping[SellerId, tuple[tuple[str, int], ...]]] = {
    MAISON: (("CDISFR", 100), ("HANSDE", 45)),
    LINDQVIST: (("CDISFR", 80), ("NORDSE", 90)),
    MORGENSTERN: (("HANSDE", 95), ("CDISFR", 40)),
    BROCANTE: (("CDISFR", 100),),
    ORTEGA: (),  # it has not begun yet
    TEST_SELLER_ID: (("CDISFR", 100),),
}
_CLOSED: Final = {(MORGENSTERN, "CDISFR"), (BROCANTE, "CDISFR")}  # whose subscriptions have ended
_CURRENCIES: Final = {"NORDSE": "SEK"}
_KRONOR: Final = 11.4  # for one euro
_VAT: Final = {
    "CDISFR": (2000, 550),
    "HANSDE": (1900, 700),
    "NORDSE": (2500, 1200),
}  # full, of food
_FOOD, _FURNITURE = 12, 2  # departments
_RIVALS: Final = (
    22  # of a hundred sheets: a seller of the department sells it who did not submit it
)
_TESTED: Final = 3

_TRACKED: Final = ("THD", 490, 150)
_HEAVY: Final = ("THD", 2490, 1500)
_MODES: Final[Mapping[SellerId, Sequence[tuple[str, int, int]]]] = {
    MAISON: (("NTHD", 290, 90), ("SHD", 690, 200), ("EHD", 1190, 400)),
    LINDQVIST: (("SHD", 750, 250),),
    MORGENSTERN: (("NTHD", 350, 100),),
    BROCANTE: (),
    TEST_SELLER_ID: (("SHD", 690, 200),),
}
_BIG: Final[Mapping[SellerId, Sequence[tuple[str, int, int]]]] = {
    MAISON: (("FDHD", 3900, 2000),),
    LINDQVIST: (("FDHD", 3900, 2000), ("SRHD", 5900, 2900), ("WSHD", 8900, 4500)),
}


def offer_rows(
    chance: Chance, sheets: Sequence[Sheet], ids: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """The rows of all offers. `ids` are the rows of the sheets by GTIN key."""
    numbered = {sheet.number: sheet for sheet in sheets}
    for known in KNOWN_OFFERS:
        sheet = numbered[known.number]
        yield _row(chance, sheet, ids[sheet.gtin.key], known, ago(190 - sheet.number))
    taken = {(known.seller_id, known.number) for known in KNOWN_OFFERS}
    for sheet in sheets:
        for seller_id, reference in _who_sells(chance, sheet):
            if (seller_id, sheet.number) not in taken:
                yield from _drawn(chance, sheet, ids[sheet.gtin.key], seller_id, reference)


def offered_by(
    chance: Chance, seller_id: SellerId, channel: str, sheets: Sequence[Sheet]
) -> list[tuple[Sheet, str]]:
    """The sheets that a seller submitted and offers on a channel, each with its code."""
    return [
        (sheet, code)
        for sheet in sheets
        for seller, code in sheet.sellers
        if seller == seller_id and channel in _channels(chance, seller_id, sheet)
    ]


def _channels(chance: Chance, seller_id: SellerId, sheet: Sheet) -> list[str]:
    return [
        channel
        for channel, share in _CHANNELS[seller_id]
        if draw(chance, f"{channel} {seller_id} {sheet.key}", 100) < share
    ]


def _who_sells(chance: Chance, sheet: Sheet) -> Iterator[tuple[SellerId, str]]:
    """Who submitted the sheet, some of the others of the department, and now and then the test seller."""
    sellers = dict(sheet.sellers)
    others = [s for s in SPECIALISTS.get(sheet.leaf.department, ()) if s not in sellers]
    for seller_id in others:
        if draw(chance, f"rival {seller_id} {sheet.key}", 100) < _RIVALS:
            sellers[seller_id] = _reference(sheet)
    if TEST_SELLER_ID not in sellers and draw(chance, f"tested {sheet.key}", 100) < _TESTED:
        sellers[TEST_SELLER_ID] = f"TEST-{sheet.number}"
    yield from sellers.items()


def _reference(sheet: Sheet) -> str:
    letters = "".join(c for c in sheet.model.upper() if "A" <= c <= "Z")[:5]
    return f"{letters}-{sheet.number}"


def _drawn(
    chance: Chance, sheet: Sheet, product_id: int, seller_id: SellerId, reference: str
) -> Iterator[dict[str, Any]]:
    price = _price(chance, sheet, seller_id)
    stock = draw(chance, f"stock {seller_id} {sheet.key}", 100)
    quantity = 0 if stock < 7 else 1 + stock * stock // 40
    created = max(sheet.created_at, ago(20 + draw(chance, f"offered {seller_id} {sheet.key}", 300)))
    struck = draw(chance, f"struck {seller_id} {sheet.key}", 100) < 20
    for channel in _channels(chance, seller_id, sheet):
        known = KnownOffer(
            seller_id,
            channel,
            reference,
            sheet.number,
            _in_currency(price, channel),
            quantity,
            1 + draw(chance, f"preparation {seller_id} {sheet.leaf.reference}", 4),
            _in_currency(price + price // 5, channel) if struck else None,
        )
        yield _row(chance, sheet, product_id, known, created)


def _row(
    chance: Chance, sheet: Sheet, product_id: int, offer: KnownOffer, created_at: datetime
) -> dict[str, Any]:
    is_big = sheet.leaf.department == _FURNITURE
    modes = [_HEAVY if is_big else _TRACKED]
    modes += _BIG.get(offer.seller_id, ()) if is_big else _MODES[offer.seller_id]
    currency = _CURRENCIES.get(offer.sales_channel_id, "EUR")
    if currency == "SEK":
        modes = [(code, cost * 11, more * 11) for code, cost, more in modes]
    is_open = (offer.seller_id, offer.sales_channel_id) not in _CLOSED
    on_sale = is_open and offer.quantity > 0
    vat, food_vat = _VAT[offer.sales_channel_id]
    hours = 24 * 40 if sheet.key.startswith("known") else 24 * 18
    updated = draw(chance, f"updated {offer.seller_id} {sheet.key}", hours * 60)
    is_electric = "1306" in sheet.values or "1401" in sheet.values
    return {
        "seller_id": offer.seller_id,
        "sales_channel_id": offer.sales_channel_id,
        "reference": offer.reference,
        "product_id": product_id,
        "condition": offer.condition,
        "price": offer.price,
        "delivered_price": offer.price + min(cost for _, cost, _ in modes),
        "origin_price": offer.origin_price,
        "currency": currency,
        "vat": food_vat if sheet.leaf.department == _FOOD else vat,
        "eco_tax": 24 if is_electric else 0,
        "dea_tax": 120 if is_big else 0,
        "delivery_modes": msgspec.json.encode(modes).decode(),
        "preparation_time": offer.preparation_time,
        "quantity": offer.quantity,
        "comment": None,
        "extras": None,
        "state": "Active" if on_sale else "Inactive",
        "created_at": created_at,
        "updated_at": max(created_at, TODAY - timedelta(minutes=updated)),
    }


def _price(chance: Chance, sheet: Sheet, seller_id: SellerId) -> int:
    """Cents. Variants of one model cost the same; sellers of one product differ by some percent."""
    least, most = sheet.leaf.prices
    kin = sheet.group or sheet.key
    euros = least + draw(chance, f"price {kin}", most - least + 1)
    percent = 94 + draw(chance, f"price {seller_id} {kin}", 13)
    return _pretty(euros * percent)


def _pretty(cents: int) -> int:
    """An amount as shops write it: 12.90, 249.00."""
    return max(cents // 100, 1) * 100 + (90 if cents < 10_000 else 0)


def _in_currency(cents: int, channel: str) -> int:
    return round(cents * _KRONOR / 1000) * 1000 if channel in _CURRENCIES else cents
