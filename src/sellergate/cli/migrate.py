"""`sellergate migrate`."""

from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption
from sellergate.cli.output import say
from sellergate.cli.runtime import STORAGE, check_schema, exit_codes, fail, on_access, read_settings


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; leave with 4 when there is work to do.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Make the database, or bring it to this version. Running it again changes nothing."""
    settings = read_settings(config)
    if check:
        check_schema(settings)
        say("The schema is up to date.")
        return
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.upkeep import migrate_file, state_of_file

    path = settings.database_path
    with exit_codes():
        state = state_of_file(path)
        if state is SchemaState.UNKNOWN:
            fail(f"{path} is of a newer version of Sellergate; there is no way back.", STORAGE)
        if state is not SchemaState.CURRENT:
            migrate_file(path)
    on_access(config, _fill)
    say(f"The schema of {path} is up to date.")


async def _fill(access: Any, act: Any) -> None:
    """What every installation has: opening it has made a signing key; and the test seller."""
    from sellergate.access.sellers.service import ensure_test_seller

    await access.db.write(ensure_test_seller, act)
