"""The search of the former interface (contract/04 §D). Docstrings are the reference's texts."""

from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import msgspec
from litestar import post
from litestar.params import RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.context import SellerId
from sellergate.kit.money import render_cents
from sellergate.market.offers.identity import render_offer_id
from sellergate.market.offers.models import Condition, OfferState
from sellergate.market.offers.reading import (
    OfferFilter,
    ReadOffer,
    count_of_offers,
    page_by_reference,
)
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import Object, invalid, parse_json
from sellergate.rest.queries import MAX_ITEMS, read_query
from sellergate.rest.wire import database_of, now_of, seller_of
from sellergate.seller_v2.offers.search_schemas import (
    FoundOffer,
    SearchCriteria,
    SearchPage,
    SearchQuery,
    ShippingInformation,
    Stock,
)
from sellergate.seller_v2.offers.walks import Key, Walks

WALKS: Final = "offer_search_walks"
WAITING: Final = "WaitingForProductActivation"

_modes_of = msgspec.json.Decoder(list[tuple[str, int, int | None]]).decode
_extras_of = msgspec.json.Decoder(dict[str, Any]).decode


@post(
    "/offers/search",
    operation_id="searchOffers",
    summary="Search offers",
    status_code=200,
    deprecated=True,
    opt={
        "query": SearchQuery,
        "body": SearchCriteria,
        "body_example": {"seller_product_ids": ["TABL-0052"]},
        "answer": SearchPage,
    },
)
async def search_offers(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Return your offers on every sales channel, in pages with numbers, with members named as the former interface did.

    It is kept for clients that use it; new ones use `GET /offers`. `{}` finds every offer. Read pages in their order:
    then each offer that stays is met exactly once, whatever changes meanwhile.
    """
    query = read_query(scope, SearchQuery)
    wanted, criteria = parse_criteria(body)
    seller_id = seller_of(scope).seller_id
    now, db = now_of(scope), database_of(scope)
    walks: Walks = scope["litestar_app"].state.setdefault(WALKS, Walks())
    key = (seller_id, query.limit, criteria)
    walk = walks.find(key, now)
    if walk is None or query.page == 1:
        total = await db.read(count_of_offers, seller_id, wanted)
        walk = walks.begin(key, total, now)
    known, after = walk.nearest(query.page)
    skip = (query.page - known) * query.limit
    found: list[ReadOffer] = []
    if skip <= walk.total:
        found = await db.read(
            page_by_reference, seller_id, wanted, after=after, skip=skip, limit=query.limit + 1
        )
    offers, more = found[: query.limit], len(found) > query.limit
    if more:
        walk.remember(query.page + 1, _key_of(offers[-1]))
    page = SearchPage(
        _page_count(walk.total, query, found=len(offers), more=more),
        walk.total,
        [_found(seller_id, offer) for offer in offers],
    )
    return JsonAnswer(page)


def parse_criteria(body: bytes) -> tuple[OfferFilter, bytes]:
    """The filter that a body means, and a digest that two bodies of one meaning share. Raises `Problem`.

    The names of the criteria are not known for sure: those of the former interface are taken with and without
    underscores, `List` and the s of a plural. PHP writes `[]` for an empty object.
    """
    given = parse_json(body) if body.strip() else {}
    if given in (None, []):
        given = {}
    if not isinstance(given, dict):
        raise invalid("body", "must be a JSON object; {} finds every offer")
    criteria = {_plain(name): (name, value) for name, value in given.items()}
    states = _texts(criteria, "offerstate")
    channels = _texts(criteria, "saleschannelid")
    eans = [_gtin_key(text) for name in ("productean", "gtin") for text in _texts(criteria, name)]
    references = [
        text
        for name in ("sellerproductid", "sellerexternalreference")
        for text in _texts(criteria, name)
    ]
    if len(channels) > 1:
        raise invalid("sales_channel_id", "must be one sales channel")
    known = {state.value.casefold(): state for state in OfferState}
    wanted = OfferFilter(
        sales_channel_id=channels[0] if channels else None,
        gtin_keys=sorted(set(eans)) or None,
        # States that offers never have here find nothing.
        references=[]
        if states and known.keys().isdisjoint(states)
        else sorted(set(references)) or None,
        states=[known[state] for state in sorted(set(states)) if state in known],
    )
    return wanted, blake2b(repr(wanted).encode(errors="surrogatepass"), digest_size=16).digest()


def _plain(name: str) -> str:
    return name.casefold().replace("_", "").removesuffix("list").removesuffix("s")


def _texts(criteria: dict[str, tuple[str, Any]], name: str) -> list[str]:
    field, value = criteria.get(name, (name, None))
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    if len(items) > MAX_ITEMS:
        raise invalid(field, f"has more than {MAX_ITEMS} items: ask in several calls")
    if not all(isinstance(item, str | int) and not isinstance(item, bool) for item in items):
        raise invalid(field, "must be a text, or a list of texts")
    texts = [str(item).strip() for item in items]
    return [text.casefold() for text in texts] if name == "offerstate" else texts


def _gtin_key(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 14):
        raise invalid("product_eans", "must be GTINs: 8 to 14 digits each")
    return text.zfill(14)


def _key_of(offer: ReadOffer) -> Key:
    return (offer.sales_channel_id, offer.reference)


def _page_count(total: int, query: SearchQuery, *, found: int, more: bool) -> int:
    """How many pages there are. What was counted may have changed since: nobody is to miss a page, nor to ask for ever."""
    counted = -(-total // query.limit)
    if more:
        return max(counted, query.page + 1)
    return query.page if found else min(counted, max(query.page - 1, 0))


def _found(seller_id: SellerId, offer: ReadOffer) -> FoundOffer:
    condition = Condition(offer.condition)
    extras = _extras_of(offer.extras) if offer.extras else {}
    return FoundOffer(
        offer_id=render_offer_id(
            seller_id, offer.product_reference, condition, offer.sales_channel_id
        ),
        offer_state=offer.state if offer.is_marketable else WAITING,
        sales_channel_id=offer.sales_channel_id,
        product_ean=offer.gtin,
        seller_product_id=offer.reference,
        parent_product_id=offer.variant_group_reference,
        cdiscount_product_id=offer.product_reference,
        product_state="New" if condition is Condition.NEW else "Used",
        product_condition_name=condition,
        product_condition_id=condition.legacy_id,
        price=render_cents(offer.price),
        striked_price=_hundredths(offer.origin_price),
        vat_rate=offer.vat / 100,
        eco_tax=render_cents(offer.eco_tax),
        dea_tax=render_cents(offer.dea_tax),
        price_must_be_aligned=extras.get("price_must_be_aligned", "DontAlign"),
        minimum_price_for_price_alignment=_hundredths(
            extras.get("minimum_price_for_price_alignment")
        ),
        best_shipping_charges=render_cents(offer.delivered_price - offer.price)
        if offer.delivery_modes != "[]"
        else None,
        product_packaging_unit=extras.get("product_packaging_unit", "None"),
        product_packaging_unit_price=_unit_price(offer.price, extras),
        product_packaging_value=_hundredths(extras.get("product_packaging_value")),
        comments=offer.comment,
        creation_date=_timestamp(offer.created_at),
        last_update_date=_timestamp(offer.updated_at),
        stocks=[Stock(1, offer.quantity, 0)],
        shipping_information_list=[
            ShippingInformation(
                code,
                render_cents(cost),
                render_cents(more or 0),
                offer.preparation_time,
                extras.get("bluff_delivery_max", offer.preparation_time),
            )
            for code, cost, more in _modes_of(offer.delivery_modes)
        ],
    )


def _unit_price(price: int, extras: Object) -> float | None:
    value = extras.get("product_packaging_value")
    return round(price / value, 2) if value else None


def _hundredths(amount: int | None) -> float | None:
    return None if amount is None else render_cents(amount)


def _timestamp(instant: datetime) -> str:
    """As in the example of contract/04 §D: whole seconds and Z."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
