"""What the document says of the Seller API as a whole: introduction, tags, scopes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sellergate.access.scopes import Scope
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.rest.openapi import About, Facts, status_texts
from sellergate.rest.openapi.facts import EXAMPLE_SELLER_ID
from sellergate.seller_v2.api import PREFIX

# In the order in which they are read. A perimeter without its text here is a defect, found when the document is made.
TAGS = {
    "Sellers": (
        "The account as the seller configured it: profile, addresses, performance indicators, sales channels, "
        "delivery modes, and the carriers of the marketplace. Everything is read in real time, without a filter."
    ),
    "Products": (
        "The catalogue that all sellers share: the tree of categories with the properties that their sheets need, the "
        "brands, and one product sheet for each GTIN. Look a GTIN up before you create its sheet; an offer needs one."
    ),
    "Offers": (
        "What the seller sells: packages of offers that create, change and remove them, and what is on sale."
    ),
    "Orders": (
        "What customers ordered, and what you do with it: accept, ship, cancel, give a part of the money back."
    ),
    "Order invoices": (
        "The invoices that you issue to your customers, so that they can download them: sent for one order or for many at "
        "once, judged file by file, and replaced by sending them again."
    ),
    "Discussions": (
        "What customers, the seller and the channel's customer service write to each other about orders and offers, claims "
        "included: search, read, answer, close."
    ),
    "Finance": (
        "What the marketplace owes you and bills you: operations, payouts, commission statements with their PDFs, and what "
        "is reported of your year. It only reads."
    ),
    "Fulfillment": (
        "What the marketplace's warehouses keep for you, and what they do with it: products they know, supply orders that "
        "bring stock, what there is of it, shipments that take it away, and returns."
    ),
}

DESCRIPTION = """\
Read and manage what belongs to one seller account: you call for a seller, who has given access to your clientId.

## The first call

1. Get a clientId and a clientSecret on the [API credentials]({public_url}/api-credentials/) page.
2. Get a token: `POST {token_url}`. It lives {token_lifetime} seconds and serves every seller.
3. Call `GET /sellers` with `Authorization: Bearer …` and the header `SellerId`, the number of the seller account.

No seller has given you access yet? Seller {test_seller} accepts every client, \
{test_seller_calls_per_hour} calls an hour.

## Headers

Header names are the same in any letter case. Every answer has an `X-Request-Id`: yours, when you sent one. \
Answers are compressed when you send `Accept-Encoding: gzip`. Labels and messages are in the \
language of `Accept-Language`, where an operation names that header.

## Limits

{calls_per_minute} calls a minute for each client, seller and perimeter, and {tokens_per_hour} tokens an hour for \
each client, unless the operator gave you others. The `RateLimit` headers of every answer tell where you stand.

## Errors

An error is a problem document (RFC 9457, `application/problem+json`). Its `type` is the address of a page that says \
how to mend it, and `traceId` is the request id.

{statuses}

A path that is not in this document is answered 404 (`route-unknown`), another method of a known path 405 \
(`method-not-allowed`), with or without a token."""


# What the gateway may answer instead of any operation, in the order of its checks.
GATEWAY_PROBLEMS: Final = (
    "token-missing",
    "token-malformed",
    "token-invalid",
    "token-expired",
    "token-revoked",
    "dpop-proof-invalid",
    "dpop-scheme-mismatch",
    "dpop-required",
    "client-disabled",
    "client-not-mapped",
    "client-of-another-api",
    "seller-id-missing",
    "seller-id-invalid",
    "seller-not-delegated",
    "seller-suspended",
    "insufficient-scope",
    "quota-exceeded",
    "internal-error",
    "unavailable",
    "issuer-unavailable",
)


def _description(facts: Facts) -> str:
    return DESCRIPTION.format(
        **facts._asdict(),
        token_url=facts.token_url,
        test_seller=TEST_SELLER_ID,
        statuses=status_texts(),
    )


_SCOPES: Final[Mapping[StrEnum, str]] = {
    scope: f"{'Read' if scope.is_read else 'Change'} the {scope.perimeter} perimeter."
    for scope in Scope
}
SELLER_API: Final = About(
    prefix=PREFIX,
    title="REST Seller API V2",
    version="2.0",
    summary="One seller account, for the programs that work for it.",
    description=_description,
    tags=TAGS,
    scopes=_SCOPES,
    oauth=(
        "OAuth 2.0 client credentials. No scope need be asked for: every token has them all, and what a "
        "call may do is decided by the access that the seller gave."
    ),
    request_headers=("SellerId", "X-Request-Id"),
    problems=GATEWAY_PROBLEMS,
    example_path="/sellers",
    example_of=f"Seller {EXAMPLE_SELLER_ID} of the demo marketplace",
)
