"""An `Offer` of a package as a line of a JSON package, which is how it is judged (contract/04 §A, §E).

What JSON has a member for goes there as it is, so that both kinds of packages refuse the same things in the same words.
What it has none for is checked here: `extras` is what is kept of it, `faults` what is wrong with it.
"""

import re
from datetime import datetime
from typing import Any, Final

from sellergate.kit.instants import parse_instant
from sellergate.kit.money import parse_cents
from sellergate.market.offers.models import Condition
from sellergate.market.offers.xml.reading import Attributes, XmlOffer

Fault = tuple[str, str]  # a result code, and what its text is filled with

MAX_AMOUNT: Final = 100_000_000  # cents
MAX_DELIVERY: Final = 365  # days
ALIGNMENTS: Final = ("Empty", "Unknown", "Align", "DontAlign")
PACKAGING_UNITS: Final = ("None", "Liter", "Kilogram", "SquareMeter", "CubicMeter")
DISCOUNT_TYPES: Final = (1, 2, 3)  # struck price, flash, sales
DISCOUNT_UNITS: Final = (1, 2)

_WHOLE: Final = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_TAXES: Final = {"Vat": "VAT", "EcoPart": "Ecotax", "DeaTax": "Deatax"}


def line_of(offer: XmlOffer) -> dict[str, Any]:
    """The line that says what this offer says. What it does not say is not in it."""
    said = offer.attributes
    price = {"price": said.get("Price"), "originPrice": said.get("StrikedPrice")}
    taxes = [{"code": code, "value": said[name]} for name, code in _TAXES.items() if name in said]
    extras, faults = _extras_of(offer)
    line = {
        "sellerExternalReference": said.get("SellerProductId", ""),
        "product": _without_nothing({"gtin": said.get("ProductEan")}),
        "condition": _condition(said.get("ProductCondition")),
        "price": _without_nothing(price | {"taxes": taxes or None}),
        "deliveryModes": [_mode(part) for part in offer.shipping],
        "preparationTime": _whole(said.get("PreparationTime")),
        "quantity": _whole(said.get("Stock")),
        "comment": said.get("Comment"),
        "extras": extras,
        "faults": faults,
    }
    return {name: value for name, value in line.items() if value not in (None, [], {})}


def _without_nothing(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _condition(text: str | None) -> str | None:
    """The condition that a number from 1 to 6 means; other texts as they are."""
    number = _whole(text)
    known = Condition.of_legacy_id(number) if isinstance(number, int) and number <= 6 else None
    return text if known is None else known.value


def _mode(part: Attributes) -> dict[str, Any]:
    return _without_nothing(
        {
            "code": part.get("DeliveryMode"),
            "cost": part.get("ShippingCharges"),
            "additionalCost": part.get("AdditionalShippingCharges"),
        }
    )


def _whole(text: str | None) -> int | str | None:
    """A whole number where there is one; other texts are left for the judge to refuse."""
    return int(text) if text is not None and _WHOLE.fullmatch(text) else text


def _extras_of(offer: XmlOffer) -> tuple[dict[str, Any], list[Fault]]:
    said = offer.attributes
    faults: list[Fault] = []
    extras = {
        "price_must_be_aligned": _one_of(said, "PriceMustBeAligned", ALIGNMENTS, "1146", faults),
        "minimum_price_for_price_alignment": _cents(
            said, "MinimumPriceForPriceAlignment", "46", faults
        ),
        "product_packaging_unit": _one_of(
            said, "ProductPackagingUnit", PACKAGING_UNITS, "1162", faults
        ),
        "product_packaging_value": _cents(said, "ProductPackagingValue", "63", faults),
        "bluff_delivery_max": _days(said, faults),
        "discounts": [_discount(part, faults) for part in offer.discounts] or None,
    }
    return _without_nothing(extras), faults


def _one_of(
    said: Attributes, name: str, allowed: tuple[str, ...], code: str, faults: list[Fault]
) -> str | None:
    text = said.get(name)
    if text is None:
        return None
    found = next((one for one in allowed if one.casefold() == text.casefold()), None)
    if found is None:
        faults.append((code, f"{name}: {', '.join(allowed)}"))
    return found


def _cents(said: Attributes, name: str, about: str, faults: list[Fault]) -> int | None:
    text = said.get(name)
    if text is None:
        return None
    try:
        cents = parse_cents(text)
    except ValueError:
        faults.append((f"11{about}", name))
        return None
    if not 0 <= cents <= MAX_AMOUNT:
        faults.append((f"17{about}", f"{name} 0-{MAX_AMOUNT // 100}"))
    return cents


def _days(said: Attributes, faults: list[Fault]) -> int | None:
    days = _whole(said.get("BluffDeliveryMax"))
    if days is None:
        return None
    if not isinstance(days, int):
        faults.append(("1110", "BluffDeliveryMax"))
        return None
    if not 0 <= days <= MAX_DELIVERY:
        faults.append(("1710", f"BluffDeliveryMax 0-{MAX_DELIVERY}"))
    return days


def _discount(part: Attributes, faults: list[Fault]) -> dict[str, Any]:
    type_, unit = _whole(part.get("Type")), _whole(part.get("DiscountUnit"))
    if type_ not in DISCOUNT_TYPES:
        faults.append(("1019" if type_ is None else "1119", "Type: 1, 2, 3"))
    if unit is not None and unit not in DISCOUNT_UNITS:
        faults.append(("1126", "DiscountUnit: 1, 2"))
    value = _cents(part, "DiscountValue", "26", faults)
    start, end = _instant(part, "StartDate", "20", faults), _instant(part, "EndDate", "21", faults)
    if start is not None and end is not None and end < start:
        faults.append(("2621", "EndDate < StartDate"))
    return _without_nothing(
        {
            "type": type_,
            "unit": unit,
            "value": value,
            "start": start and start.isoformat(),
            "end": end and end.isoformat(),
        }
    )


def _instant(part: Attributes, name: str, about: str, faults: list[Fault]) -> datetime | None:
    text = part.get(name)
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError:
        faults.append((f"11{about}", name))
        return None
