"""Routes of sales channels. Docstrings are the reference's texts."""

import re
from typing import Annotated, Final

from litestar import Router, get, put
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct
from sqlalchemy import Connection

from sellergate.access.scopes import OperatorScope
from sellergate.market import sales_channels
from sellergate.market.sales_channels import SalesChannel
from sellergate.operator_api.schemas import PLAIN, ChannelId, Rate
from sellergate.rest.bodies import invalid, parse_body
from sellergate.rest.wire import database_of

CHANNEL_ID: Final = re.compile("[A-Za-z0-9]{1,12}")
ChannelIdPath = Annotated[
    str,
    PathParameter(
        description="The sales channel: 1 to 12 letters and digits.",
        examples=[Example(value="CDISFR")],
    ),
]


class ChannelRules(Struct, rename="camel", kw_only=True):
    """What a sales channel lets its sellers do. Rates are in hundredths of a percent."""

    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
    sellers_accept: Annotated[
        bool,
        Meta(
            description="Whether sellers accept orders who did not switch automatic acceptance on."
        ),
    ] = sales_channels.DEFAULT.sellers_accept
    one_parcel: Annotated[
        bool, Meta(description="Whether an order is shipped as a whole, in one parcel.")
    ] = sales_channels.DEFAULT.one_parcel
    sellers_open_discussions: Annotated[
        bool, Meta(description="Whether a seller may open a discussion with a customer.")
    ] = sales_channels.DEFAULT.sellers_open_discussions
    gesture_rate: Annotated[
        Rate, Meta(description="What gestures may come to, of what the customer paid.")
    ] = sales_channels.DEFAULT.gesture_rate
    commission_rate: Annotated[
        Rate, Meta(description="The commission on new orders, of goods and shipping.")
    ] = sales_channels.DEFAULT.commission_rate
    commission_vat: Annotated[Rate, Meta(description="The VAT on the commission.")] = (
        sales_channels.DEFAULT.commission_vat
    )


class Channel(Struct, rename="camel", kw_only=True):
    """A sales channel and its rules. Rates are in hundredths of a percent."""

    id: ChannelId
    name: str
    sellers_accept: bool
    one_parcel: bool
    sellers_open_discussions: bool
    gesture_rate: Rate
    commission_rate: Rate
    commission_vat: Rate


class ChannelList(Struct, rename="camel"):
    """Every sales channel that has rules of its own."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[Channel]


_RULES: Final = ChannelRules(
    name="Cdiscount", sellers_accept=True, one_parcel=True, sellers_open_discussions=True
)
_CHANNEL: Final = Channel(
    id="CDISFR",
    name="Cdiscount",
    sellers_accept=True,
    one_parcel=True,
    sellers_open_discussions=True,
    gesture_rate=10_000,
    commission_rate=1_500,
    commission_vat=2_000,
)
EXAMPLES: Final[dict[str, object]] = {
    "listSalesChannels": ChannelList(1, [_CHANNEL]),
    "getSalesChannel": _CHANNEL,
    "putSalesChannel": _CHANNEL,
}


@get("/sales-channels", operation_id="listSalesChannels", summary="List sales channels")
async def list_channels(scope: AsgiScope) -> ChannelList:
    """Return the sales channels that were set up, by id.

    Any other channel that sellers subscribe to has the rules that every channel begins with.
    """
    found = await database_of(scope).read(sales_channels.all_channels)
    return ChannelList(len(found), [_render(channel) for channel in found])


@get(
    "/sales-channels/{sales_channel_id:str}",
    operation_id="getSalesChannel",
    summary="Get a sales channel",
    opt={"problems": {"validation": "salesChannelId must be 1 to 12 letters and digits."}},
)
async def get_channel(scope: AsgiScope, sales_channel_id: ChannelIdPath) -> Channel:
    """Return the rules of one sales channel: its own, or those that every channel begins with."""
    channel_id = _channel_id(sales_channel_id)
    return _render(await database_of(scope).read(sales_channels.find_channel, channel_id))


@put(
    "/sales-channels/{sales_channel_id:str}",
    operation_id="putSalesChannel",
    summary="Set a sales channel up",
    opt={
        "body": ChannelRules,
        "body_example": _RULES,
        "problems": {"validation": "salesChannelId must be 1 to 12 letters and digits."},
    },
)
async def put_channel(scope: AsgiScope, sales_channel_id: ChannelIdPath, body: RawBody) -> Channel:
    """Give a sales channel its rules; what is not said becomes what every channel begins with.

    They hold from the next order on. What was ordered before keeps its commission.
    """
    rules = parse_body(body, ChannelRules)
    channel = SalesChannel(
        id=_channel_id(sales_channel_id),
        **{name: getattr(rules, name) for name in ChannelRules.__struct_fields__},
    )

    def put_it(conn: Connection) -> None:
        sales_channels.put_channel(conn, channel)

    await database_of(scope).write(put_it)
    return _render(channel)


def channels_router() -> Router:
    """The routes of sales channels."""
    return Router(
        path="/",
        route_handlers=[list_channels, get_channel, put_channel],
        tags=["Sales channels"],
        opt={"scope": OperatorScope.OPERATOR, "examples": EXAMPLES},
    )


def _channel_id(text: str) -> str:
    if not CHANNEL_ID.fullmatch(text):
        raise invalid("salesChannelId", "must be 1 to 12 letters and digits")
    return text.upper()


def _render(channel: SalesChannel) -> Channel:
    return Channel(**{name: getattr(channel, name) for name in Channel.__struct_fields__})
