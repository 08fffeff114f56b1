"""`sellergate clients`: registered programs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sellergate.cli.options import ClientArgument, ConfigOption, JsonOption
from sellergate.cli.output import print_one, print_rows, say
from sellergate.cli.owners import (
    AggregatorOption,
    Owner,
    PartnerOption,
    SellerOption,
    find_or_make_organization,
)
from sellergate.cli.runtime import on_access

OperatorOption = Annotated[
    bool, typer.Option("--operator", help="Of the marketplace, for the operator API only.")
]

app = typer.Typer(name="clients", help="Registered programs.", no_args_is_help=True)

COLUMNS = {
    "client_id": "clientId",
    "kind": "Kind",
    "owner": "Owner",
    "state": "State",
    "email": "E-mail",
    "created_at": "Created",
}


@app.command()
def create(
    client_id: ClientArgument,
    email: Annotated[str, typer.Option(help="Whom to write to about it.", show_default=False)],
    seller: SellerOption = None,
    partner: PartnerOption = None,
    aggregator: AggregatorOption = None,
    operator: OperatorOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register a client. It has no secret and no access yet."""
    owner = Owner(seller, partner, aggregator, operator)
    owner.check("--seller, --partner, --aggregator and --operator")

    async def work(access: Any, act: Any) -> Any:
        return await access.db.write(_create, act, client_id, email, owner)

    client = on_access(config, work)
    print_one(row_of(client), COLUMNS, as_json=as_json)
    say(f'Make its secret: sellergate secrets create "{client.client_id}"')


@app.command("list")
def list_clients(
    search: Annotated[str, typer.Option(help="Part of the clientId.")] = "",
    after: Annotated[str, typer.Option(help="Begin after this clientId.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many.")] = 100,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List clients by clientId."""

    async def work(access: Any, _act: Any) -> Any:
        from sellergate.access.clients.store import page_of_clients

        return await access.db.read(page_of_clients, after=after, search=search, limit=limit + 1)

    found = on_access(config, work)
    rows = [row_of(client) for client in found[:limit]]
    print_rows(rows, COLUMNS, as_json=as_json, nothing="There is no such client.")
    if len(found) > limit:
        say(f'There are more: --after "{rows[-1]["client_id"]}"')


@app.command()
def disable(client_id: ClientArgument, config: ConfigOption = None) -> None:
    """Refuse a client's tokens and secrets, from the next call on."""
    _change(config, client_id, "disabled")
    say(f"{client_id} is disabled.")


@app.command()
def enable(client_id: ClientArgument, config: ConfigOption = None) -> None:
    """Let a disabled client work again."""
    _change(config, client_id, "active")
    say(f"{client_id} works again.")


@app.command()
def dpop(
    client_id: ClientArgument,
    required: Annotated[
        bool,
        typer.Option(
            "--required/--not-required", help="Only bound tokens, or any.", show_default=False
        ),
    ],
    config: ConfigOption = None,
) -> None:
    """Require that a client's tokens are bound to a key (DPoP, RFC 9449), from the next call on; or no more."""

    async def work(access: Any, act: Any) -> None:
        from sellergate.access.clients.service import require_dpop

        client = await access.db.read(get_client, client_id)
        await access.db.write(require_dpop, act, client.uid, required=required)

    on_access(config, work)
    say(f"{client_id} needs {'a proof with each call' if required else 'no proof'} from now on.")


def get_client(conn: Any, client_id: str) -> Any:
    """The client of exactly this clientId, in whatever state. Raises `NoSuchClient`."""
    from sellergate.access.clients.errors import NoSuchClient
    from sellergate.access.clients.store import find_client_by_id

    client = find_client_by_id(conn, client_id)
    if client is None:
        raise NoSuchClient(client_id=client_id[:80])
    return client


def row_of(client: Any) -> dict[str, Any]:
    """A client as it is printed."""
    return {
        "client_id": client.client_id,
        "uid": client.uid,
        "kind": client.kind.value,
        "owner": client.organization_name,
        "organization_id": client.organization_id,
        "state": client.state.value,
        "email": client.email,
        "tokens_per_hour": client.tokens_per_hour,
        "calls_per_minute": client.calls_per_minute,
        "dpop_required": client.dpop_required,
        "created_at": client.created_at,
    }


def _create(conn: Any, act: Any, client_id: str, email: str, owner: Owner) -> Any:
    from sellergate.access.clients.models import ClientKind
    from sellergate.access.clients.service import create_client

    organization = find_or_make_organization(conn, act, owner)
    kind = ClientKind.DEDICATED
    if owner.partner:
        kind = ClientKind.PARTNER
    elif owner.aggregator:
        kind = ClientKind.AGGREGATOR
    elif owner.is_operator:
        kind = ClientKind.OPERATOR
    return create_client(
        conn,
        act,
        client_id=client_id,
        kind=kind,
        organization_id=organization.id,
        email=email,
    )


def _change(config: Path | None, client_id: str, state: str) -> None:
    async def work(access: Any, act: Any) -> None:
        from sellergate.access.clients.models import ClientState
        from sellergate.access.clients.service import change_state

        client = await access.db.read(get_client, client_id)
        await access.db.write(change_state, act, client.uid, ClientState(state))

    on_access(config, work)
