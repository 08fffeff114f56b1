"""Composes the pages: developer site, API credentials, accounts, operator.

It is imported where pages are served only: a node without them starts faster, and is smaller.
"""

from pathlib import Path
from typing import Any, cast

from litestar import Litestar, Router
from litestar.di import Provide

from sellergate.access.platform import Access
from sellergate.described import api_document, operator_api_document
from sellergate.devportal.api_pages import api_pages_router
from sellergate.devportal.installation import Installation
from sellergate.devportal.playground import Playground
from sellergate.devportal.routes import site_router
from sellergate.devportal.wire import Wire
from sellergate.kit import asgi
from sellergate.kit.asgi import ASGIApp, Receive, Send
from sellergate.market.discussions.keeping import ATTACHMENT_FILES, AttachmentFiles
from sellergate.portal.accounts import accounts_router
from sellergate.portal.credentials import credentials_router
from sellergate.portal.discussions import discussions_router
from sellergate.portal.finance import finance_pages_router
from sellergate.portal.oidc import OidcSignIn, create_oidc, oidc_router
from sellergate.portal.operator import operator_router
from sellergate.portal.packages import packages_router
from sellergate.portal.stocks import stocks_router
from sellergate.settings import Settings
from sellergate.storage.documents import Documents
from sellergate.web import templates
from sellergate.web.errors import exception_handlers
from sellergate.web.observed import Observed
from sellergate.web.pages import Pages
from sellergate.web.static import static_route

HERE = Path(__file__).parent
TEMPLATE_DIRS = (HERE / "portal" / "templates", HERE / "devportal" / "templates")
STATIC_DIRS = (templates.STATIC_DIR, HERE / "portal" / "static", HERE / "devportal" / "static")
MAX_FORM_BYTES = 512_000
WITHOUT_VISITOR = "/static/"


def create_site(
    settings: Settings,
    access: Access,
    *,
    wire: Wire,
    files: AttachmentFiles,
    documents: Documents,
) -> ASGIApp:
    """The pages: developer site, API credentials, accounts, operator. Live steps send their requests to `wire`."""
    pages = Pages(
        access,
        public_url=settings.public_url,
        marketplace=settings.marketplace_name,
        demo=settings.demo,
        template_dirs=TEMPLATE_DIRS,
        static_dirs=STATIC_DIRS,
    )
    oidc = _create_oidc(settings, access, pages)
    site = Litestar(
        route_handlers=[
            static_route(*STATIC_DIRS),
            accounts_router(),
            oidc_router(),
            credentials_router(),
            packages_router(),
            discussions_router(),
            stocks_router(),
            finance_pages_router(),
            operator_router(),
            _api_pages(settings),
            site_router(_installation(settings), wire),
            *_shop(settings),
        ],
        dependencies={
            "access": Provide(lambda: access, use_cache=True, sync_to_thread=False),
            ATTACHMENT_FILES: Provide(lambda: files, use_cache=True, sync_to_thread=False),
            "documents": Provide(lambda: documents, use_cache=True, sync_to_thread=False),
            "pages": Provide(lambda: pages, use_cache=True, sync_to_thread=False),
            "oidc": Provide(lambda: oidc, use_cache=True, sync_to_thread=False),
        },
        before_request=pages.before_request,
        exception_handlers=exception_handlers(pages),
        request_max_body_size=MAX_FORM_BYTES,
        openapi_config=None,
        logging_config=None,
    )

    async def with_visitor(scope: asgi.Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith(WITHOUT_VISITOR):
            await pages.know_visitor(scope)
        await cast("ASGIApp", site)(scope, receive, send)

    return Observed(with_visitor, access.meter)


def _shop(settings: Settings) -> list[Router]:
    """Where anybody buys as a customer: in the demo only."""
    if not settings.demo:
        return []
    from sellergate.demo.orders.generating import make_orders
    from sellergate.portal.orders.shop import shop_router

    return [shop_router(make_orders)]


def _installation(settings: Settings) -> Installation:
    return Installation(
        public_url=settings.public_url,
        issuer=settings.issuer,
        token_url=settings.token_url,
        api_url=settings.api_url,
        marketplace=settings.marketplace_name,
        demo=settings.demo,
        security_contact=settings.security_contact,
    )


def _create_oidc(settings: Settings, access: Access, pages: Pages) -> OidcSignIn | None:
    if not settings.oidc_issuer:
        return None
    return create_oidc(
        access,
        pages,
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id or "",
        client_secret=settings.oidc_client_secret or "",
        label=settings.oidc_label or "",
        public_url=settings.public_url,
    )


def _api_pages(settings: Settings) -> Router:
    """The references and downloads of both APIs, with the ready clients of the demo marketplace in a demo."""

    def rendered(document: dict[str, Any]) -> tuple[dict[str, Any], bytes, bytes]:
        from sellergate.rest.openapi import render_json, render_yaml

        return document, render_json(document), render_yaml(document)

    playground, operator_playground = _playgrounds(settings)
    return api_pages_router(
        lambda: rendered(api_document(settings)),
        lambda: rendered(operator_api_document(settings)),
        playground,
        operator_playground,
    )


def _playgrounds(settings: Settings) -> tuple[Playground | None, Playground | None]:
    """The ready clients for the Seller API and for the operator API, which are the same in every demo."""
    if not settings.demo:
        return None, None
    from sellergate.demo.world import build_world

    world = build_world()
    seller, operator = (
        Playground(client.client_id, client.secrets[0].value, seller_id)
        for client, seller_id in (
            (world.client, str(world.seller_id)),
            (world.operator_client, ""),
        )
    )
    return seller, operator
