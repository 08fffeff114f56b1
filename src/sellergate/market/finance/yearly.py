"""The yearly report of a seller: what its ledger has of the year, as documents (docs/decisions/0039)."""

from datetime import date, datetime, timedelta
from typing import Final

from sellergate.access.context import SellerId
from sellergate.market.finance.calendar import start_of
from sellergate.market.finance.dac7 import Dac7, render_csv, render_xml
from sellergate.market.finance.models import (
    NOTHING,
    EventType,
    Report,
    ReportDocument,
    Total,
    YearOfSeller,
    YearTotal,
)
from sellergate.market.finance.parties import get_party
from sellergate.market.finance.reports import has_report, totals_between
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents

TYPE: Final = "DAC7"
_DAY: Final = timedelta(days=1)
_RENDERED: Final = (("application/xml", "xml", render_xml), ("text/csv", "csv", render_csv))


async def make_report(
    db: Database,
    documents: Documents,
    seller_id: SellerId,
    year: int,
    *,
    marketplace: str,
    report_id: str,
    now: datetime,
) -> Report | None:
    """The report of a year, its documents written and not kept yet; None when it was made, or nothing was sold."""
    if await db.read(has_report, seller_id, TYPE, year):
        return None
    totals = await _totals_of(db, seller_id, year)
    if not any(each.event_type is EventType.SALE for each in totals):
        return None
    report = Dac7(
        marketplace=marketplace,
        party=await db.read(get_party, seller_id),
        year=YearOfSeller(seller_id=seller_id, year=year, totals=totals),
        report_id=report_id,
        made_at=now,
    )
    written = []
    for media_type, suffix, render in _RENDERED:
        content = render(report)
        key = await documents.put(content)
        name = f"{TYPE}-{year}-{seller_id}.{suffix}"
        written.append(ReportDocument(media_type, name, key, len(content)))
    return Report(
        report_id=report_id,
        seller_id=seller_id,
        type=TYPE,
        year=year,
        documents=written,
        created_at=now,
    )


async def _totals_of(db: Database, seller_id: SellerId, year: int) -> list[YearTotal]:
    """What each quarter comes to, read day by day: a busy day is read in a few milliseconds."""
    found: dict[tuple[int, str, EventType], Total] = {}
    day = date(year, 1, 1)
    while day.year == year:
        first, end = (start_of(each.isoformat()) for each in (day, day + _DAY))
        for each in await db.read(totals_between, seller_id, first, end):
            key = (each.quarter, each.currency, each.event_type)
            found[key] = found.get(key, NOTHING).plus(each.total)
        day += _DAY
    return [YearTotal(*key, total) for key, total in sorted(found.items())]
