"""`sellergate migrate`."""

from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption
from sellergate.cli.output import say
from sellergate.cli.runtime import STORAGE, check_schema, exit_codes, fail, on_access, read_settings
from sellergate.storage.addresses import shown


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
    from sellergate.storage.upkeep import migrate_database, state_of_database

    database = shown(settings.database_url)
    with exit_codes():
        state = state_of_database(settings.database_url)
        if state is SchemaState.UNKNOWN:
            fail(f"{database} is of a newer version of Sellergate; there is no way back.", STORAGE)
        if state is SchemaState.IMPORTING:
            fail(
                f"an import into {database} is not finished. Run `sellergate import` with the same folder again.",
                STORAGE,
            )
        if state is not SchemaState.CURRENT:
            migrate_database(settings.database_url)
    on_access(config, _fill)
    say(f"The schema of {database} is up to date.")


async def _fill(access: Any, act: Any) -> None:
    """What every installation has: opening it has made a signing key; and the test seller."""
    from sellergate.access.sellers.service import ensure_test_seller

    await access.db.write(ensure_test_seller, act)
