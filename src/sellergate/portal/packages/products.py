"""Submissions of product sheets, as pages show them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sellergate.access.context import SellerId
from sellergate.kit.marks import N_
from sellergate.market.products.progress import (
    SUBMISSIONS,
    RefusedSheet,
    SubmissionProgress,
    refused_sheets,
)
from sellergate.market.products.refusals import Level, Note, render_note
from sellergate.market.products.submissions import KIND
from sellergate.portal.packages.work import HOME, Refusal, Work, language_of
from sellergate.storage.database import Database

LINES_AT_ONCE: Final = 1000

ABOUT: Final = N_("Create or change product sheets")
WAITING: Final = ("pending", N_("Waiting for its turn"))
RUNNING: Final = ("pending", N_("In progress"))
DONE: Final = ("ok", N_("Done"))


class ProductSubmissions:
    """See `Source`."""

    slug = "products"
    title = N_("Product sheets")
    jobs: tuple[str, ...] = (KIND,)

    async def page(
        self,
        db: Database,
        seller_ids: Sequence[SellerId],
        *,
        before: int | None,
        limit: int,
        now: datetime,  # noqa: ARG002  (sheets never lapse)
    ) -> list[Work]:
        """See `Source.page`."""
        found = await db.read(SUBMISSIONS.page, seller_ids, before=before, limit=limit)
        return [_work(submission) for submission in found]

    async def find(
        self,
        db: Database,
        seller_ids: Sequence[SellerId],
        package_id: str,
        *,
        now: datetime,  # noqa: ARG002  (sheets never lapse)
    ) -> Work | None:
        """See `Source.find`."""
        found = await db.read(SUBMISSIONS.find, seller_ids, package_id)
        return _work(found) if found else None

    async def named(
        self,
        db: Database,
        package_ids: Collection[str],
        *,
        now: datetime,  # noqa: ARG002  (sheets never lapse)
    ) -> list[Work]:
        """See `Source.named`."""
        return [_work(one) for one in await db.read(SUBMISSIONS.named, package_ids)]

    async def refusals(
        self, db: Database, work: Work, *, locale: str, since: int
    ) -> tuple[list[Refusal], int | None]:
        """See `Source.refusals`."""
        sheets, following = await db.read(
            refused_sheets,
            work.seller_id,
            work.row,
            since=since,
            lines=LINES_AT_ONCE,
        )
        return [one for sheet in sheets for one in _refusals(sheet, locale)], following

    def reason(self, work: Work, locale: str) -> str:  # noqa: ARG002  (the others have reasons)
        """See `Source.reason`: sheets are judged one by one, never all at once."""
        return ""


def _work(submission: SubmissionProgress) -> Work:
    tone, state = _state(submission)
    return Work(
        row=submission.row,
        href=f"{HOME}products/{submission.package_id}",
        package_id=submission.package_id,
        seller_id=submission.seller_id,
        shop_name=submission.shop_name,
        about=ABOUT,
        channel="",
        tone=tone,
        state=state,
        is_running=submission.is_running,
        is_open=False,
        line_count=submission.line_count,
        done_count=submission.done_count,
        integrated_count=submission.integrated_count,
        refused_count=submission.refused_count,
        duplicated_count=0,
        sent_at=submission.submitted_at,
        ended_at=submission.ended_at,
    )


def _state(submission: SubmissionProgress) -> tuple[str, str]:
    if not submission.is_running:
        return DONE
    return RUNNING if submission.done_count else WAITING


def _refusals(sheet: RefusedSheet, locale: str) -> list[Refusal]:
    notes = [Note(Level(level), key, field, values) for level, key, field, values in sheet.notes]
    found = []
    for note in notes:
        if note.level is not Level.ERROR:
            continue
        said = render_note(note, language_of(locale))
        found.append(
            Refusal(
                line=sheet.number,
                reference=sheet.reference,
                gtin=sheet.gtin,
                status=sheet.status,
                code=said.code,
                field=said.field,
                message=said.message,
                anchor=note.key,
            )
        )
    return found
