"""Write docs/reference from the code, so that it cannot lag behind: `python tools/reference.py`.

With `--check` nothing is written: it fails when a page is not what the code says.
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer

from sellergate.cli import app
from sellergate.kit.problems import CATALOGUE
from sellergate.settings import CONFIG_VARIABLE, FIELDS

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
GENERATED = "<!-- Written by `make docs` from the code. Change the code. -->"


def settings_page() -> str:
    """Every setting: name, default, help."""
    lines = [
        "# Settings",
        "",
        f"Set them in the environment, or in a TOML file that `{CONFIG_VARIABLE}` names, by the lower-case",
        "name without its prefix. The environment wins. `sellergate config show` prints what is in force.",
        "",
        "| variable | default | what it is |",
        "|---|---|---|",
    ]
    for field in FIELDS.values():
        default = "required" if field.is_required else _value(field.default)
        lines.append(f"| `{field.variable}` | {default} | {_cell(field.help)} |")
    return _page(lines)


def problems_page() -> str:
    """Every problem type: status, what happened, what to do."""
    lines = [
        "# Problem types",
        "",
        "The last part of a problem's `type` is its name here; the address is the same explanation as a",
        "page of the developer site. Names are part of the contract and do not change.",
        "",
        "| type | status | what happened | what to do |",
        "|---|---|---|---|",
    ]
    for problem in CATALOGUE.values():
        cells = (f"`{problem.slug}`", str(problem.status), problem.why, problem.remedy)
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return _page(lines)


def commands_page() -> str:
    """Every command: usage, help, options."""
    lines = ["# Commands", "", "`sellergate COMMAND --help` says the same on your terminal."]
    command = typer.main.get_command(app)
    for path, found in _commands("sellergate", command):
        lines += ["", f"## {path}", "", inspect.cleandoc(found.help or "")]
        rows = list(_parameters(found))
        if rows:
            lines += ["", "| option | default | what it is |", "|---|---|---|", *rows]
    return _page(lines)


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _commands(f"{path} {name}", inner)
    else:
        yield path, command


def _parameters(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            spelled, text = ", ".join(parameter.opts), parameter.help or ""
        else:
            spelled, text = parameter.human_readable_name, getattr(parameter, "help", None) or ""
        default = "required" if parameter.required else _value(parameter.default)
        yield f"| `{spelled}` | {default} | {_cell(text)} |"


def _value(value: object) -> str:
    if value is None or callable(value) or (isinstance(value, list | tuple) and not value):
        return "none"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _page(lines: list[str]) -> str:
    return "\n".join([lines[0], "", GENERATED, *lines[1:], ""])


PAGES = {
    "settings.md": settings_page,
    "problems.md": problems_page,
    "commands.md": commands_page,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or say with `--check` which of them lag behind."""
    behind = []
    for name, make in PAGES.items():
        page, path = make(), REFERENCE / name
        if path.exists() and path.read_text() == page:
            continue
        behind.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page)
    if behind and "--check" in arguments:
        print(f"docs/reference lags behind the code ({', '.join(behind)}): make docs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
