"""SQL of XML packages: what came, how far it is read, what becomes of each offer, and what a purge removes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.languages import Language
from sellergate.market.offers.models import PackageState, PackageType, Source
from sellergate.storage.schema import AnyRow, offer_packages, offer_uploads, offers, products

UPLOAD_LINES: Final = 100

_P: Final = offer_packages.c
_U: Final = offer_uploads.c


@dataclass(frozen=True, slots=True)
class XmlPackage:
    """An XML package. Type and channel are known once it was read; before, the channel is the one that its call named."""

    row: int
    package_id: str
    seller_id: SellerId
    source_url: str
    sales_channel_id: str | None
    type: PackageType | None
    purges: bool
    language: Language
    state: PackageState
    line_count: int
    rejected_count: int
    duplicated_count: int
    result_code: str | None
    result_detail: str | None
    created_at: datetime
    ended_at: datetime | None

    @property
    def is_read(self) -> bool:
        """Whether all its lines are stored."""
        return self.type is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done."""
        return self.state in {PackageState.INTEGRATED, PackageState.REJECTED}


@dataclass(frozen=True, slots=True)
class LoggedOffer:
    """An offer of a package and what became of it: its status, and codes with what their texts are filled with."""

    line: dict[str, Any]
    status: str
    results: tuple[tuple[str, str], ...]


def find_package(conn: Connection, seller_id: SellerId, row: int) -> XmlPackage | None:
    """The seller's XML package with this number, or None."""
    return _find(conn, sa.and_(_P.id == row, _P.seller_id == seller_id))


def find_work(conn: Connection, package_id: str) -> XmlPackage | None:
    """For background work: the XML package, whoever's it is."""
    return _find(conn, _P.package_id == package_id)


def _find(conn: Connection, condition: sa.ColumnElement[bool]) -> XmlPackage | None:
    columns = [_P[name] for name in ("id", *XmlPackage.__slots__[1:])]
    found = sa.select(*columns).where(condition, _P.source == Source.XML.value)
    row = conn.execute(found).one_or_none()
    return None if row is None else _package(row)


def _package(row: AnyRow) -> XmlPackage:
    return XmlPackage(
        row.id,
        row.package_id,
        SellerId(row.seller_id),
        row.source_url,
        row.sales_channel_id,
        None if row.type is None else PackageType(row.type),
        row.purges,
        Language(row.language),
        PackageState(row.state),
        row.line_count,
        row.rejected_count,
        row.duplicated_count,
        row.result_code,
        row.result_detail,
        row.created_at,
        row.ended_at,
    )


def insert_uploads(
    conn: Connection, row: int, first: int, batches: Sequence[Sequence[dict[str, Any]]]
) -> None:
    """Keep lines, `UPLOAD_LINES` of them an upload, from upload number `first` on."""
    uploads = [
        {
            "package_row": row,
            "number": number,
            "line_count": len(lines),
            "lines": msgspec.json.encode(lines).decode(),
        }
        for number, lines in enumerate(batches, start=first)
    ]
    conn.execute(offer_uploads.insert(), uploads)


def references_in(conn: Connection, row: int, first: int, last: int) -> set[str]:
    """The seller's references that the uploads from number `first` to `last` name."""
    found = sa.select(_U.lines).where(_U.package_row == row, _U.number.between(first, last))
    return {
        line["sellerExternalReference"]
        for lines in conn.execute(found).scalars()
        for line in msgspec.json.decode(lines)
        if "sellerExternalReference" in line
    }


def offers_after(
    conn: Connection, seller_id: SellerId, channel: str, *, after: int, limit: int
) -> list[tuple[int, str]]:
    """Number and reference of the seller's offers on a channel, in order of their numbers."""
    found = (
        sa.select(offers.c.id, offers.c.reference)
        .where(
            offers.c.seller_id == seller_id,
            offers.c.sales_channel_id == channel,
            offers.c.id > after,
        )
        .order_by(offers.c.id)
        .limit(limit)
    )
    return [(number, reference) for number, reference in conn.execute(found)]


def delete_offers(conn: Connection, seller_id: SellerId, numbers: Sequence[int]) -> None:
    """Remove these offers of the seller."""
    conn.execute(offers.delete().where(offers.c.seller_id == seller_id, offers.c.id.in_(numbers)))


def page_of_log(conn: Connection, row: int, *, skip: int, limit: int) -> list[LoggedOffer]:
    """The offers of an ended package and what became of them, in their order."""
    first, last = skip // UPLOAD_LINES, (skip + limit - 1) // UPLOAD_LINES
    found = (
        sa.select(_U.lines, _U.outcomes)
        .where(_U.package_row == row, _U.number.between(first, last))
        .order_by(_U.number)
    )
    logged = [
        LoggedOffer(line, status, tuple((code, detail) for code, detail in results))
        for lines, outcomes in conn.execute(found)
        for line, (status, results) in zip(
            msgspec.json.decode(lines), msgspec.json.decode(outcomes or "[]"), strict=True
        )
    ]
    start = skip - first * UPLOAD_LINES
    return logged[start : start + limit]


def products_of(
    conn: Connection, seller_id: SellerId, channel: str, references: Sequence[str]
) -> dict[str, str]:
    """The reference of the product of each of these offers that is there, by the seller's reference."""
    found = (
        sa.select(offers.c.reference, products.c.reference)
        .join(products, products.c.id == offers.c.product_id)
        .where(
            offers.c.seller_id == seller_id,
            offers.c.sales_channel_id == channel,
            offers.c.reference.in_(references),
        )
    )
    return {row[0]: row[1] for row in conn.execute(found)}
