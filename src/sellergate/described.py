"""The OpenAPI documents of an installation, made when they are asked for."""

from typing import TYPE_CHECKING, Any

from sellergate.operator_api.api import routers as operator_routers
from sellergate.seller_v2.api import perimeters
from sellergate.settings import Settings

if TYPE_CHECKING:
    from sellergate.rest.openapi import Facts


def api_document(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document of the Seller API, as the installation that these settings describe serves it."""
    from sellergate.rest.openapi import describe_api
    from sellergate.seller_v2.about import SELLER_API

    return describe_api(perimeters(), _facts(settings), SELLER_API)


def operator_api_document(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document of the operator API, likewise."""
    from sellergate.operator_api.about import OPERATOR_API
    from sellergate.rest.openapi import describe_api

    return describe_api(operator_routers(), _facts(settings), OPERATOR_API)


def _facts(settings: Settings) -> "Facts":
    from sellergate.rest.openapi import Facts

    return Facts(
        public_url=settings.public_url,
        token_path=settings.token_url.removeprefix(settings.public_url),
        marketplace=settings.marketplace_name,
        token_lifetime=settings.token_lifetime,
        tokens_per_hour=settings.tokens_per_hour,
        calls_per_minute=settings.calls_per_minute,
        test_seller_calls_per_hour=settings.test_seller_calls_per_hour,
    )
