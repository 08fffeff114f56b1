"""Pages of lists: by number (contract/00 §5, A) and by cursor (B)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, NamedTuple, Optional, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta, Struct

from sellergate.kit.problems import Problem
from sellergate.rest.wire import public_url_of

Key = TypeVar("Key")
Item = TypeVar("Item")
Members = dict[str, Any]
# What is asked for, by name in small letters: what is wanted inside it, or None for the whole.
Wanted = dict[str, Optional["Wanted"]]
DEEPEST: Final = 4  # dots of a field that mean something

ItemsPerPage = Annotated[int, Meta(description="How many items there are in this page.")]
PageIndex = Annotated[
    int, Meta(ge=1, le=1_000_000, description="The number of the page, from 1 on.")
]
Fields = Annotated[
    list[str],
    Meta(
        description="The members to return, with commas. What identifies an item always comes along."
    ),
]
CursorText = Annotated[
    str,
    Meta(
        max_length=600,
        description="Where the page begins: from the `Link` header of the page before. Nothing else can be made of it.",
    ),
]

# Of an answer by pages: `opt["answer_headers"]`.
NEXT_PAGE: Final = {
    "Link": {
        "description": 'The address of the next page, with `rel="next"` (RFC 8288). The last page has none.',
        "required": False,
        "schema": {"type": "string"},
    }
}
# The same of pages by number.
PAGE_LINKS: Final = {
    "Link": {
        "description": (
            'The addresses of other pages: `rel="next"`, `rel="prev"` and `rel="first"` (RFC 8288). The last page has no '
            "next one."
        ),
        "required": False,
        "schema": {"type": "string"},
    }
}
# The same of lists that are walked both ways by cursor.
BOTH_WAYS: Final = {
    "Link": {
        "description": (
            'The addresses of the next page and of the one before, with `rel="next"` and `rel="prev"` (RFC 8288). The '
            "last page has no next one."
        ),
        "required": False,
        "schema": {"type": "string"},
    }
}
MOST_IN_A_COLUMN: Final = 2**63 - 1
_NEXT: Final = "next"
_PREV: Final = "prev"


class Step(NamedTuple):
    """Where a page begins that is reached by cursor: behind the item of this sort key, or before it."""

    key: tuple[Any, ...]
    is_back: bool


def render_cursor(*key: str | int) -> str:
    """The opaque text of where the next page begins: the sort key of this page's last item."""
    return urlsafe_b64encode(msgspec.msgpack.encode(key)).rstrip(b"=").decode()


def parse_cursor(text: str, *types: type) -> tuple[Any, ...]:
    """What `render_cursor` was given, when it was of these types. Raises `Problem`."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        key = msgspec.msgpack.decode(data, type=tuple[types])  # type: ignore[valid-type]
    except (ValueError, msgspec.MsgspecError) as error:
        raise _not_ours() from error
    if any(isinstance(part, int) and part > MOST_IN_A_COLUMN for part in key):
        raise _not_ours()
    return tuple(key)


def _not_ours() -> Problem:
    message = "is none of ours: take it from the Link header of the page before, unchanged"
    return Problem("validation", errors={"cursor": [message]})


def parse_step(cursor: str | None, *types: type) -> Step | None:
    """The step that a cursor of `walked` stands for, its key of these types; None without one. Raises `Problem`."""
    if cursor is None:
        return None
    *key, direction = parse_cursor(cursor, *types, str)
    if direction not in {_NEXT, _PREV}:
        raise _not_ours()
    return Step(tuple(key), is_back=direction == _PREV)


def walked(
    scope: Any,
    found: Sequence[Item],
    *,
    step: Step | None,
    limit: int,
    key_of: Callable[[Item], tuple[str | int, ...]],
) -> tuple[list[Item], dict[str, str]]:
    """The items of a page, in the order of the list, and the header that names the pages around it (contract/09 §0).

    `found` are those behind the step in the direction in which it goes, one more than `limit` when there are more.
    """
    page = list(found[:limit])
    has_more = len(found) > limit
    is_back = step is not None and step.is_back
    if is_back:
        page.reverse()
    links = []
    if page and (has_more or is_back):
        cursor = render_cursor(*key_of(page[-1]), _NEXT)
        links.append(_link(scope, _NEXT, {"cursor": cursor}))
    if page and (has_more if is_back else step is not None):
        cursor = render_cursor(*key_of(page[0]), _PREV)
        links.append(_link(scope, _PREV, {"cursor": cursor}))
    return page, {"Link": ", ".join(links)} if links else {}


def next_link(scope: Any, **changed: str | int) -> dict[str, str]:
    """The header that names the next page: this call's address with `changed` parameters (RFC 8288)."""
    return {"Link": _link(scope, "next", changed)}


