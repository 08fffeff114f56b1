"""Where pages begin that are asked for by number, remembered from the pages before.

To skip to page 1,000 a database walks through all that is before it. Who reads page 1,000 has mostly just read page 999,
and then its last offer is where the next page begins. It also keeps a walk exact: offers that others add or remove
meanwhile move no offer that stays to another page. What is forgotten, or read on another node, is skipped to.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

Key = tuple[str, str]  # channel and reference of an offer

REMEMBERED_FOR: Final = timedelta(minutes=10)
MOST_WALKS: Final = 1_000
MOST_PAGES: Final = 50  # of one walk


@dataclass(slots=True)
class Walk:
    """One search in pages of one length: how many offers it has, and behind which offers its last pages begin."""

    total: int
    at: datetime
    _begins: OrderedDict[int, Key] = field(default_factory=OrderedDict)

    def remember(self, page: int, after: Key) -> None:
        """Page number `page` begins behind the offer at `after`."""
        self._begins[page] = after
        self._begins.move_to_end(page)
        if len(self._begins) > MOST_PAGES:
            self._begins.popitem(last=False)

    def nearest(self, page: int) -> tuple[int, Key | None]:
        """The last page up to `page` of which it is known behind what it begins; the first begins behind nothing."""
        known = max((number for number in self._begins if number <= page), default=1)
        return known, self._begins.get(known)


class Walks:
    """The walks of this process, the latest."""

    def __init__(self) -> None:
        self._walks: OrderedDict[Hashable, Walk] = OrderedDict()

    def find(self, key: Hashable, now: datetime) -> Walk | None:
        """The walk that goes on, or None."""
        walk = self._walks.get(key)
        if walk is None:
            return None
        if now - walk.at > REMEMBERED_FOR:
            del self._walks[key]
            return None
        walk.at = now
        self._walks.move_to_end(key)
        return walk

    def begin(self, key: Hashable, total: int, now: datetime) -> Walk:
        """A walk from the first page on. What is remembered of one that is under way goes on: it may be another's."""
        walk = self._walks.setdefault(key, Walk(total, now))
        walk.total, walk.at = total, now
        self._walks.move_to_end(key)
        if len(self._walks) > MOST_WALKS:
            self._walks.popitem(last=False)
        return walk
