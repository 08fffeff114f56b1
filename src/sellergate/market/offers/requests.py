"""One line of a package, read as a stranger sent it: what can be said of it without looking anything up (contract/04 §A).

Member names and most values are the same in any letter case; numbers may be text where money and GTINs are meant;
null is as good as absent. What is wrong is said with a result code, all of it at once.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from sellergate.kit.gtin import WrongCheckDigit, parse_gtin
from sellergate.kit.money import parse_cents
from sellergate.market.offers.delivery import TRACKED, DeliveryMode, find_mode
from sellergate.market.offers.models import Condition, PackageType

Refusal = tuple[str, str]  # a result code, and what its text is filled with
Members = dict[str, Any]

MAX_REFERENCE: Final = 50
MAX_COMMENT: Final = 200
MAX_PRICE: Final = 100_000_000  # cents
MIN_ORIGIN_PRICE: Final = 10
MAX_FEE: Final = 1_000_000
MAX_QUANTITY: Final = 10**10
MAX_PREPARATION: Final = 10  # days
MAX_VAT: Final = 3000  # hundredths of a percent
MAX_REFUSALS: Final = 20  # of one line: who sends more has made one mistake many times
SHOWN: Final = 200  # characters of a reference that is none

_REFERENCE: Final = re.compile(r"""[\w {}@%;$=\[\]/,\-()'\\"&!#^?+:.]+""")
_CONDITIONS: Final = {condition.casefold(): condition.value for condition in Condition}
_VAT, _ECO, _DEA = "vat", "ecotax", "deatax"
_TAX_CODES: Final = {_VAT: "07", _ECO: "08", _DEA: "31"}
_OTHERS: Final = (
    "product",
    "condition",
    "price",
    "deliverymodes",
    "preparationtime",
    "quantity",
    "comment",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an account agreed to: the currency of its channel and the codes of its delivery modes."""

    type: PackageType
    currency: str
    modes: frozenset[str]
    may_say_more: bool = False  # lines of XML packages have `extras`, which were checked before


class Draft(msgspec.Struct):
    """What a line wants, as far as it says it. Amounts are in cents, VAT in hundredths of a percent."""

    reference: str
    gtin_key: str | None = None
    product_reference: str | None = None
    condition: str | None = None
    price: int | None = None
    origin_price: int | None = None
    vat: int | None = None
    eco_tax: int | None = None
    dea_tax: int | None = None
    has_taxes: bool = False
    delivery_modes: str | None = None  # JSON: [code, cost, additional cost]
    cheapest_delivery: int | None = None
    preparation_time: int | None = None
    quantity: int | None = None
    comment: str | None = None
    extras: str | None = None


def reference_of(line: Any) -> str:
    """The reference that a line came with, as its result shows it; empty when it came without.

    When it is there in several letter cases, the last one: that which is checked.
    """
    value: Any = None
    for name, member in line.items() if isinstance(line, dict) else ():
        if name.casefold() == "sellerexternalreference":
            value = member
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value[:SHOWN] if isinstance(value, str) else ""


def parse_line(line: Members, terms: Terms) -> tuple[Draft, list[Refusal]]:
    """What a line wants, and all that is wrong with it: integrate it only when nothing is."""
    members = _lowered(line)
    refusals: list[Refusal] = []
    draft = Draft(reference_of(line))
    _check_reference(members.get("sellerexternalreference"), refusals)
    if terms.type is PackageType.DELETE:
        if any(members.get(name) is not None for name in _OTHERS):
            refusals.append(("1128", "Delete: sellerExternalReference"))
        return draft, refusals
    is_whole = terms.type is PackageType.UPSERT
    _read_product(members.get("product"), draft, refusals, is_whole)
    _read_condition(members.get("condition"), draft, refusals, is_whole)
    _read_price(members.get("price"), draft, refusals, terms)
    _read_modes(members.get("deliverymodes"), draft, refusals, terms)
    draft.preparation_time = _whole_number(
        members.get("preparationtime"), "09", 1, MAX_PREPARATION, refusals, is_whole
    )
    draft.quantity = _whole_number(
        members.get("quantity"), "05", 0, MAX_QUANTITY, refusals, is_whole
    )
    _read_comment(members.get("comment"), draft, refusals)
    if terms.may_say_more:
        _read_more(members, draft, refusals)
    return draft, refusals[:MAX_REFUSALS]


def _lowered(value: Members) -> Members:
    return {name.casefold(): member for name, member in value.items()}


def _check_reference(value: Any, refusals: list[Refusal]) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or value == "" or (isinstance(value, str) and value.isspace()):
        refusals.append(("1003", ""))
    elif not isinstance(value, str):
        refusals.append(("1103", ""))
    elif len(value) > MAX_REFERENCE:
        refusals.append(("1203", f"≤ {MAX_REFERENCE}"))
    elif not _REFERENCE.fullmatch(value):
        refusals.append(("1103", ""))


def _read_product(value: Any, draft: Draft, refusals: list[Refusal], is_whole: bool) -> None:
    if value is None:
        if is_whole:
            refusals.append(("1024", ""))
        return
    if not isinstance(value, dict):
        refusals.append(("1124", ""))
        return
    product = _lowered(value)
    gtin, reference = product.get("gtin"), product.get("reference")
    if gtin is not None and gtin != "":
        try:
            draft.gtin_key = parse_gtin(gtin).key
        except WrongCheckDigit:
            refusals.append(("1601", _shown(gtin)))
        except ValueError:
            refusals.append(("1101", "8-14"))
    if isinstance(reference, int) and not isinstance(reference, bool):
        reference = str(reference)
    if reference is None or reference == "":
        if is_whole and (gtin is None or gtin == ""):
            refusals.append(("1001", ""))
    elif not isinstance(reference, str) or not reference.isprintable():
        refusals.append(("1124", "product.reference"))  # a null is in no text of PostgreSQL
    elif len(reference) > MAX_REFERENCE:
        refusals.append(("1224", f"product.reference ≤ {MAX_REFERENCE}"))
    else:
        draft.product_reference = reference


def _read_condition(value: Any, draft: Draft, refusals: list[Refusal], is_whole: bool) -> None:
    if value is None:
        if is_whole:
            refusals.append(("1002", ""))
        return
    condition = _CONDITIONS.get(value.strip().casefold()) if isinstance(value, str) else None
    if condition is None:
        refusals.append(("1102", ", ".join(Condition)))
    draft.condition = condition


def _read_price(value: Any, draft: Draft, refusals: list[Refusal], terms: Terms) -> None:
    is_whole = terms.type is PackageType.UPSERT
    if value is None:
        if is_whole:
            refusals.append(("1006", ""))
        return
    if not isinstance(value, dict):
        refusals.append(("1106", ""))
        return
    price = _lowered(value)
    amount = price.get("price")
    if amount is None:
        if is_whole:
            refusals.append(("1006", ""))
    else:
        draft.price = _cents(amount, "06", MAX_PRICE, refusals)
        if draft.price is not None and draft.price <= 0:
            refusals.append(("1906", ""))
    origin = price.get("originprice")
    if origin is not None:
        draft.origin_price = _cents(origin, "18", MAX_PRICE, refusals)
        if draft.origin_price is not None and draft.origin_price < MIN_ORIGIN_PRICE:
            refusals.append(("2018", ""))
    currency = price.get("currencycode")
    if currency is not None and (
        not isinstance(currency, str) or currency.strip().upper() != terms.currency
    ):
        refusals.append(("1106", f"currencyCode: {terms.currency}"))
    _read_taxes(price.get("taxes"), draft, refusals, is_whole)


def _read_taxes(value: Any, draft: Draft, refusals: list[Refusal], is_whole: bool) -> None:
    """The whole list, when it is there: VAT and eco tax are always in it, DEA when the offer is new."""
    if value is None and not is_whole:
        return
    if not isinstance(value, list | None):
        refusals.append(("1107", "price.taxes"))
        return
    found: dict[str, Any] = {}
    for tax in value or ():
        members = _lowered(tax) if isinstance(tax, dict) else {}
        code = members.get("code")
        code = code.strip().casefold() if isinstance(code, str) else ""
        if code not in _TAX_CODES:
            refusals.append(("1307", f"price.taxes[{_shown(members.get('code'))}]"))
        elif code in found:
            refusals.append((f"14{_TAX_CODES[code]}", ""))
        else:
            found[code] = members.get("value")
    draft.has_taxes = True
    if found.get(_VAT) is None:
        refusals.append(("1007", ""))
    else:
        draft.vat = _vat(found[_VAT], refusals)
    if found.get(_ECO) is None:
        refusals.append(("1008", ""))
    else:
        draft.eco_tax = _cents(found[_ECO], "08", MAX_PRICE, refusals)
    if found.get(_DEA) is not None:
        draft.dea_tax = _cents(found[_DEA], "31", MAX_PRICE, refusals)


def _vat(value: Any, refusals: list[Refusal]) -> int | None:
    """Hundredths of a percent, from 20 or from 0.2: no country has a VAT below 0.3 %, nor one above 30 %."""
    try:
        rate = float(value) if isinstance(value, str) and len(value) < SHOWN else value
    except ValueError:
        rate = None
    if isinstance(rate, bool) or not isinstance(rate, int | float):
        refusals.append(("1107", ""))
        return None
    if not 0 <= rate <= MAX_VAT / 100:
        refusals.append(("1707", f"0-{MAX_VAT // 100}"))
        return None
    return round(rate * (10_000 if rate <= MAX_VAT / 10_000 else 100))


def _read_modes(value: Any, draft: Draft, refusals: list[Refusal], terms: Terms) -> None:
    if value is None:
        if terms.type is PackageType.UPSERT:
            refusals.append(("1045", ""))
        return
    if not isinstance(value, list):
        refusals.append(("1145", ""))
        return
    found: dict[str, tuple[str, int | None, int | None]] = {}
    for item in value:
        members = _lowered(item) if isinstance(item, dict) else {}
        name = members.get("code")
        mode = find_mode(name) if isinstance(name, str) else None
        if mode is None:
            refusals.append(("1345", _shown(name)))
        elif mode.code in found:
            refusals.append(("1445", mode.code))
        elif mode.code not in terms.modes:
            refusals.append((f"40{mode.fee}", mode.code))
        else:
            found[mode.code] = _mode(mode, members, refusals)
    if TRACKED not in found:
        refusals.append(("1012", TRACKED))
    draft.delivery_modes = msgspec.json.encode(list(found.values())).decode()
    draft.cheapest_delivery = min((cost or 0 for _, cost, _ in found.values()), default=0)


def _mode(
    mode: DeliveryMode, members: Members, refusals: list[Refusal]
) -> tuple[str, int | None, int | None]:
    cost, additional = members.get("cost"), members.get("additionalcost")
    if cost is None:
        refusals.append((f"10{mode.fee}", f"{mode.code}: cost"))
    return (
        mode.code,
        None if cost is None else _cents(cost, mode.fee, MAX_FEE, refusals, mode.code),
        None
        if additional is None
        else _cents(additional, mode.additional_fee, MAX_FEE, refusals, mode.code),
    )


def _read_comment(value: Any, draft: Draft, refusals: list[Refusal]) -> None:
    if value is None or value == "":
        return
    if not isinstance(value, str):
        refusals.append(("1114", ""))
    elif len(value) > MAX_COMMENT:
        refusals.append(("1214", f"≤ {MAX_COMMENT}"))
    elif not value.isprintable() and any(c < " " and c not in "\t\r\n" for c in value):
        refusals.append(("1114", ""))
    else:
        draft.comment = value


def _read_more(members: Members, draft: Draft, refusals: list[Refusal]) -> None:
    """What only lines of XML packages say, which was checked when they were read: `faults` is what was wrong."""
    refusals += [(code, detail) for code, detail in members.get("faults", ())]
    if extras := members.get("extras"):
        draft.extras = msgspec.json.encode(extras).decode()


def _whole_number(
    value: Any, about: str, least: int, most: int, refusals: list[Refusal], is_whole: bool
) -> int | None:
    if value is None:
        if is_whole:
            refusals.append((f"10{about}", ""))
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        refusals.append((f"11{about}", ""))
        return None
    if not least <= value <= most:
        refusals.append((f"17{about}", f"{least}-{most}"))
        return None
    return value


def _cents(
    value: Any, about: str, most: int, refusals: list[Refusal], detail: str = ""
) -> int | None:
    try:
        cents = parse_cents(value)
    except ValueError:
        refusals.append((f"11{about}", detail or "0.01"))
        return None
    if cents > most or (cents < 0 and about != "06"):
        refusals.append((f"17{about}", f"{detail} 0-{most // 100}".strip()))
        return None
    return cents


def _shown(value: Any) -> str:
    """A value of a stranger's inside a text."""
    text = str(value) if isinstance(value, str | int | float) else ""
    return "".join(c if c.isprintable() else "?" for c in text[:40])
