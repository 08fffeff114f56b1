"""How far packages of offers are, and which of their lines were refused: what pages show, read only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.models import OPEN_FOR, PackageState
from sellergate.market.offers.results import LAPSED
from sellergate.market.offers.store import OPEN_HOURS
from sellergate.storage.schema import offer_packages, offer_uploads, sellers

RUNNING: Final = ("Ready", "IntegrationPending")
INTEGRATED: Final = "Integrated"


@dataclass(frozen=True, slots=True)
class PackageProgress:
    """A package of offers and its counts. `done_count` lines are judged."""

    row: int
    package_id: str
    seller_id: SellerId
    shop_name: str
    source: str
    sales_channel_id: str | None
    type: str | None
    state: str
    line_count: int
    done_count: int
    integrated_count: int
    rejected_count: int
    duplicated_count: int
    result_code: str | None
    result_detail: str | None
    created_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Whether it was submitted and work on it has not ended."""
        return self.state in RUNNING

    @property
    def refused_count(self) -> int:
        """How many lines are not integrated, for whatever reason."""
        return self.rejected_count + self.duplicated_count


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not integrated. `results` are its codes, each with what its text is filled with."""

    number: int  # its place in the package, from 1
    reference: str
    gtin: str
    status: str
    results: tuple[tuple[str, str], ...]


def page_of_packages(
    conn: Connection,
    seller_ids: Iterable[SellerId],
    *,
    before: int | None = None,
    limit: int,
    now: datetime,
) -> list[PackageProgress]:
    """The packages of these sellers, the newest first; `before` is the row where the former page ended.

    One that was left open for too long is rejected already, as for the API.
    """
    own = offer_packages.c.seller_id.in_(list(seller_ids))
    place = sa.true() if before is None else offer_packages.c.id < before
    found = _select(conn, sa.and_(own, place), limit)
    return [_as_seen(package, now) for package in found]


def find_package(
    conn: Connection, seller_ids: Iterable[SellerId], package_id: str, *, now: datetime
) -> PackageProgress | None:
    """The package, if it is of one of these sellers, else None."""
    condition = sa.and_(
        offer_packages.c.seller_id.in_(list(seller_ids)), offer_packages.c.package_id == package_id
    )
    found = _select(conn, condition, 1)
    return _as_seen(found[0], now) if found else None


def running_packages(conn: Connection, *, limit: int) -> list[PackageProgress]:
    """For operators: what is being worked on now, of all sellers, the newest first."""
    return _select(conn, offer_packages.c.state.in_(RUNNING), limit)


def refused_lines(
    conn: Connection, seller_id: SellerId, row: int, *, since: int = 0, uploads: int
) -> tuple[list[RefusedLine], int | None]:
    """The lines of a package that were not integrated, among `uploads` uploads from number `since` on, and the next number.

    A whole package at once would stop everything else while it is read.
    """
    rows = conn.execute(
        sa.select(
            offer_uploads.c.number,
            offer_uploads.c.line_count,
            offer_uploads.c.lines,
            offer_uploads.c.outcomes,
        )
        .join(offer_packages, offer_packages.c.id == offer_uploads.c.package_row)
        .where(
            offer_packages.c.id == row,
            offer_packages.c.seller_id == seller_id,
            offer_uploads.c.number >= since,
        )
        .order_by(offer_uploads.c.number)
        .limit(uploads)
    ).all()
    first = _lines_before(conn, row, since)
    found: list[RefusedLine] = []
    for upload in rows:
        found += _refused_in(upload.lines, upload.outcomes, first) if upload.outcomes else []
        first += upload.line_count
    return found, rows[-1].number + 1 if len(rows) == uploads else None


def _lines_before(conn: Connection, row: int, number: int) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(offer_uploads.c.line_count), 0)).where(
        offer_uploads.c.package_row == row, offer_uploads.c.number < number
    )
    return int(conn.execute(query).scalar_one())


def _refused_in(lines: str, outcomes: str, first: int) -> list[RefusedLine]:
    judged: list[tuple[str, list[tuple[str, str]]]] = msgspec.json.decode(outcomes)
    if all(status == INTEGRATED for status, _ in judged):
        return []
    requests: list[Any] = msgspec.json.decode(lines)
    return [
        RefusedLine(
            first + place,
            _text_of(request, "sellerexternalreference"),
            _text_of(_member(request, "product"), "gtin"),
            status,
            tuple((code, detail) for code, detail in results),
        )
        for place, (request, (status, results)) in enumerate(
            zip(requests, judged, strict=True), start=1
        )
        if status != INTEGRATED
    ]


def _member(request: Any, name: str) -> Any:
    """A member of what was uploaded, in whatever case its name was written (contract/00 §4)."""
    if not isinstance(request, dict):
        return None
    return next((value for key, value in request.items() if key.lower() == name), None)


def _text_of(request: Any, name: str) -> str:
    value = _member(request, name)
    return "" if value is None else str(value)


def _as_seen(package: PackageProgress, now: datetime) -> PackageProgress:
    is_open = package.state == PackageState.WAITING_FOR_COMPLETION
    if not is_open or now < package.created_at + OPEN_FOR:
        return package
    return replace(
        package, state=PackageState.REJECTED.value, result_code=LAPSED, result_detail=OPEN_HOURS
    )


def _select(
    conn: Connection, condition: sa.ColumnElement[bool], limit: int
) -> list[PackageProgress]:
    table = offer_packages.c
    rows = conn.execute(
        sa.select(
            table.id.label("row"),
            table.package_id,
            table.seller_id,
            sellers.c.shop_name,
            table.source,
            table.sales_channel_id,
            table.type,
            table.state,
            table.line_count,
            table.done_count,
            table.integrated_count,
            table.rejected_count,
            table.duplicated_count,
            table.result_code,
            table.result_detail,
            table.created_at,
            table.submitted_at,
            table.ended_at,
        )
        .join(sellers, sellers.c.seller_id == table.seller_id)
        .where(condition)
        .order_by(table.id.desc())
        .limit(limit)
    )
    return [PackageProgress(**row) for row in rows.mappings()]
