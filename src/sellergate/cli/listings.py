"""`sellergate listings`: the aggregators that sellers pick from."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from sellergate.cli.clients import get_client
from sellergate.cli.options import ClientArgument, ConfigOption, JsonOption
from sellergate.cli.output import print_rows, say
from sellergate.cli.runtime import on_access

app = typer.Typer(name="listings", help="The list of aggregators.", no_args_is_help=True)

COLUMNS = {
    "client_id": "clientId",
    "name": "Name",
    "owner": "Owner",
    "state": "State",
    "requested_at": "Asked",
    "reason": "Reason",
}


class State(StrEnum):
    """What to list."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DENIED = "denied"


@app.command("list")
def list_listings(
    state: Annotated[
        State | None, typer.Option(help="Only those in this state.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List requests to be in the list of aggregators, by name."""

    async def work(access: Any, _act: Any) -> Any:
        from sellergate.access.listings.models import ListingState
        from sellergate.access.listings.store import listings_in

        return await access.db.read(listings_in, ListingState(state) if state else None)

    rows = [_row(listing) for listing in on_access(config, work)]
    print_rows(rows, COLUMNS, as_json=as_json, nothing="There is no such request.")


@app.command()
def approve(client_id: ClientArgument, config: ConfigOption = None) -> None:
    """Show an aggregator to sellers."""

    async def work(access: Any, act: Any) -> None:
        from sellergate.access.listings.service import approve_listing

        client = await access.db.read(get_client, client_id)
        await access.db.write(approve_listing, act, client.uid)

    on_access(config, work)
    say(f"Sellers can pick {client_id} now.")


@app.command()
def deny(
    client_id: ClientArgument,
    reason: Annotated[str, typer.Option(help="Why: the aggregator reads it.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Do not show an aggregator to sellers, and say why."""

    async def work(access: Any, act: Any) -> None:
        from sellergate.access.listings.service import deny_listing

        client = await access.db.read(get_client, client_id)
        await access.db.write(deny_listing, act, client.uid, reason=reason)

    on_access(config, work)
    say(f"{client_id} is not in the list.")


def _row(listing: Any) -> dict[str, Any]:
    return {
        "client_id": listing.client_id,
        "name": listing.name,
        "owner": listing.owner_name,
        "description": listing.description,
        "state": listing.state.value,
        "reason": listing.reason,
        "requested_at": listing.requested_at,
        "decided_at": listing.decided_at,
    }
