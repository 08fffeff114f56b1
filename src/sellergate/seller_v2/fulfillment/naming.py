"""How bodies of this perimeter name products, and where they go (contract/09 §1)."""

import re
from typing import Any, Final

from sellergate.market.warehouse.identity import MAX_REFERENCE, parse_state
from sellergate.market.warehouse.models import Identified
from sellergate.rest.bodies import Object
from sellergate.rest.members import Members, find_text, get_text

MAX_PRODUCT_ID: Final = 40
NOT_NAMED: Final = (
    "is missing: name the product by sellerProductReference, or by productId and productCondition"
)
STATES: Final = ("productCondition", "productState", "condition")
_COUNTRY: Final = re.compile("[A-Z]{2}", re.ASCII)


def read_product(members: Members, place: str, line: Object) -> Identified | None:
    """The product that a line names; None, and it is noted, when it names none.

    The seller's own reference wins where there are both kinds of names, so the other is not even looked at.
    """
    reference_field = f"{place}.sellerProductReference"
    reference = members.read(reference_field, _reference, line.get("sellerproductreference"))
    if reference is not None:
        return Identified(seller_product_reference=reference)
    if reference_field in members.errors:
        return None
    if line.get("productid") is None:
        members.errors[reference_field] = [NOT_NAMED]
        return None
    product_id = members.read(f"{place}.productId", _product_id, line.get("productid"))
    given = [name for name in STATES if line.get(name.casefold())] or [STATES[0]]
    state = line.get(given[0].casefold())
    product_state = members.read(f"{place}.{given[0]}", parse_state, state)
    if product_id is None or product_state is None:
        return None
    return Identified(product_id=product_id, product_state=product_state)


def parse_country(value: Any) -> str:
    """A country code of two letters; `UK` is `GB`. Whether there is a warehouse, it does not say. Raises `ValueError`."""
    text = get_text(value, 60).upper()
    if not _COUNTRY.fullmatch(text):
        raise ValueError("must be a country code of two letters (ISO 3166-1), such as FR")
    return "GB" if text == "UK" else text


def _reference(value: Any) -> str | None:
    return find_text(value, MAX_REFERENCE)


def _product_id(value: Any) -> str:
    return get_text(value, MAX_PRODUCT_ID)
