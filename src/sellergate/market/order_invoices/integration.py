"""The work on an import: archives become the files in them, then each file is judged and attached, or refused.

A file is attached or refused once, in the transaction that says so of it; broken off anywhere, the work goes on with those
that are still `Running`. An invoice that is attached anew replaces itself.
"""

import asyncio
import hashlib
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import IO, Final, Self

import structlog
from sqlalchemy import Connection

from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.kit.ids import IdMaker
from sellergate.market.order_invoices import store
from sellergate.market.order_invoices.archive import Archive
from sellergate.market.order_invoices.content import check_content, is_zip
from sellergate.market.order_invoices.errors import OrderNotFulfilled
from sellergate.market.order_invoices.imports import JOB, fulfilled_order, orders_named
from sellergate.market.order_invoices.models import (
    MAX_FILE,
    MAX_NAME,
    FileStatus,
    Format,
    ImportStatus,
    InvoiceDocument,
    InvoiceFile,
    InvoiceImport,
)
from sellergate.market.order_invoices.scanning import ScannerUnavailable, VirusScanner
from sellergate.market.order_invoices.steps import (
    ATTACHED,
    DUPLICATE,
    FILE_CHECKED,
    FILE_TOO_LARGE,
    NOT_PROCESSED,
    ORDER_CHECKED,
    ORDER_NOT_FOUND,
    ORDER_NOT_FULFILLED,
    RECEIVED,
    SEVERAL_INVOICES,
    VIRUS_FOUND,
    FileRefused,
    Step,
)
from sellergate.market.orders.errors import OrderUnknown
from sellergate.market.orders.models import Order
from sellergate.storage.database import Database
from sellergate.storage.documents import DocumentGone, Documents, keep, let_go

log = structlog.get_logger()

SCANNER_DOWN: Final = timedelta(seconds=10)  # before it is asked again


