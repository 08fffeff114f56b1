"""Operations of the API: offers.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sellergate_client._core.calls import given, location, nothing, reads, segment
from sellergate_client._core.messages import Call
from sellergate_client._core.paging import BARE_CURSOR, CURSOR, LEGACY, Listing
from sellergate_client._drivers.binding import (
    AsyncResource,
    Resource,
    async_listing,
    async_method,
    listing,
    method,
)
from sellergate_client.types.offers import (
    CompetingChange,
    CompetingProducts,
    FoundOffer,
    LineResult,
    NewPackage,
    Offer,
    OfferRequest,
    Package,
    PackageChange,
    PackageLog,
    SearchCriteria,
)


def list_offers(
    *,
    sales_channel_id: str,
    limit: int = 100,
    fields: Sequence[str] | str | None = None,
    expand: Sequence[str] | str | None = None,
    offer_ids: Sequence[str] | str | None = None,
    gtins: Sequence[str] | str | None = None,
    seller_external_references: Sequence[str] | str | None = None,
    offer_states: Sequence[Literal["Active", "Inactive"] | str] | str | None = None,
    updated_at_min: datetime | str | None = None,
) -> Listing[Offer]:
    """List offers.

    Return your offers on one sales channel, page by page: follow the `Link` header until there is none.

    Offers come in the order in which they were created, and one that stays is met exactly once,
    whatever changes meanwhile. `updatedAtMin` gives those that changed since you last asked. Name the
    members that you need in `fields`, with dots for members of members, such as `facialPrice.price`;
    what identifies an offer always comes along. `expand=salesChannelFeedback` adds whether buyers see
    the offer, who has the best offer, and what to mend.

    * `sales_channel_id`: The sales channel, such as `CDISFR`. Clients may send it as a header instead.
    * `limit`: How many offers a page has at most.
    * `fields`: The members to return, with commas. What identifies an item always comes along.
    * `expand`: `salesChannelFeedback` adds what the channel says of each offer, on `CDISFR`. It has no
      effect beside `fields`.
    * `offer_ids`: The ids of the offers you want, with commas.
    * `gtins`: The GTINs of the products whose offers you want, with commas. Leading zeros do not
      matter.
    * `seller_external_references`: Your own references of the offers you want, with commas.
    * `offer_states`: The states of the offers you want, with commas.
    * `updated_at_min`: Offers that were written at this instant or later: what changed since you last
      asked. Let it overlap by a minute, for what is just being written is not seen yet.
    """
    return Listing(
        Call(
            "GET",
            "/offers",
            "offers",
            nothing,
            safe=True,
            query={
                "salesChannelId": sales_channel_id,
                "limit": limit,
                "fields": fields,
                "expand": expand,
                "offerIds": offer_ids,
                "gtins": gtins,
                "sellerExternalReferences": seller_external_references,
                "offerStates": offer_states,
                "updatedAtMin": updated_at_min,
            },
        ),
        Offer,
        CURSOR,
    )


def list_offer_packages(
    *,
    state: Sequence[
        Literal["Integrated", "IntegrationPending", "Ready", "Rejected", "WaitingForCompletion"]
        | str
    ]
    | str
    | None = None,
    sales_channel_id: str | None = None,
    limit: int = 100,
) -> Listing[Package]:
    """List offer packages.

    Return the packages of the seller, the newest first.

    * `state`: Only packages in these states.
    * `sales_channel_id`: Only packages for this sales channel.
    * `limit`: How many items a page has at most.
    """
    return Listing(
        Call(
            "GET",
            "/offer-packages",
            "offers",
            nothing,
            safe=True,
            query={"state": state, "salesChannelId": sales_channel_id, "limit": limit},
        ),
        Package,
        CURSOR,
    )


def open_offer_package(body: NewPackage | Mapping[str, Any], *, sales_channel_id: str) -> Call[str]:
    """Open an offer package.

    Open a package of offers for one sales channel.

    The answer has no body: the id of the package is the last segment of `Content-Location`. Upload
    lines for six hours at most, then submit it.

    * `sales_channel_id`: The sales channel that the offers are for, such as `CDISFR`: one that the
      seller has subscribed to, as `GET /sellers/subscriptions` lists them.
    """
    return Call(
        "POST",
        "/offer-packages",
        "offers",
        location,
        headers=given({"salesChannelId": sales_channel_id}),
        body=body,
    )


def get_offer_package(package_id: str) -> Call[Package]:
    """Get an offer package.

    Return one package: its state, and how many of its lines are judged.

    * `package_id`: The package: the last segment of its `Content-Location`.
    """
    return Call(
        "GET", f"/offer-packages/{segment(package_id)}", "offers", reads(Package), safe=True
    )


def submit_offer_package(package_id: str, body: PackageChange | Mapping[str, Any]) -> Call[None]:
    """Submit an offer package.

    Say that no more lines come. The package is integrated in the background, after those of the seller
    before it.

    To submit it twice does nothing more.

    * `package_id`: The package: the last segment of its `Content-Location`.
    """
    return Call("PATCH", f"/offer-packages/{segment(package_id)}", "offers", nothing, body=body)


def upload_offer_requests(
    package_id: str, body: Sequence[OfferRequest | Mapping[str, Any]]
) -> Call[None]:
    """Upload lines to an offer package.

    Upload 1 to 100 lines to an open package: a bare JSON array.

    Upload as often as needed, up to 50,000 lines in a package. Lines are judged one by one once the
    package is submitted: a bad line never stops another one. A reference that is there twice in a
    package rejects all lines that have it.

    * `package_id`: The package: the last segment of its `Content-Location`.
    """
    return Call(
        "POST",
        f"/offer-packages/{segment(package_id)}/offer-requests",
        "offers",
        nothing,
        body=body,
    )


def list_offer_requests_results(package_id: str, *, limit: int = 100) -> Listing[LineResult]:
    """List the results of an offer package.

    Return what became of each line of an integrated package, in the order of the lines. Results are
    kept three days.

    * `package_id`: The package: the last segment of its `Content-Location`.
    * `limit`: How many items a page has at most.
    """
    return Listing(
        Call(
            "GET",
            f"/offer-packages/{segment(package_id)}/offer-requests-results",
            "offers",
            nothing,
            safe=True,
            query={"limit": limit},
        ),
        LineResult,
        CURSOR,
    )


def search_offers(
    body: SearchCriteria | Mapping[str, Any], *, limit: int = 100
) -> Listing[FoundOffer]:
    """Search offers.

    Return your offers on every sales channel, in pages with numbers, with members named as the former
    interface did.

    It is kept for clients that use it; new ones use `GET /offers`. `{}` finds every offer. Read pages
    in their order: then each offer that stays is met exactly once, whatever changes meanwhile.

    * `limit`: How many offers a page has at most.
    """
    return Listing(
        Call(
            "POST",
            "/offers/search",
            "offers",
            nothing,
            safe=True,
            query={"$limit": limit},
            body=body,
        ),
        FoundOffer,
        LEGACY,
    )


def submit_offer_integration_package(body: str | Mapping[str, Any]) -> Call[int]:
    """Submit an XML offer package.

    Have a package of offers fetched and integrated: the body is the address of a zip archive, as a bare
    JSON string.

    The archive holds `Content/Offers.xml`, an `OfferPackage` of up to 40,000 offers. `PackageType`
    `Full` creates offers or replaces them as a whole, `StockAndPrice` changes offers that exist. The
    answer is the id of the package, by which you read what became of it. New programs open a package
    with `POST /offer-packages`.
    """
    return Call("POST", "/offer-integration-packages", "offers", reads(int), body=body)


def get_offer_integration_package(
    package_id: str, *, page: int | None = None, limit: int | None = None
) -> Call[PackageLog]:
    """Get the log of an XML offer package.

    Return how far an XML package is and, once it is integrated, what became of each of its offers.

    The log is kept three days. A package that could not be fetched or read is `Rejected`, and `result`
    says what to mend.

    * `package_id`: The package: the number that `POST /offer-integration-packages` answered.
    * `page`: The number of the page, from 1 on.
    * `limit`: How many offers a page has at most.
    """
    return Call(
        "GET",
        f"/offer-integration-packages/{segment(package_id)}",
        "offers",
        reads(PackageLog),
        safe=True,
        query={"$page": page, "$limit": limit},
    )


def list_competing_offers(
    *, products: Sequence[str] | str | None = None, sales_channel_id: str | None = None
) -> Call[CompetingProducts]:
    """List competing offers.

    Return the offers that are on sale for products that you offer: the shop, the price, who is best.

    It is kept for clients that use it; `GET /offers` with `expand=salesChannelFeedback` tells more.

    * `products`: References or GTINs of products that you offer: with commas, repeated, or as
      `products[0]`, `products[1]` and so on.
    * `sales_channel_id`: One sales channel; without it, all on which you offer each.
    """
    return Call(
        "GET",
        "/competing-offers",
        "offers",
        reads(CompetingProducts),
        safe=True,
        query={"products": products, "sales_channel_id": sales_channel_id},
    )


def list_competing_offer_changes(
    *, updated_at_min: datetime | str | None = None
) -> Listing[CompetingChange]:
    """List changes of competing offers.

    Return your offers for whose products other sellers wrote offers since yesterday, or since
    `updated_at_min`.

    Each call looks at some thousands of your offers: follow the `Link` header until there is none, also
    when a page is empty. Offers that other sellers removed are not told.

    * `updated_at_min`: Since when; without it, the last 24 hours.
    """
    return Listing(
        Call(
            "GET",
            "/competing-offer-changes",
            "offers",
            nothing,
            safe=True,
            query={"updated_at_min": updated_at_min},
        ),
        CompetingChange,
        BARE_CURSOR,
    )


class Offers(Resource):
    """What the seller sells: packages of offers that create, change and remove them, and what is on sale."""

    list = listing(list_offers)
    list_packages = listing(list_offer_packages)
    open_package = method(open_offer_package)
    get_package = method(get_offer_package)
    submit_package = method(submit_offer_package)
    upload_lines = method(upload_offer_requests)
    list_package_results = listing(list_offer_requests_results)
    search = listing(search_offers)
    submit_integration_package = method(submit_offer_integration_package)
    get_integration_package = method(get_offer_integration_package)
    list_competing_offers = method(list_competing_offers)
    list_competing_offer_changes = listing(list_competing_offer_changes)


class AsyncOffers(AsyncResource):
    """What the seller sells: packages of offers that create, change and remove them, and what is on sale."""

    list = async_listing(list_offers)
    list_packages = async_listing(list_offer_packages)
    open_package = async_method(open_offer_package)
    get_package = async_method(get_offer_package)
    submit_package = async_method(submit_offer_package)
    upload_lines = async_method(upload_offer_requests)
    list_package_results = async_listing(list_offer_requests_results)
    search = async_listing(search_offers)
    submit_integration_package = async_method(submit_offer_integration_package)
    get_integration_package = async_method(get_offer_integration_package)
    list_competing_offers = async_method(list_competing_offers)
    list_competing_offer_changes = async_listing(list_competing_offer_changes)
