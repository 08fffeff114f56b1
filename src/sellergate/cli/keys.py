"""`sellergate keys`: the keys that sign access tokens."""

from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption, JsonOption
from sellergate.cli.output import print_one, print_rows
from sellergate.cli.runtime import on_access

app = typer.Typer(name="keys", help="Signing keys.", no_args_is_help=True)

COLUMNS = {
    "kid": "Key id",
    "algorithm": "Algorithm",
    "state": "State",
    "activates_at": "Signs from",
    "expires_at": "Published until",
}


@app.command()
def rotate(
    now: Annotated[
        bool,
        typer.Option("--now", help="Sign with it at once, without the overlap. Not in daily life."),
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish a new key. It signs after SELLERGATE_KEY_OVERLAP_MINUTES; the former stay until their tokens end."""

    async def work(access: Any, act: Any) -> dict[str, Any]:
        kid = await access.rotate_keys(act.actor, activates_at=act.now if now else None)
        return next(row for row in await _rows(access) if row["kid"] == kid)

    print_one(on_access(config, work), COLUMNS, as_json=as_json)


@app.command("list")
def list_keys(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the signing keys: the next, the one that signs, and those still published."""

    async def work(access: Any, _act: Any) -> list[dict[str, Any]]:
        return await _rows(access)

    rows = on_access(config, work)
    print_rows(rows, COLUMNS, as_json=as_json, nothing="There is no key yet.")


async def _rows(access: Any) -> list[dict[str, Any]]:
    from sellergate.access.keys.service import states_of
    from sellergate.access.keys.store import all_keys

    keys = await access.db.read(all_keys)
    states = states_of(keys, access.policy.algorithm, access.clock())
    return [
        {
            "kid": key.kid,
            "algorithm": key.algorithm.value,
            "state": states[key.kid].value,
            "created_at": key.created_at,
            "activates_at": key.activates_at,
            "expires_at": key.expires_at,
        }
        for key in keys
    ]
