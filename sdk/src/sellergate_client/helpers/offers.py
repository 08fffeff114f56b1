"""Offers by the thousand: packages are opened, filled, submitted, waited for and read."""

from __future__ import annotations

from collections import deque
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Mapping,
)
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sellergate_client._core.calls import Core, Options, converse, encoded
from sellergate_client._core.messages import Flow, Pause, Step
from sellergate_client._drivers.running import Give, Stream, Take
from sellergate_client.errors import AnswerLost, BadRequest, Conflict, SellerApiError, ServerFault
from sellergate_client.resources import offers as operations
from sellergate_client.types.offers import LineResult, OfferRequest, Package

Line: TypeAlias = OfferRequest | Mapping[str, Any]
Told: TypeAlias = Callable[["PackageProgress"], None]

LINES_OF_PACKAGE = 50_000  # contract/00 §9
LINES_OF_UPLOAD = 100
PACKAGES = 5  # that may be spoiled before the caller is told
FIRST_LOOK, SLOWEST_LOOK, SLOWER = 0.25, 10.0, 1.5
# contract/04: the original takes uploads in the background, and refuses a submission until they are settled.
UPLOADS_SETTLE = (0.5, 1.0, 2.0, 4.0)


class PackageRejected(SellerApiError):
    """A package was refused as a whole; `package` says why. None of its lines was integrated."""

    def __init__(self, package: Package) -> None:
        result = package.raw.get("result")
        why = result.get("message") if isinstance(result, Mapping) else None
        super().__init__(
            f"Package {package.package_id} is rejected: {why or 'no reason was given'}"
        )
        self.package = package


class StillWorking(SellerApiError):
    """It is not done in the time that was given. It goes on: ask for the results of `package_id` later."""

    def __init__(self, package_id: str, seconds: float) -> None:
        super().__init__(
            f"Package {package_id} is not done after {seconds:.0f} s. It goes on: ask for its results later."
        )
        self.package_id = package_id


@dataclass(frozen=True, slots=True)
class PackageProgress:
    """How far one package is. Keep its id: `offers.results(package_id)` goes on from there, for three days."""

    package_id: str
    state: str
    uploaded: int
    judged: int = 0
    integrated: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class _Upload:
    """Lines as they are sent."""

    count: int
    body: bytes

    @classmethod
    def of(cls, lines: list[Line]) -> _Upload:
        return cls(len(lines), encoded(lines))


class _Spoiled(Exception):
    """Nobody knows what is in the package."""

    def __init__(self, cause: SellerApiError) -> None:
        self.cause = cause


