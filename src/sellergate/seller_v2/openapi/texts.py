"""What the document says as a whole: introduction, tags, ways to authenticate."""

from collections.abc import Iterable

from sellergate.access.scopes import Scope
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.seller_v2.openapi import token
from sellergate.seller_v2.openapi.facts import Facts, Json
from sellergate.seller_v2.openapi.problems import RESPONSE_NAMES, STATUS_TEXTS

TITLE = "REST Seller API V2"
VERSION = "2.0"

# In the order in which they are read. A perimeter without its text here is a defect, found when the document is made.
TAGS = {
    token.TAG: "Obtain an access token for your clientId. One token serves many calls and every seller.",
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


def info(facts: Facts) -> Json:
    """The introduction."""
    statuses = "\n".join(f"* **{status}**: {STATUS_TEXTS[status]}" for status in RESPONSE_NAMES)
    return {
        "title": TITLE,
        "version": VERSION,
        "summary": "One seller account, for the programs that work for it.",
        "description": DESCRIPTION.format(
            **facts._asdict(),
            token_url=facts.token_url,
            test_seller=TEST_SELLER_ID,
            statuses=statuses,
        ),
        "contact": {"name": facts.marketplace, "url": f"{facts.public_url}/docs/"},
        "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
    }


def tags(paths: Json) -> list[Json]:
    """The tags that operations have. Raises `ValueError` for one without a text."""
    used = {
        tag
        for item in paths.values()
        for operation in item.values()
        if isinstance(operation, dict)
        for tag in operation["tags"]
    }
    if unknown := used - TAGS.keys():
        raise ValueError(f"TAGS says nothing of {', '.join(sorted(unknown))}")
    return [{"name": name, "description": text} for name, text in TAGS.items() if name in used]


def security_schemes(facts: Facts, scopes: Iterable[Scope]) -> Json:
    """How calls are authorised."""
    return {
        "oauth2": {
            "type": "oauth2",
            "description": (
                "OAuth 2.0 client credentials. No scope need be asked for: every token has them all, and what a "
                "call may do is decided by the access that the seller gave."
            ),
            "flows": {
                "clientCredentials": {
                    "tokenUrl": facts.token_url,
                    "scopes": {scope.value: _scope_text(scope) for scope in scopes},
                }
            },
        },
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": (
                "An access token that you already have. One that is bound to a key (RFC 9449) is sent as "
                f"`Authorization: DPoP …` with a proof in the header `DPoP`: see {facts.public_url}/docs/guides/keys/"
            ),
        },
    }


def _scope_text(scope: Scope) -> str:
    return f"{'Read' if scope.is_read else 'Change'} the {scope.perimeter} perimeter."
