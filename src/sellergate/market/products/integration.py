"""Judges submissions in the background: some sheets at a time, in two transactions.

The first checks them and reports which are refused and which are validated. The second integrates the validated ones
into the catalogue, reports it, and takes the sheets from those that wait: so whatever ends the process, each sheet is
integrated once, and no status ever moves backwards.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.market.products import reports, rules, sheet_store, submissions
from sellergate.market.products.categoriser import Categoriser
from sellergate.market.products.checks import CheckedSheet, check_sheet, choose_category
from sellergate.market.products.names import brand_key
from sellergate.market.products.refusals import Note, note
from sellergate.market.products.reports import Judgement, NewReport, Status
from sellergate.market.products.rights import (
    Operation,
    Outcome,
    Product,
    create_product,
    merge_product,
)
from sellergate.market.products.rules import CategoryRule
from sellergate.market.products.sheets import SubmittedSheet, read_sheets
from sellergate.market.products.submissions import Package, Upload
from sellergate.storage.database import Database


class ProductsHandler:
    """The jobs that judge submissions of product sheets."""

    kind = submissions.KIND

    def __init__(self, clock: Clock, *, creations_per_hour: int) -> None:
        self._clock = clock
        self._quota = creations_per_hour

    async def run(self, job: Job, db: Database) -> None:
        """Judge what waits of one submission. See `jobs.handlers.Handler`."""
        package = await db.read(submissions.find_package, job.subject)
        if package is None:
            await db.write(jobs.finish, job)
            return
        known = _Known()
        while (upload := await db.read(submissions.next_upload, package)) is not None:
            sheets = await asyncio.to_thread(read_sheets, upload.lines, package.language)
            present = await db.read(rules.categories_of_products, _gtin_keys(sheets))
            checked = await self._check(db, known, sheets, present)
            if not upload.is_checked:
                await db.write(_report, job, package, upload, checked, present, self._clock())
            await db.write(
                _integrate, job, package, upload, checked, now=self._clock(), quota=self._quota
            )
        await db.write(_end, job, package, self._clock())

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002  (it is logged)
        """Refuse what waits. See `jobs.handlers.Handler`."""
        package = submissions.find_package(conn, job.subject)
        if package is None:
            return
        while (upload := submissions.next_upload(conn, package)) is not None:
            _refuse(conn, package, upload)
        submissions.end_package(conn, package, now)

    async def _check(
        self, db: Database, known: "_Known", sheets: list[SubmittedSheet], present: dict[str, str]
    ) -> list[CheckedSheet]:
        """The sheets after every check that does not need the sheet of the catalogue."""
        references = {s.category_code for s in sheets if s.category_code} | {*present.values()}
        await known.learn(db, references, {brand_key(s.brand) for s in sheets if s.brand})
        if known.categoriser is None and any(_lacks_category(s, known, present) for s in sheets):
            known.categoriser = Categoriser(await db.read(rules.labels_of_categories))
        chosen = await asyncio.to_thread(_choose, sheets, known, present)
        await known.learn(db, {reference for reference in chosen if reference}, set())
        return await asyncio.to_thread(_check_all, sheets, chosen, known)


@dataclass
class _Known:
    """What this job has read of the referential: it is not read for each sheet again."""

    categories: dict[str, CategoryRule] = field(default_factory=dict)
    brands: dict[str, str] = field(default_factory=dict)
    categoriser: Categoriser | None = None
    _asked: set[tuple[str, str]] = field(default_factory=set)

    async def learn(self, db: Database, categories: set[str], brands: set[str]) -> None:
        """Read of these what was not asked for before."""
        if new := {one for one in categories if ("category", one) not in self._asked}:
            self.categories |= await db.read(rules.rules_of_categories, new)
        if names := {one for one in brands if ("brand", one) not in self._asked}:
            self.brands |= await db.read(rules.names_of_brands, names)
        self._asked |= {("category", one) for one in new} | {("brand", one) for one in names}


def _lacks_category(sheet: SubmittedSheet, known: _Known, present: dict[str, str]) -> bool:
    return sheet.category_code not in known.categories and _present(sheet, present) is None


def _present(sheet: SubmittedSheet, present: dict[str, str]) -> str | None:
    return None if sheet.gtin is None else present.get(sheet.gtin.key)


def _choose(
    sheets: list[SubmittedSheet], known: _Known, present: dict[str, str]
) -> list[str | None]:
    return [
        choose_category(sheet, known.categories, _present(sheet, present), known.categoriser)
        for sheet in sheets
    ]


def _check_all(
    sheets: list[SubmittedSheet], chosen: list[str | None], known: _Known
) -> list[CheckedSheet]:
    return [
        check_sheet(sheet, known.categories.get(reference or ""), known.brands)
        for sheet, reference in zip(sheets, chosen, strict=True)
    ]


def _gtin_keys(sheets: Iterable[SubmittedSheet]) -> set[str]:
    return {sheet.gtin.key for sheet in sheets if sheet.gtin is not None}


def _report(
    conn: Connection,
    job: Job,
    package: Package,
    upload: Upload,
    checked: Sequence[CheckedSheet],
    present: dict[str, str],
    now: datetime,
) -> None:
    """The first step: say which sheets are refused and which are validated."""
    jobs.hold(conn, job, now=now)
    made = [
        _new_report(upload.number + place, one, _present(one.sheet, present) is not None)
        for place, one in enumerate(checked)
    ]
    reports.insert_reports(conn, package.seller_id, package, made)
    submissions.mark_checked(conn, package, upload)


def _new_report(number: int, checked: CheckedSheet, is_present: bool) -> NewReport:
    sheet = checked.sheet
    return NewReport(
        number=number,
        gtin=sheet.gtin_text,
        gtin_key=None if sheet.gtin is None else sheet.gtin.key,
        seller_product_reference=sheet.seller_product_reference,
        status=Status.REFUSED if checked.is_refused else Status.VALIDATED,
        operation=Operation.MODIFICATION if is_present else Operation.CREATION,
        category_code=None if checked.category is None else checked.category.reference,
        product_reference=None,
        variant_group_reference=sheet.variant_group_reference,
        notes=sheet.notes,
    )


def _integrate(
    conn: Connection,
    job: Job,
    package: Package,
    upload: Upload,
    checked: Sequence[CheckedSheet],
    *,
    now: datetime,
    quota: int,
) -> None:
    """The second step: write the validated sheets into the catalogue, and that they are done."""
    jobs.hold(conn, job, now=now, gets_on=True)
    validated = reports.validated_numbers(conn, package, upload)
    keys = _gtin_keys(checked[number - upload.number].sheet for number in validated)
    shelf = _Shelf(conn, package, keys, now=now, quota=quota)
    judgements = [
        shelf.judge(number, checked[number - upload.number]) for number in sorted(validated)
    ]
    shelf.write(conn)
    reports.judge_reports(conn, package, judgements)
    integrated = sum(judgement.status is Status.INTEGRATED for judgement in judgements)
    submissions.end_upload(conn, package, upload, integrated=integrated)


class _Shelf:
    """The sheets of the catalogue that some submitted ones are about, as they are after each of these."""

    def __init__(
        self, conn: Connection, package: Package, keys: set[str], *, now: datetime, quota: int
    ) -> None:
        self._seller_id = package.seller_id
        self._now = now
        self._quota = quota
        self._hour = now.replace(minute=0, second=0, microsecond=0)
        self._products = sheet_store.products_of_gtins(conn, package.seller_id, keys)
        self._created: set[str] = set()
        self._changed: set[str] = set()
        self._linked: set[str] = set()
        self._count = self._counted = sheet_store.created_in_hour(
            conn, package.seller_id, self._hour
        )

    def judge(self, number: int, checked: CheckedSheet) -> Judgement:
        """What becomes of one sheet; the next one finds it done."""
        sheet = checked.sheet
        if (
            checked.is_refused or sheet.gtin is None
        ):  # the referential changed since it was validated
            return _refused(number, Operation.CREATION, None, checked)
        key = sheet.gtin.key
        product = self._products.get(key)
        if product is None and self._count >= self._quota:
            told = note("quota-exceeded", "Gtin", limit=self._quota)
            return _refused(number, Operation.CREATION, None, checked, told)
        outcome = (
            create_product(checked, self._now)
            if product is None
            else merge_product(product, checked, self._now)
        )
        if outcome.refused:
            reference = outcome.product.reference
            return _refused(number, outcome.operation, reference, checked, *outcome.refused)
        self._put(key, product, outcome)
        return Judgement(
            number, Status.INTEGRATED, outcome.operation, outcome.product.reference, sheet.notes
        )

    def _put(self, key: str, before: Product | None, outcome: Outcome) -> None:
        self._products[key] = outcome.product
        if before is None:
            self._count += 1
            self._created.add(key)
        elif outcome.product != before and key not in self._created:
            is_changed = outcome.operation is Operation.MODIFICATION
            (self._changed if is_changed else self._linked).add(key)

    def write(self, conn: Connection) -> None:
        """Write what is new and what has changed."""
        seller_id, now = self._seller_id, self._now
        sheet_store.insert_products(conn, seller_id, self._of(self._created), now)
        sheet_store.update_products(conn, seller_id, self._of(self._changed), now)
        linked = self._of(self._linked - self._changed)
        sheet_store.link_products(conn, seller_id, linked, now)
        if self._count != self._counted:
            sheet_store.count_creations(conn, seller_id, self._hour, self._count)

    def _of(self, keys: set[str]) -> list[Product]:
        return [self._products[key] for key in sorted(keys)]


def _refused(
    number: int, operation: Operation, reference: str | None, checked: CheckedSheet, *told: Note
) -> Judgement:
    # Not into the sheet's own notes: a transaction may be done again.
    return Judgement(number, Status.REFUSED, operation, reference, [*checked.sheet.notes, *told])


def _refuse(conn: Connection, package: Package, upload: Upload) -> None:
    """Refuse sheets that nobody can judge."""
    sheets = read_sheets(upload.lines, package.language)
    for sheet in sheets:
        sheet.notes.append(note("not-processed", "Gtin"))
    numbers = range(upload.number, upload.number + upload.line_count)
    if upload.is_checked:
        validated = reports.validated_numbers(conn, package, upload)
        judged = [
            _refused(number, Operation.CREATION, None, CheckedSheet(sheet, None))
            for number, sheet in zip(numbers, sheets, strict=True)
            if number in validated
        ]
        reports.judge_reports(conn, package, judged)
    else:
        made = [
            _new_report(number, CheckedSheet(sheet, None), is_present=False)
            for number, sheet in zip(numbers, sheets, strict=True)
        ]
        reports.insert_reports(conn, package.seller_id, package, made)
    submissions.end_upload(conn, package, upload, integrated=0)


def _end(conn: Connection, job: Job, package: Package, now: datetime) -> None:
    """The last step."""
    submissions.end_package(conn, package, now)
    jobs.finish(conn, job)
