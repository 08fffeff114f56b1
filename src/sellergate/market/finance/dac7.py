"""The yearly report of a seller to tax authorities, as XML in the vocabulary of the OECD's DPI schema, and as CSV.

Council Directive (EU) 2021/514 (DAC7), OECD "Model Rules for Reporting by Platform Operators" and their XML schema 1.0:
`DPI_OECD` in `urn:oecd:ties:dpi:v1`. It is written as far as our data goes: what a marketplace does not know of a seller here
(tax residence, financial accounts, birth) is not in it. Amounts in it are whole units, as its `MonAmnt_Type` wants; the CSV has
the cents.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from sellergate.market.finance.models import EventType, YearOfSeller
from sellergate.market.finance.parties import Party

DPI: Final = "urn:oecd:ties:dpi:v1"
STF: Final = "urn:oecd:ties:dpistf:v1"
NO_TIN: Final = "NOTIN"  # the schema's own word for a number that nobody gave
QUARTERS: Final = (1, 2, 3, 4)

_SOLD: Final = frozenset({EventType.SALE, EventType.REFUND, EventType.COMMERCIAL_GESTURE})
_FEES: Final = frozenset(set(EventType) - _SOLD)


class Quarter(NamedTuple):
    """What a seller did in a quarter of a year, in one currency; cents."""

    paid: int  # by customers, what they got back taken off, before fees
    fees: int  # of the marketplace: what it took, with VAT
    sales: int  # how many

    @property
    def consideration(self) -> int:
        """What the seller was paid or credited, net of fees (directive, annex V, section I A 10)."""
        return self.paid - self.fees


_NOTHING: Final = Quarter(0, 0, 0)
# All but what XML 1.0 calls a character; spaces stay what separates words.
_UNPRINTABLE: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dac7:
    """A report before it is written."""

    marketplace: str
    party: Party
    year: YearOfSeller
    report_id: str
    made_at: datetime

    def quarters(self) -> dict[str, dict[int, Quarter]]:
        """By currency, each with four quarters."""
        found: dict[str, dict[int, Quarter]] = {}
        for one in self.year.totals:
            quarters = found.setdefault(one.currency, dict.fromkeys(QUARTERS, _NOTHING))
            paid, fees, sales = quarters[one.quarter]
            if one.event_type in _SOLD:
                paid += one.total.amount
            else:
                fees -= one.total.amount
            if one.event_type is EventType.SALE:
                sales += one.total.operations
            quarters[one.quarter] = Quarter(paid, fees, sales)
        return dict(sorted(found.items()))


def render_xml(report: Dac7) -> bytes:
    """The report as XML. Characters that XML cannot hold are left out."""
    ET.register_namespace("dpi", DPI)
    ET.register_namespace("stf", STF)
    root = ET.Element(_dpi("DPI_OECD"), {"version": "1.0"})
    _message_spec(root, report)
    body = _element(root, "DPIBody")
    _platform(body, report)
    for position, (currency, quarters) in enumerate(report.quarters().items(), 1):
        _seller(body, report, position, currency, quarters)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def render_csv(report: Dac7) -> bytes:
    """The report as CSV, one line for each quarter and currency, in cents. In UTF-8 with its mark, for spreadsheets."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(
        [
            *("platform", "reportId", "year", "quarter", "sellerId", "companyName", "shopName"),
            *("vatNumber", "registrationNumber", "address", "zipCode", "city", "country"),
            *("currency", "paidByCustomers", "feesAndCommissions", "consideration", "sales"),
        ]
    )
    lines.writerows([_cell(value) for value in line] for line in _csv_lines(report))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _csv_lines(report: Dac7) -> Iterator[list[str | Decimal | int]]:
    party, place = report.party, report.party.place
    for currency, quarters in report.quarters().items():
        for number, quarter in quarters.items():
            yield [
                *(report.marketplace, report.report_id, report.year.year, f"Q{number}"),
                *(party.seller_id, party.company_name, party.shop_name),
                *(party.vat_number or "", party.siret_number or ""),
                *(
                    (" ".join(place.lines), place.zip_code, place.city, place.country)
                    if place
                    else ("", "", "", "")
                ),
                *(currency, _units(quarter.paid), _units(quarter.fees)),
                *(_units(quarter.consideration), quarter.sales),
            ]


