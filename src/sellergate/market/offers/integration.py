"""Integrates packages in the background: every line once, each by itself, in steps that another node can take over.

A step judges some uploads and writes offers, outcomes, counts and position in one transaction, so that a process may end
at any instant. What needs nobody else's rows, reading JSON and checking values, is done before it, outside of the
transaction.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job, LeaseLost
from sellergate.kit.clock import Clock
from sellergate.market.offers import shelf, store
from sellergate.market.offers.channels import channels_of
from sellergate.market.offers.delivery import TRACKED, find_mode
from sellergate.market.offers.judging import Effect, judge, look_up
from sellergate.market.offers.models import LineStatus, Package, PackageState, Source
from sellergate.market.offers.packages import JOB
from sellergate.market.offers.requests import Draft, Refusal, Terms, parse_line, reference_of
from sellergate.market.offers.results import FAILED
from sellergate.storage.database import Database
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import seller_delivery_modes

STEP_LINES: Final = 100  # judged in one transaction, some 10 ms; twice as many were no faster
READ_AHEAD: Final = 2_000  # lines looked at in one go for repeated references

_REPEATED: Final[list[Refusal]] = [("1403", "")]
_MODES = Prepared(
    sa.select(seller_delivery_modes.c.code).where(
        seller_delivery_modes.c.seller_id == sa.bindparam("seller_id")
    ),
    "seller_id",
)


class Account(NamedTuple):
    """What the account of a seller allows, and the channels beside the one of the package."""

    terms: Terms
    other_channels: list[str]


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """An upload, read: what each line wants and what is wrong with it already."""

    number: int
    lines: list[tuple[Draft, list[Refusal]]]
    repeated: list[bool]


class PackageIntegration:
    """The work on packages of offers, whatever they came as."""

    kind: str = JOB

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def run(self, job: Job, db: Database) -> None:
        """See `Handler.run`."""
        package = await db.write(_begin, job, self._clock())
        if package is None:
            return
        account = await db.read(_account, package.seller_id, package)
        repeated = await self._repeated_references(db, package)
        position = package.done_uploads
        while position < package.upload_count:
            uploads = await db.read(_next_uploads, package.row, position)
            read = []
            for upload in uploads:
                read.append(_read(upload, account.terms, repeated))
                await asyncio.sleep(0)  # calls are answered between
            await db.write(_integrate, job, package, account, read, self._clock())
            position = uploads[-1].number + 1
        await db.write(_end, job, package, self._clock())

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:
        """See `Handler.give_up`: the package is rejected; what was integrated before stays."""
        package = store.get_package_of_job(conn, job.subject)
        if package is not None and package.ended_at is None:
            store.change_package(
                conn,
                package.row,
                state=PackageState.REJECTED.value,
                result_code=FAILED,
                result_detail=reason[:200],
                updated_at=now,
                ended_at=now,
            )

    async def _repeated_references(self, db: Database, package: Package) -> frozenset[str]:
        """References that more than one line of the package has: none of those lines is integrated."""
        seen: set[str] = set()
        repeated: set[str] = set()
        position = 0
        while position < package.upload_count:
            uploads = await db.read(_next_uploads, package.row, position, lines=READ_AHEAD)
            for upload in uploads:
                for line in msgspec.json.decode(upload.lines):
                    reference = reference_of(line)
                    if reference in seen:
                        repeated.add(reference)
                    seen.add(reference)
                await asyncio.sleep(0)
            position = uploads[-1].number + 1
        repeated.discard("")  # what has none is refused for that
        return frozenset(repeated)


def _begin(conn: Connection, job: Job, now: datetime) -> Package | None:
    """The package, on its way from now on; None when there is nothing to do any more."""
    jobs.hold(conn, job, now=now)
    package = store.get_package_of_job(conn, job.subject)
    if package is None or package.ended_at is not None:
        jobs.finish(conn, job)
        return None
    if package.state is PackageState.READY:
        store.change_package(
            conn, package.row, state=PackageState.INTEGRATION_PENDING.value, updated_at=now
        )
    return package


def _account(conn: Connection, seller_id: SellerId, package: Package) -> Account:
    channels = channels_of(conn, seller_id)
    currencies = {channel.id: channel.currency for channel in channels}
    modes = {TRACKED}
    for (name,) in _MODES.all(conn, seller_id):
        if (mode := find_mode(name)) is not None:
            modes.add(mode.code)
    terms = Terms(
        type=package.type,
        currency=currencies.get(package.sales_channel_id, "EUR"),
        modes=frozenset(modes),
        may_say_more=package.source is Source.XML,
    )
    others = [channel.id for channel in channels if channel.id != package.sales_channel_id]
    return Account(terms, others)


def _next_uploads(
    conn: Connection,
    row: int,
    position: int,
    *,
    lines: int = STEP_LINES,
) -> list[store.Upload]:  # rule-ok: tenant (the work of every seller)
    """Uploads from `position` on: as many as have `lines` lines together, but one at least."""
    last, count = position, 0
    for number, line_count in store.upload_sizes(conn, row, since=position, limit=lines):
        count += line_count
        if count > lines and number > position:
            break
        last = number
    return store.uploads_between(conn, row, position, last)


def _read(upload: store.Upload, terms: Terms, repeated: frozenset[str]) -> ReadUpload:
    lines = [parse_line(line, terms) for line in msgspec.json.decode(upload.lines)]
    return ReadUpload(
        upload.number, lines, [draft.reference in repeated for draft, _refusals in lines]
    )


def _integrate(
    conn: Connection,
    job: Job,
    package: Package,
    account: Account,
    uploads: Sequence[ReadUpload],
    now: datetime,
) -> None:
    """One step."""
    jobs.hold(conn, job, now=now, gets_on=True)
    counts: Counter[LineStatus] = Counter()
    outcomes = _judge(conn, package, account, uploads, counts, now)
    store.put_outcomes(conn, package.row, outcomes)
    moved = store.move_on(
        conn,
        package.row,
        since=uploads[0].number,
        done_uploads=uploads[-1].number + 1,
        integrated=counts[LineStatus.INTEGRATED],
        rejected=counts[LineStatus.REJECTED],
        duplicated=counts[LineStatus.DUPLICATED],
        now=now,
    )
    if not moved:
        raise LeaseLost


def _judge(
    conn: Connection,
    package: Package,
    account: Account,
    uploads: Sequence[ReadUpload],
    counts: Counter[LineStatus],
    now: datetime,
) -> list[tuple[int, str]]:
    """The outcomes of each upload, as JSON, with all that follows from them on the shelf."""
    seller_id, channel_id, terms = package.seller_id, package.sales_channel_id, account.terms
    good = [
        draft
        for upload in uploads
        for (draft, refusals), is_repeated in zip(upload.lines, upload.repeated, strict=True)
        if not (refusals or is_repeated)
    ]
    effect = Effect()
    known = look_up(conn, seller_id, channel_id, good, terms.type) if good else None
    told = []
    for upload in uploads:
        judged: list[Any] = []
        for (draft, wrong), is_repeated in zip(upload.lines, upload.repeated, strict=True):
            code, refusals = "", wrong
            if is_repeated:
                refusals = _REPEATED
            elif not wrong and known is not None:
                code, refusals = judge(draft, terms, known, effect)
            if not refusals:
                status, results = LineStatus.INTEGRATED, [(code, "")]
            elif is_repeated:
                status, results = LineStatus.DUPLICATED, refusals
            else:
                status, results = LineStatus.REJECTED, refusals
            counts[status] += 1
            judged.append((status.value, results))
        told.append((upload.number, msgspec.json.encode(judged).decode()))
    shelf.put_offers(conn, seller_id, channel_id, effect.new, now)
    shelf.change_offers(conn, seller_id, effect.changes, now)
    shelf.delete_offers(conn, seller_id, effect.deleted)
    shelf.share_stock(conn, seller_id, account.other_channels, effect.stocks, now)
    return told


def _end(conn: Connection, job: Job, package: Package, now: datetime) -> None:
    jobs.hold(conn, job, now=now)
    store.change_package(
        conn, package.row, state=PackageState.INTEGRATED.value, updated_at=now, ended_at=now
    )
    jobs.finish(conn, job)
