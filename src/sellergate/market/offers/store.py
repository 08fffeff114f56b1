"""SQL of packages: their rows, their uploads and what became of the lines."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.languages import Language
from sellergate.market.offers.models import (
    OPEN_FOR,
    Package,
    PackageState,
    PackageType,
    Source,
)
from sellergate.market.offers.results import LAPSED
from sellergate.storage.batches import batch_of
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import offer_packages, offer_uploads

OPEN_HOURS: Final = "6 h"

_P: Final = offer_packages.c
_U: Final = offer_uploads.c

_COLUMNS: Final = (
    _P.id, _P.package_id, _P.seller_id, _P.source, _P.sales_channel_id, _P.type, _P.language,
    _P.state, _P.upload_count, _P.line_count, _P.done_uploads, _P.done_count, _P.integrated_count,
    _P.rejected_count, _P.duplicated_count, _P.result_code, _P.result_detail, _P.created_at,
    _P.updated_at, _P.submitted_at, _P.ended_at,
)  # fmt: skip
_JSON_ONE = Prepared(
    sa.select(*_COLUMNS).where(
        _P.seller_id == sa.bindparam("seller_id"),
        _P.package_id == sa.bindparam("package_id"),
        _P.source == sa.bindparam("source"),
    ),
    "seller_id",
    "package_id",
    "source",
)
_ONE = Prepared(
    sa.select(*_COLUMNS).where(_P.package_id == sa.bindparam("package_id")), "package_id"
)


class Upload(NamedTuple):
    """Some lines that came together, and what became of them: JSON both."""

    number: int
    line_count: int
    lines: str
    outcomes: str | None


def insert_package(
    conn: Connection,
    seller_id: SellerId,
    *,
    package_id: str,
    source: Source,
    sales_channel_id: str | None,
    type_: PackageType | None,
    language: Language,
    now: datetime,
    source_url: str | None = None,
) -> int:
    """A package without lines, open; its number."""
    values: dict[str, Any] = {
        "package_id": package_id,
        "seller_id": seller_id,
        "source": source.value,
        "source_url": source_url,
        "sales_channel_id": sales_channel_id,
        "type": type_,
        "language": language.value,
        "state": PackageState.WAITING_FOR_COMPLETION.value,
        "created_at": now,
        "updated_at": now,
    }
    counts = ("upload", "line", "done", "integrated", "rejected", "duplicated")
    values |= {f"{count}_count": 0 for count in counts} | {"done_uploads": 0}
    inserted = conn.execute(offer_packages.insert().values(values).returning(_P.id))
    return int(inserted.scalar_one())


def find_package(
    conn: Connection, seller_id: SellerId, package_id: str, now: datetime
) -> Package | None:
    """The seller's JSON package, or None. One that was left open too long is rejected already."""
    row = _JSON_ONE.first(conn, seller_id, package_id, Source.JSON.value)
    return None if row is None else as_seen(_package(row), now)


def get_package_of_job(
    conn: Connection, package_id: str
) -> Package | None:  # rule-ok: tenant (the work of every seller)
    """For background work: the package as it is stored, whatever it came as."""
    row = _ONE.first(conn, package_id)
    return None if row is None else _package(row)


def page_of_packages(
    conn: Connection,
    seller_id: SellerId,
    *,
    states: Collection[PackageState],
    sales_channel_id: str | None,
    before: int | None,
    limit: int,
    now: datetime,
) -> list[Package]:
    """The seller's JSON packages, the newest first; `before` is the number where the former page ended."""
    query = sa.select(*_COLUMNS).where(_P.seller_id == seller_id, _P.source == Source.JSON.value)
    if states:
        query = query.where(_state_as_seen(now).in_([state.value for state in states]))
    if sales_channel_id is not None:
        query = query.where(_P.sales_channel_id == sales_channel_id.strip().upper())
    if before is not None:
        query = query.where(_P.id < before)
    rows = conn.execute(query.order_by(_P.id.desc()).limit(limit))
    return [as_seen(_package(tuple(row)), now) for row in rows]


