"""Wire models of what sellers do with an order, names exactly as in contract/05 §6 and §7."""

from typing import Annotated

from msgspec import Meta, Struct

from sellergate.market.orders.acceptance import Decision


class Approval(Struct):
    """Your answer to an order that waits for it."""

    approval_status: Annotated[
        Decision,
        Meta(
            description="`Accepted` or `Refused`. The name is in snake_case, unlike its siblings."
        ),
    ]


class Shipment(Struct, rename="camel", omit_defaults=True):
    """A parcel that you hand to a carrier."""

    parcel_number: Annotated[
        str,
        Meta(min_length=1, max_length=100, description="Its tracking number."),
    ]
    carrier_name: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=100,
            description="Who carries it: a label of `GET /carriers`, or any other name.",
        ),
    ]
    tracking_url: Annotated[
        str | None,
        Meta(description="Where the customer can follow it: an http or https address."),
    ] = None
    order_line_ids: Annotated[
        list[str] | None,
        Meta(description="The lines that are in it. Left out: every line that is `InPreparation`."),
    ] = None
