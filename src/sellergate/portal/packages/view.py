"""What pages tell of packages, whoever reads them: how far one is, its first refusals, all of them as a file."""

from collections.abc import AsyncIterator
from dataclasses import astuple
from typing import Any, Final

from litestar.exceptions import NotFoundException
from litestar.response import Stream

from sellergate.portal.files import csv_cell, csv_line, download
from sellergate.portal.packages.offers import OfferPackages
from sellergate.portal.packages.products import ProductSubmissions
from sellergate.portal.packages.work import Refusal, Source, Work
from sellergate.storage.database import Database

FIRST_REFUSALS: Final = 20
# The names are for programs: they do not change with the language.
COLUMNS: Final = ("line", "seller_reference", "gtin", "status", "code", "field", "message")
SOURCES: Final[dict[str, Source]] = {
    source.slug: source for source in (OfferPackages(), ProductSubmissions())
}


def source_of(kind: str) -> Source:
    """The source that an address names. Raises `NotFoundException`."""
    source = SOURCES.get(kind)
    if source is None:
        raise NotFoundException
    return source


async def told_of(db: Database, source: Source, work: Work, locale: str) -> dict[str, Any]:
    """What a page tells of a package, its first refusals included."""
    found: list[Refusal] = []
    since: int | None = 0
    while work.has_refusals and since is not None and len(found) < FIRST_REFUSALS:
        more, since = await source.refusals(db, work, locale=locale, since=since)
        found += more
    return {
        "kind": source.slug,
        "work": work,
        "reason": source.reason(work, locale),
        "refusals": found[:FIRST_REFUSALS],
        "has_more": len(found) > FIRST_REFUSALS or since is not None,
    }


def refusals_file(db: Database, source: Source, work: Work, locale: str) -> Stream:
    """Every reason why a line was refused, as a table for a spreadsheet."""
    lines = _csv_lines(db, source, work, locale)
    return download(lines, "text/csv", f"refusals-{work.package_id}.csv")


async def _csv_lines(db: Database, source: Source, work: Work, locale: str) -> AsyncIterator[bytes]:
    yield csv_line(COLUMNS)
    since: int | None = 0
    while since is not None:
        found, since = await source.refusals(db, work, locale=locale, since=since)
        for one in found:
            yield csv_line([csv_cell(value) for value in astuple(one)[: len(COLUMNS)]])
