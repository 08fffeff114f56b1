"""The technical reference: Try It for browsers with scripts, a plain list of operations for everybody else."""

import re
from dataclasses import dataclass
from typing import Any, Final

from litestar import MediaType, Response, get, post
from litestar.handlers import HTTPRouteHandler
from markupsafe import Markup, escape

from sellergate.access.clients.errors import NoSuchClient
from sellergate.access.context import ClientUid
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.access.tokens.site import TokenQuotaUsedUp, issue_on_site
from sellergate.devportal.api_files import TheApi
from sellergate.devportal.get_started.belongings import Belongings, belongings_of
from sellergate.devportal.playground import DemoPlayground
from sellergate.devportal.postman import METHODS, base_url, resolve, token_url
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.web.browser import PageRequest, act_of, visitor_of
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import CONTENT_SECURITY_POLICY, field, read_form

Json = dict[str, Any]

# Scalar writes style elements and attributes while it runs; nothing else is allowed beyond every other page.
REFERENCE_POLICY: Final = CONTENT_SECURITY_POLICY.replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as the list shows it."""

    name: str
    place: str
    required: bool
    text: Markup


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the list shows it."""

    id: str
    method: str
    url: str
    path: str
    summary: str
    text: Markup
    scope: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of a perimeter."""

    name: str
    text: Markup
    operations: tuple[Operation, ...]


@get("/docs/reference/", include_in_schema=False)
async def reference_page(
    request: PageRequest,
    pages: Pages,
    access: Access,
    the_api: TheApi,
    playground: DemoPlayground,
) -> Response[str]:
    """The reference, with what the reader may try it with."""
    belongings = await belongings_of(access, visitor_of(request).user)
    return _reference(
        request,
        pages,
        (await the_api.get()).document,
        path="/docs/reference/",
        file="/downloads/openapi.json",
        title=N_("API reference"),
        description=N_(
            "Every operation of the Seller API: parameters, answers, errors, and a form to try it."
        ),
        clients=_choices(belongings),
        playground=playground,
    )


@get("/docs/reference/operator/", include_in_schema=False)
async def operator_reference_page(
    request: PageRequest,
    pages: Pages,
    access: Access,
    operator_api: TheApi,
    operator_playground: DemoPlayground,
) -> Response[str]:
    """The reference of the operator API, likewise."""
    belongings = await belongings_of(access, visitor_of(request).user)
    return _reference(
        request,
        pages,
        (await operator_api.get()).document,
        path="/docs/reference/operator/",
        file="/downloads/operator-openapi.json",
        title=N_("Operator API reference"),
        description=N_(
            "Every operation of the operator API: parameters, answers, errors, and a form to try it."
        ),
        is_operator=True,
        clients=[
            {"uid": client.uid, "client_id": client.client_id, "sellers": []}
            for client in belongings.operator_clients
        ],
        playground=operator_playground,
    )


@post("/docs/reference/token", status_code=200, include_in_schema=False)
async def reference_token(request: PageRequest, pages: Pages, access: Access) -> Response[Json]:
    """A token for one of the reader's clients, as JSON: the page asks for it, and keeps it nowhere."""
    session = visitor_of(request).session
    if session is None:
        return _refuse(
            pages.text(request, N_("You are signed out. Sign in, then reload the page.")), 401
        )
    client_uid = ClientUid(field(await read_form(request), "client"))
    try:
        issued = await issue_on_site(
            act_of(access, session),
            client_uid,
            db=access.db,
            tokens=access.tokens,
            quotas=access.quotas,
            quota=access.policy.tokens,
        )
    except Refusal as error:
        statuses = {NoSuchClient: 404, TokenQuotaUsedUp: 429}
        return _refuse(pages.error_text(request, error), statuses.get(type(error), 409))
    token = issued.token
    return _json({"access_token": token.access_token, "expires_in": token.expires_in}, 200)


def reference_routes() -> list[HTTPRouteHandler]:
    """The pages, and the token that they fill in."""
    return [reference_page, operator_reference_page, reference_token]


def _reference(
    request: PageRequest,
    pages: Pages,
    document: Json,
    *,
    title: str,
    description: str,
    is_operator: bool = False,
    **own: Any,
) -> Response[str]:
    return pages.render(
        request,
        "reference/index.html",
        title=title,
        description=description,
        section="reference",
        csp=REFERENCE_POLICY,
        title_of_api=document["info"]["title"],
        groups=groups_of(document),
        base_url=base_url(document),
        token_url=token_url(document),
        is_operator=is_operator,
        **own,
    )


def groups_of(document: Json) -> list[Group]:
    """The operations of the document, by tag."""
    return [
        Group(
            tag["name"],
            render_text(tag["description"]),
            tuple(
                _operation(document, path, item, method)
                for path, item in document["paths"].items()
                for method in METHODS
                if tag["name"] in item.get(method, {}).get("tags", ())
            ),
        )
        for tag in document["tags"]
    ]


def render_text(text: str) -> Markup:
    """The little Markdown of our descriptions: paragraphs, lists, `code`, **strong**."""
    blocks = []
    for block in re.split(r"\n{2,}", text.strip()):
        lines = block.split("\n")
        if all(line.startswith("* ") for line in lines):
            items = "".join(f"<li>{_inline(line[2:])}</li>" for line in lines)
            blocks.append(f"<ul>{items}</ul>")
        else:
            blocks.append(f"<p>{_inline(' '.join(lines))}</p>")
    return Markup("".join(blocks))  # noqa: S704  (every text is escaped in _inline)


def _inline(text: str) -> str:
    escaped = str(escape(text))
    escaped = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", escaped)


def _operation(document: Json, path: str, item: Json, method: str) -> Operation:
    operation = item[method]
    server = (operation.get("servers") or document["servers"])[0]["url"]
    parameters = (resolve(document, p) for p in operation.get("parameters", []))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        url=server + path,
        path=path,
        summary=operation["summary"],
        text=render_text(operation["description"]),
        scope=operation.get("x-scope", ""),
        deprecated=operation.get("deprecated", False),
        parameters=(
            *(
                Parameter(
                    p["name"], p["in"], p.get("required", False), render_text(p["description"])
                )
                for p in parameters
            ),
            *_form_fields(document, operation),
        ),
        answers=tuple(
            (status, render_text(resolve(document, response)["description"]))
            for status, response in operation["responses"].items()
        ),
    )


def _form_fields(document: Json, operation: Json) -> list[Parameter]:
    fields = []
    for body in operation.get("requestBody", {}).get("content", {}).values():
        schema = resolve(document, body["schema"])
        for name, member in schema.get("properties", {}).items():
            text = render_text(resolve(document, member).get("description", ""))
            fields.append(Parameter(name, "body", name in schema.get("required", ()), text))
    return fields


def _choices(belongings: Belongings) -> list[Json]:
    """The reader's clients, each with the sellers that it may act for: every client may for the test seller."""
    return [
        {
            "uid": client.uid,
            "client_id": client.client_id,
            "sellers": [
                {"id": str(d.seller_id), "name": d.shop_name}
                for d in belongings.access_had
                if d.client_uid == client.uid
            ]
            + [{"id": str(TEST_SELLER_ID), "name": ""}],
        }
        for client in belongings.usable_clients
    ]


def _refuse(text: str, status: int) -> Response[Json]:
    return _json({"detail": text}, status)


def _json(body: Json, status: int) -> Response[Json]:
    return Response(
        body,
        status_code=status,
        media_type=MediaType.JSON,
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )
