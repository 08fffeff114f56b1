"""`sellergate secrets`: the secrets of clients."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from sellergate.cli.clients import get_client
from sellergate.cli.options import (
    ClientArgument,
    ConfigOption,
    ExpiresOption,
    JsonOption,
    parse_moment,
    parse_span,
)
from sellergate.cli.output import cell, print_json, print_rows, say
from sellergate.cli.runtime import REFUSED, fail, on_access

app = typer.Typer(name="secrets", help="Secrets of clients.", no_args_is_help=True)

COLUMNS = {
    "id": "Id",
    "name": "Name",
    "hint": "Ends in",
    "state": "State",
    "created_at": "Created",
    "last_used_at": "Last used",
    "uses": "Uses",
    "expires_at": "Expires",
}


@app.command()
def create(
    client_id: ClientArgument,
    name: Annotated[str, typer.Option(help="What it is for.")] = "secret",
    expires: ExpiresOption = None,
    others_end: Annotated[
        Any,
        typer.Option(
            "--others-end",
            metavar="WHEN",
            parser=parse_moment,
            help="When the client's other secrets end: now, 24h, 7d, a date or an instant. Default: as they would have.",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a secret beside those the client has. It is printed once, on stdout, and never again.

    To change a secret without an outage: make the new one with --others-end 7d, put it into the software within those days.
    """

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.clients.service import create_secret
        from sellergate.kit.secrets import new_client_secret

        client = await access.db.read(get_client, client_id)
        secret = new_client_secret()
        kept = await access.db.write(
            create_secret,
            act,
            client_uid=client.uid,
            name=name,
            secret=secret,
            hasher=access.secret_hasher,
            expires_at=expires,
            others_end_at=_instant(others_end, act.now),
        )
        return kept, secret

    kept, secret = on_access(config, work)
    say("Save this secret now: it is not shown again, and nobody can recover it.")
    if as_json:
        print_json(_row(kept, "active") | {"client_id": client_id, "client_secret": secret})
    else:
        print(secret)


@app.command("list")
def list_secrets(
    client_id: Annotated[
        str | None, typer.Argument(metavar="[CLIENT_ID]", help="The clientId.", show_default=False)
    ] = None,
    ending: Annotated[
        Any,
        typer.Option(
            "--ending",
            metavar="SPAN",
            parser=parse_span,
            help="Working secrets of every client that end within this time, such as 30d.",
            show_default=False,
        ),
    ] = None,
    unused: Annotated[
        Any,
        typer.Option(
            "--unused",
            metavar="SPAN",
            parser=parse_span,
            help="Working secrets of every client that obtained no token for this time, such as 90d.",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List every secret a client ever had, the newest first; or, of all clients, those that want looking after.

    The secrets themselves are not kept.
    """
    if (client_id is None) == (ending is None and unused is None):
        raise typer.BadParameter("Give a CLIENT_ID, or --ending or --unused.")
    if client_id is None:
        _list_watched(config, ending, unused, as_json=as_json)
        return

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.clients.store import secrets_of

        client = await access.db.read(get_client, client_id)
        kept = await access.db.read(secrets_of, client.uid)
        return [_row(secret, _state(secret, act.now)) for secret in kept]

    print_rows(
        on_access(config, work), COLUMNS, as_json=as_json, nothing="This client has no secret."
    )


@app.command()
def revoke(
    secret_id: Annotated[
        str, typer.Argument(metavar="SECRET_ID", help="As `secrets list` shows it.")
    ],
    last: Annotated[
        bool, typer.Option("--last", help="Even if it is the client's last working secret.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Stop a secret and every token it obtained, from the next call on."""

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.clients.errors import LastSecret
        from sellergate.access.clients.service import revoke_secret

        try:
            await access.db.write(revoke_secret, act, secret_id=secret_id, may_be_last=last)
        except LastSecret:
            return False
        return True

    if not on_access(config, work):
        fail(
            "--last: this is the last working secret of its client, whose calls would stop. "
            "Make another one first, or repeat with --last.",
            REFUSED,
        )
    say("The secret is revoked.")


@app.command()
def end(
    secret_id: Annotated[
        str, typer.Argument(metavar="SECRET_ID", help="As `secrets list` shows it.")
    ],
    at: Annotated[
        Any,
        typer.Option(
            "--at",
            metavar="WHEN",
            parser=parse_moment,
            help="24h, 7d, a date or an instant.",
            show_default=False,
        ),
    ] = None,
    never: Annotated[bool, typer.Option("--never", help="Let it work without an end.")] = False,
    config: ConfigOption = None,
) -> None:
    """Let a working secret end at another time, and the tokens it obtained with it. `revoke` ends it at once."""
    if never == (at is not None):
        raise typer.BadParameter("Give --at WHEN, or --never.")

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.clients.service import change_secret_end

        return await access.db.write(
            change_secret_end, act, secret_id=secret_id, expires_at=_instant(at, act.now)
        )

    secret = on_access(config, work)
    say(
        f"The secret works until {cell(secret.expires_at)}."
        if secret.expires_at
        else "The secret has no end."
    )


def _list_watched(
    config: Path | None, ending: timedelta | None, unused: timedelta | None, *, as_json: bool
) -> None:
    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.clients.store import NEVER, secrets_to_watch

        rows: list[dict[str, Any]] = []
        after = None
        while page := await access.db.read(
            secrets_to_watch,
            now=act.now,
            ending_before=act.now + ending if ending is not None else None,
            unused_since=act.now - unused if unused is not None else None,
            after=after,
        ):
            last = page[-1].secret
            after = (last.expires_at or NEVER, last.id)
            rows += [
                {"client_id": one.client_id, "owner": one.owner_name}
                | _row(one.secret, _state(one.secret, act.now))
                for one in page
            ]
        return rows

    columns = {"client_id": "clientId", "owner": "Owner", **COLUMNS}
    print_rows(
        on_access(config, work), columns, as_json=as_json, nothing="There is no such secret."
    )


def _instant(moment: datetime | timedelta | None, now: datetime) -> datetime | None:
    return now + moment if isinstance(moment, timedelta) else moment


def _state(secret: Any, now: Any) -> str:
    if secret.revoked_at is not None:
        return "revoked"
    return "active" if secret.is_usable(now) else "expired"


def _row(secret: Any, state: str) -> dict[str, Any]:
    return {
        "id": secret.id,
        "name": secret.name,
        "hint": secret.hint,
        "state": state,
        "created_at": secret.created_at,
        "expires_at": secret.expires_at,
        "revoked_at": secret.revoked_at,
        "last_used_at": secret.last_used_at,
        "uses": secret.uses,
    }
