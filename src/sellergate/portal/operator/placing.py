"""Placing an order for a customer, outside the demo's shop: with any seller, of what it has on sale."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect

from sellergate.access.context import SellerId
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.models import Seller
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.market.offers.channels import channels_of
from sellergate.market.offers.delivery import TRACKED
from sellergate.market.orders.errors import OfferNotOnSale, SellerSuspended, SellerUnknown
from sellergate.market.orders.models import Address
from sellergate.market.orders.placing import (
    MAX_QUANTITY,
    ORDER_ID,
    Bought,
    Purchase,
    new_order_id,
    place_once,
    ways_of,
)
from sellergate.market.orders.stock import LiveOffer, offers_on_sale
from sellergate.portal.forms import NO_PROBLEMS, FormProblems
from sellergate.portal.operator.frame import MAX_SEARCH, NEW_ORDER, ORDERS, AtDesk, Desk, number_of
from sellergate.portal.orders.view import euros
from sellergate.web.pages import field, fields, read_form

SHOWN: Final = (
    40  # offers: with two fields each, and those below, a form keeps well below what forms may have
)
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f]+")
# What is typed about the customer: how long it may be, and what to say when it must be there and is not.
CUSTOMER: Final[Mapping[str, tuple[int, str]]] = {
    "customer": (40, N_("Enter the customer's reference.")),
    "reference": (60, ""),
    "first_name": (120, ""),
    "last_name": (120, N_("Enter the last name.")),
    "company_name": (120, ""),
    "address_line1": (120, N_("Enter street and number.")),
    "address_line2": (120, ""),
    "postal_code": (20, N_("Enter the postal code.")),
    "city": (120, N_("Enter the city.")),
    "country_code": (2, N_("Enter the two letters of the country, such as FR.")),
    "phone": (20, ""),
    "email": (254, ""),
}
ADDRESS: Final = tuple(name for name in CUSTOMER if name not in ("customer", "reference"))


class SellerMissing(Refusal):
    """Nobody sells under this number."""

    field = "seller"
    message = N_("No seller has this number.")


class SellerAway(Refusal):
    """The seller is suspended."""

    field = "seller"
    message = N_("This seller is suspended: nothing can be bought of it.")


class NothingChosen(Refusal):
    """No line has a quantity."""

    field = "quantity-1"
    message = N_("Enter how many are bought, of one offer at least.")


class QuantityWrong(Refusal):
    """No number, or too large a one."""

    message = N_("Enter a number from 1 to {most}, or leave it empty.")


class StockTooSmall(Refusal):
    """Fewer are in stock."""

    message = N_("There are not so many in stock: enter fewer.")


class OfferGone(Refusal):
    """An offer was taken off sale while the form was filled in."""

    message = N_("{reference} is not on sale any more. Show what is on sale again.")


class ValueMissing(Refusal):
    """A field that must be filled in; the message is the field's."""


class CountryWrong(Refusal):
    """No country code."""

    field = "country_code"
    message = N_("Enter the two letters of the country, such as FR.")


class Row(NamedTuple):
    """An offer of the form: its ways to the customer, and what was asked for."""

    control: str  # of its quantity
    offer: LiveOffer
    price: Decimal
    ways: list[tuple[str, str, Any]]  # code, name, cost
    quantity: str
    way: str


class Asked(NamedTuple):
    """What the form holds. Quantities and ways are by reference, in the order of the page."""

    order_id: str
    seller: int | None
    channel: str
    search: str
    quantities: dict[str, str]
    ways: dict[str, str]
    customer: dict[str, str]
    is_business: bool = False
    is_held: bool = False

    @property
    def back(self) -> str:
        """The page that shows the same offers."""
        query = {"seller": self.seller, "channel": self.channel, "q": self.search}
        return f"{NEW_ORDER}?{urlencode({name: value for name, value in query.items() if value})}"


@get(NEW_ORDER)
async def new_order_page(desk: AtDesk) -> Response[Any]:
    """The form: whose offers, and once that is known, what of them is bought by whom."""
    desk.recent_act()
    query = desk.request.query_params
    asked = Asked(
        order_id=new_order_id(desk.access.clock()),
        seller=number_of(query.get("seller", "").strip()),
        channel=query.get("channel", "")[:12],
        search=query.get("q", "").strip()[:MAX_SEARCH],
        quantities={},
        ways={},
        customer={"customer": "", "country_code": "FR"},
    )
    problems = NO_PROBLEMS
    if query.get("seller") and (asked.seller is None or await _seller(desk, asked.seller) is None):
        problems = desk.problems_of(SellerMissing())
    return await _show(desk, asked, problems)


@post(NEW_ORDER, status_code=200)
async def place_order(desk: AtDesk) -> Response[Any] | Redirect:
    """Place the order that the form is for; sent again, it is the one that was placed."""
    form = await read_form(desk.request)
    asked = _asked(form, desk)
    desk.check_proof(field(form, "proof"), back=asked.back)
    references = [name for name, text in asked.quantities.items() if text]
    if wrong := _wrong(asked, references):
        return await _show(desk, asked, desk.problems_of(*wrong))
    try:
        order, is_known = await desk.db.write(
            place_once,
            SellerId(asked.seller or 0),
            _purchase(asked, references),
            order_id=asked.order_id,
            now=desk.access.clock(),
        )
    except Refusal as refusal:
        told = _told(refusal, list(asked.quantities), references)
        return await _show(desk, asked, desk.problems_of(told))
    return desk.pages.redirect(
        f"{ORDERS}{order.order_id}",
        flash=N_("This form had placed this order before. Nothing was placed again.")
        if is_known
        else N_("The order is placed."),
        kind="info" if is_known else "success",
    )


