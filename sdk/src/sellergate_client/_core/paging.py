"""Lists, page by page, in the three styles of the API; a position says where to go on another time.

A: pageIndex and pageSize. B: limit and cursor, the next one in the Link header or in the body. C: $page and $limit.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from sellergate_client._core.messages import Answer, Call
from sellergate_client._core.model import decoder
from sellergate_client.errors import ConfigurationError

T = TypeVar("T")

LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[^,;="\s]+\s*=\s*(?:"[^"]*"|[^",;\s]*))*)')
NEXT = re.compile(r';\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(?:;|$)', re.IGNORECASE)
POSITION = re.compile(r"(?s)(?P<page>.*)\+(?P<skip>\d{1,9})")
DEFAULT_SIZE = 25  # contract/00 §5
LARGEST_SIZE = 100  # more may be cut by the server, and then a short page says nothing


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page. `position` is where it begins, `next` where the following one does; None: it is the last."""

    items: Sequence[T]
    position: str
    next: str | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a list is turned: the parameters for which page and for how many items."""

    kind: str
    where: str
    size: str


INDEXED = Style("index", "pageIndex", "pageSize")
CURSOR = Style("cursor", "cursor", "limit")
SIZED_CURSOR = Style("cursor", "cursor", "pageSize")
BARE_CURSOR = Style("cursor", "cursor", "")
LEGACY = Style("legacy", "$page", "$limit")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list with its filters: a value; nothing is read yet."""

    call: Call[Any]
    item: Any
    style: Style

    def page(self, key: str) -> Call[Page[T]]:
        """The call for the page at `key`; "" is the first one."""
        style = self.style
        where: dict[str, Any] = {style.where: key} if key else {}
        query = {**self.call.query, **where}
        size = query.get(style.size)
        decode = decoder(self.item)

        def read(answer: Answer) -> Page[T]:
            body = answer.json()
            if isinstance(body, list):  # a bare array, whose next page is in the Link header only
                body = {"items": body}
            found = body["items"] if "items" in body else body["data"]  # contract/00 §5: until 2022
            items = tuple(decode(one) for one in found)
            following = self._following(key, answer, body, len(items), size)
            return Page(items, f"{key}+0", None if following is None else f"{following}+0")

        return replace(self.call, query=query, read=read)

    def _following(
        self, key: str, answer: Answer, body: Mapping[str, Any], count: int, size: Any
    ) -> str | None:
        link = next_link(answer.headers.get("link", ""))
        if self.style.kind == "cursor":
            found = _cursor_of(link) if link is not None else body.get("cursor")
            if found and found == key:
                raise ValueError("the next page is this page")
            return str(found) if found else None
        number = int(key or 1)
        if self.style.kind == "legacy":
            return str(number + 1) if count and number < int(body["page_count"]) else None
        if link is not None or _may_go_on(answer, count, size):
            return str(number + 1) if count else None
        return None


def _may_go_on(answer: Answer, count: int, size: Any) -> bool:
    """Whether a page without a next link may have a following one: where there are no links, a short page is the last."""
    if "link" in answer.headers:
        return False
    return count >= min(int(size or DEFAULT_SIZE), LARGEST_SIZE)


def parse_position(position: str) -> tuple[str, int]:
    """(page, items to leave out) of a position. Raises ConfigurationError."""
    if not position:
        return "", 0
    found = POSITION.fullmatch(position)
    if found is None:
        raise ConfigurationError(
            f"{position!r} is no position. Pass what `.position` of a list or page was."
        )
    return found["page"], int(found["skip"])


def next_link(header: str) -> str | None:
    """The target of rel="next" (RFC 8288)."""
    return next((url for url, parameters in LINK.findall(header) if NEXT.search(parameters)), None)


def _cursor_of(link: str) -> str:
    """Its parameter `cursor`, in any letter case: the address itself is not called, so no token goes astray."""
    for name, value in parse_qsl(urlsplit(link).query):
        if name.lower() == "cursor":
            return value
    raise ValueError("the next link has no cursor")
