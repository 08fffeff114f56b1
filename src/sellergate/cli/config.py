"""`sellergate config`: the settings of this process."""

import os

import typer

from sellergate.cli.options import ConfigOption, JsonOption
from sellergate.cli.output import print_rows
from sellergate.cli.runtime import read_settings
from sellergate.settings import FIELDS, sources_of

app = typer.Typer(name="config", help="Settings.", no_args_is_help=True)

COLUMNS = {"variable": "Variable", "value": "Value", "from": "From"}


@app.callback()
def config_commands() -> None:
    """Settings."""


@app.command()
def show(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show every setting and where it comes from. Secrets are hidden. Leaves with 3 when something is wrong."""
    settings = read_settings(config)
    sources = sources_of(os.environ, config)
    rows = [
        {
            "name": name,
            "variable": FIELDS[name].variable,
            "value": value,
            "from": sources.get(name, "default"),
        }
        for name, value in settings.redacted().items()
    ]
    print_rows(rows, COLUMNS, as_json=as_json, nothing="")
