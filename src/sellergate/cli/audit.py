"""`sellergate audit`: the audit trail."""

from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption, JsonOption
from sellergate.cli.output import print_one, print_rows, progress_bar, say
from sellergate.cli.runtime import REFUSED, fail, on_access

app = typer.Typer(name="audit", help="The audit trail.", no_args_is_help=True)

COLUMNS = {
    "id": "Event",
    "at": "When",
    "event": "What",
    "actor": "Who",
    "client_id": "clientId",
    "seller_id": "SellerId",
    "detail": "Detail",
}
VERIFIED = {"events": "Events", "last_event": "Last event", "hash": "Hash"}


def parse_hash(text: str) -> bytes:
    """A hash as `audit verify` prints it."""
    try:
        digest = bytes.fromhex(text)
    except ValueError:
        digest = b""
    if len(digest) != 32:
        raise typer.BadParameter("Give the 64 hexadecimal digits that `audit verify` printed.")
    return digest


@app.command("list")
def list_events(
    client: Annotated[
        str,
        typer.Option("--client", metavar="CLIENT_ID", help="About this clientId only."),
    ] = "",
    before: Annotated[
        int | None, typer.Option(min=1, help="Older than this event.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many.")] = 100,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what changed who may do what, the newest first."""

    async def work(access: Any, _act: Any) -> Any:
        from sellergate.access.audit.store import page_of_events
        from sellergate.cli.clients import get_client

        uid = (await access.db.read(get_client, client)).uid if client else None
        return await access.db.read(
            page_of_events, organization_ids=None, client_uid=uid, before=before, limit=limit + 1
        )

    found = on_access(config, work)
    rows = [
        {
            "id": event.id,
            "at": event.at,
            "event": event.event.value,
            "actor": event.actor,
            "client_id": event.client_id,
            "seller_id": event.seller_id,
            "detail": event.detail,
        }
        for event in found[:limit]
    ]
    print_rows(rows, COLUMNS, as_json=as_json, nothing="There is no such event.")
    if len(found) > limit:
        say(f"There are more: --before {rows[-1]['id']}")


@app.command()
def verify(
    expect: Annotated[
        bytes | None,
        typer.Option(
            "--expect",
            metavar="HASH",
            parser=parse_hash,
            help="A hash that an earlier run printed: leave with 1 unless it is still in the trail.",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute every hash of the audit trail again. Leaves with 1, naming the first event that does not fit.

    Keep the printed hash outside of the database, and give it to --expect the next time: it proves that nothing
    up to then was changed since. Without it, a trail that was written anew as a whole, or lost its end, goes unnoticed.
    """

    async def work(access: Any, _act: Any) -> Any:
        from sellergate.access.audit.chain import TrailBroken
        from sellergate.access.audit.service import verify_trail

        try:
            with progress_bar("Verifying") as on_progress:
                return await verify_trail(access.db, expected=expect, on_progress=on_progress)
        except TrailBroken as broken:
            return str(broken)

    found = on_access(config, work)
    if isinstance(found, str):
        fail(f"the audit trail is broken: {found}.", REFUSED)
    print_one(
        {"events": found.count, "last_event": found.last.event_id, "hash": found.last.hash.hex()},
        VERIFIED,
        as_json=as_json,
    )
    say("Every event is as it was written." if found.count else "The trail is empty.")
