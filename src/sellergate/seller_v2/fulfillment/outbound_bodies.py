"""What sellers send about outbound shipments, read member by member: a client is told everything that is wrong at once."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from sellergate.market.fulfillment.outbound.models import NewOutbound
from sellergate.market.offers.delivery import TRACKED, find_mode
from sellergate.market.orders.models import Address
from sellergate.market.warehouse.models import Identified, StorageCountry
from sellergate.rest.bodies import Object, lowered, parse_object
from sellergate.rest.members import Members, find_text, get_text
from sellergate.seller_v2.fulfillment.naming import parse_country, read_product

MAX_LINES: Final = 100
MAX_QUANTITY: Final = 10_000
_WANTED: Final = {"last_name": 120, "address_line1": 120, "postal_code": 20, "city": 120}
_OPTIONAL: Final = {
    "civility": 20,
    "first_name": 120,
    "company_name": 120,
    "company_vat_number": 20,
    "address_line2": 120,
    "address_line3": 120,
    "state_or_region": 120,
    "pickup_name": 120,
    "pickup_id": 60,
    "phone": 20,
    "email": 254,
}


def read_outbound(body: bytes) -> NewOutbound:
    """The shipment that a body asks for. Raises `Problem`."""
    given = parse_object(body)
    members = Members()
    reference = members.read("reference", partial(find_name, most=60), given.get("reference"))
    country = members.read("storageCountry", _storage_country, given.get("storagecountry"))
    mode = members.read("deliveryMode", _delivery_mode, given.get("deliverymode"))
    address = _address(members, given.get("deliveryaddress"))
    lines = read_lines(members, given.get("lines"))
    members.check()
    assert address is not None and mode is not None  # noqa: S101, PT018  (for the type checker)
    return NewOutbound(
        reference=reference,
        storage_country=country,
        delivery_mode=mode,
        delivery_address=address,
        lines=lines,
    )


def read_lines(members: Members, value: Any) -> list[tuple[Identified, int]]:
    """So many of each product: those of the list that are well formed."""
    if value is None:
        members.errors["lines"] = ["is missing"]
        return []
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_LINES:
        members.errors["lines"] = [f"must be an array of 1 to {MAX_LINES} products"]
        return []
    lines = []
    for place, item in enumerate(value):
        at = f"lines[{place}]"
        if not isinstance(item, dict):
            members.errors[at] = ["must be an object"]
            continue
        given = lowered(item)
        product = read_product(members, at, given)
        quantity = members.read(f"{at}.quantity", read_quantity, given.get("quantity"))
        if product is not None and quantity is not None:
            lines.append((product, quantity))
    return lines


def find_name(value: Any, most: int) -> str | None:
    """A text of one line, or a number that is meant as one. Raises `ValueError`."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return find_text(str(value) if is_number else value, most)


def read_quantity(value: Any) -> int:
    """So many pieces: a whole number, also as a text. Raises `ValueError`."""
    if value is None:
        raise ValueError("is missing")
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value.strip(), re.ASCII):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_QUANTITY:
        raise ValueError(f"must be a whole number from 1 to {MAX_QUANTITY}")
    return value


def _storage_country(value: Any) -> StorageCountry | None:
    text = find_text(value, 20)
    if text is None:
        return None
    try:
        return StorageCountry(text)
    except ValueError:
        raise ValueError("must be one of " + ", ".join(StorageCountry)) from None


def _delivery_mode(value: Any) -> str:
    text = find_text(value, 30)
    mode = find_mode(text or TRACKED)
    if mode is None:
        raise ValueError(f"is no delivery mode: send a name such as {find_mode(TRACKED).name}")  # type: ignore[union-attr]
    return mode.name


def _address(members: Members, value: Any) -> Address | None:
    if not isinstance(value, dict):
        said = "is missing" if value is None else "must be an object"
        members.errors["deliveryAddress"] = [said]
        return None
    given = lowered(value)
    known = len(members.errors)
    read: dict[str, Any] = {}
    for names, reader in ((_WANTED, _get_name), (_OPTIONAL, find_name)):
        for name, most in names.items():
            read[name] = _member(members, given, name, partial(reader, most=most))
    read["country_code"] = _member(members, given, "country_code", parse_country)
    return Address(**read) if len(members.errors) == known else None


def _member(members: Members, given: Object, name: str, reader: Callable[[Any], Any]) -> Any:
    wire = re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)
    return members.read(f"deliveryAddress.{wire}", reader, given.get(wire.casefold()))


def _get_name(value: Any, most: int) -> str:
    """The same, when there must be one."""
    found = find_name(value, most)
    return get_text(value, most) if found is None else found
