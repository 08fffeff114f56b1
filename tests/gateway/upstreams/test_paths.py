"""Whatever a caller writes as a path: the perimeter that was checked is the one that any server would serve."""

import posixpath
from datetime import UTC, datetime
from urllib.parse import unquote

from hypothesis import given, strategies as st

from sellergate.access.scopes import Perimeter
from sellergate.gateway.call import Call
from sellergate.gateway.upstreams.routing import Upstreams
from sellergate.kit.problems import Problem
from sellergate.seller_v2.api import PREFIX
from sellergate.seller_v2.families import FAMILIES, READING_POSTS

UPSTREAMS = Upstreams(
    dict.fromkeys(Perimeter, "http://127.0.0.1:9"),
    families=FAMILIES,
    reading_posts=READING_POSTS,
    seconds=1,
)
PIECES = st.sampled_from(
    [
        *("orders", "offers", "sellers", "invoices", "invoice-documents", "search", "1", "a b"),
        *(".", "..", "...", "%2e", "%2E%2e", ";", "..;x", "%2f", "%5c", "\\", "//", "%00", "%25"),
        *("/", "/", "/", "/", "%2525", "é", "%C3%A9"),
    ]
)


def perimeter_of(raw: str) -> Perimeter | None:
    """What the gate takes the path for; None when it goes to no upstream."""
    path = unquote(raw)
    call = Call("GET", path, "id", datetime(2026, 1, 1, tzinfo=UTC))
    try:
        found = UPSTREAMS.find_operation(call, {"raw_path": raw.encode()})
    except Problem:
        return None
    return found.scope.perimeter if found else None


@given(st.lists(PIECES, max_size=10).map("".join))
def test_no_spelling_reaches_another_perimeter_than_the_one_that_was_checked(tail: str) -> None:
    raw = f"{PREFIX}/orders{tail}"

    checked = perimeter_of(raw)

    if checked is not None:
        for served in (raw, unquote(raw), unquote(unquote(raw))):
            normal = posixpath.normpath(served.replace("\\", "/").replace("//", "/"))
            without_parameters = "/".join(part.split(";")[0] for part in normal.split("/"))
            if served is not raw and "%25" in raw.lower():
                continue  # decoded twice, which no server may do (RFC 3986 §2.4)
            assert perimeter_of(posixpath.normpath(without_parameters)) in {checked, None}
