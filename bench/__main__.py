"""`python -m bench`: measure, print the tables, write them down."""

import re
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.status import Status

from bench.machine import BenchFailed
from bench.report import lines_of, missed, print_tables, render_markdown
from bench.results import Plan, Results
from bench.run import PARTS, run

FULL = Plan(
    rounds=5, spare=5, seconds=3, starts=5, revocations=60,
    more_rounds=3, more_seconds=2, callers=5_000, crowd=100_000, warm_seconds=12,
    sheets=1_000_000, orders=1_000_000, other_orders=9_000_000, operations=1_000_000,
    stocks=100_000,
)  # fmt: skip
QUICK = Plan(
    rounds=1, spare=0, seconds=1, starts=1, revocations=5,
    more_rounds=1, callers=200, crowd=2_000, warm_seconds=1,
    sheets=20_000, orders=20_000, warm_up=0, page_seconds=2, slow_seconds=4,
)  # fmt: skip
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- the last run begins -->\n", "<!-- the last run ends -->\n"
BROKEN = 2  # 1 is a missed goal


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Short rounds, rough figures.")] = False,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="PART,…", help=f"Only these of {', '.join(PARTS)}.", show_default=False
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 on a miss.")] = False,
    json: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every round to this file.", show_default=False),
    ] = None,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help="Put the tables into docs/performance.md.")
    ] = False,
) -> None:
    """Measure tokens, calls, revocation, scale, databases, proxies and peers, each beside another in the same run."""
    try:
        parts = _chosen(only)
        plan = QUICK if quick else FULL
        results = _run_aloud(plan, parts, _command(quick=quick, only=only))
    except BenchFailed as error:
        sys.stderr.write(f"bench: {error}\n")
        raise typer.Exit(BROKEN) from None
    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
    print_tables(results, _console())
    if write_docs:
        PAGE.write_text(fill_page(PAGE.read_text("utf-8"), render_markdown(results)), "utf-8")
    misses = missed(lines_of(results))
    if misses:
        sys.stderr.write(f"bench: missed: {', '.join(what.strip() for what in misses)}\n")
    if misses and strict:
        raise typer.Exit(1)


def _chosen(only: str | None) -> list[str]:
    parts = list(PARTS) if only is None else [part.strip() for part in only.split(",")]
    if unknown := [part for part in parts if part not in PARTS]:
        raise BenchFailed(f"there is no part {unknown[0]!r}. There are: {', '.join(PARTS)}.")
    return parts


def _run_aloud(plan: Plan, parts: list[str], command: str) -> Results:
    console = Console(stderr=True)
    with console.status("preparing") as status:
        return run(plan, parts, lambda step: _tell(console, status, step), command)


def _tell(console: Console, status: Status, step: str) -> None:
    status.update(step)
    if not console.is_terminal:
        console.print(step, highlight=False)


def _command(*, quick: bool, only: str | None) -> str:
    """What to type for the same run."""
    words = ["--quick"] * quick + [f"--only {only}"] * (only is not None)
    return f'make bench ARGS="{" ".join(words)}"' if words else "make bench"


def _console() -> Console:
    """As wide as the widest table, wherever it goes: a cut figure is none."""
    console = Console(highlight=False)
    return Console(highlight=False, width=max(console.width, 170))


def fill_page(page: str, table: str) -> str:
    """The page with the tables of another run."""
    between = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)
    return between.sub(lambda _: f"{BEGIN}\n{table}\n{END}", page)


if __name__ == "__main__":
    typer.run(main)