class InvoiceIntegration:
    """The handler of the jobs. See `jobs.handlers.Handler`."""

    kind = JOB

    def __init__(
        self, documents: Documents, scanner: VirusScanner, clock: Clock, new_id: IdMaker
    ) -> None:
        self._documents = documents
        self._scanner = scanner
        self._clock = clock
        self._new_id = new_id

    async def run(self, job: Job, db: Database) -> None:
        """Judge what is left to be judged of an import."""
        found = await db.read(store.find_work, job.subject)
        if found is None or found.status is not ImportStatus.RUNNING:
            await db.write(jobs.finish, job)
            return
        with _Archives(self._documents) as archives:
            work = _Work(self, job, db, found, archives)
            try:
                await work.open_archives()
                await work.judge_files()
            except ScannerUnavailable as error:
                log.warning("virus scanner unavailable", reason=str(error))
                await db.write(self._wait, job)
                return
        await db.write(self._end, job, found)

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Refuse what is not judged."""
        found = store.find_work(conn, job.subject)
        if found is not None and found.status is ImportStatus.RUNNING:
            for file in _running(store.files_of(conn, found.row)):
                _refuse(conn, found, file, NOT_PROCESSED, now)
            _close(conn, found, now)

    def _wait(self, conn: Connection, job: Job) -> None:
        now = self._clock()
        jobs.hold(conn, job, now=now)
        jobs.let_go(conn, job, due_at=now + SCANNER_DOWN)

    def _end(self, conn: Connection, job: Job, found: InvoiceImport) -> None:
        _close(conn, found, self._clock())
        jobs.finish(conn, job)

    async def is_clean(self, content: bytes) -> bool:
        """What the scanner says. Raises `ScannerUnavailable`."""
        return await self._scanner.is_clean(content)

    async def put(self, content: bytes) -> str:
        """Keep bytes that were in an archive; their key."""
        return await self._documents.put(content)

    async def begin(self, file: InvoiceFile) -> bytes:
        """The first bytes of a file as it came. Raises `FileRefused`."""
        try:
            parts = await self._documents.get(_key_of(file))
        except DocumentGone as error:
            raise FileRefused(NOT_PROCESSED) from error
        async with aclosing(parts):
            return await anext(parts, b"")

    async def whole(self, file: InvoiceFile) -> bytes:
        """The bytes of a file as it came. Raises `FileRefused`."""
        if file.size > MAX_FILE:
            raise FileRefused(FILE_TOO_LARGE)
        try:
            return b"".join([part async for part in await self._documents.get(_key_of(file))])
        except DocumentGone as error:
            raise FileRefused(NOT_PROCESSED) from error

    def now(self) -> datetime:
        """The present instant."""
        return self._clock()

    def new_id(self) -> str:
        """A name for a document that nobody has given."""
        return self._new_id()


class _Work:
    """The work on one import, by one attempt."""

    def __init__(
        self,
        by: InvoiceIntegration,
        job: Job,
        db: Database,
        import_: InvoiceImport,
        archives: "_Archives",
    ) -> None:
        self._by = by
        self._job = job
        self._db = db
        self._import = import_
        self._archives = archives

    async def open_archives(self) -> None:
        """Let the files in each archive stand for it."""
        files = await self._db.read(store.files_of, self._import.row)
        for file in _running(files):
            if file.archive is not None:
                continue
            try:
                if is_zip(await self._by.begin(file)):
                    archive = await self._archives.open(_key_of(file))
                    await self._db.write(self._expand, file, archive)
            except FileRefused as refused:
                await self._db.write(self._refuse, file, refused.step)

    async def judge_files(self) -> None:
        """Attach each file to its order, or refuse it."""
        files = await self._db.read(store.files_of, self._import.row)
        named = Counter(file.order_id for file in files)
        numbers = _numbers_in_archives(files)
        for file in _running(files):
            try:
                is_one_of_several = file.order_id is not None and named[file.order_id] > 1
                await self._judge(file, numbers.get(file.position), is_one_of_several)
            except FileRefused as refused:
                await self._db.write(self._refuse, file, refused.step)

    async def _judge(self, file: InvoiceFile, number: int | None, is_one_of_several: bool) -> None:
        """Raises `FileRefused` and `ScannerUnavailable`."""
        if is_one_of_several:
            raise FileRefused(DUPLICATE)
        await self._db.write(self._check_order, file)
        if number is None:
            content = await self._by.whole(file)
        else:
            archive = await self._archives.open(_key_of(file))
            content = await asyncio.to_thread(archive.read, number)
        kind = await asyncio.to_thread(check_content, content)
        await self._db.write(self._reach, file, FILE_CHECKED)
        if not await self._by.is_clean(content):
            raise FileRefused(VIRUS_FOUND)
        key = _key_of(file) if number is None else await self._by.put(content)
        await self._db.write(self._attach, file, kind, content, key)

    def _expand(self, conn: Connection, file: InvoiceFile, archive: Archive) -> None:
        """Raises `FileRefused` when the archive is for one order and holds several files."""
        if self._import.order_row is not None and len(archive.entries) > 1:
            raise FileRefused(SEVERAL_INVOICES)
        self._hold(conn)
        names = [entry.name[-MAX_NAME:] for entry in archive.entries]
        order_ids: Sequence[str | None] = [file.order_id]
        if self._import.order_row is None:
            order_ids = orders_named(conn, self._import.seller_id, names)
        last = max(known.position for known in store.files_of(conn, self._import.row))
        inside = [
            InvoiceFile(
                position=position,
                file_name=name,
                archive=file.file_name,
                order_id=order_id,
                status=FileStatus.RUNNING,
                step=RECEIVED.code,
                document_key=file.document_key,
                size=entry.size,
            )
            for position, (entry, name, order_id) in enumerate(
                zip(archive.entries, names, order_ids, strict=True), last + 1
            )
        ]
        store.delete_file(conn, self._import.row, file.position)
        store.insert_files(conn, self._import.row, inside)

    def _check_order(self, conn: Connection, file: InvoiceFile) -> None:
        """Raises `FileRefused`."""
        self._hold(conn)
        self._order_of(conn, file)
        self._change(conn, file, integration_status=ORDER_CHECKED.code)

    def _reach(self, conn: Connection, file: InvoiceFile, step: Step) -> None:
        self._hold(conn)
        self._change(conn, file, integration_status=step.code)

    def _attach(
        self, conn: Connection, file: InvoiceFile, kind: Format, content: bytes, key: str
    ) -> None:
        """Raises `FileRefused` when the order is not what it was at the beginning."""
        now = self._hold(conn)
        order = self._order_of(conn, file)
        former = store.find_document(conn, order.seller_id, order.row)
        if former is not None:
            let_go(conn, former.document_key, now=now)
        if file.archive is not None:
            keep(conn, key, now=now)
        document = InvoiceDocument(
            document_id=self._by.new_id(),
            order_id=order.order_id,
            file_name=file.file_name,
            media_type=kind,
            size=len(content),
            sha256=hashlib.sha256(content).digest(),
            document_key=key,
            created_at=now,
        )
        store.replace_document(conn, order.seller_id, order.row, document)
        self._change(
            conn,
            file,
            status=FileStatus.SUCCESS.value,
            integration_status=ATTACHED.code,
            document_key=file.document_key if file.archive else None,
        )

    def _refuse(self, conn: Connection, file: InvoiceFile, step: Step) -> None:
        _refuse(conn, self._import, file, step, self._hold(conn))

    def _order_of(self, conn: Connection, file: InvoiceFile) -> Order:
        try:
            return fulfilled_order(conn, self._import.seller_id, file.order_id or "")
        except OrderUnknown as error:
            raise FileRefused(ORDER_NOT_FOUND) from error
        except OrderNotFulfilled as error:
            raise FileRefused(ORDER_NOT_FULFILLED) from error

    def _hold(self, conn: Connection) -> datetime:
        now = self._by.now()
        jobs.hold(conn, self._job, now=now, gets_on=True)
        store.change_import(conn, self._import.row, updated_at=now)
        return now

    def _change(self, conn: Connection, file: InvoiceFile, **values: str | None) -> None:
        store.change_file(conn, self._import.row, file.position, **values)


class _Archives:
    """The archive that is read from now; its bytes are in a file without a name."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._key: str | None = None
        self._file: IO[bytes] | None = None
        self._archive: Archive | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    async def open(self, key: str) -> Archive:
        """The archive with this key. Raises `FileRefused`."""
        if self._archive is None or self._key != key:
            self.__exit__()
            self._archive = None
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with this object)
            try:
                async for part in await self._documents.get(key):
                    await asyncio.to_thread(self._file.write, part)
            except DocumentGone as error:
                raise FileRefused(NOT_PROCESSED) from error
            self._archive = await asyncio.to_thread(Archive, self._file)
            self._key = key
        return self._archive


