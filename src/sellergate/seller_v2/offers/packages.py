"""Routes of packages of offers (contract/04 §B). Docstrings are the reference's texts."""

from typing import Annotated, Any, Final, NoReturn

from litestar import get, patch, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import render_instant
from sellergate.kit.problems import Problem
from sellergate.market.languages import Language
from sellergate.market.offers import models, packages
from sellergate.market.offers.errors import PackageNotOpen, ResultsNotReady
from sellergate.market.offers.models import (
    MAX_UPLOAD_LINES,
    LineOutcome,
    PackageState,
    PackageType,
)
from sellergate.market.offers.packages import START, Place
from sellergate.market.offers.results import result_code
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, parse_json, parse_object
from sellergate.rest.paging import next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import (
    asked_language_of,
    database_of,
    header_of,
    language_of,
    now_of,
    public_url_of,
    seller_of,
)
from sellergate.seller_v2.offers.examples import (
    NEW_PACKAGE,
    OFFER_REQUESTS,
    OPEN_PACKAGE_ID,
    PACKAGE_ID,
    READY,
)
from sellergate.seller_v2.offers.schemas import (
    LineMessage,
    LineResult,
    NewPackage,
    OfferRequest,
    Package,
    PackageChange,
    PackagePage,
    PackageQuery,
    PackageResult,
    ResultPage,
    ResultsQuery,
)

NO_PACKAGE: Final = "This seller has no offer package with this id."
LANGUAGE: Final = ("Accept-Language",)
MAX_UPLOAD_BYTES: Final = 2_000_000
HIGHEST_ROW: Final = 2**53
HIGHEST_UPLOAD: Final = models.MAX_PACKAGE_LINES

_PACKAGE: Final = "The package: the last segment of its `Content-Location`."
PackageId = Annotated[
    str, PathParameter(description=_PACKAGE, examples=[Example(value=PACKAGE_ID)])
]
OpenPackageId = Annotated[
    str, PathParameter(description=_PACKAGE, examples=[Example(value=OPEN_PACKAGE_ID)])
]
_WRITES: Final = {"scope": Scope.OFFERS_WRITE}


