"""Sales channels: what each lets its sellers do."""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.marks import N_
from sellergate.market import sales_channels
from sellergate.market.sales_channels import SalesChannel
from sellergate.portal.operator.frame import CHANNELS, AtDesk, Desk
from sellergate.web.pages import field, read_form

CHANNEL: Final = "/operator/channels/{channel_id:str}"
CHANNEL_ID: Final = re.compile("[A-Z0-9]{1,12}")
MAX_NAME: Final = 60
RATES: Final = ("commission_rate", "commission_vat", "gesture_rate")
WHOLE: Final = 10_000


class NoSuchChannel(NotFound):
    """No channel can have this id."""

    message = N_("A sales channel has 1 to 12 letters and digits.")


class NameMissing(Refusal):
    """Sellers know a channel by its name."""

    field = "name"
    message = N_("Enter a name of 1 to {most} characters.")


class RateOutOfRange(Refusal):
    """No percentage."""

    message = N_("Enter a percentage from 0 to 100, with two decimals at most.")


@get(CHANNELS)
async def channels_page(desk: AtDesk) -> Response[Any] | Redirect:
    """Every channel that was set up; with an `id`, the way to set that one up."""
    wanted = desk.request.query_params.get("id", "").strip().upper()
    if wanted:
        channel = await _channel(desk, wanted)
        return desk.pages.redirect(f"{CHANNELS}{channel.id}")
    found = await desk.db.read(sales_channels.all_channels)
    return desk.show(
        "channels.html",
        title=N_("Sales channels"),
        here=CHANNELS,
        channels=[(channel, f"{CHANNELS}{channel.id}", _percents(channel)) for channel in found],
    )


@get(CHANNEL)
async def channel_page(desk: AtDesk, channel_id: FromPath[str]) -> Response[Any]:
    """The rules of a channel, to change them."""
    channel = await _channel(desk, channel_id)
    return _show(desk, channel, {"name": channel.name} | _percents(channel))


@post(CHANNEL, status_code=200)
async def change(desk: AtDesk, channel_id: FromPath[str]) -> Response[Any] | Redirect:
    """Give a channel its rules."""
    channel = await _channel(desk, channel_id)
    desk.recent_act(back=f"{CHANNELS}{channel.id}")
    form = await read_form(desk.request)
    values = {name: field(form, name)[:100] for name in ("name", *RATES)}
    channel = replace(
        channel,
        sellers_accept=bool(field(form, "sellers_accept")),
        one_parcel=bool(field(form, "one_parcel")),
        sellers_open_discussions=bool(field(form, "sellers_open_discussions")),
    )
    try:
        if not 1 <= len(values["name"]) <= MAX_NAME:
            raise NameMissing(most=MAX_NAME)
        channel = replace(
            channel,
            name=values["name"],
            commission_rate=_parse_percent(values, "commission_rate"),
            commission_vat=_parse_percent(values, "commission_vat"),
            gesture_rate=_parse_percent(values, "gesture_rate"),
        )
    except Refusal as refusal:
        return _show(desk, channel, values, desk.problems_of(refusal))
    await desk.db.write(sales_channels.put_channel, channel)
    return desk.pages.redirect(
        CHANNELS,
        flash=N_("The rules of {channel} are changed. They hold from the next order on."),
        channel=channel.name,
    )


async def _channel(desk: Desk, text: str) -> SalesChannel:
    channel_id = text.upper()
    if not CHANNEL_ID.fullmatch(channel_id):
        raise NoSuchChannel
    return await desk.db.read(sales_channels.find_channel, channel_id)


def _show(
    desk: Desk, channel: SalesChannel, values: dict[str, str], problems: Any = None
) -> Response[Any]:
    return desk.show(
        "channel.html",
        title=N_("Sales channel"),
        here=CHANNELS,
        channel=channel,
        values=values,
        problems=problems,
        href=f"{CHANNELS}{channel.id}",
    )


def _percents(channel: SalesChannel) -> dict[str, str]:
    return {name: f"{Decimal(getattr(channel, name)) / 100:f}" for name in RATES}


def _parse_percent(values: dict[str, str], name: str) -> int:
    """Hundredths of a percent. Raises `RateOutOfRange`."""
    try:
        exact = Decimal(values[name].replace(",", ".").replace("%", "").strip()) * 100
    except InvalidOperation as error:
        raise RateOutOfRange(field=name) from error
    if not exact.is_finite() or exact != int(exact) or not 0 <= exact <= WHOLE:
        raise RateOutOfRange(field=name)
    return int(exact)
