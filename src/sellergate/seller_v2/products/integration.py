"""Routes of submissions and their reports (contract/03). Docstrings are the reference's texts."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.params import RawBody
from litestar.types import Scope as AsgiScope
from msgspec import UNSET, Raw

from sellergate.access.scopes import Scope
from sellergate.kit.gtin import gtin_key
from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import render_instant
from sellergate.market.languages import Language
from sellergate.market.products import reports, submissions
from sellergate.market.products.refusals import Level, Note, render_note
from sellergate.market.products.reports import KEPT, Report, ReportKey
from sellergate.market.products.submissions import MAX_SHEETS
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid
from sellergate.rest.paging import PAGE_LINKS, page_links, selected, sort_order
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, language_of, now_of, seller_of
from sellergate.seller_v2.products.integration_examples import SUBMISSION
from sellergate.seller_v2.products.integration_schemas import (
    ProductReport,
    ProductSubmission,
    ProductSubmitted,
    ReportMessage,
    ReportPage,
    ReportQuery,
)

MAX_SUBMISSION_BYTES: Final = 64_000_000
LANGUAGE: Final = ("Accept-Language",)
IDENTITY: Final = ("packageId", "gtin", "sellerProductReference")
SORT_KEYS: Final = {
    "submissionDate": ReportKey.SUBMITTED,
    "gtin": ReportKey.GTIN,
    "packageId": ReportKey.PACKAGE,
    "sellerProductReference": ReportKey.REFERENCE,
    "productReference": ReportKey.PRODUCT,
    "categoryCode": ReportKey.CATEGORY,
    "status": ReportKey.STATUS,
    "operationType": ReportKey.OPERATION,
}

_members_of = msgspec.json.Decoder(dict[str, Raw]).decode
_items_of = msgspec.json.Decoder(list[Raw]).decode


@post(
    "/products-integration",
    status_code=202,
    operation_id="submitProducts",
    summary="Submit product sheets",
    request_max_body_size=MAX_SUBMISSION_BYTES,
    opt={
        "scope": Scope.PRODUCTS_WRITE,
        "body": ProductSubmission,
        "body_example": SUBMISSION,
        "answer": ProductSubmitted,
        "request_headers": LANGUAGE,
        "answer_headers": {
            "packageId": {
                "description": "The same as in the body.",
                "required": True,
                "schema": {"type": "string"},
                "example": "0b5c2a1e-0000-4000-8000-000000000001",
            }
        },
    },
)
async def submit_products(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Submit 1 to 10,000 product sheets: to create them, to modify your own, or to enrich those of others.

    They are judged in the background, one by one: read `GET /products-integration-reports` with the `packageId` of the
    answer. Whoever submits a GTIN first is the creator of its sheet. Only a creator can change what is there; everybody
    else can fill in what is empty and add a language. The texts are in the language of `Accept-Language`, or of the
    sheet's member `language`. A submission that is no list of sheets, or too long, is refused as a whole.
    """
    # The largest take a quarter of a second, in which other calls are answered.
    sheets = await asyncio.to_thread(_sheets_of, body)
    package_id = new_uuid()
    await database_of(scope).write(
        submissions.accept_submission,
        seller_of(scope).seller_id,
        package_id,
        sheets,
        language=language_of(scope),
        now=now_of(scope),
    )
    return JsonAnswer(
        ProductSubmitted(package_id), status_code=202, headers={"packageId": package_id}
    )


@get(
    "/products-integration-reports",
    operation_id="listProductReports",
    summary="List reports of product sheets",
    opt={
        "scope": Scope.PRODUCTS_READ,
        "query": ReportQuery,
        "answer": ReportPage,
        "answer_headers": PAGE_LINKS,
        "request_headers": LANGUAGE,
    },
)
async def list_reports(scope: AsgiScope) -> JsonAnswer:
    """Return what became of submitted sheets, for three days.

    A sheet has a report as soon as it is judged: `Refused` with its errors, or `Validated` and a moment later
    `Integrated`. While nothing is judged, and for a submission that is unknown, the list is empty. Messages are in the
    language of `Accept-Language`.
    """
    query = read_query(scope, ReportQuery)
    found = await database_of(scope).read(
        reports.page_of_reports,
        seller_of(scope).seller_id,
        since=now_of(scope) - KEPT,
        package_id=query.package_id,
        gtin=query.gtin,
        gtin_key=_key_of(query.gtin),
        order=sort_order(query.sort, query.desc, SORT_KEYS),
        limit=query.page_size + 1,
        offset=(query.page_index - 1) * query.page_size,
    )
    language = language_of(scope)
    items: list[Any] = [_report(row, language) for row in found[: query.page_size]]
    if query.fields:
        items = selected(items, query.fields, IDENTITY)
    return JsonAnswer(
        {"itemsPerPage": len(items), "items": items},
        headers=page_links(scope, query.page_index, has_next=len(found) > query.page_size),
    )


def _sheets_of(body: bytes) -> list[bytes]:
    """The sheets of a submission, each as it was sent. Raises `Problem`: the whole is refused.

    They are not read here: ten thousand of them would hold up every other call. Well-formed they are, all of them.
    """
    sheets = _list_of(body)
    if not 1 <= len(sheets) <= MAX_SHEETS:
        raise invalid("products", f"must have 1 to {MAX_SHEETS:,} sheets, and has {len(sheets):,}")
    for place, sheet in enumerate(sheets):
        if not sheet.startswith(b"{"):
            raise invalid(f"products[{place}]", "must be an object, a product sheet")
    return sheets


def _list_of(body: bytes) -> list[bytes]:
    if not body.strip():
        raise invalid("body", "is empty: send JSON")
    try:
        body.decode()  # strings that are passed over are not looked into
        members = {name.casefold(): value for name, value in _members_of(body).items()}
        if "products" not in members:
            raise invalid("products", "is missing: send a list of product sheets")
        return [bytes(item) for item in _items_of(members["products"])]
    except msgspec.ValidationError as error:  # well-formed, and something else
        field = "products" if str(error).startswith("Expected `array`") else "body"
        wanted = "a list of product sheets" if field == "products" else "a JSON object"
        raise invalid(field, f"must be {wanted}") from error
    except msgspec.DecodeError as error:
        raise invalid("body", f"is not JSON: {error}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise invalid("body", "is not JSON that can be read: UTF-8, not nested deeply") from error


def _key_of(gtin: str | None) -> str | None:
    try:
        return None if gtin is None else gtin_key(gtin)
    except ValueError:
        return None


def _report(row: Report, language: Language) -> ProductReport:
    return ProductReport(
        package_id=row.package_id,
        gtin=row.gtin,
        seller_product_reference=row.seller_product_reference,
        status=row.status,
        operation_type=row.operation,
        errors=_messages(row.notes, Level.ERROR, language),
        warnings=_messages(row.notes, Level.WARNING, language),
        infos=_messages(row.notes, Level.INFO, language),
        submission_date=render_instant(row.submitted_at),
        product_reference=UNSET if row.product_reference is None else row.product_reference,
        category_code=UNSET if row.category_code is None else row.category_code,
        variant_group_reference=(
            UNSET if row.variant_group_reference is None else row.variant_group_reference
        ),
    )


def _messages(notes: Iterable[Note], level: Level, language: Language) -> list[ReportMessage]:
    rendered = (render_note(one, language) for one in notes if one.level is level)
    return [ReportMessage(one.code, one.field, one.message) for one in rendered]


INTEGRATION_ROUTES: Final = (submit_products, list_reports)
