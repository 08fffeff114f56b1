"""The pages and files that are made of the OpenAPI document: reference and downloads."""

from litestar import Router
from litestar.di import Provide

from sellergate.devportal.api_files import ApiFiles, MakeDocument
from sellergate.devportal.downloads import downloads_routes
from sellergate.devportal.playground import Playground
from sellergate.devportal.reference import reference_routes


def api_pages_router(
    make_document: MakeDocument,
    make_operator_document: MakeDocument,
    playground: Playground | None,
    operator_playground: Playground | None,
) -> Router:
    """References and downloads. Each `make_…` is called once, when somebody first asks for what is made of it."""
    the_api = ApiFiles(make_document, name="openapi")
    operator_api = ApiFiles(make_operator_document, name="operator-openapi")
    return Router(
        path="/",
        route_handlers=[*reference_routes(), *downloads_routes()],
        dependencies={
            "the_api": Provide(lambda: the_api, use_cache=True, sync_to_thread=False),
            "operator_api": Provide(lambda: operator_api, use_cache=True, sync_to_thread=False),
            "operator_playground": Provide(
                lambda: operator_playground, use_cache=True, sync_to_thread=False
            ),
            "playground": Provide(lambda: playground, use_cache=True, sync_to_thread=False),
        },
    )
