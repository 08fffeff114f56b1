"""What every command stands on: settings, the open database, and exit codes that mean something."""

import asyncio
import getpass
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer

from sellergate.cli.output import say
from sellergate.settings import Settings, SettingsInvalid, load_settings
from sellergate.storage.addresses import shown

REFUSED, USAGE, CONFIGURATION, STORAGE = 1, 2, 3, 4

# Where a refusal names a form field, people at a terminal know the option.
OPTIONS = {
    "client_id": "CLIENT_ID",
    "seller_id": "SELLER_ID",
    "client_uid": "CLIENT_ID",
    "email": "--email",
    "expires_at": "--expires or --at",
    "perimeters": "--perimeter",
    "reason": "--reason",
    "password": "password",
}

T = TypeVar("T")


def fail(message: str, code: int) -> NoReturn:
    """Say why, and leave with `code`."""
    say(f"sellergate: {message}")
    raise typer.Exit(code)


def read_settings(
    config: Path | None,
    overrides: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings of this process. Leaves with 3 after saying everything that is wrong with them."""
    try:
        return load_settings(environ, config, overrides)
    except SettingsInvalid as error:
        say(f"sellergate: the configuration has {_count(len(error.problems), 'problem')}.")
        for problem in error.problems:
            say(f"  {problem}")
        raise typer.Exit(CONFIGURATION) from None


def check_schema(settings: Settings) -> None:
    """Leave with 4, saying what to run, unless the database is there and its schema is ours."""
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.upkeep import state_of_database

    database = shown(settings.database_url)
    with exit_codes():
        state = state_of_database(settings.database_url)
    match state:
        case SchemaState.EMPTY:
            fail(f"there is no data in {database} yet. Run `sellergate migrate` first.", STORAGE)
        case SchemaState.OLDER:
            fail(
                f"{database} is of an older version. Back it up, then run `sellergate migrate`.",
                STORAGE,
            )
        case SchemaState.UNKNOWN:
            fail(
                f"{database} is of a newer version of Sellergate. Run that version, or restore a backup.",
                STORAGE,
            )
        case SchemaState.IMPORTING:
            fail(
                f"an import into {database} is not finished. Run `sellergate import` with the same folder again.",
                STORAGE,
            )


def on_access(config: Path | None, work: Callable[[Any, Any], Awaitable[T]]) -> T:
    """The value of `work(access, act)` on the configured database. A running server notices within a second."""
    settings = read_settings(config)
    check_schema(settings)

    async def run() -> T:
        from sellergate.access.context import Actor
        from sellergate.logs import configure_logs
        from sellergate.opening import open_access

        configure_logs(log_format="console", level="error")
        async with open_access(settings) as access:
            actor = Actor(label=f"command line ({_user()})", is_operator=True)
            return await work(access, access.act(actor))

    with exit_codes():
        return asyncio.run(run())


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn what rooms refuse into a message and an exit code."""
    from sellergate.kit.errors import Refusal
    from sellergate.kit.secrets import SealBroken
    from sellergate.storage.database import StorageUnavailable

    try:
        yield
    except Refusal as refusal:
        where = f"{OPTIONS.get(refusal.field, refusal.field)}: " if refusal.field else ""
        fail(f"{where}{refusal}", REFUSED)
    except SealBroken:
        fail(
            "the signing keys in the database were sealed with another secret key. "
            "Set SELLERGATE_SECRET_KEY to the one that this database was made with.",
            CONFIGURATION,
        )
    except StorageUnavailable as error:
        reason = f" ({error.__cause__})" if error.__cause__ and "cannot" not in str(error) else ""
        fail(f"the database did not do it: {error}{reason}.", STORAGE)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without this user in /etc/passwd
        return f"uid {os.getuid()}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
