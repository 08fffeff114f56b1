"""SQL of yearly reports, and what they are made of."""

from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.errors import ReportUnknown
from sellergate.market.finance.models import EventType, Report, ReportDocument, Total, YearTotal
from sellergate.storage.schema import finance_operations, finance_reports

_R: Final = finance_reports.c
_F: Final = finance_operations.c

_COLUMNS: Final = tuple(column for column in _R if column.name != "id")
_documents = msgspec.json.Decoder(tuple[ReportDocument, ...]).decode


def page_of_reports(
    conn: Connection, seller_id: SellerId, *, limit: int, offset: int = 0
) -> list[Report]:
    """So many of the seller's reports from the `offset`th on, the newest first."""
    found = sa.select(*_COLUMNS).where(_R.seller_id == seller_id).order_by(_R.id.desc())
    return [_report(row) for row in conn.execute(found.limit(limit).offset(offset))]


def get_report(conn: Connection, seller_id: SellerId, report_id: str) -> Report:
    """The seller's report of this id. Raises `ReportUnknown`."""
    own = sa.select(*_COLUMNS).where(_R.seller_id == seller_id, _R.report_id == report_id)
    row = conn.execute(own).one_or_none()
    if row is None:
        raise ReportUnknown
    return _report(row)


def has_report(conn: Connection, seller_id: SellerId, type_: str, year: int) -> bool:
    """Whether the report of the year is made."""
    own = sa.select(_R.id).where(_R.seller_id == seller_id, _R.type == type_, _R.year == year)
    return conn.execute(own).first() is not None


def insert_report(conn: Connection, report: Report) -> None:  # rule-ok: tenant (it says whose)
    """Write a new report."""
    values = {name: getattr(report, name) for name in Report.__slots__}
    values["documents"] = msgspec.json.encode(report.documents).decode()
    conn.execute(finance_reports.insert().values(values))


def totals_between(
    conn: Connection, seller_id: SellerId, first: datetime, end: datetime
) -> list[YearTotal]:
    """What happened to the seller from an instant on and before another, of one quarter."""
    sums = (
        sa.select(
            _F.currency,
            _F.event_type,
            sa.func.sum(_F.amount),
            sa.func.sum(_F.vat),
            sa.func.count(),
        )
        .where(_F.seller_id == seller_id, _F.occurred_at >= first, _F.occurred_at < end)
        .group_by(_F.currency, _F.event_type)
        .order_by(_F.currency, _F.event_type)
    )
    quarter = (first.astimezone(UTC).month + 2) // 3
    return [
        YearTotal(quarter, currency, EventType(kind), Total(int(amount), int(vat), count))
        for currency, kind, amount, vat, count in conn.execute(sums)
    ]


def _report(row: sa.Row[Any]) -> Report:
    values = dict(row._mapping)  # noqa: SLF001  (its public name)
    return Report(
        **values | {"seller_id": SellerId(row.seller_id), "documents": _documents(row.documents)}
    )