@dataclass(slots=True)
class _Push:
    """Lines on their way, whoever drives them."""

    core: Core
    options: Options
    sales_channel_id: str
    package_type: str
    told: Told
    wait: float
    lost: SellerApiError | None = None

    def run(self) -> Stream[LineResult]:
        """One package is filled while the one before it is integrated."""
        submitted: deque[str] = deque()
        more = True
        while more or submitted:
            if more:
                package_id = yield from self._next_package()
                more = package_id is not None
                if package_id is not None:
                    submitted.append(package_id)
            if submitted and (not more or len(submitted) > 1):
                yield from results(
                    self.core, self.options, submitted.popleft(), self.told, self.wait
                )

    def _next_package(self) -> Generator[Step | Give[LineResult] | Take, Any, str | None]:
        """The id of a package that was filled and submitted; None when no lines are left."""
        first = yield Take(LINES_OF_UPLOAD)
        if not first:
            return None
        # Kept, as small as they go, until the package is submitted: another one may have to take its place.
        uploads = [_Upload.of(first)]
        packages = PACKAGES
        while True:
            packages -= 1
            package_id = yield from self._open()
            try:
                yield from self._fill(package_id, uploads)
            except _Spoiled as spoiled:
                if packages <= 0:
                    raise spoiled.cause from None
            else:
                return package_id

    def _open(self) -> Flow[str]:
        """A package that nobody submits does nothing and lapses by itself, so one too many does no harm."""
        opening = operations.open_offer_package(
            {"packageType": self.package_type}, sales_channel_id=self.sales_channel_id
        )
        return (yield from converse(self.core, self.options, replace(opening, safe=True)))

    def _fill(
        self, package_id: str, uploads: list[_Upload]
    ) -> Generator[Step | Give[LineResult] | Take, Any, None]:
        """Upload what there is, then what the caller still brings; and submit. Raises _Spoiled."""
        uploaded, number = 0, 0
        while True:
            yield from self._upload(package_id, uploads[number], uploaded)
            uploaded += uploads[number].count
            self.told(PackageProgress(package_id, "WaitingForCompletion", uploaded))
            number += 1
            if number < len(uploads):
                continue
            room = LINES_OF_PACKAGE - uploaded
            lines = (yield Take(min(LINES_OF_UPLOAD, room))) if room else []
            if not lines:
                break
            uploads.append(_Upload.of(lines))
        yield from self._check_count(package_id, uploaded)
        yield from self._submit(package_id)
        self.told(PackageProgress(package_id, "Ready", uploaded))

    def _check_count(self, package_id: str, uploaded: int) -> Flow[None]:
        """An upload that was given up may have arrived late, beside the one that took its place."""
        if self.lost is None:
            return
        package = yield from _look(self.core, self.options, package_id)
        if package.raw.get("lineCount") != uploaded:
            raise _Spoiled(self.lost)
        self.lost = None

    def _submit(self, package_id: str) -> Flow[None]:
        """Say that no more lines come; to say it twice does nothing more."""
        call = replace(operations.submit_offer_package(package_id, {"state": "Ready"}), safe=True)
        for pause in UPLOADS_SETTLE:
            try:
                yield from converse(self.core, self.options, call)
            except (BadRequest, Conflict):
                yield Pause(pause)
            else:
                return
        yield from converse(self.core, self.options, call)

    def _upload(self, package_id: str, lines: _Upload, before: int) -> Flow[None]:
        """All lines of an upload are taken, or none: when the answer is lost, the package says which.

        One that does not count its lines, as those of the original, is spoiled: a reference that is there twice
        rejects both lines.
        """
        upload = replace(operations.upload_offer_requests(package_id, ()), body=lines.body)
        for _ in range(self.options.retries.tries):
            try:
                return (yield from converse(self.core, self.options, upload))
            except (AnswerLost, ServerFault) as error:
                self.lost = error
                package = yield from _look(self.core, self.options, package_id)
                count = package.raw.get("lineCount")
                if count == before + lines.count:
                    return None
                if count != before:
                    break
        raise _Spoiled(self.lost or SellerApiError("no tries were given"))


def results(
    core: Core, options: Options, package_id: str, told: Told, wait: float
) -> Stream[LineResult]:
    """What became of each line, once the package is integrated."""
    yield from _until_done(core, options, package_id, told, wait)
    pages = operations.list_offer_requests_results(package_id, limit=1000)
    key: str | None = ""
    while key is not None:
        page = yield from converse(core, options, pages.page(key))
        for result in page.items:
            yield Give(result)
        key = None if page.next is None else page.next.removesuffix("+0")


def _until_done(
    core: Core, options: Options, package_id: str, told: Told, wait: float
) -> Flow[None]:
    pause, waited = FIRST_LOOK, 0.0
    while True:
        package = yield from _look(core, options, package_id)
        said = package.raw
        state = str(said.get("state") or said.get("status") or "")
        told(
            PackageProgress(
                package_id,
                state,
                said.get("lineCount", 0),
                said.get("doneCount", 0),
                said.get("integratedCount", 0),
                said.get("rejectedCount", 0),
            )
        )
        if state == "Rejected":
            raise PackageRejected(package)
        if state == "Integrated":
            return
        if waited + pause > wait:
            raise StillWorking(package_id, waited)
        yield Pause(pause)
        waited += pause
        pause = min(pause * SLOWER, SLOWEST_LOOK)


def _look(core: Core, options: Options, package_id: str) -> Flow[Package]:
    return (yield from converse(core, options, operations.get_offer_package(package_id)))


def _tell_nobody(_: PackageProgress) -> None:
    """Whoever does not ask is not told."""


