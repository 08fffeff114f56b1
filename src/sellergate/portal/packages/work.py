"""A package as its page shows it, whatever it holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sellergate.access.context import SellerId
from sellergate.kit.errors import NotFound
from sellergate.kit.marks import N_
from sellergate.market.languages import Language
from sellergate.storage.database import Database

HOME = "/packages/"


class NoSuchPackage(NotFound):
    """Unknown, or of a seller whom the reader does not work for."""

    message = N_("There is no package {package_id} in your account.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A package and how far it is. `about` says in a few words what it does; texts are to be translated."""

    row: int
    href: str
    package_id: str
    seller_id: SellerId
    shop_name: str
    about: str
    channel: str
    tone: str
    state: str
    is_running: bool
    is_open: bool
    line_count: int
    done_count: int
    integrated_count: int
    refused_count: int
    duplicated_count: int
    sent_at: datetime
    ended_at: datetime | None
    why: str = ""  # the whole package was refused: its code
    why_detail: str = ""

    @property
    def has_refusals(self) -> bool:
        """Whether there is something to mend."""
        return self.refused_count + self.duplicated_count > 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a line was refused, in the reader's language. `reference` is the seller's own."""

    line: int
    reference: str
    gtin: str
    status: str
    code: str
    field: str
    message: str
    anchor: str  # where the page of codes explains it


class Source(Protocol):
    """Where packages of one kind are read: of the sellers whom the reader works for, but for what operators read."""

    slug: str
    title: str  # to be translated
    jobs: tuple[str, ...]  # the kinds of jobs that work on them

    async def page(
        self,
        db: Database,
        seller_ids: Sequence[SellerId],
        *,
        before: int | None,
        limit: int,
        now: datetime,
    ) -> list[Work]:
        """The newest packages first; `before` is the row where the former page ended."""
        ...

    async def find(
        self,
        db: Database,
        seller_ids: Sequence[SellerId],
        package_id: str,
        *,
        now: datetime,
    ) -> Work | None:
        """The package, or None when it is unknown or of another seller."""
        ...

    async def named(
        self, db: Database, package_ids: Collection[str], *, now: datetime
    ) -> list[Work]:
        """For operators: those of these packages that there are, whoever's they are."""
        ...

    async def refusals(
        self, db: Database, work: Work, *, locale: str, since: int
    ) -> tuple[list[Refusal], int | None]:
        """Some of the reasons from place `since` on, and the next place; None at the end."""
        ...

    def reason(self, work: Work, locale: str) -> str:
        """Why the whole package was refused, in the reader's language; empty when it was not."""
        ...


def language_of(locale: str) -> Language:
    """The language of the catalogues for a page in `locale`."""
    return _LANGUAGES[locale]


_LANGUAGES = {language.short: language for language in Language}
