"""Packages of offers, as pages show them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sellergate.access.context import SellerId
from sellergate.kit.marks import N_
from sellergate.market.offers import packages, progress
from sellergate.market.offers.progress import PackageProgress, RefusedLine
from sellergate.market.offers.results import result_code
from sellergate.market.offers.xml import packages as xml_packages
from sellergate.portal.packages.work import HOME, Refusal, Work, language_of
from sellergate.storage.database import Database

UPLOADS_AT_ONCE: Final = 50

ABOUT: Final = {
    "Upsert": N_("Create or replace offers"),
    "Update": N_("Change offers"),
    "Delete": N_("Withdraw offers"),
    "xml": N_("XML package"),
}
STATES: Final = {
    "WaitingForCompletion": ("info", N_("Open for lines")),
    "Ready": ("pending", N_("Waiting for its turn")),
    "IntegrationPending": ("pending", N_("In progress")),
    "Integrated": ("ok", N_("Done")),
    "Rejected": ("denied", N_("Refused as a whole")),
}


class OfferPackages:
    """See `Source`."""

    slug = "offers"
    title = N_("Offer packages")
    jobs: tuple[str, ...] = (packages.JOB, xml_packages.JOB)

    async def page(
        self,
        db: Database,
        seller_ids: Sequence[SellerId],
        *,
        before: int | None,
        limit: int,
        now: datetime,
    ) -> list[Work]:
        """See `Source.page`."""
        found = await db.read(
            progress.page_of_packages, seller_ids, before=before, limit=limit, now=now
        )
        return [_work(package) for package in found]

    async def find(
        self,
        db: Database,
        seller_ids: Sequence[SellerId],
        package_id: str,
        *,
        now: datetime,
    ) -> Work | None:
        """See `Source.find`."""
        found = await db.read(progress.find_package, seller_ids, package_id, now=now)
        return _work(found) if found else None

    async def named(
        self, db: Database, package_ids: Collection[str], *, now: datetime
    ) -> list[Work]:
        """See `Source.named`."""
        found = await db.read(progress.packages_named, package_ids, now=now)
        return [_work(package) for package in found]

    async def refusals(
        self, db: Database, work: Work, *, locale: str, since: int
    ) -> tuple[list[Refusal], int | None]:
        """See `Source.refusals`."""
        lines, following = await db.read(
            progress.refused_lines, work.seller_id, work.row, since=since, uploads=UPLOADS_AT_ONCE
        )
        return [one for line in lines for one in _refusals(line, locale)], following

    def reason(self, work: Work, locale: str) -> str:
        """See `Source.reason`."""
        if work.about == ABOUT["xml"]:
            return work.why_detail  # a whole sentence already, in the language of the package
        return _sentence(work.why, work.why_detail, locale) if work.why else ""


def _work(package: PackageProgress) -> Work:
    tone, state = STATES[package.state]
    return Work(
        row=package.row,
        href=f"{HOME}offers/{package.package_id}",
        package_id=package.package_id,
        seller_id=package.seller_id,
        shop_name=package.shop_name,
        about=ABOUT["xml"] if package.source == "xml" else ABOUT[package.type or "xml"],
        channel=package.sales_channel_id or "",
        tone=tone,
        state=state,
        is_running=package.is_running,
        is_open=package.state == "WaitingForCompletion",
        line_count=package.line_count,
        done_count=package.done_count,
        integrated_count=package.integrated_count,
        refused_count=package.rejected_count,
        duplicated_count=package.duplicated_count,
        sent_at=package.submitted_at or package.created_at,
        ended_at=package.ended_at,
        why=package.result_code or "",
        why_detail=package.result_detail or "",
    )


def _refusals(line: RefusedLine, locale: str) -> list[Refusal]:
    return [
        Refusal(
            line=line.number,
            reference=line.reference,
            gtin=line.gtin,
            status=line.status,
            code=result_code(key).code,
            field=result_code(key).about.field,
            message=_sentence(key, detail, locale),
            anchor=key,
        )
        for key, detail in line.results
    ]


def _sentence(key: str, detail: str, locale: str) -> str:
    result, language = result_code(key), language_of(locale)
    return f"{result.message(language, detail)}. {result.remedy(language)}"
