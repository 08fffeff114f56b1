"""Buy as a customer: the demo's shop, where anybody makes an order and sees how it moves. There is none elsewhere."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Protocol

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect

from sellergate.access.context import SellerId
from sellergate.access.sellers import store as sellers
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.market.orders.models import Address
from sellergate.market.orders.overview import get_any_order
from sellergate.market.orders.placing import (
    ORDER_ID,
    Bought,
    Purchase,
    new_order_id,
    place_once,
    place_stored_once,
)
from sellergate.market.orders.stock import LiveOffer, Stand, offers_on_sale, stands
from sellergate.portal.forms import NO_PROBLEMS, FormProblems, problems_of
from sellergate.portal.orders.view import euros, view_of
from sellergate.storage.database import Database
from sellergate.web.browser import PageRequest
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import field, read_form

SHOP: Final = "/demo/buy"
BOUGHT: Final = "/demo/orders/{order_id:str}"
BUY: Final = "/demo/orders"
MAKE: Final = "/demo/many"
SHOWN: Final = 60  # offers
MAX_ORDERS: Final = 200  # at once
MAX_SEED: Final = 60
FIRST: Final = "41207 CDISFR"
WAREHOUSE: Final = "warehouse"
SHIPPERS: Final = {
    "seller": N_("The seller"),
    WAREHOUSE: N_("A warehouse, if it holds enough"),
}
# Whoever buys here, by country: invented, with telephone numbers that are kept free for fiction.
CUSTOMERS: Final[Mapping[str, tuple[str, Address]]] = {
    code: (
        name,
        Address(
            first_name=first,
            last_name=last,
            address_line1=street,
            postal_code=postal,
            city=city,
            country_code=code,
            phone=phone,
            email="you@customers.example",
        ),
    )
    for code, name, first, last, street, postal, city, phone in (
        (
            "FR",
            N_("France"),
            "Camille",
            "Exemple",
            "1 rue de l'Essai",
            "75011",
            "Paris",
            "+33199001234",
        ),
        ("BE", N_("Belgium"), "Lotte", "Voorbeeld", "Proefstraat 2", "1060", "Bruxelles", None),
        (
            "DE",
            N_("Germany"),
            "Till",
            "Beispiel",
            "Probeweg 3",
            "20457",
            "Hamburg",
            "+493023125042",
        ),
        (
            "SE",
            N_("Sweden"),
            "Saga",
            "Provsson",
            "Provgatan 4",
            "411 06",
            "Göteborg",
            "+46701740642",
        ),
    )
}


class MakeOrders(Protocol):
    """Makes so many orders of a seed; how many it made."""

    async def __call__(self, db: Database, *, count: int, seed: str, now: Any) -> int: ...


class NoOffer(Refusal):
    """Nothing was chosen."""

    field = "offer"
    message = N_("Choose what you buy.")


class OfferGone(Refusal):
    """It was taken off sale meanwhile, or never was on it."""

    field = "offer"
    message = N_("This is not on sale here any more. Choose something else.")


class QuantityWrong(Refusal):
    """No number, or not so many."""

    field = "quantity"
    message = N_("Enter how many, from 1 to what is in stock.")


class CountWrong(Refusal):
    """No number, or too many at once."""

    field = "count"
    message = N_("Enter a number from 1 to {most}.")


class _Asked(NamedTuple):
    """What the form holds."""

    stand: str
    order: (
        str  # the id that the order will have: the form makes one order, however often it is sent
    )
    offer: str = ""
    quantity: str = "1"
    country: str = "FR"
    shipper: str = "seller"


# What makes orders, as handlers are handed it.
Maker = NamedDependency[SkipValidation[MakeOrders]]


@get(SHOP, include_in_schema=False)
async def shop_page(request: PageRequest, access: Access, pages: Pages) -> Response[str]:
    """What a seller has on sale."""
    asked = _Asked(request.query_params.get("stand", FIRST), new_order_id(access.clock()))
    return await _shop(request, access, pages, asked)


@post(BUY, status_code=200, include_in_schema=False)
async def buy(request: PageRequest, access: Access, pages: Pages) -> Response[Any] | Redirect:
    """Place an order."""
    form = await read_form(request)
    asked = _Asked(*(field(form, name)[:60] for name in _Asked._fields))
    now = access.clock()
    if not ORDER_ID.fullmatch(asked.order):
        asked = asked._replace(order=new_order_id(now))
    try:
        seller_id, purchase = _purchase(asked)
        place = place_stored_once if asked.shipper == WAREHOUSE else place_once
        order, is_known = await access.db.write(
            place, seller_id, purchase, order_id=asked.order, now=now
        )
    except Refusal as refusal:
        # What the rules of orders call a line is one field here.
        told = (refusal.field or "").rpartition(".")[2]
        if isinstance(refusal, NoOffer | QuantityWrong):
            problem: Refusal = refusal
        else:
            problem = QuantityWrong() if told == "quantity" else OfferGone()
        return await _shop(request, access, pages, asked, problems_of(pages, request, problem))
    if is_known:
        return pages.redirect(
            f"{BUY}/{order.order_id}",
            flash=N_("This form had placed this order before. Nothing was placed again."),
            kind="info",
        )
    return pages.redirect(f"{BUY}/{order.order_id}", flash=N_("Thank you. The order is placed."))


@get(BOUGHT, include_in_schema=False)
async def bought_page(
    request: PageRequest, access: Access, pages: Pages, order_id: FromPath[str]
) -> Response[str]:
    """How an order moves."""
    order = await access.db.read(get_any_order, order_id[:40])
    seller = await access.db.read(sellers.find_seller, order.seller_id)
    return pages.render(
        request,
        "orders/bought.html",
        title=N_("Your order"),
        section="shop",
        shown=view_of(order),
        shop_name=seller.shop_name if seller else str(order.seller_id),
    )


@post(MAKE, status_code=200, include_in_schema=False)
async def make(
    request: PageRequest, access: Access, pages: Pages, make_orders: Maker
) -> Response[Any] | Redirect:
    """Make many orders at once."""
    form = await read_form(request)
    text, seed = field(form, "count"), field(form, "seed")[:MAX_SEED]
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= count <= MAX_ORDERS:
        problems = problems_of(pages, request, CountWrong(most=MAX_ORDERS))
        asked = _Asked(FIRST, new_order_id(access.clock()))
        return await _shop(request, access, pages, asked, problems)
    made = await make_orders(access.db, count=count, seed=seed or "demo", now=access.clock())
    return pages.redirect(SHOP, flash=N_("{count} orders are made."), count=str(made))


def shop_router(make_orders: MakeOrders) -> Router:
    """`/demo/…`. Needs `access` and `pages` as dependencies."""
    return Router(
        path="/",
        route_handlers=[shop_page, buy, bought_page, make],
        dependencies={"make_orders": Provide(lambda: make_orders, sync_to_thread=False)},
    )


async def _shop(
    request: PageRequest,
    access: Access,
    pages: Pages,
    asked: _Asked,
    problems: FormProblems = NO_PROBLEMS,
) -> Response[str]:
    open_stands = await access.db.read(stands)
    stand = next((one for one in open_stands if _key_of(one) == asked.stand), None)
    stand = stand or next(iter(open_stands), None)
    offers: list[LiveOffer] = []
    if stand is not None:
        offers = await access.db.read(
            offers_on_sale, stand.seller_id, stand.sales_channel_id, limit=SHOWN
        )
    return pages.render(
        request,
        "orders/shop.html",
        title=N_("Buy as a customer"),
        description=N_("Make an order of the demo marketplace and see how it moves."),
        section="shop",
        stands=[
            (_key_of(one), f"{one.shop_name}, {one.sales_channel_id} ({one.offers})")
            for one in open_stands
        ],
        stand=stand,
        offers=[(offer, euros(offer.price)) for offer in offers],
        asked=asked,
        shippers=[(code, pages.text(request, name)) for code, name in SHIPPERS.items()],
        countries=[(code, pages.text(request, name)) for code, (name, _) in CUSTOMERS.items()],
        problems=problems,
        most=MAX_ORDERS,
    )


def _purchase(asked: _Asked) -> tuple[SellerId, Purchase]:
    """Of whom, and what. Raises `Refusal`."""
    if not asked.offer:
        raise NoOffer
    quantity = asked.quantity
    if not (quantity.isascii() and quantity.isdigit() and 0 < int(quantity[:6]) < 10_000):
        raise QuantityWrong
    seller, _, channel = asked.stand.partition(" ")
    if not (seller.isascii() and seller.isdigit() and len(seller) < 19):
        raise NoOffer
    _, address = CUSTOMERS.get(asked.country, CUSTOMERS["FR"])
    purchase = Purchase(
        sales_channel_id=channel,
        lines=[Bought(seller_product_id=asked.offer, quantity=int(quantity[:6]))],
        customer_reference="DEMO-CUSTOMER",
        billing_address=address,
        shipping_address=address,
    )
    return SellerId(int(seller)), purchase


def _key_of(stand: Stand) -> str:
    return f"{stand.seller_id} {stand.sales_channel_id}"
