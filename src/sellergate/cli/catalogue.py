"""`sellergate catalogue`: the categories, properties and brands of the marketplace."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption
from sellergate.cli.output import progress_bar, say
from sellergate.cli.runtime import REFUSED, check_schema, exit_codes, fail, read_settings

app = typer.Typer(name="catalogue", help="Categories, properties and brands.", no_args_is_help=True)

MOST_TOLD = 20  # problems of a file: who mends these finds the others next time


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A JSON object on each line, as `export` writes.",
            show_default=False,
        ),
    ],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Take away what is not in FILE. Categories that have sheets become inactive instead.",
        ),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only say what is wrong with FILE.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Write categories, properties and brands over those that are there, and the new ones beside them.

    FILE is checked as a whole before anything is written. The marketplace may be served meanwhile; run it again after
    a stop.
    """
    from sellergate.market.products.referential_file import (
        ReferentialInvalid,
        import_referential,
        read_known,
        read_referential,
        remove_others,
    )
    from sellergate.storage.upkeep import on_connection, run_on_snapshot

    settings = read_settings(config)
    check_schema(settings)
    with exit_codes():
        known = run_on_snapshot(settings.database_url, read_known)
        try:
            with file.open("rb") as lines:
                read = read_referential(lines, known)
        except OSError as error:
            fail(f"{file} cannot be read: {error.strerror}.", REFUSED)
        except ReferentialInvalid as invalid:
            _fail_with(file, invalid.problems)
        if check:
            say(f"{file} is in order: {_counts(read)}.")
            return
        with progress_bar("Importing") as on_progress:
            on_connection(
                settings.database_url, lambda conn: import_referential(conn, read, on_progress)
            )
        say(f"Written: {_counts(read)}.")
        if replace:
            removal = on_connection(
                settings.database_url, lambda conn: remove_others(conn, read, known)
            )
            say(f"Removed: {removal.categories} categories, {removal.brands} brands.")
            _tell_kept(removal)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Write every category, property and brand to FILE, for an editor, a script, or `import` elsewhere."""
    from sellergate.market.products.referential_file import export_lines
    from sellergate.storage.upkeep import run_on_snapshot

    settings = read_settings(config)
    check_schema(settings)
    with exit_codes():
        try:
            with file.open("xb") as written:
                count = run_on_snapshot(
                    settings.database_url, lambda conn: _write_all(export_lines(conn), written)
                )
        except FileExistsError:
            fail(f"{file} is there already. Name a new file.", REFUSED)
        except OSError as error:
            fail(f"{file} cannot be written: {error.strerror}.", REFUSED)
    say(f"{count} lines are in {file}.")


def _write_all(lines: Any, written: Any) -> int:
    count = 0
    for count, line in enumerate(lines, 1):  # noqa: B007  (the last one is how many there were)
        written.write(line)
    return count


def _fail_with(file: Path, problems: Any) -> None:
    say(f"sellergate: nothing of {file} was written.")
    for problem in problems[:MOST_TOLD]:
        say(f"  {problem}")
    if len(problems) > MOST_TOLD:
        say(f"  and {len(problems) - MOST_TOLD} more")
    raise typer.Exit(REFUSED)


def _counts(read: Any) -> str:
    return (
        f"{len(read.categories)} categories, {len(read.properties)} properties, "
        f"{len(read.brands)} brands"
    )


def _tell_kept(removal: Any) -> None:
    if removal.kept_categories:
        say(f"Inactive now, for they have sheets: {removal.kept_categories} categories.")
    if removal.kept_brands:
        say(f"Kept, for sheets name them: {removal.kept_brands} brands.")
