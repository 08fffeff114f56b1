"""`python -m bench`: measure, print the table, write it down."""

import re
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bench.machine import BenchFailed
from bench.report import lines_of, missed, print_table, render_markdown
from bench.results import Plan, Results
from bench.run import count_steps, run

FULL = Plan(rounds=7, spare=7, seconds=3, starts=5, revocations=20)
QUICK = Plan(rounds=1, spare=0, seconds=1, starts=1, revocations=5)
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- the last run begins -->\n", "<!-- the last run ends -->\n"
BROKEN = 2  # 1 is a missed goal


def main(
    quick: Annotated[
        bool, typer.Option("--quick", help="About 20 seconds, rough figures.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 on a miss.")] = False,
    json: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every round to this file.", show_default=False),
    ] = None,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help="Put the table into docs/performance.md.")
    ] = False,
) -> None:
    """Measure tokens, calls, revocation, start and memory beside a bare endpoint, on one core."""
    try:
        results = _run_with_progress(QUICK if quick else FULL, _command(quick=quick))
    except BenchFailed as error:
        sys.stderr.write(f"bench: {error}\n")
        raise typer.Exit(BROKEN) from None
    print_table(results, _console())
    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
    if write_docs:
        PAGE.write_text(fill_page(PAGE.read_text("utf-8"), render_markdown(results)), "utf-8")
    misses = missed(lines_of(results))
    if misses:
        sys.stderr.write(f"bench: missed: {', '.join(what.strip() for what in misses)}\n")
    if misses and strict:
        raise typer.Exit(1)


def _run_with_progress(plan: Plan, command: str) -> Results:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("preparing", total=count_steps(plan))

        def tell(step: str) -> None:
            progress.update(task, advance=1, description=step)

        return run(plan, tell, command)


def _command(*, quick: bool) -> str:
    """What to type for the same run."""
    return "make bench ARGS=--quick" if quick else "make bench"


def _console() -> Console:
    """As wide as the table, wherever it goes: a cut figure is none."""
    console = Console(highlight=False)
    return Console(highlight=False, width=max(console.width, 150))


def fill_page(page: str, table: str) -> str:
    """The page with the table of another run."""
    between = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)
    return between.sub(lambda _: f"{BEGIN}\n{table}\n{END}", page)


if __name__ == "__main__":
    typer.run(main)