@post(
    "/offer-packages",
    status_code=201,
    operation_id="openOfferPackage",
    summary="Open an offer package",
    opt=_WRITES
    | {
        "body": NewPackage,
        "body_example": NEW_PACKAGE,
        "answer": None,
        "request_headers": ("salesChannelId", *LANGUAGE),
        "answer_headers": {
            "Content-Location": {
                "description": "The package; its last segment is the id.",
                "required": True,
                "schema": {"type": "string"},
                "example": "/seller/v2/offer-packages/0b5c2a1e-0000-4000-8000-000000000001",
            }
        },
    },
)
async def open_package(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Open a package of offers for one sales channel.

    The answer has no body: the id of the package is the last segment of `Content-Location`. Upload lines for six hours at
    most, then submit it.
    """
    seller_id = seller_of(scope).seller_id
    package_type = _package_type(parse_object(body).get("packagetype"))
    package_id = new_uuid()
    await database_of(scope).write(
        packages.open_package,
        seller_id,
        package_id=package_id,
        sales_channel_id=header_of(scope, b"saleschannelid"),
        type_=package_type,
        language=language_of(scope),
        now=now_of(scope),
    )
    path = f"{scope['path'].rstrip('/')}/{package_id}"
    headers = {"Content-Location": path, "Location": public_url_of(scope) + path}
    return JsonAnswer(None, status_code=201, headers=headers)


@get(
    "/offer-packages",
    operation_id="listOfferPackages",
    summary="List offer packages",
    opt={"query": PackageQuery, "answer": PackagePage, "request_headers": LANGUAGE},
)
async def list_packages(scope: AsgiScope) -> JsonAnswer:
    """Return the packages of the seller, the newest first."""
    query = read_query(scope, PackageQuery)
    found = await database_of(scope).read(
        packages.page_of_packages,
        seller_of(scope).seller_id,
        states=query.state,
        sales_channel_id=query.sales_channel_id,
        before=_row_of(query.cursor),
        limit=query.limit + 1,
        now=now_of(scope),
    )
    page = found[: query.limit]
    headers = {}
    if len(found) > query.limit:
        headers = next_link(scope, cursor=render_cursor(page[-1].row), limit=query.limit)
    language = asked_language_of(scope)
    items = [_package(package, language) for package in page]
    return JsonAnswer(PackagePage(len(items), items), headers=headers)


@get(
    "/offer-packages/{package_id:str}",
    operation_id="getOfferPackage",
    summary="Get an offer package",
    opt={"problems": {"not-found": NO_PACKAGE}, "request_headers": LANGUAGE},
)
async def get_package(scope: AsgiScope, package_id: PackageId) -> Package:
    """Return one package: its state, and how many of its lines are judged."""
    package = await database_of(scope).read(
        packages.get_package, seller_of(scope).seller_id, package_id, now_of(scope)
    )
    return _package(package, asked_language_of(scope))


@post(
    "/offer-packages/{package_id:str}/offer-requests",
    status_code=201,
    operation_id="uploadOfferRequests",
    summary="Upload lines to an offer package",
    request_max_body_size=MAX_UPLOAD_BYTES,
    opt=_WRITES
    | {
        "body": list[OfferRequest],
        "body_example": OFFER_REQUESTS,
        "answer": None,
        "problems": {
            "not-found": NO_PACKAGE,
            "validation": "The upload is no array of 1 to 100 objects. Nothing of it was taken; the package stays open.",
            "package-not-open": (
                "The package is Ready: lines may be uploaded only while it is WaitingForCompletion, and that lasts six "
                "hours. Open another package."
            ),
            "body-too-large": "The upload is larger than 2 MB: send fewer lines at once.",
        },
    },
)
async def upload(scope: AsgiScope, package_id: OpenPackageId, body: RawBody) -> JsonAnswer:
    """Upload 1 to 100 lines to an open package: a bare JSON array.

    Upload as often as needed, up to 50,000 lines in a package. Lines are judged one by one once the package is submitted:
    a bad line never stops another one. A reference that is there twice in a package rejects all lines that have it.
    """
    lines = _lines(_parse_with_room(body))
    try:
        await database_of(scope).write(
            packages.add_upload,
            seller_of(scope).seller_id,
            package_id,
            lines=body.decode(),
            line_count=len(lines),
            now=now_of(scope),
        )
    except PackageNotOpen as error:
        raise Problem("package-not-open", str(error)) from error
    return JsonAnswer(None, status_code=201)


@patch(
    "/offer-packages/{package_id:str}",
    status_code=204,
    operation_id="submitOfferPackage",
    summary="Submit an offer package",
    opt=_WRITES
    | {
        "body": PackageChange,
        "body_example": READY,
        "answer": None,
        "problems": {
            "not-found": NO_PACKAGE,
            "validation": "The package has no line, or it was rejected because it was left open for more than six hours.",
        },
    },
)
async def submit_package(scope: AsgiScope, package_id: PackageId, body: RawBody) -> None:
    """Say that no more lines come. The package is integrated in the background, after those of the seller before it.

    To submit it twice does nothing more.
    """
    if parse_object(body).get("state") != PackageState.READY.value:
        raise invalid("state", "must be Ready: nothing else can be asked of a package")
    await database_of(scope).write(
        packages.submit_package, seller_of(scope).seller_id, package_id, now_of(scope)
    )


@get(
    "/offer-packages/{package_id:str}/offer-requests-results",
    operation_id="listOfferRequestsResults",
    summary="List the results of an offer package",
    opt={
        "query": ResultsQuery,
        "answer": ResultPage,
        "problems": {
            "not-found": NO_PACKAGE,
            "results-not-ready": "Package is not integrated yet. Its state is IntegrationPending.",
        },
        "request_headers": LANGUAGE,
    },
)
async def list_results(scope: AsgiScope, package_id: PackageId) -> JsonAnswer:
    """Return what became of each line of an integrated package, in the order of the lines. Results are kept three days."""
    query = read_query(scope, ResultsQuery)
    try:
        page = await database_of(scope).read(
            packages.page_of_results,
            seller_of(scope).seller_id,
            package_id,
            place=_place_of(query.cursor),
            limit=query.limit,
            now=now_of(scope),
        )
    except ResultsNotReady as error:
        raise Problem("results-not-ready", str(error)) from error
    headers = {}
    if page.following is not None:
        headers = next_link(scope, cursor=render_cursor(*page.following), limit=query.limit)
    language = asked_language_of(scope) or page.language
    items = [_line_result(outcome, language) for outcome in page.lines]
    return JsonAnswer(ResultPage(len(items), items), headers=headers)


PACKAGE_ROUTES: Final = (
    open_package,
    list_packages,
    get_package,
    upload,
    submit_package,
    list_results,
)


def _package_type(value: Any) -> PackageType:
    try:
        return PackageType(value)
    except ValueError:
        names = ", ".join(PackageType)
        raise invalid("packageType", f"must be one of {names}, in this letter case") from None


def _parse_with_room(body: bytes, frames: int = 100) -> Any:
    """The value of a JSON body that can also be read from a deeper stack than this one's, such as by background work."""
    return _parse_with_room(body, frames - 1) if frames else parse_json(body)


def _lines(value: Any) -> list[Any]:
    """The lines of an upload. What each of them says is judged later, one by one."""
    if not isinstance(value, list):
        _refuse_upload(f"must be a JSON array of 1 to {MAX_UPLOAD_LINES} offer requests")
    if not 1 <= len(value) <= MAX_UPLOAD_LINES:
        _refuse_upload(f"has {len(value)} lines; an upload has 1 to {MAX_UPLOAD_LINES}")
    for place, line in enumerate(value):
        if not isinstance(line, dict):
            raise invalid(f"[{place}]", "must be an object: an offer request")
    return value


def _refuse_upload(message: str) -> NoReturn:
    raise invalid("body", message)


def _row_of(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (row,) = parse_cursor(cursor, int)
    return min(int(row), HIGHEST_ROW)


def _place_of(cursor: str | None) -> Place:
    if cursor is None:
        return START
    number, line = parse_cursor(cursor, int, int)
    return Place(max(0, min(number, HIGHEST_UPLOAD)), max(0, min(line, models.MAX_UPLOAD_LINES)))


def _package(package: models.Package, language: Language | None) -> Package:
    wire = Package(
        package_id=package.package_id,
        type=package.type,
        package_type=package.type,
        state=package.state,
        status=package.state,
        sales_channel_id=package.sales_channel_id,
        created_at=render_instant(package.created_at),
        updated_at=render_instant(package.updated_at),
        line_count=package.line_count,
        done_count=package.done_count,
        integrated_count=package.integrated_count,
        rejected_count=package.rejected_count,
        duplicated_count=package.duplicated_count,
    )
    if package.state is PackageState.REJECTED and package.result_code:
        code = result_code(package.result_code)
        message = code.message(language or package.language, package.result_detail or "")
        wire.result = PackageResult(code.code, message)
    return wire


def _line_result(outcome: LineOutcome, language: Language) -> LineResult:
    messages = []
    for result in outcome.results:
        code = result_code(result.code)
        messages.append(LineMessage(code.code, code.message(language, result.detail)))
    return LineResult(outcome.reference, outcome.status, messages)
