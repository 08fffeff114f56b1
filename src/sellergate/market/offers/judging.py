"""What becomes of the lines of a step: the rules that need to know the catalogue and what is on sale (contract/04 §A, §B)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers import shelf
from sellergate.market.offers.models import PackageType
from sellergate.market.offers.requests import Draft, Refusal, Terms
from sellergate.market.offers.results import CREATED, DELETED, UPDATED
from sellergate.market.offers.shelf import Change, Existing, NewOffer, Stock, state_for
from sellergate.market.products.lookup import (
    Sheet,
    sheets_by_gtin,
    sheets_by_own_code,
    sheets_by_reference,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is, as far as the drafts of a step touch it. `by_product` grows as they are judged."""

    by_gtin: dict[str, Sheet]
    by_reference: dict[str, Sheet]
    by_own_code: dict[str, list[Sheet]]
    offers: dict[str, Existing]
    by_product: dict[tuple[int, str], str]


@dataclass(slots=True)
class Effect:
    """What the lines of a step do to the shelf."""

    new: list[NewOffer] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    stocks: list[Stock] = field(default_factory=list)


class Refused(Exception):
    """The line cannot be integrated, for this reason."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.refusal = (code, detail)
        super().__init__(code)


def look_up(
    conn: Connection,
    seller_id: SellerId,
    channel_id: str,
    drafts: Sequence[Draft],
    type_: PackageType,
) -> Known:
    """All that must be known to judge `drafts`: a handful of statements, however many there are."""
    by_gtin = sheets_by_gtin(conn, {d.gtin_key for d in drafts if d.gtin_key})
    named = {d.product_reference for d in drafts if d.product_reference}
    by_reference = sheets_by_reference(conn, named)
    by_own_code = sheets_by_own_code(conn, seller_id, named - by_reference.keys())
    offers = shelf.offers_by_reference(conn, seller_id, channel_id, [d.reference for d in drafts])
    known = Known(by_gtin, by_reference, by_own_code, offers, {})
    if type_ is PackageType.UPSERT:
        wanted = {key for d in drafts if (key := _product_key(d, known)) is not None}
        if wanted:
            known.by_product.update(
                shelf.references_by_product(conn, seller_id, channel_id, wanted)
            )
    return known


def judge(draft: Draft, terms: Terms, known: Known, effect: Effect) -> tuple[str, list[Refusal]]:
    """The code of success and no refusal, with what the line does put to `effect`; or why it does nothing."""
    try:
        match terms.type:
            case PackageType.UPSERT:
                return _upsert(draft, terms, known, effect), []
            case PackageType.UPDATE:
                return _update(draft, known, effect), []
            case PackageType.DELETE:
                return _delete(draft, known, effect), []
    except Refused as refused:
        return "", [refused.refusal]


def _upsert(draft: Draft, terms: Terms, known: Known, effect: Effect) -> str:
    sheet = _sheet(draft, known)
    if not sheet.is_marketable:
        raise Refused("3424")
    condition = draft.condition or ""
    existing = known.offers.get(draft.reference)
    other = known.by_product.get((sheet.id, condition))
    if existing is not None:
        if (existing.product_id, existing.condition) != (sheet.id, condition):
            raise Refused("2503", draft.reference)
    elif other is not None:
        raise Refused("2428", other)
    elif draft.dea_tax is None:
        raise Refused("1031")
    price, quantity = draft.price or 0, draft.quantity or 0
    eco_tax, dea_tax = draft.eco_tax or 0, draft.dea_tax or 0
    _check_amounts(price, draft.origin_price, eco_tax + dea_tax)
    effect.new.append(
        NewOffer(
            draft.reference,
            sheet.id,
            condition,
            price,
            price + (draft.cheapest_delivery or 0),
            draft.origin_price,
            terms.currency,
            draft.vat or 0,
            eco_tax,
            dea_tax,
            draft.delivery_modes or "[]",
            draft.preparation_time or 1,
            quantity,
            draft.comment,
            draft.extras,
            state_for(quantity),
        )
    )
    known.by_product[sheet.id, condition] = draft.reference
    effect.stocks.append(Stock(sheet.id, condition, quantity))
    return CREATED if existing is None else UPDATED


def _update(draft: Draft, known: Known, effect: Effect) -> str:
    existing = known.offers.get(draft.reference)
    if existing is None:
        raise Refused("3628", draft.reference)
    if draft.condition not in (None, existing.condition) or (
        (draft.gtin_key or draft.product_reference)
        and _sheet(draft, known).id != existing.product_id
    ):
        raise Refused("2503", draft.reference)
    price = existing.price if draft.price is None else draft.price
    origin_price = existing.origin_price if draft.origin_price is None else draft.origin_price
    eco_tax, dea_tax = existing.eco_tax, existing.dea_tax
    if draft.has_taxes:
        eco_tax, dea_tax = draft.eco_tax or 0, draft.dea_tax or 0
    _check_amounts(price, origin_price, eco_tax + dea_tax)
    delivery = existing.delivered_price - existing.price
    if draft.cheapest_delivery is not None:
        delivery = draft.cheapest_delivery
    quantity = existing.quantity if draft.quantity is None else draft.quantity
    effect.changes.append(
        Change(
            existing.id,
            price,
            price + delivery,
            origin_price,
            draft.vat,
            eco_tax,
            dea_tax,
            draft.delivery_modes,
            draft.preparation_time,
            quantity,
            draft.comment,
            _merged(existing.extras, draft.extras),
            state_for(quantity),
        )
    )
    if draft.quantity is not None:
        effect.stocks.append(Stock(existing.product_id, existing.condition, quantity))
    return UPDATED


def _merged(known: str | None, said: str | None) -> str | None:
    """What only XML packages say of an offer, changed in part; None: it stays."""
    if known is None or said is None:
        return said
    members = msgspec.json.decode(known) | msgspec.json.decode(said)
    return msgspec.json.encode(members).decode()


def _delete(draft: Draft, known: Known, effect: Effect) -> str:
    existing = known.offers.get(draft.reference)
    if existing is None:
        raise Refused("3628", draft.reference)
    effect.deleted.append(existing.id)
    return DELETED


def _check_amounts(price: int, origin_price: int | None, taxes: int) -> None:
    if origin_price is not None and origin_price < price:
        raise Refused("2318")
    if price < taxes:
        raise Refused("2906")


def _sheet(draft: Draft, known: Known) -> Sheet:
    """The sheet that a line names: by GTIN, by reference of the catalogue, by the seller's own code (contract/04 §A).

    A reference beside a good GTIN that nobody knows is the seller's own affair: some clients send their SKU there.
    """
    reference = draft.product_reference
    named = known.by_reference.get(reference) if reference else None
    if draft.gtin_key is not None:
        sheet = known.by_gtin.get(draft.gtin_key)
        if named is not None and named != sheet:
            raise Refused("4824", reference or "")
        if sheet is None:
            raise Refused("1324", draft.gtin_key.removeprefix("0"))  # a GTIN-13, as buyers see it
        return sheet
    if named is not None:
        return named
    own = known.by_own_code.get(reference or "", [])
    if not own:
        raise Refused("3024", reference or "")
    if len(own) > 1:
        raise Refused("3124", reference or "")
    return own[0]


def _product_key(draft: Draft, known: Known) -> tuple[int, str] | None:
    try:
        return _sheet(draft, known).id, draft.condition or ""
    except Refused:
        return None