def _running(files: Sequence[InvoiceFile]) -> list[InvoiceFile]:
    return [file for file in files if file.status is FileStatus.RUNNING]


def _key_of(file: InvoiceFile) -> str:
    if file.document_key is None:
        raise FileRefused(NOT_PROCESSED)
    return file.document_key


def _numbers_in_archives(files: Sequence[InvoiceFile]) -> dict[int, int]:
    """Of each file that was in an archive, by position: its number there. They were written in the order of the archive."""
    counts: Counter[str | None] = Counter()
    numbers = {}
    for file in files:
        if file.archive is not None:
            numbers[file.position] = counts[file.document_key]
            counts[file.document_key] += 1
    return numbers


def _refuse(
    conn: Connection, import_: InvoiceImport, file: InvoiceFile, step: Step, now: datetime
) -> None:
    key = file.document_key
    if key is not None and file.archive is None:
        let_go(conn, key, now=now, at_once=step is VIRUS_FOUND)
        key = None
    store.change_file(
        conn,
        import_.row,
        file.position,
        status=FileStatus.FAILURE.value,
        integration_status=step.code,
        document_key=key,
    )


def _close(conn: Connection, import_: InvoiceImport, now: datetime) -> None:
    """Every file is judged: the import says how it went, and its archives are needed no more."""
    files = store.files_of(conn, import_.row)
    is_infected = any(file.step == VIRUS_FOUND.code for file in files)
    for key in {file.document_key for file in files if file.document_key is not None}:
        let_go(conn, key, now=now, at_once=is_infected)
    store.forget_keys(conn, import_.row)
    succeeded = sum(file.status is FileStatus.SUCCESS for file in files)
    status = ImportStatus.PARTIAL_SUCCESS if succeeded else ImportStatus.FAILURE
    if succeeded == len(files):
        status = ImportStatus.SUCCESS
    store.change_import(conn, import_.row, status=status.value, updated_at=now)
