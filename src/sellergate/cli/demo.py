"""`sellergate demo`: the demo marketplace, from an empty folder to a first call."""

import asyncio
import gc
import os
import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from sellergate.cli.output import say
from sellergate.cli.runtime import CONFIGURATION, STORAGE, exit_codes, fail, read_settings
from sellergate.settings import CONFIG_VARIABLE, Settings

DEFAULTS = {
    "SELLERGATE_LOG_FORMAT": "console",
    "SELLERGATE_MARKETPLACE_NAME": "Demo marketplace",
}


def demo(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8080,
    host: Annotated[
        str, typer.Option(help="The address of this machine to listen on.")
    ] = "127.0.0.1",
    folder: Annotated[
        Path, typer.Option(help="Where its data is kept. Delete it to start afresh.")
    ] = Path(".sellergate"),
) -> None:
    """Serve a marketplace of invented sellers, partners and aggregators, on this machine only."""
    gc.disable()  # importing makes nothing that is garbage, and looking for it is a fifth of the start
    database, key_file = folder / "demo.db", folder / "secret.key"
    environ = DEFAULTS | os.environ
    environ.pop(CONFIG_VARIABLE, None)  # the settings of a real marketplace are not for the demo
    key = _secret_key(folder, key_file, database)
    settings = read_settings(
        None,
        {
            "demo": True,
            "host": host,
            "port": port,
            "public_url": f"http://{f'[{host}]' if ':' in host else host}:{port}",
            "database_url": f"sqlite:///{database}",
            "secret_key": key,
            "package_folder": str(folder / "packages"),
        },
        environ,
    )
    from sellergate.cli.server import listen, serve_on

    listener = listen(settings)
    world = _prepare(settings, database)
    facts = _facts(settings, world)
    _write_private(folder / "demo.json", _json(facts))

    def on_ready() -> None:
        gc.freeze()
        gc.enable()
        _welcome(facts, folder)

    serve_on(listener, settings, on_ready)


def _secret_key(folder: Path, key_file: Path, database: Path) -> str:
    """The folder's own key, made at first."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if not key_file.exists():
            if database.exists():
                fail(
                    f"{key_file} is gone, and nothing in {database} opens without it. "
                    f"Delete {folder} to start afresh.",
                    CONFIGURATION,
                )
            _write_private(key_file, secrets.token_urlsafe(48) + "\n")
        return key_file.read_text("utf-8").strip()
    except OSError as error:
        fail(
            f"{error.filename or folder} cannot be used: {error.strerror}. Choose another --folder.",
            CONFIGURATION,
        )


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def _prepare(settings: Settings, path: Path) -> Any:
    """Migrate and, when nobody lives there yet, seed. The world that is served."""
    from sellergate.demo.world import build_world
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.upkeep import migrate_database, run_on_database, state_of_database

    world = build_world()
    with exit_codes():
        state = state_of_database(path)
        if state is SchemaState.UNKNOWN:
            fail(
                f"{path} is of a newer version of Sellergate. Delete {path.parent} to start afresh.",
                STORAGE,
            )
        if state is not SchemaState.CURRENT:
            migrate_database(path)
        if run_on_database(path, _seed_when_empty, world, settings.secret_key):
            asyncio.run(_let_days_happen(settings, world))
    return world


def _seed_when_empty(conn: Any, world: Any, secret_key: str) -> bool:
    from sellergate.access.accounts.store import all_organizations

    if all_organizations(conn):
        return False
    from sellergate.access.clients.service import secret_hasher
    from sellergate.demo.seed import seed

    say("Making the demo marketplace…")
    seed(conn, world, secret_hasher(secret_key.encode()))
    return True


async def _let_days_happen(settings: Settings, world: Any) -> None:
    from sellergate.demo.recent import write_recent_work
    from sellergate.kit.clock import system_clock
    from sellergate.storage.documents import open_home
    from sellergate.storage.opening import open_database

    db = open_database(settings.database_url, pool_size=1)
    try:
        await write_recent_work(db, world, system_clock(), open_home(settings.documents))
    finally:
        await db.close()


def _facts(settings: Settings, world: Any) -> dict[str, Any]:
    from sellergate.demo.world import PASSWORD

    return {
        "base_url": settings.public_url,
        "issuer": settings.issuer,
        "token_url": settings.token_url,
        "api_url": settings.api_url,
        "client_id": world.client.client_id,
        "client_secret": world.client.secrets[0].value,
        "seller_id": str(world.seller_id),
        "operator_client_id": world.operator_client.client_id,
        "operator_client_secret": world.operator_client.secrets[0].value,
        "logins": [
            {"role": person.role, "email": person.email, "password": PASSWORD}
            for person in world.logins
        ],
    }


def _json(facts: dict[str, Any]) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(facts), indent=2).decode() + "\n"


def _welcome(facts: dict[str, Any], folder: Path) -> None:
    """What to open, with which login, and the first call."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    url = facts["base_url"]

    def title(text: str) -> None:
        console.print(Text(f"\n{text}", style="bold"))

    console.print(Text("\nThe demo marketplace is open.", style="bold green"))
    title("Open")
    pages = Table(box=None, show_header=False, pad_edge=False)
    for path, what in (
        ("/", "developer site: start here"),
        ("/api-credentials/", "create credentials, give access"),
        ("/docs/", "reference with Try It, guides"),
        ("/operator/", "the operator's pages"),
    ):
        pages.add_row(f"  {url}{path}", what)
    console.print(pages)
    title("Sign in as")
    logins = Table(box=None, show_header=False, pad_edge=False)
    for login in facts["logins"]:
        logins.add_row(f"  {login['email']}", login["password"], login["role"])
    console.print(logins)
    title("Call")
    console.print(
        Text(
            f"  TOKEN=$(curl -s -u '{facts['client_id']}:{facts['client_secret']}' \\\n"
            f"    -d grant_type=client_credentials {facts['token_url']} \\\n"
            '    | sed -E \'s/.*"access_token":"([^"]+)".*/\\1/\')\n'
            f'  curl -s -H "Authorization: Bearer $TOKEN" -H "SellerId: {facts["seller_id"]}" \\\n'
            f"    {facts['api_url']}/sellers"
        )
    )
    console.print(
        Text(f"\nFor scripts: {folder / 'demo.json'}. Stop with Ctrl-C.", style="dim"), end="\n\n"
    )
    console.file.flush()