def _cell(value: str | Decimal | int) -> str:
    """The text of a cell. One that a spreadsheet would take for a formula begins with an apostrophe instead."""
    if not isinstance(value, str):
        return str(value)
    text = " ".join(_printable(value).split())
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def _message_spec(root: ET.Element, report: Dac7) -> None:
    spec = _element(root, "MessageSpec")
    country = _country(report)
    _text(spec, "TransmittingCountry", country)
    _text(spec, "ReceivingCountry", country)
    _text(spec, "MessageType", "DPI")
    _text(spec, "MessageRefId", f"{country}{report.year.year}{report.report_id}")
    _text(spec, "MessageTypeIndic", "DPI401")  # new information
    _text(spec, "ReportingPeriod", f"{report.year.year}-12-31")
    _text(spec, "Timestamp", report.made_at.strftime("%Y-%m-%dT%H:%M:%S"))


def _platform(body: ET.Element, report: Dac7) -> None:
    operator = _element(body, "PlatformOperator")
    _text(operator, "TIN", NO_TIN).set("unknown", "true")
    _text(operator, "Name", report.marketplace)
    _text(operator, "PlatformBusinessName", report.marketplace)
    address = _element(operator, "Address")
    _text(address, "CountryCode", _country(report))
    _text(address, "AddressFree", report.marketplace)
    _doc_spec(operator, report, "operator")


def _seller(
    body: ET.Element,
    report: Dac7,
    position: int,
    currency: str,
    quarters: Mapping[int, Quarter],
) -> None:
    """One for each currency, since a seller's amounts are told once in each record."""
    seller = _element(body, "ReportableSeller")
    standard = _element(_element(_element(seller, "Identity"), "EntitySeller"), "Standard")
    _entity(_element(standard, "EntSellerID"), report.party)
    goods = _element(_element(seller, "RelevantActivities"), "SaleOfGoods")
    _amounts(goods, "Consideration", "Cons", currency, (q.consideration for q in quarters.values()))
    numbers = _element(goods, "NumberOfActivities")
    for number in QUARTERS:
        _text(numbers, f"NumbQ{number}", str(quarters[number].sales))
    _amounts(goods, "Fees", "Fees", currency, (q.fees for q in quarters.values()))
    _amounts(goods, "Taxes", "Tax", currency, (0 for _ in QUARTERS))  # none is withheld
    _doc_spec(seller, report, str(position))


def _entity(entity: ET.Element, party: Party) -> None:
    if party.place is not None:
        _text(entity, "ResCountryCode", party.place.country)
    _text(entity, "TIN", NO_TIN).set("unknown", "true")
    if party.siret_number:
        _text(entity, "IN", party.siret_number).set("INType", "BRN")
    if party.vat_number:
        _text(entity, "VAT", party.vat_number)
    _text(entity, "Name", party.company_name or party.shop_name)
    _text(entity, "PlatformBusinessName", party.shop_name)
    if party.place is not None:
        address = _element(entity, "Address")
        _text(address, "CountryCode", party.place.country)
        fixed = _element(address, "AddressFix")
        _text(fixed, "Street", " ".join(party.place.lines))
        _text(fixed, "PostCode", party.place.zip_code)
        _text(fixed, "City", party.place.city)


def _amounts(goods: ET.Element, name: str, short: str, currency: str, cents: Iterable[int]) -> None:
    of_year = _element(goods, name)
    for number, amount in zip(QUARTERS, cents, strict=True):
        whole = _units(amount).quantize(Decimal(1), ROUND_HALF_UP)
        _text(of_year, f"{short}Q{number}", str(whole)).set("currCode", currency)


def _doc_spec(record: ET.Element, report: Dac7, name: str) -> None:
    spec = _element(record, "DocSpec")
    ET.SubElement(spec, _stf("DocTypeIndic")).text = "OECD1"  # new data
    reference = f"{_country(report)}{report.year.year}{report.report_id}-{name}"
    ET.SubElement(spec, _stf("DocRefId")).text = reference


def _country(report: Dac7) -> str:
    """Of the seller, for that of the marketplace is not known here; `X5` is the list's code of no country."""
    place = report.party.place
    return place.country if place and place.country else "X5"


def _units(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _printable(text: str) -> str:
    """A text without what XML 1.0 cannot hold."""
    return _UNPRINTABLE.sub("", text)


def _element(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, _dpi(name))


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = _element(parent, name)
    element.text = _printable(text)
    return element


def _dpi(name: str) -> str:
    return f"{{{DPI}}}{name}"


def _stf(name: str) -> str:
    return f"{{{STF}}}{name}"
