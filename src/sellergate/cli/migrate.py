"""`sellergate migrate`."""

from typing import Annotated

import typer

from sellergate.cli.options import ConfigOption
from sellergate.cli.output import say
from sellergate.cli.runtime import STORAGE, check_schema, exit_codes, fail, read_settings


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
    say(f"The schema of {path} is up to date.")
