"""Shipments as clients write them (contract/05 §7): each member is what it must be, or is told."""

import re
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from sellergate.market.orders.shipping import NewParcel
from sellergate.rest.bodies import invalid, lowered, parse_json
from sellergate.rest.members import Members, find_text, get_text

MOST: Final = 100  # parcels of one call
MOST_LINES: Final = 1_000  # named by one parcel
MOST_CHARACTERS: Final = 100
MOST_OF_URL: Final = 500
_NO_URL = re.compile(r"[\s\"<>\\^`{|}]")


def parse_shipments(body: bytes) -> list[NewParcel]:
    """The parcels of a bare array. Those of one number are one parcel. Raises `Problem`, which names all that is wrong."""
    value = parse_json(body)
    if not isinstance(value, list):
        raise invalid("body", "must be a JSON array of parcels, without anything around it")
    if not 1 <= len(value) <= MOST:
        raise invalid("body", f"has {len(value)} parcels; a call has 1 to {MOST}")
    members = Members()
    parcels = [_parcel(item, place, members) for place, item in enumerate(value)]
    members.check()
    return _merged(parcels)


def _parcel(item: Any, place: int, members: Members) -> NewParcel:
    if not isinstance(item, dict):
        raise invalid(f"[{place}]", "must be an object: a parcel")
    given = lowered(item)
    number = members.read(f"[{place}].parcelNumber", _label, given.get("parcelnumber"))
    carrier = members.read(f"[{place}].carrierName", _label, given.get("carriername"))
    url = members.read(f"[{place}].trackingUrl", _url, given.get("trackingurl"))
    lines = members.read(f"[{place}].orderLineIds", _line_ids, given.get("orderlineids"))
    return NewParcel(place, number or "", carrier or "", url, lines)


def _label(value: Any) -> str:
    return get_text(value, MOST_CHARACTERS)


def _url(value: Any) -> str | None:
    text = find_text(value, MOST_OF_URL)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or _NO_URL.search(text):
        raise ValueError("must be an address that begins with http:// or https://")
    return text


def _line_ids(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("must be an array of texts: the orderLineId of each line")
    if not value:
        raise ValueError("is empty: name lines, or leave it out to ship every line")
    if len(value) > MOST_LINES:
        raise ValueError(f"names {len(value)} lines; it may name {MOST_LINES}")
    ids = tuple(dict.fromkeys(item.strip() for item in value))
    if any(not 0 < len(item) <= MOST_CHARACTERS for item in ids):
        raise ValueError("names something that is no orderLineId")
    return ids


def _merged(parcels: list[NewParcel]) -> list[NewParcel]:
    """Some clients send each line by itself, with the number of the parcel that they are all in."""
    merged: dict[str, NewParcel] = {}
    for parcel in parcels:
        known = merged.setdefault(parcel.parcel_number, parcel)
        if (known.carrier_name, known.tracking_url) != (parcel.carrier_name, parcel.tracking_url):
            message = "is there twice, with another carrierName or trackingUrl"
            raise invalid(f"[{parcel.place}].parcelNumber", message)
        both = None
        if known.line_ids is not None and parcel.line_ids is not None:
            both = tuple(dict.fromkeys(known.line_ids + parcel.line_ids))
        merged[parcel.parcel_number] = replace(known, line_ids=both)
    return list(merged.values())
