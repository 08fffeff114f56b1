"""`sellergate backup` and `sellergate restore`: copies of the embedded database."""

from pathlib import Path
from typing import Annotated

import typer

from sellergate.cli.options import ConfigOption
from sellergate.cli.output import progress_bar, say
from sellergate.cli.runtime import REFUSED, STORAGE, check_schema, exit_codes, fail, read_settings
from sellergate.settings import Settings

SEALED = (
    "It holds personal data, hashed secrets and sealed keys: keep it as safe as the database, "
    "and the secret key elsewhere."
)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Write the embedded database as it is now to FILE, while it is served. The copy is checked before it gets its name.

    Everything that was answered before this began is in it. It does not open without the secret key, which it does not hold.
    A folder of documents is copied into `documents` beside FILE, which all backups there share: only what is new.
    """
    from sellergate.storage.backup import BackupRefused, back_up

    settings = read_settings(config)
    path = _embedded(settings, "pg_dump, or `sellergate export`")
    check_schema(settings)
    with exit_codes():
        try:
            with progress_bar("Backing up") as on_progress:
                back_up(
                    path,
                    file,
                    check=lambda copy: _check(copy, settings),
                    on_progress=on_progress,
                )
        except BackupRefused as refusal:
            fail(f"no backup was made: {refusal}.", REFUSED)
    folder = settings.documents.folder
    copied = _copy_documents(folder, _documents_beside(file), "Backing up") if folder else None
    say(f"{file} is a whole backup. {SEALED}")
    if copied is None:
        say(f"Documents are in {settings.documents.url}, which is for its own tools to back up.")
    elif _documents_beside(file).exists():
        say(f"{_documents_beside(file)} has its documents, {copied} of them new: keep both.")


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What `backup` wrote.", show_default=False)
    ],
    config: ConfigOption = None,
) -> None:
    """Put a backup in the place of the embedded database, which is kept beside it. Stop the server first."""
    from sellergate.kit.clock import system_clock
    from sellergate.storage.backup import BackupRefused, restore as put_back

    settings = read_settings(config)
    path = _embedded(settings, "pg_restore, or `sellergate import`")
    with exit_codes():
        try:
            with progress_bar("Restoring") as on_progress:
                kept = put_back(
                    file,
                    path,
                    now=system_clock(),
                    check=lambda copy: _check(copy, settings),
                    on_progress=on_progress,
                )
        except BackupRefused as refusal:
            fail(f"nothing was restored: {refusal}.", REFUSED)
    folder = settings.documents.folder
    copied = _copy_documents(_documents_beside(file), folder, "Restoring") if folder else 0
    say(f"{path} is restored from {file}." + (f" What was there is in {kept}." if kept else ""))
    if copied:
        say(f"{copied} documents that were missing are back in {folder}.")
    say("Run `sellergate migrate` if it is of an older version, then `sellergate audit verify`.")


def _documents_beside(file: Path) -> Path:
    return file.absolute().parent / "documents"


def _copy_documents(source: Path, target: Path, what: str) -> int:
    from sellergate.storage.documents.copies import copy_documents

    try:
        with progress_bar(f"{what} documents") as on_progress:
            return copy_documents(source, target, on_progress=on_progress)
    except OSError as error:
        fail(
            f"the database is done, but not its documents: {error}. Mend that, then copy {source} into {target}.",
            STORAGE,
        )


def _embedded(settings: Settings, instead: str) -> Path:
    if settings.database_path is None:
        fail(f"the data is in PostgreSQL: use {instead}.", REFUSED)
    return settings.database_path


def _check(copy: Path, settings: Settings) -> None:
    """The copy is of a version that we can open, and its keys open with our secret key."""
    from sellergate.access.keys.service import KeyRing, key_sealer
    from sellergate.access.keys.store import all_keys
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.upkeep import run_on_database, state_of_database

    state = state_of_database(copy)
    if state not in (SchemaState.CURRENT, SchemaState.OLDER):
        fail(f"the schema of the backup is {state.value}: this version cannot use it.", STORAGE)
    keys = run_on_database(copy, all_keys)
    KeyRing.open(keys, key_sealer(settings.secret_key.encode()), settings.signing_algorithm)
