"""Packages of offers from their opening to their submission, and what became of their lines (contract/04 §B).

Integration is the matter of `integration.py`; here is what a client asks for.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.market.languages import Language
from sellergate.market.offers import store
from sellergate.market.offers.channels import get_channel
from sellergate.market.offers.errors import (
    PackageEmpty,
    PackageFull,
    PackageLapsed,
    PackageNotOpen,
    PackageUnknown,
    ResultsGone,
    ResultsNotReady,
)
from sellergate.market.offers.models import (
    MAX_PACKAGE_LINES,
    RESULTS_KEPT_FOR,
    LineOutcome,
    LineResult,
    LineStatus,
    Package,
    PackageState,
    PackageType,
    Source,
)
from sellergate.market.offers.requests import reference_of

JOB: Final = "offers"


class Place(NamedTuple):
    """A line of a package: the number of its upload, and how many lines of that come before it."""

    upload: int
    line: int


START: Final = Place(0, 0)


class Results(NamedTuple):
    """A page of what became of lines, and where the next one begins. `language`: that of the package."""

    lines: list[LineOutcome]
    following: Place | None
    language: Language


def lane_of(seller_id: SellerId) -> str:
    """The lane in which the packages of a seller are integrated, one after the other."""
    return f"offers:{seller_id}"


def open_package(
    conn: Connection,
    seller_id: SellerId,
    *,
    package_id: str,
    sales_channel_id: str | None,
    type_: PackageType,
    language: Language,
    now: datetime,
) -> None:
    """Open a package for a channel of the seller. Raises `ChannelUnknown`."""
    channel = get_channel(conn, seller_id, sales_channel_id)
    store.insert_package(
        conn,
        seller_id,
        package_id=package_id,
        source=Source.JSON,
        sales_channel_id=channel.id,
        type_=type_,
        language=language,
        now=now,
    )


def get_package(conn: Connection, seller_id: SellerId, package_id: str, now: datetime) -> Package:
    """The seller's package. Raises `PackageUnknown`."""
    package = store.find_package(conn, seller_id, package_id, now)
    if package is None:
        raise PackageUnknown
    return package


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
    """The seller's packages, the newest first. See `store.page_of_packages`."""
    return store.page_of_packages(
        conn,
        seller_id,
        states=states,
        sales_channel_id=sales_channel_id,
        before=before,
        limit=limit,
        now=now,
    )


def add_upload(
    conn: Connection,
    seller_id: SellerId,
    package_id: str,
    *,
    lines: str,
    line_count: int,
    now: datetime,
) -> None:
    """Keep lines of an open package. Raises `PackageUnknown`, `PackageNotOpen`, `PackageFull`."""
    package = get_package(conn, seller_id, package_id, now)
    if package.state is not PackageState.WAITING_FOR_COMPLETION:
        raise PackageNotOpen(state=package.state.value)
    total = package.line_count + line_count
    if total > MAX_PACKAGE_LINES:
        raise PackageFull(total=total, most=MAX_PACKAGE_LINES)
    # The package first: of two uploads at once PostgreSQL then lets one wait for the other and be done again. The other way
    # round both would want the same number, which is no conflict to it but an error.
    store.change_package(
        conn,
        package.row,
        upload_count=package.upload_count + 1,
        line_count=total,
        updated_at=now,
    )
    store.insert_upload(conn, package.row, package.upload_count, line_count, lines)


def submit_package(conn: Connection, seller_id: SellerId, package_id: str, now: datetime) -> None:
    """Let the package be integrated; nothing, when it was submitted before: clients repeat what they are not sure of.

    Raises `PackageUnknown`, `PackageEmpty`, `PackageLapsed`.
    """
    package = get_package(conn, seller_id, package_id, now)
    if package.state is PackageState.REJECTED:
        raise PackageLapsed
    if package.state is not PackageState.WAITING_FOR_COMPLETION:
        return
    if not package.line_count:
        raise PackageEmpty
    store.change_package(
        conn, package.row, state=PackageState.READY.value, submitted_at=now, updated_at=now
    )
    jobs.enqueue(conn, JOB, package_id, lane=lane_of(seller_id), now=now)


def page_of_results(
    conn: Connection,
    seller_id: SellerId,
    package_id: str,
    *,
    place: Place,
    limit: int,
    now: datetime,
) -> Results:
    """What became of up to `limit` lines from `place` on, in their order.

    Raises `PackageUnknown`, `ResultsNotReady`, `ResultsGone`.
    """
    package = get_package(conn, seller_id, package_id, now)
    if package.state is not PackageState.INTEGRATED or package.ended_at is None:
        raise ResultsNotReady
    if now >= package.ended_at + RESULTS_KEPT_FOR:
        raise ResultsGone
    last, line = _end_of_page(conn, package.row, place, limit)
    found: list[LineOutcome] = []
    for upload in store.uploads_between(conn, package.row, place.upload, last):
        found += _outcomes(upload)
    page = found[place.line : place.line + limit]
    if len(page) < limit or (last == package.upload_count - 1 and line == 0):
        return Results(page, None, package.language)
    following = Place(last, line) if line else Place(last + 1, 0)
    return Results(page, following, package.language)


def _end_of_page(conn: Connection, row: int, place: Place, limit: int) -> tuple[int, int]:
    """The last upload of the page, and how many of its lines are on it; 0: all of them.

    Uploads may have one line or a hundred: only those of the page are read.
    """
    wanted = place.line + limit
    last = place.upload
    for number, count in store.upload_sizes(conn, row, since=place.upload, limit=wanted):
        last = number
        if wanted <= count:
            return last, wanted % count
        wanted -= count
    return last, 0


def _outcomes(upload: store.Upload) -> list[LineOutcome]:
    judged: list[tuple[str, list[tuple[str, str]]]] = msgspec.json.decode(upload.outcomes or "[]")
    return [
        LineOutcome(
            reference_of(request),
            LineStatus(status),
            tuple(LineResult(code, detail) for code, detail in results),
        )
        for request, (status, results) in zip(
            msgspec.json.decode(upload.lines), judged, strict=True
        )
    ]
