"""Sellers who gave me access: no SellerId is copied by hand any more."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.response import Stream

from sellergate.access.context import ClientUid, OrganizationId, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.models import Delegation
from sellergate.access.scopes import Perimeter
from sellergate.kit.marks import N_
from sellergate.portal.credentials.delegations.views import seller_row
from sellergate.portal.credentials.view import HOME, organization_ids, show
from sellergate.portal.files import csv_cell, csv_line, download
from sellergate.web.browser import PageRequest, require_user
from sellergate.web.injected import Access, Pages

SELLERS: Final = f"{HOME}sellers/"
PAGE_SIZE: Final = 50
FILE_PAGE: Final = 1000

Place = tuple[SellerId, ClientUid]


class SellerRecord(msgspec.Struct, frozen=True):
    """A line of the files. The names are for programs: they do not change with the language."""

    seller_id: int
    shop_name: str
    client_id: str
    perimeters: str
    read_only: bool
    since: datetime
    until: datetime | None
    last_call: datetime | None
    calls_this_week: int


@get("/sellers")
async def seller_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The sellers whose data my clients may use, by SellerId."""
    session = require_user(request)
    now = access.clock()
    search = request.query_params.get("q", "").strip()[:60]
    found = await access.db.read(
        delegations.page_of_delegations_to_clients_of,
        organization_ids(session),
        now=now,
        after=_parse_place(request.query_params.get("after", "")),
        search=search,
        limit=PAGE_SIZE + 1,
    )
    shown = found[:PAGE_SIZE]
    more = {"after": _render_place(shown[-1])} if len(found) > PAGE_SIZE else {}
    if more and search:
        more["q"] = search
    return show(
        pages,
        request,
        "delegations/sellers.html",
        title=N_("Sellers who gave me access"),
        here=SELLERS,
        rows=[seller_row(one, now) for one in shown],
        search=search,
        next_href=f"{SELLERS}?{urlencode(more)}" if more else "",
    )


@get("/sellers.csv")
async def sellers_csv(request: PageRequest, access: Access) -> Stream:
    """The same as a table for a spreadsheet."""
    mine = organization_ids(require_user(request, back=SELLERS))
    return download(_csv_lines(access, mine), "text/csv", "sellers.csv")


@get("/sellers.json")
async def sellers_json(request: PageRequest, access: Access) -> Stream:
    """The same for a program."""
    mine = organization_ids(require_user(request, back=SELLERS))
    return download(_json_parts(access, mine), "application/json", "sellers.json")


async def _csv_lines(access: Access, mine: Iterable[OrganizationId]) -> AsyncIterator[bytes]:
    yield csv_line(SellerRecord.__struct_fields__)
    async for record in _records(access, mine):
        values = msgspec.to_builtins(record)
        yield csv_line([csv_cell(value) for value in values.values()])


async def _json_parts(access: Access, mine: Iterable[OrganizationId]) -> AsyncIterator[bytes]:
    before = b'{"items": ['
    async for record in _records(access, mine):
        yield before + msgspec.json.encode(record)
        before = b",\n"
    yield (before if before.startswith(b"{") else b"") + b"]}\n"


async def _records(access: Access, mine: Iterable[OrganizationId]) -> AsyncIterator[SellerRecord]:
    place: Place | None = None
    while True:
        found = await access.db.read(
            delegations.page_of_delegations_to_clients_of,
            mine,
            now=access.clock(),
            after=place,
            limit=FILE_PAGE,
        )
        for delegation in found:
            yield _record(delegation)
        if len(found) < FILE_PAGE:
            return
        place = (found[-1].seller_id, found[-1].client_uid)


def _record(delegation: Delegation) -> SellerRecord:
    chosen = delegation.rights.perimeters
    return SellerRecord(
        seller_id=delegation.seller_id,
        shop_name=delegation.shop_name,
        client_id=delegation.client_id,
        perimeters="all" if chosen is None else " ".join(p for p in Perimeter if p in chosen),
        read_only=delegation.rights.read_only,
        since=delegation.granted_at,
        until=delegation.expires_at,
        last_call=delegation.last_call_at,
        calls_this_week=delegation.calls_this_week,
    )


def _render_place(delegation: Delegation) -> str:
    return f"{delegation.seller_id}.{delegation.client_uid}"


def _parse_place(text: str) -> Place | None:
    """Where the former page ended; the first page for anything that is not a place."""
    seller_id, _, uid = text.partition(".")
    if not (seller_id.isascii() and seller_id.isdigit() and len(seller_id) <= 18):
        return None
    return SellerId(int(seller_id)), ClientUid(uid)


SELLER_ROUTES = (seller_list, sellers_csv, sellers_json)
