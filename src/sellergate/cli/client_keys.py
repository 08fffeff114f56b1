"""`sellergate client-keys`: the public keys of clients, with which they sign in without a shared secret."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from sellergate.cli.clients import get_client
from sellergate.cli.options import ClientArgument, ConfigOption, JsonOption
from sellergate.cli.output import print_rows, say
from sellergate.cli.runtime import USAGE, fail, on_access

app = typer.Typer(
    name="client-keys", help="Public keys of clients, instead of secrets.", no_args_is_help=True
)

NameOption = Annotated[str, typer.Option(help="What it is for.")]
COLUMNS = {
    "id": "Id",
    "name": "Name",
    "key": "Kid, thumbprint or address",
    "algorithms": "Algorithms",
    "state": "State",
    "created_at": "Added",
    "last_used_at": "Last used",
}


@app.command()
def add(
    client_id: ClientArgument,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A public key: PEM, JWK or JWKS. “-” reads stdin.",
            show_default=False,
        ),
    ],
    name: NameOption = "key",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a client sign in with a key of its own. Private keys are refused."""
    text = _read(file)

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.client_keys.parse import parse_public_keys
        from sellergate.access.client_keys.service import add_keys

        client = await access.db.read(get_client, client_id)
        keys = parse_public_keys(text)
        return await access.db.write(add_keys, act, client_uid=client.uid, name=name, keys=keys)

    kept = on_access(config, work)
    print_rows([_row(key) for key in kept], COLUMNS, as_json=as_json, nothing="")


@app.command("add-url")
def add_url(
    client_id: ClientArgument,
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL", help="Where the client publishes its JWKS (https).", show_default=False
        ),
    ],
    name: NameOption = "key",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a client sign in with the keys that it publishes. They are read once, now, to see that they are there."""

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.client_keys.service import add_jwks_url

        client = await access.db.read(get_client, client_id)
        await access.key_sets.fetch(url)
        return await access.db.write(add_jwks_url, act, client_uid=client.uid, name=name, url=url)

    print_rows([_row(on_access(config, work))], COLUMNS, as_json=as_json, nothing="")


@app.command("list")
def list_keys(
    client_id: ClientArgument, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """List every key a client ever had, the newest first."""

    async def work(access: Any, _act: Any) -> Any:
        from sellergate.access.client_keys.store import keys_of

        client = await access.db.read(get_client, client_id)
        return await access.db.read(keys_of, client.uid)

    rows = [_row(key) for key in on_access(config, work)]
    print_rows(rows, COLUMNS, as_json=as_json, nothing="This client has no key.")


@app.command()
def remove(
    key_id: Annotated[
        str, typer.Argument(metavar="KEY_ID", help="As `client-keys list` shows it.")
    ],
    config: ConfigOption = None,
) -> None:
    """Stop a key and every token it obtained, from the next call on."""

    async def work(access: Any, act: Any) -> None:
        from sellergate.access.client_keys.service import remove_key

        await access.db.write(remove_key, act, key_id=key_id)

    on_access(config, work)
    say("The key is removed.")


def _read(file: str) -> str:
    """A little more than a key set can be: what is longer is refused by its length."""
    try:
        if file == "-":
            return sys.stdin.read(40_000)
        with Path(file).open(encoding="utf-8") as opened:
            return opened.read(40_000)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        fail(f"FILE: {file} cannot be read: {reason}.", USAGE)


def _row(key: Any) -> dict[str, Any]:
    public = key.key
    return {
        "id": key.id,
        "name": key.name,
        "key": key.label,
        "algorithms": " ".join(key.algorithms),
        "state": "active" if key.removed_at is None else "removed",
        "thumbprint": public.thumbprint if public else None,
        "jwks_url": key.jwks_url,
        "created_at": key.created_at,
        "removed_at": key.removed_at,
        "last_used_at": key.last_used_at,
        "uses": key.uses,
    }