def page_links(scope: Any, index: int, *, has_next: bool) -> dict[str, str]:
    """The header of a page by number. The next page comes first: there are clients that read up to `rel="next"`.

    The last page names none, for clients stop there (contract/05 §2).
    """
    pages = {"next": index + 1} if has_next else {}
    if index > 1:
        pages |= {"prev": index - 1, "first": 1}
    links = [_link(scope, relation, {"pageIndex": page}) for relation, page in pages.items()]
    return {"Link": ", ".join(links)} if links else {}


def _link(scope: Any, relation: str, changed: Mapping[str, str | int]) -> str:
    given = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
    names = {name.casefold() for name in changed}
    kept = [(name, value) for name, value in given if name.casefold() not in names]
    query = urlencode([*kept, *changed.items()])
    return f'<{public_url_of(scope)}{scope["path"]}?{query}>; rel="{relation}"'


def sort_order(
    sort: list[str], desc: list[str], allowed: Mapping[str, Key]
) -> list[tuple[Key, bool]]:
    """What to sort by, each with whether downwards. Letter case does not matter. Raises `Problem`.

    `desc` names some of `sort` (contract/00 §6).
    """
    names = {name.casefold(): key for name, key in allowed.items()}
    for parameter, given in (("sort", sort), ("desc", desc)):
        if any(name.casefold() not in names for name in given):
            message = "takes only " + ", ".join(allowed)
            raise Problem("validation", errors={parameter: [message]})
    downwards = {names[name.casefold()] for name in desc}
    order = dict.fromkeys(names[name.casefold()] for name in sort)
    if not downwards <= set(order):
        raise Problem("validation", errors={"desc": ["must be among what sort names"]})
    return [(key, key in downwards) for key in order]


def selected(
    items: Iterable[Struct | Members], fields: list[str], always: tuple[str, ...]
) -> list[Members]:
    """Of each item the `always` members and those that `fields` names, in the item's order. A dot goes into a member.

    Letter case does not matter, and names that nobody knows select nothing.
    """
    # Once for all items: were each compared with each field, a long list of fields would hold up everybody else.
    wanted = _tree_of([*always, *fields])
    return [
        _chosen(msgspec.to_builtins(item) if isinstance(item, Struct) else item, wanted)
        for item in items
    ]


def _tree_of(fields: list[str]) -> Wanted:
    wanted: Wanted = {}
    for path in fields:
        *outer, last = path.casefold().split(".", DEEPEST)
        place: Wanted | None = wanted
        for name in outer:
            place = None if place is None else place.setdefault(name, {})
        if place is not None:  # else the whole of what it is in is wanted already
            place[last] = None
    return wanted


def _chosen(members: Members, wanted: Wanted) -> Members:
    chosen = {}
    for name, value in members.items():
        key = name.casefold()
        if key not in wanted:
            continue
        inside = wanted[key]
        found = value if inside is None else _inside(value, inside)
        if inside is None or found is not None:
            chosen[name] = found
    return chosen


def _inside(value: Any, wanted: Wanted) -> Any:
    """None where there is no inside."""
    match value:
        case dict():
            return _chosen(value, wanted)
        case list():
            found = [_inside(item, wanted) for item in value]
            return None if None in found else found
        case _:
            return None
