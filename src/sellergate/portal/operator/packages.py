"""What is being integrated, of all sellers: how far it is, what failed and is tried again, and each package to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from sellergate.jobs import store as jobs
from sellergate.jobs.models import Waiting
from sellergate.kit.marks import N_
from sellergate.portal.operator.frame import PACKAGES, PAGE_SIZE, AtDesk, cut_page, number_of
from sellergate.portal.packages.view import SOURCES, refusals_file, source_of, told_of
from sellergate.portal.packages.work import NoSuchPackage, Work
from sellergate.web.browser import visitor_of

FAILED_SHOWN: Final = 20
PACKAGE: Final = "/operator/packages/{kind:str}/{package_id:str}"
KINDS: Final = {kind: source for source in SOURCES.values() for kind in source.jobs}


@dataclass(frozen=True, slots=True)
class FailedRow:
    """Work that failed and is tried again. `work` is the package that it is about, if it is about one."""

    work: Work | None
    kind: str
    attempts: int
    next_at: datetime


@get(PACKAGES)
async def packages_page(desk: AtDesk) -> Response[Any]:
    """Everything that is being integrated or waits for it, what was sent first on top."""
    return desk.show("packages.html", title=N_("Packages"), here=PACKAGES, **await _list_of(desk))


@get("/operator/packages/list")
async def packages_rows(desk: AtDesk) -> Response[Any]:
    """The same lists again, for a page that is open while work goes on."""
    return desk.pages.fragment(desk.request, "operator/_packages.html", **await _list_of(desk))


@get(PACKAGE)
async def package_page(
    desk: AtDesk, kind: FromPath[str], package_id: FromPath[str]
) -> Response[Any]:
    """A package as its seller sees it."""
    return desk.show(
        "package.html",
        title=desk.pages.text(desk.request, N_("Package {package_id}"), package_id=package_id),
        here=PACKAGES,
        **await _told_of(desk, kind, package_id),
    )


@get(f"{PACKAGE}/progress")
async def package_progress(
    desk: AtDesk, kind: FromPath[str], package_id: FromPath[str]
) -> Response[Any]:
    """The part of the page that changes while work goes on."""
    told = await _told_of(desk, kind, package_id)
    return desk.pages.fragment(desk.request, "packages/_progress.html", **told)


@get(f"{PACKAGE}/refusals.csv")
async def package_refusals(desk: AtDesk, kind: FromPath[str], package_id: FromPath[str]) -> Stream:
    """Every reason why a line was refused, as a table for a spreadsheet."""
    work = await _get_work(desk, kind, package_id)
    return refusals_file(desk.db, source_of(kind), work, visitor_of(desk.request).locale)


async def _list_of(desk: AtDesk) -> dict[str, Any]:
    query = desk.request.query_params.get("after")
    after = number_of(query)
    found = await desk.db.read(jobs.page_of_jobs, tuple(KINDS), after=after, limit=PAGE_SIZE + 1)
    failed = await desk.db.read(jobs.failed_jobs, limit=FAILED_SHOWN + 1)
    works = await _works_of(desk, [*found[:PAGE_SIZE], *failed[:FAILED_SHOWN]])
    page_of = cut_page(
        PACKAGES, found, after=str(after or ""), next_after=[str(job.id) for job in found]
    )
    return {
        "page_of": page_of,
        "works": [works[job.subject] for job in page_of.items if job.subject in works],
        "failed": [_failed_row(job, works) for job in failed[:FAILED_SHOWN]],
        "has_more_failed": len(failed) > FAILED_SHOWN,
        "rows_href": f"{PACKAGES}list" + (f"?after={after}" if after else ""),
    }


def _failed_row(job: Waiting, works: dict[str, Work]) -> FailedRow:
    return FailedRow(
        works.get(job.subject) if job.kind in KINDS else None, job.kind, job.attempts, job.due_at
    )


async def _works_of(desk: AtDesk, waiting: Sequence[Waiting]) -> dict[str, Work]:
    """The packages that jobs are about, by their packageId."""
    works: dict[str, Work] = {}
    for source in SOURCES.values():
        named = {job.subject for job in waiting if job.kind in source.jobs}
        if named:
            found = await source.named(desk.db, named, now=desk.access.clock())
            works |= {work.package_id: _for_operators(work, source.slug) for work in found}
    return works


async def _told_of(desk: AtDesk, kind: str, package_id: str) -> dict[str, Any]:
    work = await _get_work(desk, kind, package_id)
    return await told_of(desk.db, source_of(kind), work, visitor_of(desk.request).locale)


async def _get_work(desk: AtDesk, kind: str, package_id: str) -> Work:
    """Raises `NoSuchPackage`."""
    found = await source_of(kind).named(desk.db, [package_id], now=desk.access.clock())
    if not found:
        raise NoSuchPackage(package_id=package_id[:40])
    return _for_operators(found[0], kind)


def _for_operators(work: Work, kind: str) -> Work:
    return replace(work, href=f"{PACKAGES}{kind}/{work.package_id}")
