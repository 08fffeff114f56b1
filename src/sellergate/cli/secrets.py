"""`sellergate secrets`: the secrets of clients."""

from typing import Annotated, Any

import typer

from sellergate.cli.clients import get_client
from sellergate.cli.options import ClientArgument, ConfigOption, ExpiresOption, JsonOption
from sellergate.cli.output import print_json, print_rows, say
from sellergate.cli.runtime import REFUSED, fail, on_access

app = typer.Typer(name="secrets", help="Secrets of clients.", no_args_is_help=True)

COLUMNS = {
    "id": "Id",
    "name": "Name",
    "hint": "Ends in",
    "state": "State",
    "created_at": "Created",
    "last_used_at": "Last used",
    "expires_at": "Expires",
}


@app.command()
def create(
    client_id: ClientArgument,
    name: Annotated[str, typer.Option(help="What it is for.")] = "secret",
    expires: ExpiresOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a secret beside those the client has. It is printed once, on stdout, and never again."""

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
    client_id: ClientArgument, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """List every secret a client ever had, the newest first. The secrets themselves are not kept."""

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