def change_package(
    conn: Connection, row: int, **values: Any
) -> None:  # rule-ok: tenant (loaded before)
    """Set columns of a package."""
    conn.execute(offer_packages.update().where(_P.id == row).values(values))


def insert_upload(conn: Connection, row: int, number: int, line_count: int, lines: str) -> None:
    """Keep lines as they came: the JSON of an array."""
    conn.execute(
        offer_uploads.insert().values(
            package_row=row, number=number, line_count=line_count, lines=lines
        )
    )


def upload_sizes(conn: Connection, row: int, *, since: int, limit: int) -> list[tuple[int, int]]:
    """Number and count of lines of the uploads from number `since` on."""
    query = (
        sa.select(_U.number, _U.line_count)
        .where(_U.package_row == row, _U.number >= since)
        .order_by(_U.number)
        .limit(limit)
    )
    return [(number, count) for number, count in conn.execute(query)]


def uploads_between(conn: Connection, row: int, first: int, last: int) -> list[Upload]:
    """The uploads from number `first` to `last`, both included."""
    query = (
        sa.select(_U.number, _U.line_count, _U.lines, _U.outcomes)
        .where(_U.package_row == row, _U.number.between(first, last))
        .order_by(_U.number)
    )
    return [Upload(*upload) for upload in conn.execute(query)]


def delete_uploads(conn: Connection, row: int, *, limit: int) -> int:
    """Forget up to `limit` uploads of a package; how many there were."""
    some = sa.select(_U.number).where(_U.package_row == row).order_by(_U.number).limit(limit)
    numbers = list(conn.execute(some).scalars())
    if numbers:
        conn.execute(
            offer_uploads.delete().where(
                _U.package_row == row, _U.number.between(numbers[0], numbers[-1])
            )
        )
    return len(numbers)


def put_outcomes(conn: Connection, row: int, outcomes: Sequence[tuple[int, str]]) -> None:
    """Say what became of the lines of uploads: the number of each, and JSON."""
    batch = batch_of(conn, outcomes, number=sa.Integer, outcomes=sa.Text)
    conn.execute(
        offer_uploads.update()
        .where(_U.package_row == row, _U.number == batch.c.number)
        .values(outcomes=batch.c.outcomes)
    )


def move_on(
    conn: Connection,
    row: int,
    *,
    since: int,
    done_uploads: int,
    integrated: int,
    rejected: int,
    duplicated: int,
    now: datetime,
) -> bool:
    """Count what was judged, and move the position on; False when it is not at `since`: somebody else did it."""
    moved = conn.execute(
        offer_packages.update()
        .where(_P.id == row, _P.done_uploads == since)
        .values(
            done_uploads=done_uploads,
            done_count=_P.done_count + integrated + rejected + duplicated,
            integrated_count=_P.integrated_count + integrated,
            rejected_count=_P.rejected_count + rejected,
            duplicated_count=_P.duplicated_count + duplicated,
            updated_at=now,
        )
    )
    return moved.rowcount == 1


def as_seen(package: Package, now: datetime) -> Package:
    """The package as its seller sees it: rejected from the instant when it was left open too long."""
    if not package.is_lapsed(now):
        return package
    return replace(
        package, state=PackageState.REJECTED, result_code=LAPSED, result_detail=OPEN_HOURS
    )


def _state_as_seen(now: datetime) -> sa.ColumnElement[str]:
    is_lapsed = sa.and_(
        _P.state == PackageState.WAITING_FOR_COMPLETION.value, _P.created_at <= now - OPEN_FOR
    )
    return sa.case((is_lapsed, PackageState.REJECTED.value), else_=_P.state)


def _package(row: Row) -> Package:
    (
        number, package_id, seller_id, source, channel, type_, language, state, *counts,
    ) = row  # fmt: skip
    return Package(
        number,
        package_id,
        SellerId(seller_id),
        Source(source),
        channel,
        PackageType(type_),
        Language(language),
        PackageState(state),
        *counts,
    )
