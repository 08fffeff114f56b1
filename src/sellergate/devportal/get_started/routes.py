"""Routes of get started. A live step answers a whole page, or the piece of it that htmx asked for."""

from dataclasses import replace
from typing import Any, Final

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.devportal import work
from sellergate.devportal.get_started.belongings import Belongings, belongings_of
from sellergate.devportal.get_started.live import (
    Live,
    ask_for_token,
    call_seller,
    make_token,
    start,
)
from sellergate.devportal.get_started.personas import (
    OF_KIND,
    WORDS,
    Persona,
    path_of,
    persona_cards,
)
from sellergate.devportal.installation import (
    COLLECTION,
    ENVIRONMENT,
    OPENAPI_JSON,
    OPENAPI_YAML,
    REFERENCE,
    Here,
)
from sellergate.devportal.wire import OwnWire
from sellergate.kit.marks import N_
from sellergate.web.browser import PageRequest, act_of, address_of, require_user, visitor_of
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import field, read_form

SECTION: Final = "get-started"


@get("/get-started/", include_in_schema=False, sync_to_thread=False)
def choice_page(request: PageRequest, pages: Pages) -> Response[str]:
    """Who are you?"""
    user = visitor_of(request).user
    return pages.render(
        request,
        "get_started/index.html",
        title=N_("Get started"),
        description=N_("From nothing to the first answer of the Seller API, in five steps."),
        section=SECTION,
        personas=persona_cards(),
        own=OF_KIND.get(user.organization.kind) if user else None,
    )


@get("/get-started/{persona:str}/", include_in_schema=False)
async def persona_page(
    request: PageRequest, persona: FromPath[str], pages: Pages, access: Access, here: Here
) -> Response[str]:
    """The five steps of a persona."""
    known = parse_persona(persona)
    belongings = await belongings_of(access, visitor_of(request).user)
    return _page(request, pages, known, here, belongings, _start(known, belongings))


@get("/get-started/{persona:str}/token", include_in_schema=False, sync_to_thread=False)
def back_to_token(persona: FromPath[str], pages: Pages) -> Redirect:
    """Lead a reloaded answer back to its step."""
    return pages.redirect(f"{path_of(parse_persona(persona))}#step-3")


@get("/get-started/{persona:str}/call", include_in_schema=False, sync_to_thread=False)
def back_to_call(persona: FromPath[str], pages: Pages) -> Redirect:
    """Lead a reloaded answer back to its step."""
    return pages.redirect(f"{path_of(parse_persona(persona))}#step-4")


@post("/get-started/{persona:str}/token", status_code=200, include_in_schema=False)
async def get_token(
    request: PageRequest,
    persona: FromPath[str],
    pages: Pages,
    access: Access,
    here: Here,
    wire: OwnWire,
) -> Response[str]:
    """Step 3: a token for one of the reader's clients, or for a clientId and clientSecret."""
    known = parse_persona(persona)
    form = await read_form(request)
    belongings = await belongings_of(access, visitor_of(request).user)
    live = _start(known, belongings)
    client_uid = field(form, "client_uid")
    if client_uid:
        session = require_user(request, back=f"{path_of(known)}#step-3")
        client = belongings.client_of(client_uid)
        live = await make_token(access, act_of(access, session), live, client)
    else:
        live = await ask_for_token(
            wire,
            here,
            live,
            client_id=field(form, "client_id"),
            secret=field(form, "client_secret"),
            sender=address_of(request),
            now=access.clock(),
        )
    live = replace(live, seller_id=_seller_for(live, belongings))
    if _is_htmx(request):
        return _fragment(request, pages, "get_started/_live.html", known, here, belongings, live)
    return _page(request, pages, known, here, belongings, live)


@post("/get-started/{persona:str}/call", status_code=200, include_in_schema=False)
async def first_call(
    request: PageRequest,
    persona: FromPath[str],
    pages: Pages,
    access: Access,
    here: Here,
    wire: OwnWire,
) -> Response[str]:
    """Step 4: `GET /seller/v2/sellers` with the token of step 3."""
    known = parse_persona(persona)
    form = await read_form(request)
    belongings = await belongings_of(access, visitor_of(request).user)
    live = Live(
        client_id=field(form, "client_id"),
        seller_id=field(form, "seller_id"),
        access_token=field(form, "access_token"),
    )
    live = await call_seller(wire, here, live, sender=address_of(request))
    if _is_htmx(request):
        return _fragment(request, pages, "get_started/_step4.html", known, here, belongings, live)
    return _page(request, pages, known, here, belongings, live)


def get_started_routes() -> list[HTTPRouteHandler]:
    """Every route of get started."""
    return [choice_page, persona_page, back_to_token, back_to_call, get_token, first_call]


def parse_persona(text: str) -> Persona:
    """The persona of a path. Raises `NotFoundException`."""
    try:
        return Persona(text)
    except ValueError:
        raise NotFoundException from None


def _start(persona: Persona, belongings: Belongings) -> Live:
    fallback = str(TEST_SELLER_ID) if persona is Persona.FEED_AGGREGATOR else ""
    return start(belongings, default_seller_id=fallback)


def _seller_for(live: Live, belongings: Belongings) -> str:
    """A seller that gave access to the client of the token, when there is one."""
    ids = [
        str(d.seller_id)
        for d in (*belongings.access_had, *belongings.access_given)
        if d.client_id == live.client_id
    ]
    return live.seller_id if live.seller_id in ids or not ids else ids[0]


def _is_htmx(request: PageRequest) -> bool:
    return request.headers.get("hx-request") == "true"


def _context(persona: Persona, here: Here, belongings: Belongings, live: Live) -> dict[str, Any]:
    return {
        "persona": persona.value,
        "path": path_of(persona),
        "here": here,
        "mine": belongings,
        "live": live,
        "examples": live.examples(here),
        "test_seller_id": TEST_SELLER_ID,
        "methods": work.SELLERS,
        "collection": COLLECTION,
        "environment": ENVIRONMENT,
        "openapi_yaml": OPENAPI_YAML,
        "openapi_json": OPENAPI_JSON,
        "reference": REFERENCE,
    }


def _fragment(
    request: PageRequest,
    pages: Pages,
    template: str,
    persona: Persona,
    here: Here,
    belongings: Belongings,
    live: Live,
) -> Response[str]:
    user = visitor_of(request).user
    return pages.fragment(
        request,
        template,
        is_signed_in=user is not None,
        **_context(persona, here, belongings, live),
    )


def _page(
    request: PageRequest,
    pages: Pages,
    persona: Persona,
    here: Here,
    belongings: Belongings,
    live: Live,
) -> Response[str]:
    visitor = visitor_of(request)
    return pages.render(
        request,
        f"get_started/{persona.value.replace('-', '_')}.html",
        title=WORDS[persona].title,
        description=WORDS[persona].card,
        section=SECTION,
        words=WORDS[persona],
        personas=persona_cards(),
        csrf_token=visitor.csrf_token,
        is_signed_in=visitor.user is not None,
        **_context(persona, here, belongings, live),
    )
