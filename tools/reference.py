"""Write docs/reference (settings, commands, problem types, metrics) from the source: `python -m tools.reference`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from sellergate.cli.commands import app
from sellergate.kit.problems import CATALOGUE, ProblemType
from sellergate.settings import FIELDS, SettingField
from sellergate.telemetry.families import FAMILIES, Family, Kind

FOLDER = Path("docs/reference")

SETTINGS = """\
# Settings

Made by `make docs` from `src/sellergate/settings/declared.py`; do not edit.

Each setting is read from the environment, or from a TOML file that `--config` or `SELLERGATE_CONFIG` names. The environment wins.
`sellergate config show` prints all of them and where each comes from, secrets hidden. Everything that is wrong with them is
reported at once, a name that is not known included, and nothing starts.

```toml
# sellergate.toml: the names below, without SELLERGATE_, in small letters
database_url = "sqlite:////var/lib/sellergate/sellergate.db"
secret_key_file = "/etc/sellergate/secret.key"
public_url = "https://sellers.example.com"
trusted_proxies = ["10.0.0.0/8"]

[[trusted_issuers]] # tables come last
issuer = "https://sso.example.com/realms/market"
audience = "seller-api"

[upstreams]
orders = "http://127.0.0.1:9000"
```

"""
CLI = """\
# The `sellergate` command

Made by `make docs` from `src/sellergate/cli`; do not edit.

Tables are for people and `--json` is for scripts; messages go to stderr. Exit codes:

| code | meaning |
|---|---|
| 0 | done |
| 1 | refused by a rule: the message names the field |
| 2 | the command line is not right |
| 3 | the configuration is not right, or the port is taken |
| 4 | the database is missing, of another version, or does not answer |

Commands work on the database of the configuration. A running server notices what they change within a second.

"""
PROBLEMS = """\
# Problem types

Made by `make docs` from `src/sellergate/kit/problems.py`; do not edit.

Every refusal of the Seller API is a problem document (RFC 9457). Its `type` ends in one of these names, and opens the same words
on your own site. Token endpoints answer with the errors of OAuth 2.0 (RFC 6749 §5.2).

"""
METRICS = """\
# Metrics

Made by `make docs` from `src/sellergate/telemetry/families.py`; do not edit.

What `/metrics` says. Counters end in `_total`; a histogram has `_bucket`, `_sum` and `_count`. Times are in seconds. No label
names a client or a seller: their number has no bound.

| metric | kind | labels | what it is |
|---|---|---|---|
"""


def settings_page() -> str:
    """The reference of every setting."""
    return SETTINGS + "\n".join(_setting(field) for field in FIELDS.values())


def cli_page() -> str:
    """The reference of every command."""
    return CLI + "\n".join(_command(path, command) for path, command in _commands())


def problems_page() -> str:
    """The reference of every problem type."""
    return PROBLEMS + "\n".join(map(_problem, CATALOGUE.values()))


def metrics_page() -> str:
    """The reference of every metric."""
    return METRICS + "\n".join(map(_metric, FAMILIES.values())) + "\n"


def pages() -> dict[Path, str]:
    """What each file must hold."""
    return {
        FOLDER / "settings.md": settings_page(),
        FOLDER / "cli.md": cli_page(),
        FOLDER / "problems.md": problems_page(),
        FOLDER / "metrics.md": metrics_page(),
    }


def main() -> int:
    """Write the files that differ, and name them."""
    for path, text in pages().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(path)
    return 0


def _setting(field: SettingField) -> str:
    if field.is_required:
        default = "No default: it must be set."
    elif field.default in (None, (), {}):
        default = "Default: not set."
    else:
        shown = str(field.default).lower() if isinstance(field.default, bool) else field.default
        default = f"Default: `{shown}`."
    return f"## {field.variable}\n\n{field.help} {default}\n"


def _metric(family: Family) -> str:
    name = f"{family.name}_total" if family.kind is Kind.COUNTER else family.name
    labels = ", ".join(f"`{label}`" for label in family.labels)
    return f"| `{name}` | {family.kind} | {labels} | {family.help} |"


def _problem(problem: ProblemType) -> str:
    head = f"## {problem.slug}\n\n{problem.status}: {problem.title}."
    return f"{head} {problem.why} {problem.remedy}\n"


def _commands() -> Iterator[tuple[str, Any]]:
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            for verb, sub in command.commands.items():
                yield f"{name} {verb}", sub
        else:
            yield name, command


def _command(path: str, command: Any) -> str:
    context = command.make_context(
        f"sellergate {path}", [], resilient_parsing=True, terminal_width=100, max_content_width=100
    )
    return f"## {path}\n\n```text\n{command.get_help(context).strip()}\n```\n"


if __name__ == "__main__":
    sys.exit(main())