class Offers(operations.Offers):
    __doc__ = operations.Offers.__doc__

    def upsert(
        self,
        lines: Iterable[Line],
        *,
        sales_channel_id: str,
        progress: Told | None = None,
        wait: float = 3600.0,
    ) -> Iterator[LineResult]:
        """Create offers or replace them as a whole, as many as you like, and yield what became of each line.

        Nothing happens before you ask for the first result. Lines are taken from `lines` as they are needed, in packages
        of 50,000 and uploads of 100; results come in the order of the lines, package by package. `progress` is called
        after each upload and each look.

        Raises PackageRejected, StillWorking after `wait` seconds for one package, and what errors.py lists. After
        BadRequest for an upload its package is not submitted, so none of its lines has done anything. The lines of
        a package are remembered until it is submitted.
        """
        return self._push(lines, sales_channel_id, "Upsert", progress, wait)

    def update(
        self,
        lines: Iterable[Line],
        *,
        sales_channel_id: str,
        progress: Told | None = None,
        wait: float = 3600.0,
    ) -> Iterator[LineResult]:
        """Change the members that each line has, of offers that exist; see `upsert`."""
        return self._push(lines, sales_channel_id, "Update", progress, wait)

    def delete(
        self,
        references: Iterable[str],
        *,
        sales_channel_id: str,
        progress: Told | None = None,
        wait: float = 3600.0,
    ) -> Iterator[LineResult]:
        """Remove the offers with these references; see `upsert`."""
        lines = ({"sellerExternalReference": reference} for reference in references)
        return self._push(lines, sales_channel_id, "Delete", progress, wait)

    def results(
        self, package_id: str, *, progress: Told | None = None, wait: float = 3600.0
    ) -> Iterator[LineResult]:
        """Wait for a submitted package, and yield what became of each line."""
        client = self._client
        told = progress or _tell_nobody
        return self._iterate(results(client._core, client._options, package_id, told, wait))

    def _push(
        self,
        lines: Iterable[Line],
        sales_channel_id: str,
        package_type: str,
        progress: Told | None,
        wait: float,
    ) -> Iterator[LineResult]:
        core, options = self._client._core, self._client._options
        told = progress or _tell_nobody
        push = _Push(core, options, sales_channel_id, package_type, told, wait)
        return self._iterate(push.run(), lines)


class AsyncOffers(operations.AsyncOffers):
    __doc__ = operations.Offers.__doc__

    def upsert(
        self,
        lines: Iterable[Line] | AsyncIterable[Line],
        *,
        sales_channel_id: str,
        progress: Told | None = None,
        wait: float = 3600.0,
    ) -> AsyncIterator[LineResult]:
        """See Offers.upsert. `lines` may be asynchronous as well."""
        return self._push(lines, sales_channel_id, "Upsert", progress, wait)

    def update(
        self,
        lines: Iterable[Line] | AsyncIterable[Line],
        *,
        sales_channel_id: str,
        progress: Told | None = None,
        wait: float = 3600.0,
    ) -> AsyncIterator[LineResult]:
        """See Offers.update."""
        return self._push(lines, sales_channel_id, "Update", progress, wait)

    def delete(
        self,
        references: Iterable[str],
        *,
        sales_channel_id: str,
        progress: Told | None = None,
        wait: float = 3600.0,
    ) -> AsyncIterator[LineResult]:
        """See Offers.delete."""
        lines = ({"sellerExternalReference": reference} for reference in references)
        return self._push(lines, sales_channel_id, "Delete", progress, wait)

    def results(
        self, package_id: str, *, progress: Told | None = None, wait: float = 3600.0
    ) -> AsyncIterator[LineResult]:
        """See Offers.results."""
        client = self._client
        told = progress or _tell_nobody
        return self._iterate(results(client._core, client._options, package_id, told, wait))

    def _push(
        self,
        lines: Iterable[Line] | AsyncIterable[Line],
        sales_channel_id: str,
        package_type: str,
        progress: Told | None,
        wait: float,
    ) -> AsyncIterator[LineResult]:
        core, options = self._client._core, self._client._options
        told = progress or _tell_nobody
        push = _Push(core, options, sales_channel_id, package_type, told, wait)
        return self._iterate(push.run(), lines)
