"""What machines and finders of weaknesses look for at fixed places: llms.txt, security.txt, api-catalog, robots.txt."""

from datetime import timedelta
from typing import Any, Final

import msgspec
from litestar import MediaType, Response, get, head
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.devportal.code_pages import CODE_PAGES
from sellergate.devportal.get_started.personas import WORDS, path_of
from sellergate.devportal.guides.catalogue import GUIDES
from sellergate.devportal.installation import (
    COLLECTION,
    ENVIRONMENT,
    OPENAPI_JSON,
    OPENAPI_YAML,
    REFERENCE,
    Here,
    Installation,
)
from sellergate.kit.problems import CATALOGUE
from sellergate.web.injected import Access

CATALOG: Final = "/.well-known/api-catalog"
LINKSET: Final = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
CATALOG_LINK: Final = {"Link": f'<{CATALOG}>; rel="api-catalog"'}
DEMO_CONTACT: Final = "mailto:security@demo.example"
SECURITY_TXT_LIFE: Final = timedelta(days=180)  # RFC 9116 §2.5.5: less than a year
HOUR: Final = {"Cache-Control": "public, max-age=3600"}


@get("/llms.txt", include_in_schema=False, sync_to_thread=False)
def llms_txt(here: Here) -> Response[str]:
    """A map of the documentation for tools that read text."""
    return _text(_llms(here))


@get("/robots.txt", include_in_schema=False, sync_to_thread=False)
def robots_txt() -> Response[str]:
    """What search engines need not read: pages behind a sign-in, and the API itself."""
    private = ("/account/", "/api-credentials/", "/packages/", "/operator/", "/seller/", "/auth/")
    return _text("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in private))


@get("/.well-known/security.txt", include_in_schema=False, sync_to_thread=False)
def security_txt(here: Here, access: Access) -> Response[str]:
    """Who to tell about a weakness (RFC 9116). Raises `NotFoundException` when the operator named nobody."""
    contact = here.security_contact or (DEMO_CONTACT if here.demo else None)
    if contact is None:
        raise NotFoundException
    expires = (access.clock() + SECURITY_TXT_LIFE).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return _text(
        f"Contact: {contact}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: en, fr\n"
        f"Canonical: {here.url('/.well-known/security.txt')}\n"
    )


@get(CATALOG, include_in_schema=False, sync_to_thread=False)
def api_catalog(here: Here) -> Response[bytes]:
    """The APIs of this host and where they are described (RFC 9727, RFC 9264)."""
    return Response(
        msgspec.json.encode(_linkset(here)), media_type=LINKSET, headers={**HOUR, **CATALOG_LINK}
    )


@head(CATALOG, include_in_schema=False, sync_to_thread=False)
def api_catalog_head() -> Response[None]:
    """Say that the catalogue is here (RFC 9727 §2)."""
    return Response(None, media_type=LINKSET, headers={**HOUR, **CATALOG_LINK})


def well_known_routes() -> list[HTTPRouteHandler]:
    """Every route of this module."""
    return [llms_txt, robots_txt, security_txt, api_catalog, api_catalog_head]


def _text(content: str) -> Response[str]:
    return Response(content, media_type=MediaType.TEXT, headers=HOUR)


def _linkset(here: Installation) -> dict[str, Any]:
    return {
        "linkset": [
            {"anchor": here.url(CATALOG), "item": [{"href": here.api_url}, {"href": here.issuer}]},
            {
                "anchor": here.api_url,
                "service-desc": [
                    {"href": here.url(OPENAPI_YAML), "type": "application/yaml"},
                    {"href": here.url(OPENAPI_JSON), "type": "application/json"},
                ],
                "service-doc": [
                    {"href": here.url(REFERENCE), "type": "text/html"},
                    {"href": here.url("/docs/"), "type": "text/html"},
                    {"href": here.url("/llms.txt"), "type": "text/plain"},
                ],
                "status": [{"href": here.url("/healthz"), "type": "application/json"}],
            },
            {
                "anchor": here.issuer,
                "service-meta": [
                    {
                        "href": f"{here.issuer}/.well-known/openid-configuration",
                        "type": "application/json",
                    }
                ],
                "service-doc": [
                    {"href": here.url("/docs/guides/best-practices/#tokens"), "type": "text/html"}
                ],
            },
        ]
    }


def _llms(here: Installation) -> str:
    """The form of llmstxt.org: a title, a summary, lists of links."""
    sections = {
        "Get started": [(w.title, path_of(p), w.card) for p, w in WORDS.items()],
        "Guides": [(guide.title, guide.path, guide.text) for guide in GUIDES.values()],
        "Machine-readable": [
            (
                "OpenAPI, YAML",
                OPENAPI_YAML,
                "Every operation, header, status, problem and example.",
            ),
            ("OpenAPI, JSON", OPENAPI_JSON, "The same."),
            ("Postman collection", COLLECTION, "Requests with examples and tests."),
            ("Postman environment", ENVIRONMENT, "The variables of the collection."),
            ("API catalog", CATALOG, "RFC 9727."),
        ],
        "Problems": [
            (p.title, f"/docs/problems/{p.slug}", f"{p.status}. {p.remedy}")
            for p in CATALOGUE.values()
        ],
        "Result codes": [(page.title, page.path, page.text) for page in CODE_PAGES.values()],
        "Optional": [
            ("Reference", REFERENCE, "For people, with Try It."),
            (
                "API credentials",
                "/api-credentials/",
                "Where clientIds are made and access is given.",
            ),
        ],
    }
    parts = [_summary(here)]
    for title, links in sections.items():
        lines = [f"- [{text}]({here.url(path)}): {about}" for text, path, about in links]
        parts.append("\n".join([f"## {title}", "", *lines]))
    return "\n\n".join(parts) + "\n"


def _summary(here: Installation) -> str:
    return f"""\
# {here.marketplace}: Seller API

> REST API to the seller accounts of a marketplace. A program gets an OAuth 2.0 token (client credentials) with its
> clientId and clientSecret, and sends it with the header SellerId. The seller must have given that clientId access.

- API base: {here.api_url}
- Token endpoint (POST, form, grant_type=client_credentials): {here.token_url}
- Every call: `Authorization: Bearer ACCESS_TOKEN` and `SellerId: NUMBER`
- First call: `GET {here.api_url}/sellers`
- Test seller for any valid clientId, a few calls an hour: {TEST_SELLER_ID}
- Errors are RFC 9457 problems; their `type` is one of the pages below"""
