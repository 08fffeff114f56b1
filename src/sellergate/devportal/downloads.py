"""The downloads page and its files. Names and addresses are stable: scripts fetch them."""

from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from sellergate.devportal.api_files import COLLECTION_NAME, File, TheApi, make_file, make_json_file
from sellergate.devportal.get_started.belongings import belongings_of
from sellergate.devportal.playground import DemoPlayground, Playground
from sellergate.devportal.postman import VARIABLES, make_environment
from sellergate.devportal.xml_sample import NAME as SAMPLE_NAME, sample_archive
from sellergate.kit.marks import N_
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.injected import Access, Pages

ENVIRONMENT_NAME: Final = "sellergate.postman_environment.json"
SAMPLE: Final = make_file(SAMPLE_NAME, "application/zip", sample_archive())


@get("/downloads/", include_in_schema=False)
async def downloads_page(
    request: PageRequest,
    pages: Pages,
    access: Access,
    the_api: TheApi,
    playground: DemoPlayground,
) -> Response[str]:
    """What there is to download, and how to use it."""
    files = await the_api.get()
    mine = await _own_playground(request, access)
    return pages.render(
        request,
        "reference/downloads.html",
        title=N_("Downloads"),
        description=N_(
            "OpenAPI document, Postman collection and environment of this installation."
        ),
        section="reference",
        files=files,
        collection_name=COLLECTION_NAME,
        sample_name=SAMPLE_NAME,
        variables=VARIABLES,
        playground=playground,
        mine=mine,
    )


@get("/downloads/openapi.json", include_in_schema=False)
async def openapi_json(request: PageRequest, the_api: TheApi) -> Response[bytes]:
    """The OpenAPI document as JSON."""
    return send_file(request, (await the_api.get()).openapi_json)


@get("/downloads/openapi.yaml", include_in_schema=False)
async def openapi_yaml(request: PageRequest, the_api: TheApi) -> Response[bytes]:
    """The OpenAPI document as YAML."""
    return send_file(request, (await the_api.get()).openapi_yaml)


@get("/downloads/operator-openapi.json", include_in_schema=False)
async def operator_json(request: PageRequest, operator_api: TheApi) -> Response[bytes]:
    """The OpenAPI document of the operator API as JSON."""
    return send_file(request, (await operator_api.get()).openapi_json)


@get("/downloads/operator-openapi.yaml", include_in_schema=False)
async def operator_yaml(request: PageRequest, operator_api: TheApi) -> Response[bytes]:
    """The OpenAPI document of the operator API as YAML."""
    return send_file(request, (await operator_api.get()).openapi_yaml)


@get("/downloads/sellergate.postman_collection.json", include_in_schema=False)
async def collection(request: PageRequest, the_api: TheApi) -> Response[bytes]:
    """The Postman collection."""
    return send_file(request, await the_api.collection())


@get(f"/downloads/{ENVIRONMENT_NAME}", include_in_schema=False)
async def environment(
    request: PageRequest, access: Access, the_api: TheApi, playground: DemoPlayground
) -> Response[bytes]:
    """The Postman environment: of the demo, or with the reader's own clientId and seller, never with a secret."""
    document = (await the_api.get()).document
    known = playground or await _own_playground(request, access)
    file = make_json_file(ENVIRONMENT_NAME, make_environment(document, **known._asdict()))
    return send_file(request, file, is_private=True)


@get(f"/downloads/{SAMPLE_NAME}", include_in_schema=False)
async def xml_sample(request: PageRequest) -> Response[bytes]:
    """An XML package of offers to start from."""
    return send_file(request, SAMPLE)


def downloads_routes() -> list[HTTPRouteHandler]:
    """The page and its files."""
    return [
        *(downloads_page, openapi_json, openapi_yaml, operator_json, operator_yaml),
        *(collection, environment, xml_sample),
    ]


def send_file(request: PageRequest, file: File, *, is_private: bool = False) -> Response[bytes]:
    """A file to keep, or 304 when the reader has it already (RFC 9110 §13.1.2)."""
    headers = {
        "ETag": file.etag,
        "Cache-Control": "private, no-cache" if is_private else "no-cache",
        "Vary": "Accept-Encoding, Cookie" if is_private else "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="{file.name}"',
    }
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(file.packed, media_type=file.media_type, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)


async def _own_playground(request: PageRequest, access: Access) -> Playground:
    """The reader's newest client, and a seller that it may act for; empty where there is none."""
    belongings = await belongings_of(access, visitor_of(request).user)
    for client in belongings.usable_clients:
        sellers = [d.seller_id for d in belongings.access_had if d.client_uid == client.uid]
        return Playground(client.client_id, "", str(sellers[0]) if sellers else "")
    return Playground("", "", "")
