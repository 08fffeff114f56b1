"""The work on an XML package: fetch it, read it into lines, remove what it purges, and go on as with a JSON package.

A package is fetched when its turn among the packages of its seller has come, so that they count in their order. One whose
host is unavailable leaves the others before it: it is asked again in a lane of its own, with the XML packages behind it, and
takes its turn anew once it is read.

Broken off anywhere it begins again: an archive that was not read to its end is fetched anew, and a purge looks at all
offers again. What is done once is done by the integration, which keeps its own place.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import IO, Any, Final

from sqlalchemy import Connection

from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.market.offers import store as package_store
from sellergate.market.offers.channels import channels_of
from sellergate.market.offers.models import PackageState, PackageType
from sellergate.market.offers.packages import lane_of
from sellergate.market.offers.xml import store
from sellergate.market.offers.xml.archive import open_offers
from sellergate.market.offers.xml.fetching import PackageFetcher
from sellergate.market.offers.xml.lines import line_of
from sellergate.market.offers.xml.packages import JOB, fetching_lane_of
from sellergate.market.offers.xml.reading import FULL, PackageHead, PackageReader
from sellergate.market.offers.xml.refusals import (
    CHANNELS,
    FAILED,
    POOL,
    HostUnavailable,
    PackageRefused,
)
from sellergate.market.offers.xml.store import UPLOAD_LINES, XmlPackage
from sellergate.storage.database import Database

Integrate = Callable[[Job, Database], Awaitable[None]]

# Before another try, while a host is unavailable.
WAITS: Final = (timedelta(seconds=3), timedelta(seconds=15), timedelta(seconds=60))
BUSY: Final = timedelta(seconds=2)
UPLOADS_AT_ONCE: Final = 5
FORGOTTEN_AT_ONCE: Final = 20
PURGED_AT_ONCE: Final = 200
CHANNEL_OF_POOL_1: Final = "CDISFR"


class XmlPackages:
    """Does the jobs of XML packages. `integrate` goes on with one whose lines are stored, and ends its job."""

    kind = JOB

    def __init__(self, fetcher: PackageFetcher, integrate: Integrate, clock: Clock) -> None:
        self._fetcher = fetcher
        self._integrate = integrate
        self._clock = clock

    async def run(self, job: Job, db: Database) -> None:
        """Do what is left to be done of the package."""
        package = await db.read(store.find_work, job.subject)
        if package is None or package.is_over:
            await db.write(jobs.finish, job)
            return
        if not package.is_read:
            if not await self._take(package, job, db) or job.lane != lane_of(package.seller_id):
                return
            package = await db.read(store.find_work, job.subject)
        if package is not None and package.purges:
            await self._purge(package, job, db)
        await self._integrate(job, db)

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002  (for operators)
        """Reject the package."""
        package = store.find_work(conn, job.subject)
        if package is not None and not package.is_over:
            _reject(conn, package, PackageRefused(FAILED), now)

    async def _take(self, package: XmlPackage, job: Job, db: Database) -> bool:
        """Fetch and store the package; whether it is stored. If not it is rejected, or waits for another try."""
        lane = fetching_lane_of(package.seller_id)
        waits_for_others = job.lane != lane and not await db.read(jobs.is_empty, lane)
        if waits_for_others or self._fetcher.slots.locked():
            await db.write(self._wait, package, job, BUSY)
            return False
        try:
            async with self._fetcher.slots:
                with tempfile.TemporaryFile() as archive:
                    await self._fetcher.fetch(package.source_url, archive)
                    await self._read(package, archive, job, db)
        except HostUnavailable as unavailable:
            await db.write(self._try_later, package, job, unavailable)
            return False
        except PackageRefused as refused:
            await db.write(self._end, package, job, refused)
            return False
        return True

    async def _read(self, package: XmlPackage, archive: IO[bytes], job: Job, db: Database) -> None:
        """Store the lines of the archive, then what the package says of itself: from then on it is read."""
        while await db.write(self._forget, package, job):
            pass
        reader, kept, lines = PackageReader(), 0, list[dict[str, Any]]()
        with open_offers(archive) as chunks:
            for offers in reader.read(chunks):
                lines += map(line_of, offers)
                if len(lines) >= UPLOAD_LINES * UPLOADS_AT_ONCE:
                    kept += await db.write(self._keep, package, job, kept, lines, is_last=False)
                    del lines[: len(lines) // UPLOAD_LINES * UPLOAD_LINES]
                await asyncio.sleep(0)  # between two chunks others have their turn
        kept += await db.write(self._keep, package, job, kept, lines, is_last=True)
        await db.write(self._settle, package, job, reader.head, kept, reader.offer_count)

    def _forget(self, conn: Connection, package: XmlPackage, job: Job) -> int:
        """Remove what an attempt that was broken off has stored, a part of it; how much there was."""
        jobs.hold(conn, job, now=self._clock())
        return package_store.delete_uploads(conn, package.row, limit=FORGOTTEN_AT_ONCE)

    def _keep(
        self,
        conn: Connection,
        package: XmlPackage,
        job: Job,
        first: int,
        lines: list[dict[str, Any]],
        *,
        is_last: bool,
    ) -> int:
        """Store whole uploads of lines, the last one as it is; how many uploads."""
        jobs.hold(conn, job, now=self._clock())
        end = len(lines) if is_last else len(lines) // UPLOAD_LINES * UPLOAD_LINES
        batches = [lines[at : min(at + UPLOAD_LINES, end)] for at in range(0, end, UPLOAD_LINES)]
        if batches:
            store.insert_uploads(conn, package.row, first, batches)
        return len(batches)

    def _settle(
        self,
        conn: Connection,
        package: XmlPackage,
        job: Job,
        head: PackageHead,
        upload_count: int,
        line_count: int,
    ) -> None:
        """Raises `PackageRefused` when the package is for no channel of the seller."""
        now = self._clock()
        jobs.hold(conn, job, now=now, gets_on=True)
        type_ = PackageType.UPSERT if head.type == FULL else PackageType.UPDATE
        package_store.change_package(
            conn,
            package.row,
            sales_channel_id=_channel_of(conn, package, head.pools),
            type=type_.value,
            purges=head.purges,
            upload_count=upload_count,
            line_count=line_count,
            updated_at=now,
        )
        if job.lane != lane_of(package.seller_id):
            jobs.finish(conn, job)
            jobs.enqueue(conn, JOB, package.package_id, lane=lane_of(package.seller_id), now=now)

    async def _purge(self, package: XmlPackage, job: Job, db: Database) -> None:
        """Remove the seller's offers on the channel that the package does not name."""
        named: set[str] = set()
        count = -(-package.line_count // UPLOAD_LINES)
        for first in range(0, count, UPLOADS_AT_ONCE):
            last = first + UPLOADS_AT_ONCE - 1
            named |= await db.read(store.references_in, package.row, first, last)
        after: int | None = 0
        while after is not None:
            after = await db.write(self._purge_some, package, job, named, after)

    def _purge_some(
        self, conn: Connection, package: XmlPackage, job: Job, named: set[str], after: int
    ) -> int | None:
        """Look at some offers; the last one's number, None when there were no more."""
        now = self._clock()
        jobs.hold(conn, job, now=now, gets_on=True)
        found = store.offers_after(
            conn,
            package.seller_id,
            package.sales_channel_id or "",
            after=after,
            limit=PURGED_AT_ONCE,
        )
        if not found:
            package_store.change_package(conn, package.row, purges=False, updated_at=now)
            return None
        store.delete_offers(
            conn,
            package.seller_id,
            [number for number, reference in found if reference not in named],
        )
        return found[-1][0]

    def _wait(self, conn: Connection, package: XmlPackage, job: Job, wait: timedelta) -> None:
        """Let it be tried again, and other packages of the seller before it."""
        due_at = self._clock() + wait
        jobs.move(conn, job, lane=fetching_lane_of(package.seller_id), due_at=due_at)

    def _try_later(
        self, conn: Connection, package: XmlPackage, job: Job, unavailable: HostUnavailable
    ) -> None:
        failed = jobs.count_failure(conn, job)
        if failed > len(WAITS):
            self._end(conn, package, job, unavailable)
        else:
            self._wait(conn, package, job, WAITS[failed - 1])

    def _end(
        self, conn: Connection, package: XmlPackage, job: Job, refused: PackageRefused
    ) -> None:
        now = self._clock()
        jobs.hold(conn, job, now=now)
        _reject(conn, package, refused, now)
        jobs.finish(conn, job)


def _reject(conn: Connection, package: XmlPackage, refused: PackageRefused, now: datetime) -> None:
    package_store.change_package(
        conn,
        package.row,
        state=PackageState.REJECTED.value,
        result_code=refused.reason.code,
        result_detail=refused.text(package.language),
        updated_at=now,
        ended_at=now,
    )


def _channel_of(conn: Connection, package: XmlPackage, pools: list[str]) -> str:
    """The one channel that the package is for: by its pools, else as its call said. Raises `PackageRefused`."""
    known = {channel.id.upper(): channel.id for channel in channels_of(conn, package.seller_id)}
    named = [CHANNEL_OF_POOL_1 if pool == "1" else pool.upper() for pool in pools]
    if not named:
        named = [package.sales_channel_id or CHANNEL_OF_POOL_1]
    found = {known[name] for name in named if name in known}
    if not found:
        raise PackageRefused(POOL, channels=", ".join(known.values()) or "-")
    if len(found) > 1:
        raise PackageRefused(CHANNELS)
    return found.pop()
