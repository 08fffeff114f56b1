"""`sellergate delegations`: who may act for a seller."""

from typing import Annotated, Any

import typer

from sellergate.cli.clients import get_client
from sellergate.cli.options import (
    ClientArgument,
    ConfigOption,
    ExpiresOption,
    JsonOption,
    SellerArgument,
)
from sellergate.cli.output import print_one, print_rows, say
from sellergate.cli.runtime import on_access

app = typer.Typer(name="delegations", help="Who may act for a seller.", no_args_is_help=True)

COLUMNS = {
    "client_id": "clientId",
    "seller_id": "SellerId",
    "shop_name": "Shop",
    "state": "State",
    "scope": "Access",
    "expires_at": "Ends",
    "last_call_at": "Last call",
    "calls_this_week": "Calls, 7 days",
}


@app.command()
def grant(
    client_id: ClientArgument,
    seller_id: SellerArgument,
    perimeter: Annotated[
        list[str] | None,
        typer.Option(help="Only this family of the API; may be repeated. Default: everything."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Reading only.")] = False,
    expires: ExpiresOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a client act for a seller; over a former delegation of the two."""
    from sellergate.access.scopes import Rights

    rights = Rights(_parse_perimeters(perimeter), read_only)

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.delegations.models import DelegationRequest
        from sellergate.access.delegations.service import grant_delegation
        from sellergate.access.sellers.service import parse_seller_id

        client = await access.db.read(get_client, client_id)
        request = DelegationRequest(client.uid, parse_seller_id(seller_id), rights, expires)
        return _row(await access.db.write(grant_delegation, act, request), act.now)

    print_one(on_access(config, work), COLUMNS, as_json=as_json)


@app.command()
def revoke(
    client_id: ClientArgument, seller_id: SellerArgument, config: ConfigOption = None
) -> None:
    """Take a client's access to a seller back, from the next call on."""

    async def work(access: Any, act: Any) -> None:
        from sellergate.access.delegations.service import revoke_delegation
        from sellergate.access.sellers.service import parse_seller_id

        client = await access.db.read(get_client, client_id)
        await access.db.write(
            revoke_delegation, act, seller_id=parse_seller_id(seller_id), client_uid=client.uid
        )

    on_access(config, work)
    say(f"{client_id} has no access to seller {seller_id} any more.")


@app.command("list")
def list_delegations(
    client: Annotated[
        str | None, typer.Option(metavar="CLIENT_ID", help="Of this client.", show_default=False)
    ] = None,
    seller: Annotated[
        str | None, typer.Option(metavar="SELLER_ID", help="To this seller.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List delegations in every state, the newest first."""

    async def work(access: Any, act: Any) -> list[dict[str, Any]]:
        from sellergate.access.delegations.store import all_delegations, delegations_of_seller
        from sellergate.access.sellers.service import parse_seller_id

        if seller:
            found = await access.db.read(
                delegations_of_seller, parse_seller_id(seller), now=act.now
            )
        else:
            found = await access.db.read(all_delegations, now=act.now)
        return [_row(d, act.now) for d in found if client in (None, d.client_id)]

    rows = on_access(config, work)
    print_rows(rows, COLUMNS, as_json=as_json, nothing="There is no such delegation.")


def _parse_perimeters(names: list[str] | None) -> Any:
    from sellergate.access.scopes import Perimeter

    if not names:
        return None
    unknown = [name for name in names if name not in list(Perimeter)]
    if unknown:
        raise typer.BadParameter(
            f"There is no perimeter “{unknown[0]}”. There are: {', '.join(Perimeter)}.",
            param_hint="--perimeter",
        )
    return frozenset(map(Perimeter, names))


def _row(delegation: Any, now: Any) -> dict[str, Any]:
    from sellergate.access.scopes import Perimeter

    rights = delegation.rights
    perimeters = (
        None if rights.perimeters is None else sorted(rights.perimeters, key=list(Perimeter).index)
    )
    what = "everything" if perimeters is None else " ".join(perimeters)
    return {
        "client_id": delegation.client_id,
        "owner": delegation.owner_name,
        "seller_id": delegation.seller_id,
        "shop_name": delegation.shop_name,
        "state": delegation.state(now).value,
        "scope": what + (", read only" if rights.read_only else ""),
        "perimeters": perimeters,
        "read_only": rights.read_only,
        "granted_at": delegation.granted_at,
        "granted_by": delegation.granted_by,
        "expires_at": delegation.expires_at,
        "revoked_at": delegation.revoked_at,
        "last_call_at": delegation.last_call_at,
        "calls_this_week": delegation.calls_this_week,
    }
