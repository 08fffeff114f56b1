"""The route by which the warehouses come to know products (contract/09 §2). Its docstring is the reference's text."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from litestar import post
from litestar.params import RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.gtin import parse_gtin
from sellergate.market.warehouse import models
from sellergate.market.warehouse.identity import MAX_REFERENCE, parse_state
from sellergate.market.warehouse.models import ProductState
from sellergate.market.warehouse.referencing import (
    MAX_TITLE,
    NewProduct,
    reference_products,
    shown_gtin,
)
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, lowered, parse_json
from sellergate.rest.members import Members, find_text, get_text
from sellergate.rest.wire import database_of, now_of, seller_of
from sellergate.seller_v2.fulfillment.products_examples import NEW_PRODUCTS
from sellergate.seller_v2.fulfillment.products_schemas import (
    FulfillmentProduct,
    FulfillmentProductList,
    NewFulfillmentProduct,
    Traceability,
)

MAX_PRODUCTS: Final = 1000
MAX_BODY: Final = 2_000_000
LISTS: Final = ("products", "items", "fulfillmentproducts")
_UN: Final = re.compile(r"UN[0-9]{4}", re.ASCII)
_ICPE: Final = re.compile(r"[0-9]{4}", re.ASCII)
_HS: Final = re.compile(r"[0-9]{6,10}", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)


@post(
    "/fulfillment-products",
    status_code=202,
    operation_id="referenceFulfillmentProducts",
    summary="Tell the warehouses about products",
    request_max_body_size=MAX_BODY,
    opt={
        "scope": Scope.FULFILLMENT_WRITE,
        "body": list[NewFulfillmentProduct],
        "body_example": NEW_PRODUCTS,
        "answer": FulfillmentProductList,
        "problems": {
            "validation": "TABL-0052 names 0400030101027 in the state New already: send another reference, or that product.",
        },
    },
)
async def reference(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Send products before you announce that they come: up to 1000 in an array, or a single object.

    All are taken, or none. They are `Pending` at once; soon after, those that have a sheet in the catalogue are
    `Referenced` and have a stock, and the others are `Refused`: read `GET /stock-seller-references`. You may send
    a product again, to change what you said of it or after it was refused.
    """
    products = _read(body)
    told = await database_of(scope).write(
        reference_products, seller_of(scope).seller_id, products, now_of(scope)
    )
    items = [_told(product) for product in told]
    return JsonAnswer(FulfillmentProductList(len(items), items), status_code=202)


PRODUCT_ROUTES: Final = (reference,)


def _read(body: bytes) -> list[NewProduct]:
    """The products of a body: an array, one object, or an object that has the array. Raises `Problem`."""
    value = parse_json(body)
    name = ""
    is_one = isinstance(value, dict)
    if is_one:
        given = lowered(value)
        name = next((name for name in LISTS if isinstance(given.get(name), list)), "")
        value, is_one = (given[name], False) if name else ([value], True)
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_PRODUCTS:
        raise invalid(name or "body", f"must be an array of 1 to {MAX_PRODUCTS} products")
    members = Members()
    products = [
        _product(members, item, "" if is_one else f"{name}[{place}].")
        for place, item in enumerate(value)
    ]
    members.check()
    return [product for product in products if product is not None]


def _product(members: Members, item: Any, at: str) -> NewProduct | None:
    if not isinstance(item, dict):
        members.errors[at.removesuffix(".") or "body"] = ["must be an object: a product"]
        return None
    given = lowered(item)
    gtin = members.read(f"{at}gtin", _gtin, given.get("gtin"))
    reference = members.read(
        f"{at}sellerProductReference", _reference, given.get("sellerproductreference")
    )
    names = [
        name
        for name in ("productCondition", "productState", "condition")
        if given.get(name.casefold())
    ]
    state: ProductState | None = ProductState.NEW
    if names:
        state = members.read(f"{at}{names[0]}", parse_state, given[names[0].casefold()])
    title = members.read(f"{at}title", partial(find_text, most=MAX_TITLE), given.get("title"))
    details = {
        name: value
        for name, read in _DETAILS.items()
        if (value := read(members, given.get(name), f"{at}{name}")) is not None
    }
    if gtin is None or reference is None or state is None:
        return None
    return NewProduct(
        place=at,
        seller_product_reference=reference,
        gtin=gtin,
        product_state=state,
        title=title or "",
        details=details,
    )


def _gtin(value: Any) -> Any:
    if value is None:
        raise ValueError("is missing")
    return parse_gtin(value)


def _reference(value: Any) -> str:
    return get_text(value, MAX_REFERENCE)


def _number(most: float, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
        raise ValueError(f"must be a number above 0, up to {most:g}")
    return float(value)


def _code(pattern: re.Pattern[str], wanted: str, value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = find_text(value, 100)
    if text is None:
        return None
    text = text.upper().replace(" ", "")
    if not pattern.fullmatch(text):
        raise ValueError(f"must be {wanted}")
    return text


def _traceability(members: Members, value: Any, at: str) -> str | None:
    def read(value: Any) -> str | None:
        text = find_text(value, 100)
        for known in Traceability:
            if text is not None and text.casefold() == known.casefold():
                return known.value
        if text is not None:
            raise ValueError("must be one of " + ", ".join(Traceability))
        return None

    return members.read(at, read, value)


def _group(
    readers: Mapping[str, Callable[[Any], Any]], members: Members, value: Any, at: str
) -> dict[str, Any] | None:
    """An object of members that may all be missing."""
    if value is None:
        return None
    if not isinstance(value, dict):
        members.errors[at] = ["must be an object"]
        return None
    given = lowered(value)
    read = {
        name: members.read(f"{at}.{name}", reader, given.get(name.casefold()))
        for name, reader in readers.items()
    }
    return {name: value for name, value in read.items() if value is not None} or None


_DETAILS: Final[Mapping[str, Callable[[Members, Any, str], Any]]] = {
    "packaging": partial(
        _group,
        {
            **{name: partial(_number, 1000.0) for name in ("length", "width", "height")},
            "weight": partial(_number, 10_000.0),
        },
    ),
    "traceability": _traceability,
    "hazards": partial(
        _group,
        {
            "unCode": partial(_code, _UN, "a UN number, such as UN1950"),
            "icpeCode": partial(_code, _ICPE, "an ICPE heading: four digits"),
        },
    ),
    "customs": partial(
        _group,
        {
            "hsCode": partial(_code, _HS, "an HS code: 6 to 10 digits"),
            "originCountry": partial(_code, _COUNTRY, "an ISO 3166-1 code, such as FR"),
        },
    ),
}


def _told(product: models.Product) -> FulfillmentProduct:
    return FulfillmentProduct(
        seller_product_reference=product.seller_product_reference,
        gtin=shown_gtin(product.gtin),
        product_state=product.product_state,
        title=product.title,
        status=product.status,
    )
