"""`sellergate export` and `sellergate import`: move an installation from one database to another."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sellergate import __version__
from sellergate.cli.options import ConfigOption
from sellergate.cli.output import progress_bar, say
from sellergate.cli.runtime import REFUSED, STORAGE, check_schema, exit_codes, fail, read_settings
from sellergate.settings import Settings
from sellergate.storage.addresses import shown


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default=False)
    ],
    config: ConfigOption = None,
) -> None:
    """Write every row of the database, as it is now, to files in DIR, for `sellergate import` on another database.

    Browser sessions are left out: people sign in again. Stop the server before the last export: what is written
    after it began is not in it.
    """
    from sellergate.kit.clock import system_clock
    from sellergate.kit.ids import new_uuid
    from sellergate.storage.transfer.exporting import FolderTaken, export_rows, make_folder
    from sellergate.storage.upkeep import run_on_snapshot

    settings = read_settings(config)
    check_schema(settings)
    with exit_codes():
        try:
            make_folder(folder)
        except FolderTaken as taken:
            fail(f"DIR: {taken}. Name a new folder.", REFUSED)
        with progress_bar("Exporting") as on_progress:
            manifest = run_on_snapshot(
                settings.database_url,
                export_rows,
                folder,
                export_id=new_uuid(),
                made_at=system_clock(),
                program=__version__,
                on_progress=on_progress,
            )
    say(f"{manifest.rows} rows of {len(manifest.tables)} tables are in {folder}.")
    say(
        "They hold personal data, hashed secrets and sealed keys: keep the folder as safe as the database, "
        "and delete it when you are done. Import it with the same secret key."
    )


def import_(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="What `export` wrote.", show_default=False)
    ],
    config: ConfigOption = None,
) -> None:
    """Write an export into the configured database, which must be new and empty. Run it again to go on after a stop.

    Files are compared with their checksums before, numbers of rows and the audit trail after. Until all is in, nothing
    serves the database.
    """
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.transfer.archive import ArchiveDamaged
    from sellergate.storage.transfer.importing import (
        TargetNotEmpty,
        begin_import,
        finish_import,
        import_rows,
    )
    from sellergate.storage.upkeep import migrate_database, on_connection, state_of_database

    settings = read_settings(config)
    database = shown(settings.database_url)
    with exit_codes():
        try:
            manifest = _checked_manifest(folder, settings)
            _check_target(settings)
            if state_of_database(settings.database_url) is SchemaState.EMPTY:
                migrate_database(settings.database_url)
            with progress_bar("Importing") as on_progress:
                on_connection(settings.database_url, lambda conn: begin_import(conn, manifest))
                on_connection(
                    settings.database_url,
                    lambda conn: import_rows(conn, folder, manifest, on_progress),
                )
            on_connection(settings.database_url, finish_import)
            broken = _verify_trail(settings)
        except ArchiveDamaged as damage:
            fail(f"{damage}.", REFUSED)
        except TargetNotEmpty as refusal:
            fail(f"{database}: {refusal}.", REFUSED)
    say(f"{manifest.rows} rows of {len(manifest.tables)} tables are in {database}, as exported.")
    if broken:
        say(f"Warning: the audit trail is broken: {broken}. It was so when it was exported.")
    say("Its keys open. You can serve it now.")


def _checked_manifest(folder: Path, settings: Settings) -> Any:
    """The manifest of an export of this version, whole, and of this secret key. Raises `ArchiveDamaged`, `SealBroken`."""
    from sellergate.storage.migrate import HEAD
    from sellergate.storage.transfer.archive import FORMAT, check_files, read_manifest

    manifest = read_manifest(folder)
    if (manifest.format, manifest.schema) != (FORMAT, HEAD):
        fail(
            f"the export is of version {manifest.program}, schema {manifest.schema}, and this is {__version__}, "
            f"schema {HEAD}. Import it with the version that made it, then run `sellergate migrate`.",
            REFUSED,
        )
    with progress_bar("Checking") as on_progress:
        check_files(folder, manifest, on_progress)
    _check_keys(folder, manifest, settings)
    return manifest


def _check_keys(folder: Path, manifest: Any, settings: Settings) -> None:
    from sellergate.access.keys.service import key_sealer
    from sellergate.storage.transfer.archive import RowReader, transferred_tables

    sealer = key_sealer(settings.secret_key.encode())
    archived = next(table for table in manifest.tables if table.name == "signing_keys")
    table = next(table for table in transferred_tables() if table.name == "signing_keys")
    for rows, _position in RowReader(folder, archived, table).pages():
        for row in rows:
            sealer.open(row["sealed_private_key"], row["kid"])


def _check_target(settings: Settings) -> None:
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.upkeep import state_of_database

    state = state_of_database(settings.database_url)
    if state in (SchemaState.OLDER, SchemaState.UNKNOWN):
        fail(
            f"{shown(settings.database_url)} has tables of another version. Import into a new, empty database.",
            STORAGE,
        )


def _verify_trail(settings: Settings) -> str:
    """What is broken in the trail, in the database that it came to; empty when nothing is."""
    import asyncio

    from sellergate.access.audit.chain import TrailBroken
    from sellergate.access.audit.service import verify_trail
    from sellergate.storage.opening import open_database

    async def verify() -> None:
        db = open_database(settings.database_url, pool_size=1)
        try:
            with progress_bar("Verifying the audit trail") as on_progress:
                await verify_trail(db, on_progress=on_progress)
        finally:
            await db.close()

    try:
        asyncio.run(verify())
    except TrailBroken as broken:
        return str(broken)
    return ""
