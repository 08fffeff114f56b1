"""Routes of XML packages of offers (contract/04 §E). Docstrings are the reference's texts."""

import re
from typing import Annotated, Any, Final

from litestar import get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import render_instant
from sellergate.kit.problems import Problem
from sellergate.market.languages import Language
from sellergate.market.offers.models import LineStatus, PackageState
from sellergate.market.offers.results import result_code
from sellergate.market.offers.xml import packages
from sellergate.market.offers.xml.fetching import PackageFetcher
from sellergate.market.offers.xml.packages import Log
from sellergate.market.offers.xml.store import LoggedOffer
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, parse_json
from sellergate.rest.queries import read_query
from sellergate.rest.wire import (
    asked_language_of,
    database_of,
    header_of,
    language_of,
    now_of,
    seller_of,
)
from sellergate.seller_v2.offers.xml_examples import EXAMPLES, NUMBER, URL
from sellergate.seller_v2.offers.xml_schemas import (
    LoggedProperty,
    LogQuery,
    OfferLog,
    PackageLog,
    XmlPackageResult,
)

FETCHER: Final = "package_fetcher"
NO_PACKAGE: Final = "This seller has no XML package with this id."
MAX_BODY_BYTES: Final = 16_384
HIGHEST_NUMBER: Final = 2**53

# What a result is about, as XML packages name it. The others are about the whole offer.
_NAMES: Final = {
    "01": "ProductEan",
    "02": "ProductCondition",
    "03": "SellerProductId",
    "05": "Stock",
    "06": "Price",
    "07": "Vat",
    "08": "EcoPart",
    "09": "PreparationTime",
    "10": "BluffDeliveryMax",
    **dict.fromkeys(("11", "12", "13", "29", "45", "48"), "ShippingCharges"),
    "14": "Comment",
    **dict.fromkeys(("15", "16", "17", "30", "49"), "AdditionalShippingCharges"),
    "18": "StrikedPrice",
    "19": "Type",
    "20": "StartDate",
    "21": "EndDate",
    "24": "ProductEan",
    "26": "DiscountValue",
    "31": "DeaTax",
    "46": "MinimumPriceForPriceAlignment",
    "62": "ProductPackagingUnit",
    "63": "ProductPackagingValue",
}

PackageNumber = Annotated[
    str,
    PathParameter(
        description="The package: the number that `POST /offer-integration-packages` answered.",
        examples=[Example(value=str(NUMBER))],
    ),
]
_PLAIN_ADDRESS: Final = re.compile(rb"\s*[a-z]+:/", re.IGNORECASE)


@post(
    "/offer-integration-packages",
    status_code=200,
    operation_id="submitOfferIntegrationPackage",
    summary="Submit an XML offer package",
    request_max_body_size=MAX_BODY_BYTES,
    opt={
        "scope": Scope.OFFERS_WRITE,
        "body": str,
        "body_example": URL,
        "answer": int,
        "examples": EXAMPLES,
        "request_headers": ("Accept-Language",),
        "problems": {
            "validation": (
                "The body is no JSON string, or not an address that packages may be fetched from: https, on a host "
                "that the operator allows."
            ),
        },
    },
)
async def submit_package(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Have a package of offers fetched and integrated: the body is the address of a zip archive, as a bare JSON string.

    The archive holds `Content/Offers.xml`, an `OfferPackage` of up to 40,000 offers. `PackageType` `Full` creates offers
    or replaces them as a whole, `StockAndPrice` changes offers that exist. The answer is the id of the package, by which
    you read what became of it. New programs open a package with `POST /offer-packages`.
    """
    url = _address_in(body)
    fetcher: PackageFetcher = scope["litestar_app"].state[FETCHER]
    fetcher.check(url)
    number = await database_of(scope).write(
        packages.submit_package,
        seller_of(scope).seller_id,
        package_id=new_uuid(),
        url=url,
        sales_channel_id=header_of(scope, b"saleschannelid"),
        language=language_of(scope),
        now=now_of(scope),
    )
    return JsonAnswer(number)


def _address_in(body: bytes) -> str:
    """The address that is the body. Forms that ask for a text, as that of the reference, send it without quotes."""
    if _PLAIN_ADDRESS.match(body):
        return body.strip().decode(errors="replace")
    url = parse_json(body)
    if not isinstance(url, str):
        raise invalid("body", "must be a JSON string: the address of the zip archive")
    return url


@get(
    "/offer-integration-packages/{package_id:str}",
    operation_id="getOfferIntegrationPackage",
    summary="Get the log of an XML offer package",
    opt={
        "scope": Scope.OFFERS_READ,
        "query": LogQuery,
        "answer": PackageLog,
        "examples": EXAMPLES,
        "request_headers": ("Accept-Language",),
        "problems": {"not-found": NO_PACKAGE},
    },
)
async def get_package(scope: AsgiScope, package_id: PackageNumber) -> JsonAnswer:
    """Return how far an XML package is and, once it is integrated, what became of each of its offers.

    The log is kept three days. A package that could not be fetched or read is `Rejected`, and `result` says what to mend.
    """
    query = read_query(scope, LogQuery)
    log = await database_of(scope).read(
        packages.page_of_log,
        seller_of(scope).seller_id,
        _number_of(package_id),
        page=query.page,
        limit=query.limit,
        now=now_of(scope),
    )
    return JsonAnswer(_log(log, asked_language_of(scope) or log.package.language, query.limit))


XML_ROUTES: Final = (submit_package, get_package)


def _number_of(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 16) or int(text) > HIGHEST_NUMBER:
        raise Problem("not-found", NO_PACKAGE)
    return int(text)


def _log(log: Log, language: Language, limit: int) -> PackageLog:
    package = log.package
    wire = PackageLog(
        package_id=package.row,
        package_integration_status=package.state,
        number_of_errors=package.rejected_count + package.duplicated_count,
        page_count=-(-log.total // limit),
        total_item_count=log.total,
        items=[_item(log, logged, language) for logged in log.offers],
    )
    if package.state is PackageState.REJECTED and package.result_code:
        wire.result = XmlPackageResult(package.result_code, package.result_detail or "")
    return wire


def _item(log: Log, logged: LoggedOffer, language: Language) -> OfferLog:
    line: dict[str, Any] = logged.line
    reference = line.get("sellerExternalReference", "")
    return OfferLog(
        log_date=render_instant(log.package.ended_at or log.package.created_at),
        offer_integration_status=LineStatus(logged.status),
        product_ean=line.get("product", {}).get("gtin", ""),
        seller_product_id=reference,
        sku=log.products.get(reference),
        validated=logged.status == LineStatus.INTEGRATED,
        property_list=[_property(code, detail, language) for code, detail in logged.results],
    )


def _property(text: str, detail: str, language: Language) -> LoggedProperty:
    code = result_code(text)
    return LoggedProperty(
        name=_NAMES.get(code.about.number, "") if code.is_refusal else "",
        property_code=code.code,
        property_error=code.situation.text.in_language(language),
        log_message=code.message(language, detail),
    )
