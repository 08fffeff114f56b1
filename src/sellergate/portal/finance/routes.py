"""The pages of finance: they only show, and hand out documents."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeVar

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Stream

from sellergate.kit.marks import N_
from sellergate.market.finance import finding, models, payments, reports, statements
from sellergate.market.finance.errors import ReportUnknown, StatementUnknown
from sellergate.portal.files import attachment, download
from sellergate.portal.finance import words
from sellergate.portal.finance.search import (
    HOME,
    NAVIGATION,
    OPERATIONS,
    PAGE_SIZE,
    PAYOUTS,
    STATEMENTS,
    Search,
    search_of,
)
from sellergate.portal.finance.weeks import read_weeks
from sellergate.portal.own_sellers import own_sellers
from sellergate.storage.documents import DocumentGone, Documents as Store
from sellergate.web.browser import PageRequest, require_user
from sellergate.web.injected import Access, Pages

LATEST: Final = 5  # operations on the first page
REPORTS_SHOWN: Final = 20
DOCUMENTS: Final = "documents"  # the name under which handlers are handed the store

Documents = NamedDependency[SkipValidation[Store]]
Item = TypeVar("Item")


class Balance(NamedTuple):
    """What is owed in a currency, as it is written."""

    currency: str
    payable: Decimal
    operations: int
    not_payable: Decimal
    blocked: Decimal


@get("/")
async def balance_page(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """What is owed, when it is paid, and how the last weeks went."""
    search = await search_of(request, access, HOME)
    if search.seller is None:
        return _show(request, pages, "balance.html", search, title=N_("Finance"))
    seller_id, now = search.seller_id, access.clock()
    balances = await access.db.read(payments.balances_of, seller_id)
    latest = await access.db.read(finding.page_of_operations, seller_id, limit=LATEST)
    issued = await access.db.read(statements.page_of_statements, seller_id, limit=1)
    return _show(
        request,
        pages,
        "balance.html",
        search,
        title=N_("Finance"),
        balances=[_balance(one) for one in balances],
        payout_on=_day(await access.db.read(payments.next_payout_day, seller_id, now)),
        weeks=await read_weeks(access.db, seller_id, now),
        latest=latest,
        statement=issued[0] if issued else None,
    )


@get("/operations")
async def operations_page(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Everything that changed what is owed, the newest first."""
    search = await search_of(request, access, OPERATIONS)
    rows: Sequence[models.Operation] = ()
    if search.seller is not None:
        rows = await access.db.read(
            finding.page_of_operations,
            search.seller_id,
            search.wanted,
            limit=PAGE_SIZE + 1,
            before=search.before,
        )
    has_next = len(rows) > PAGE_SIZE
    return _show(
        request,
        pages,
        "operations.html",
        search,
        title=N_("Operations"),
        rows=rows[:PAGE_SIZE],
        next_href=search.href(before=rows[PAGE_SIZE - 1].number) if has_next else "",
        previous_href=search.href() if search.before is not None else "",
    )


@get("/statements")
async def statements_page(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Commission statements, and what is reported of each year."""
    search = await search_of(request, access, STATEMENTS)
    rows: Sequence[models.Statement] = ()
    yearly: Sequence[models.Report] = ()
    if search.seller is not None:
        rows = await access.db.read(
            statements.page_of_statements,
            search.seller_id,
            limit=PAGE_SIZE + 1,
            offset=(search.page - 1) * PAGE_SIZE,
        )
        yearly = await access.db.read(
            reports.page_of_reports, search.seller_id, limit=REPORTS_SHOWN
        )
    return _show(
        request,
        pages,
        "statements.html",
        search,
        title=N_("Statements and reports"),
        reports=yearly,
        **_turned(search, rows),
    )


@get("/payouts")
async def payouts_page(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The coming payouts, and those made."""
    search = await search_of(request, access, PAYOUTS)
    rows: Sequence[models.Payment] = ()
    if search.seller is not None:
        rows = await access.db.read(
            payments.page_of_payments,
            search.seller_id,
            limit=PAGE_SIZE + 1,
            offset=(search.page - 1) * PAGE_SIZE,
            now=access.clock(),
        )
    return _show(
        request, pages, "payouts.html", search, title=N_("Payouts"), **_turned(search, rows)
    )


@get("/statements/{invoice_id:str}/pdf")
async def statement_pdf(
    request: PageRequest, access: Access, documents: Documents, invoice_id: FromPath[str]
) -> Stream:
    """The PDF of a statement of one of the reader's sellers."""
    for seller in await own_sellers(access, require_user(request)):
        try:
            found = await access.db.read(
                statements.get_statement, seller.seller_id, invoice_id[:20]
            )
            content = await documents.get(found.document_key or "")
        except (StatementUnknown, DocumentGone):
            continue
        return download(content, "application/pdf", f"{found.invoice_id}.pdf")
    raise NotFoundException


@get("/reports/{report_id:str}/{file_name:str}")
async def report_file(
    request: PageRequest,
    access: Access,
    documents: Documents,
    report_id: FromPath[str],
    file_name: FromPath[str],
) -> Stream:
    """A file of a yearly report of one of the reader's sellers."""
    for seller in await own_sellers(access, require_user(request)):
        try:
            report = await access.db.read(reports.get_report, seller.seller_id, report_id[:40])
            key = next(one.key for one in report.documents if one.file_name == file_name)
            content = await documents.get(key)
        except (ReportUnknown, StopIteration, DocumentGone):
            continue
        return attachment(content, file_name)
    raise NotFoundException


def finance_pages_router() -> Router:
    """Every page below `/finance`. Its handlers are given `access`, `documents` and `pages` by name."""
    return Router(
        path="/finance",
        route_handlers=[
            *(balance_page, operations_page, statements_page, payouts_page),
            *(statement_pdf, report_file),
        ],
        include_in_schema=False,
    )


def _show(
    request: PageRequest, pages: Pages, template: str, search: Search, **context: Any
) -> Response[Any]:
    return pages.render(
        request,
        f"finance/{template}",
        section="finance",
        navigation=[(text, search.href(path)) for text, path in NAVIGATION],
        here=search.href(search.path),
        search=search,
        words=words,
        money=_money,
        day=_day,
        **context,
    )


def _turned(search: Search, rows: Sequence[Item]) -> dict[str, Any]:
    has_next = len(rows) > PAGE_SIZE
    return {
        "rows": rows[:PAGE_SIZE],
        "next_href": search.href(page=search.page + 1) if has_next else "",
        "previous_href": search.href(page=search.page - 1) if search.page > 1 else "",
    }


def _balance(balance: models.Balance) -> Balance:
    return Balance(
        balance.currency,
        _money(balance.payable),
        balance.payable_operations,
        _money(balance.not_payable),
        _money(balance.blocked),
    )


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _day(text: str) -> date:
    return date.fromisoformat(text)
