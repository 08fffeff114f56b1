"""The routes of the developer site, with what they are handed."""

from litestar import Router
from litestar.di import Provide

from sellergate.devportal.code_pages import code_routes
from sellergate.devportal.get_started import get_started_routes
from sellergate.devportal.guides import guide_routes
from sellergate.devportal.home import home_page
from sellergate.devportal.installation import Installation
from sellergate.devportal.problem_pages import problem_routes
from sellergate.devportal.well_known import well_known_routes
from sellergate.devportal.wire import Wire


def site_router(here: Installation, wire: Wire) -> Router:
    """Every page but the reference and the downloads. `wire` leads to the token server and the gateway."""
    return Router(
        path="/",
        route_handlers=[
            home_page,
            *get_started_routes(),
            *guide_routes(),
            *problem_routes(),
            *code_routes(),
            *well_known_routes(),
        ],
        dependencies={
            "here": Provide(lambda: here, use_cache=True, sync_to_thread=False),
            "wire": Provide(lambda: wire, use_cache=True, sync_to_thread=False),
        },
    )
