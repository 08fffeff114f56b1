"""Product sheets: submitted, waited for, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sellergate_client._core.calls import Core, Options, converse
from sellergate_client._core.messages import Pause
from sellergate_client._drivers.running import Give, Stream, Take
from sellergate_client.errors import SellerApiError
from sellergate_client.resources import products as operations
from sellergate_client.types.products import ProductReport, SubmittedProduct

Sheet: TypeAlias = SubmittedProduct | Mapping[str, Any]
Told: TypeAlias = Callable[["SubmissionProgress"], None]

SHEETS_OF_SUBMISSION = 10_000  # contract/00 §9
FIRST_LOOK, SLOWEST_LOOK, SLOWER = 0.5, 15.0, 1.5
JUDGED = frozenset({"Integrated", "Refused"})


class SheetsMissing(SellerApiError):
    """Not every sheet of a submission is judged in the time that was given. It goes on: ask for the reports later."""

    def __init__(self, package_id: str, judged: int, submitted: int) -> None:
        super().__init__(
            f"{judged} of {submitted} sheets of {package_id} are judged. It goes on: ask for the reports of this package later."
        )
        self.package_id = package_id


@dataclass(frozen=True, slots=True)
class SubmissionProgress:
    """How far one submission is. Keep its id: `products.reports(package_id, count=…)` goes on from there, for three days."""

    package_id: str
    submitted: int
    judged: int = 0


def submit(core: Core, options: Options, told: Told, wait: float) -> Stream[ProductReport]:
    """Sheets on their way, whoever drives them."""
    while sheets := (yield Take(SHEETS_OF_SUBMISSION)):
        call = operations.submit_products({"products": sheets})
        submitted = yield from converse(core, options, call)
        told(SubmissionProgress(submitted.package_id, len(sheets)))
        yield from reports(core, options, submitted.package_id, len(sheets), told, wait)


def reports(
    core: Core, options: Options, package_id: str, count: int, told: Told, wait: float
) -> Stream[ProductReport]:
    """The reports of a submission as they become final, each once."""
    given: Counter[tuple[Any, Any]] = Counter()
    pause, waited = FIRST_LOOK, 0.0
    while True:
        now: Counter[tuple[Any, Any]] = Counter()
        key: str | None = ""
        listing = operations.list_product_reports(package_id=package_id, page_size=100)
        while key is not None:
            page = yield from converse(core, options, listing.page(key))
            for report in page.items:
                if report.raw.get("status") not in JUDGED:
                    continue
                names = (report.raw.get("gtin"), report.raw.get("sellerProductReference"))
                now[names] += 1
                if now[names] > given[names]:
                    given[names] += 1
                    yield Give(report)
            key = None if page.next is None else page.next.removesuffix("+0")
        told(SubmissionProgress(package_id, count, given.total()))
        if given.total() >= count:
            return
        if waited + pause > wait:
            raise SheetsMissing(package_id, given.total(), count)
        yield Pause(pause)
        waited += pause
        pause = min(pause * SLOWER, SLOWEST_LOOK)


def _tell_nobody(_: SubmissionProgress) -> None:
    """Whoever does not ask is not told."""


class Products(operations.Products):
    __doc__ = operations.Products.__doc__

    def submit(
        self, sheets: Iterable[Sheet], *, progress: Told | None = None, wait: float = 3600.0
    ) -> Iterator[ProductReport]:
        """Submit sheets, as many as you like, and yield the report of each once it is `Integrated` or `Refused`.

        Nothing happens before you ask for the first report. Sheets are taken from `sheets` in submissions of 10,000.
        Their texts are in the language of the client's `accept_language`.

        Raises SheetsMissing after `wait` seconds for one submission, and what errors.py lists. After AnswerLost the
        sheets may have been taken: look at the reports before you submit them again.
        """
        client = self._client
        told = progress or _tell_nobody
        return self._iterate(submit(client._core, client._options, told, wait), sheets)

    def reports(
        self, package_id: str, *, count: int, progress: Told | None = None, wait: float = 3600.0
    ) -> Iterator[ProductReport]:
        """Wait for a submission of `count` sheets, and yield the report of each."""
        client = self._client
        told = progress or _tell_nobody
        return self._iterate(reports(client._core, client._options, package_id, count, told, wait))


class AsyncProducts(operations.AsyncProducts):
    __doc__ = operations.Products.__doc__

    def submit(
        self,
        sheets: Iterable[Sheet] | AsyncIterable[Sheet],
        *,
        progress: Told | None = None,
        wait: float = 3600.0,
    ) -> AsyncIterator[ProductReport]:
        """See Products.submit. `sheets` may be asynchronous as well."""
        client = self._client
        told = progress or _tell_nobody
        return self._iterate(submit(client._core, client._options, told, wait), sheets)

    def reports(
        self, package_id: str, *, count: int, progress: Told | None = None, wait: float = 3600.0
    ) -> AsyncIterator[ProductReport]:
        """See Products.reports."""
        client = self._client
        told = progress or _tell_nobody
        return self._iterate(reports(client._core, client._options, package_id, count, told, wait))