def _asked(form: FormMultiDict, desk: Desk) -> Asked:
    references = [reference[:50] for reference in fields(form, "offer")]
    order_id = field(form, "order")
    return Asked(
        order_id=order_id if ORDER_ID.fullmatch(order_id) else new_order_id(desk.access.clock()),
        seller=number_of(field(form, "seller")),
        channel=field(form, "channel")[:12],
        search=field(form, "q")[:MAX_SEARCH],
        quantities=dict(
            zip(references, (text.strip()[:9] for text in fields(form, "quantity")), strict=False)
        ),
        ways=dict(zip(references, (text[:30] for text in fields(form, "way")), strict=False)),
        customer={
            name: _UNSEEN.sub(" ", field(form, name)).strip()[:most]
            for name, (most, _) in CUSTOMER.items()
        },
        is_business=bool(field(form, "business")),
        is_held=bool(field(form, "held")),
    )


def _wrong(asked: Asked, references: list[str]) -> list[Refusal]:
    """What is wrong with what was typed, in the order of the form."""
    rows = list(asked.quantities)
    found: list[Refusal] = [] if references else [NothingChosen()]
    found += [
        QuantityWrong(field=f"quantity-{rows.index(reference) + 1}", most=MAX_QUANTITY)
        for reference in references
        if not 1 <= (number_of(asked.quantities[reference]) or 0) <= MAX_QUANTITY
    ]
    found += [
        ValueMissing(message, field=name)
        for name, (_, message) in CUSTOMER.items()
        if message and not asked.customer[name]
    ]
    country = asked.customer["country_code"]
    if country and not re.fullmatch("[A-Za-z]{2}", country, re.ASCII):
        found.append(CountryWrong())
    return found


def _purchase(asked: Asked, references: list[str]) -> Purchase:
    """What the form says."""
    typed: dict[str, Any] = {name: asked.customer[name] or None for name in ADDRESS}
    address = Address(**typed | {"country_code": asked.customer["country_code"].upper()})
    return Purchase(
        sales_channel_id=asked.channel,
        lines=[
            Bought(
                seller_product_id=reference,
                quantity=int(asked.quantities[reference]),
                delivery_mode=asked.ways.get(reference) or TRACKED,
            )
            for reference in references
        ],
        customer_reference=asked.customer["customer"],
        reference=asked.customer["reference"] or None,
        billing_address=address,
        shipping_address=address,
        is_business=asked.is_business,
        is_held=asked.is_held,
    )


def _told(refusal: Refusal, rows: list[str], references: list[str]) -> Refusal:
    """The refusal at the field of this form that it is about."""
    match refusal:
        case SellerUnknown():
            return SellerMissing()
        case SellerSuspended():
            return SellerAway()
        case OfferNotOnSale():
            number = re.search(r"\d+", refusal.field or "")
            reference = references[int(number[0])] if number else references[0]
            at = f"quantity-{rows.index(reference) + 1}"
            if (refusal.field or "").endswith("quantity"):
                return StockTooSmall(field=at)
            return OfferGone(field=at, reference=reference)
    return refusal


async def _seller(desk: Desk, number: int) -> Seller | None:
    return await desk.db.read(sellers.find_seller, SellerId(number))


async def _show(desk: Desk, asked: Asked, problems: FormProblems) -> Response[Any]:
    seller = None if asked.seller is None else await _seller(desk, asked.seller)
    channels: list[str] = []
    rows: list[Row] = []
    if seller is not None:
        found = await desk.db.read(channels_of, seller.seller_id)
        channels = [channel.id for channel in found]
        if asked.channel not in channels:
            asked = asked._replace(channel=channels[0] if channels else "")
        offers = await desk.db.read(
            offers_on_sale, seller.seller_id, asked.channel, limit=SHOWN, search=asked.search
        )
        rows = [_row(f"quantity-{number}", offer, asked) for number, offer in enumerate(offers, 1)]
    return desk.show(
        "new_order.html",
        title=N_("New order"),
        here=ORDERS,
        new_href=NEW_ORDER,
        asked=asked,
        proof=desk.proof(),
        typed=asked.customer,
        seller=seller,
        channels=[(channel, channel) for channel in channels],
        rows=rows,
        shown=SHOWN,
        has_more=len(rows) == SHOWN,
        problems=problems,
    )


def _row(control: str, offer: LiveOffer, asked: Asked) -> Row:
    return Row(
        control,
        offer,
        euros(offer.price),
        [(mode.name, mode.name, euros(cost)) for mode, cost in ways_of(offer)],
        asked.quantities.get(offer.reference, ""),
        asked.ways.get(offer.reference, ""),
    )
