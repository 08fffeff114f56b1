"""The operator API as one Litestar application."""

from typing import Final

from litestar import Litestar, Router
from litestar.datastructures import State

from sellergate.kit.clock import Clock
from sellergate.kit.ids import IdMaker
from sellergate.market.discussions.keeping import ATTACHMENT_FILES, AttachmentFiles
from sellergate.operator_api.acts import acts_router
from sellergate.operator_api.channels import channels_router
from sellergate.operator_api.discussions import discussions_router
from sellergate.operator_api.finance import finance_router
from sellergate.operator_api.inbound import inbound_router
from sellergate.operator_api.orders import orders_router
from sellergate.operator_api.outbound import outbound_router
from sellergate.operator_api.returns import returns_router
from sellergate.operator_api.wire import NEW_ID
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.problems import exception_handlers
from sellergate.rest.wire import CLOCK, DATABASE, DOCUMENTS, MARKETPLACE, PUBLIC_URL
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents

PREFIX: Final = "/operator/v1"


def routers() -> list[Router]:
    """The routes of the API."""
    return [
        orders_router(),
        acts_router(),
        discussions_router(),
        inbound_router(),
        outbound_router(),
        returns_router(),
        finance_router(),
        channels_router(),
    ]


def create_operator_api(
    db: Database,
    *,
    public_url: str,
    marketplace: str,
    clock: Clock,
    new_id: IdMaker,
    documents: Documents,
    attachment_files: AttachmentFiles,
) -> Litestar:
    """Everything below `PREFIX`. Only calls that the gateway let through may reach it."""
    return Litestar(
        path=PREFIX,
        route_handlers=routers(),
        state=State(
            {
                DATABASE: db,
                PUBLIC_URL: public_url,
                MARKETPLACE: marketplace,
                CLOCK: clock,
                NEW_ID: new_id,
                DOCUMENTS: documents,
                ATTACHMENT_FILES: attachment_files,
            }
        ),
        exception_handlers=exception_handlers(public_url),
        openapi_config=None,
        logging_config=None,
        response_class=JsonAnswer,
    )
