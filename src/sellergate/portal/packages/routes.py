"""The pages of packages: lists, one package, its progress, its refusals as a file."""

from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from sellergate.access.accounts.models import Session
from sellergate.access.context import SellerId
from sellergate.access.sellers.models import Seller
from sellergate.kit.marks import N_
from sellergate.portal.own_sellers import own_sellers
from sellergate.portal.packages.view import SOURCES, refusals_file, source_of, told_of
from sellergate.portal.packages.work import HOME, NoSuchPackage, Source, Work
from sellergate.web.browser import PageRequest, require_user, visitor_of
from sellergate.web.injected import Access, Pages

PAGE_SIZE: Final = 25
NAVIGATION: Final = tuple((source.title, f"{HOME}{slug}/") for slug, source in SOURCES.items())


@get("/")
async def packages_home(pages: Pages) -> Redirect:
    """Offers come more often."""
    return pages.redirect(f"{HOME}offers/")


@get("/{kind:str}")
async def package_list(
    request: PageRequest, access: Access, pages: Pages, kind: FromPath[str]
) -> Response[Any]:
    """The packages of the reader's sellers, the newest first."""
    source = source_of(kind)
    own = await own_sellers(access, require_user(request))
    return pages.render(
        request,
        "packages/list.html",
        title=source.title,
        section="packages",
        navigation=NAVIGATION,
        here=f"{HOME}{kind}/",
        kind=kind,
        is_seller=bool(own),
        **await _list_of(access, source, request, own),
    )


@get("/{kind:str}/list")
async def package_rows(
    request: PageRequest, access: Access, pages: Pages, kind: FromPath[str]
) -> Response[Any]:
    """The same list again, for a page that is open while work goes on."""
    source = source_of(kind)
    own = await own_sellers(access, require_user(request))
    listed = await _list_of(access, source, request, own)
    return pages.fragment(request, "packages/_rows.html", kind=kind, **listed)


@get("/{kind:str}/{package_id:str}")
async def package_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    kind: FromPath[str],
    package_id: FromPath[str],
) -> Response[Any]:
    """One package: how far it is, and its first refusals."""
    source = source_of(kind)
    work = await _own_package(access, source, require_user(request), package_id)
    return pages.render(
        request,
        "packages/package.html",
        title=pages.text(request, N_("Package {package_id}"), package_id=work.package_id),
        section="packages",
        navigation=NAVIGATION,
        here=f"{HOME}{kind}/",
        kind_title=source.title,
        **await told_of(access.db, source, work, visitor_of(request).locale),
    )


@get("/{kind:str}/{package_id:str}/progress")
async def package_progress(
    request: PageRequest,
    access: Access,
    pages: Pages,
    kind: FromPath[str],
    package_id: FromPath[str],
) -> Response[Any]:
    """The part of the page that changes while work goes on."""
    source = source_of(kind)
    work = await _own_package(access, source, require_user(request), package_id)
    told = await told_of(access.db, source, work, visitor_of(request).locale)
    return pages.fragment(request, "packages/_progress.html", **told)


@get("/{kind:str}/{package_id:str}/refusals.csv")
async def refusals_csv(
    request: PageRequest, access: Access, kind: FromPath[str], package_id: FromPath[str]
) -> Stream:
    """Every reason why a line was refused, as a table for a spreadsheet."""
    source = source_of(kind)
    work = await _own_package(access, source, require_user(request), package_id)
    return refusals_file(access.db, source, work, visitor_of(request).locale)


def packages_router() -> Router:
    """Every page below `/packages`. Its handlers are given `access` and `pages` by name."""
    return Router(
        path="/packages",
        route_handlers=[
            packages_home,
            package_list,
            package_rows,
            package_page,
            package_progress,
            refusals_csv,
        ],
        include_in_schema=False,
    )


async def _own_package(access: Access, source: Source, session: Session, package_id: str) -> Work:
    """Raises `NoSuchPackage` alike when unknown and when somebody else's."""
    own = [seller.seller_id for seller in await own_sellers(access, session)]
    found = await source.find(access.db, own, package_id, now=access.clock())
    if found is None:
        raise NoSuchPackage(package_id=package_id[:40])
    return found


async def _list_of(
    access: Access, source: Source, request: PageRequest, own: list[Seller]
) -> dict[str, Any]:
    """What the list shows: all of the reader's sellers, or the one that was chosen."""
    chosen = _number(request.query_params.get("seller", ""))
    before = _number(request.query_params.get("before", ""))
    shown = [seller for seller in own if seller.seller_id == chosen] or own
    seller_ids: list[SellerId] = [seller.seller_id for seller in shown]
    found = await source.page(
        access.db, seller_ids, before=before, limit=PAGE_SIZE + 1, now=access.clock()
    )
    rows = found[:PAGE_SIZE]
    path = f"{HOME}{source.slug}/"
    kept = {"seller": str(chosen)} if len(shown) < len(own) else {}
    here = kept | ({"before": str(before)} if before else {})
    following = kept | {"before": str(rows[-1].row)} if len(found) > PAGE_SIZE else {}
    return {
        "rows": rows,
        "shops": [(seller.seller_id, seller.shop_name) for seller in own],
        "chosen": chosen if kept else None,
        "rows_href": _href(f"{path}list", here),
        "next_href": _href(path, following) if following else "",
        "newest_href": _href(path, kept) if before else "",
    }


def _href(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
