"""Builders of statements and reports as values: what stands on papers, without a ledger."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sellergate.access.context import SellerId
from sellergate.market.finance.dac7 import Dac7
from sellergate.market.finance.models import (
    EventType,
    Statement,
    Total,
    YearOfSeller,
    YearTotal,
)
from sellergate.market.finance.parties import Party, Place
from sellergate.market.finance.statement_paper import Kind, StatementFacts, Sums

SELLER = SellerId(41207)
PLACE = Place(lines=("12 rue de l'Été",), zip_code="33000", city="Bordeaux", country="FR")


def a_party(**changes: Any) -> Party:
    """Who the papers are about."""
    plain: dict[str, Any] = {
        "seller_id": SELLER,
        "company_name": "Maison Bruyère SARL",
        "shop_name": "Maison Bruyère",
        "vat_number": "FR40123456824",
        "siret_number": "12345682400011",
        "language": "en",
        "place": PLACE,
    }
    return Party(**plain | changes)


def statement_facts(totals: Mapping[Kind, Total], **of_party: Any) -> StatementFacts:
    """A statement that comes to `totals`."""
    by_type: dict[str, Total] = {}
    for kind, total in totals.items():
        known = by_type.get(kind.event_type, Total(0, 0, 0))
        by_type[kind.event_type] = Total(*(a + b for a, b in zip(known, total, strict=True)))
    count = sum(total.operations for total in totals.values())
    statement = Statement(
        invoice_id="1029384756",
        seller_id=SELLER,
        currency="EUR",
        issued_on="2026-11-19",
        first_number=1,
        last_number=max(count, 1),
        operations=count,
        totals=by_type,
        document_key=None,
        size=0,
        created_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    first, last = datetime(2026, 11, 9, 8, tzinfo=UTC), datetime(2026, 11, 18, 20, tzinfo=UTC)
    sums = Sums(totals, *((first, last) if totals else (None, None)))
    return StatementFacts(
        statement=statement,
        party=a_party(**of_party),
        sums=sums,
        channels={"CDISFR": "Cdiscount"},
    )


def a_year(*totals: YearTotal, marketplace: str = "Nile market", **of_party: Any) -> Dac7:
    """The report of a year that came to `totals`."""
    return Dac7(
        marketplace=marketplace,
        party=a_party(**of_party),
        year=YearOfSeller(seller_id=SELLER, year=2025, totals=totals),
        report_id="7d1f7a90-0000-4000-8000-000000000002",
        made_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )


def of_quarter(
    quarter: int, event_type: EventType, amount: int, operations: int = 1, currency: str = "EUR"
) -> YearTotal:
    return YearTotal(quarter, currency, event_type, Total(amount, amount // 6, operations))
