"""How far packages of offers are, and which of their lines were refused: what pages show, read only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.models import OPEN_FOR, LineStatus, PackageState
from sellergate.market.offers.results import LAPSED
from sellergate.market.offers.store import OPEN_HOURS
from sellergate.market.progress import Progress, ProgressReader
from sellergate.storage.schema import offer_packages, offer_uploads

RUNNING: Final = frozenset({PackageState.READY, PackageState.INTEGRATION_PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageProgress(Progress):
    """A package of offers and its counts."""

    source: str
    sales_channel_id: str | None
    type: str | None
    state: str
    rejected_count: int
    duplicated_count: int
    result_code: str | None
    result_detail: str | None
    created_at: datetime

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
    found = _PACKAGES.page(conn, seller_ids, before=before, limit=limit)
    return [_as_seen(package, now) for package in found]


def find_package(
    conn: Connection, seller_ids: Iterable[SellerId], package_id: str, *, now: datetime
) -> PackageProgress | None:
    """The package, if it is of one of these sellers, else None."""
    found = _PACKAGES.find(conn, seller_ids, package_id)
    return found and _as_seen(found, now)


def packages_named(
    conn: Connection, package_ids: Collection[str], *, now: datetime
) -> list[PackageProgress]:  # rule-ok: tenant (for operators)
    """For operators: those of these packages that there are, whoever's they are, the newest first."""
    return [_as_seen(package, now) for package in _PACKAGES.named(conn, package_ids)]


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
    if all(status == LineStatus.INTEGRATED for status, _ in judged):
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
        if status != LineStatus.INTEGRATED
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


_PACKAGES: Final = ProgressReader(offer_packages, PackageProgress)
