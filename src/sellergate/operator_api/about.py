"""What the document says of the operator API as a whole: introduction, tags, scope."""

from typing import Final

from sellergate.access.scopes import OperatorScope
from sellergate.operator_api.api import PREFIX
from sellergate.rest.openapi import About, Facts, status_texts

TAGS: Final = {
    "Orders": (
        "What customers buy: place orders, decide on those that you hold, tell that parcels have come, cancel for customers, "
        "download invoices."
    ),
    "Discussions": "What customers and customer service write to sellers, and what sellers answer.",
    "Inbound shipments": (
        "What sellers send to the warehouses: count it when it comes, so that it is their stock."
    ),
    "Outbound shipments": (
        "What leaves the warehouses, for orders and as sellers ask: pick it, hand it to a carrier, decide whether it may be "
        "called off."
    ),
    "Returns": "What comes back to the warehouses: receive and inspect it, so that it is stock again.",
    "Finance": (
        "Money: payouts that are on their way, fees, and what is held back. Operations, statements and payouts are made by the "
        "calendar; sellers read them over the Seller API."
    ),
    "Sales channels": "Where customers buy, and what each sales channel lets its sellers do.",
}

DESCRIPTION: Final = """\
Do what only the marketplace does: bring in what customers buy, and tell what becomes of it. \
Sellers see and handle their part through the Seller API.

## The first call

1. Make a client for this API: on the operator pages, or by `sellergate clients create NAME --operator --email …` \
and `sellergate secrets create NAME`. Sellers and partners cannot make one.
2. Get a token: `POST {token_url}`. It lives {token_lifetime} seconds.
3. Call `GET /orders` with `Authorization: Bearer …`. There is no SellerId header: sellers are named in paths and bodies.

Clients of this API call no other, and no other client may call this one.

## Headers

Header names are the same in any letter case. Every answer has an `X-Request-Id`: yours, when you sent one. \
Answers are compressed when you send `Accept-Encoding: gzip`.

## Limits

{calls_per_minute} calls a minute and {tokens_per_hour} tokens an hour for each client, unless the operator gave it \
others. The `RateLimit` headers of every answer tell where you stand.

## Errors

An error is a problem document (RFC 9457, `application/problem+json`). Its `type` is the address of a page that says \
how to mend it, and `traceId` is the request id.

{statuses}

A path that is not in this document is answered 404 (`route-unknown`), another method of a known path 405 \
(`method-not-allowed`), with or without a token."""

# What the gate may answer instead of any operation, in the order of its checks.
GATE_PROBLEMS: Final = (
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
    "quota-exceeded",
    "internal-error",
    "unavailable",
    "issuer-unavailable",
)


def _description(facts: Facts) -> str:
    return DESCRIPTION.format(**facts._asdict(), token_url=facts.token_url, statuses=status_texts())


OPERATOR_API: Final = About(
    prefix=PREFIX,
    title="Operator API V1",
    version="1.0",
    summary="Orders, discussions and sales channels, from the marketplace's side.",
    description=_description,
    tags=TAGS,
    scopes={OperatorScope.OPERATOR: "Everything that the operator API does."},
    oauth="OAuth 2.0 client credentials, with a client that the marketplace operator made for this API.",
    request_headers=("X-Request-Id",),
    problems=GATE_PROBLEMS,
    example_path="/orders",
    example_of="The demo marketplace",
)
