"""`sellergate openapi`: the OpenAPI document of the Seller API."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sellergate.cli.options import ConfigOption
from sellergate.cli.output import say
from sellergate.cli.runtime import CONFIGURATION, fail, read_settings
from sellergate.settings import Settings, sources_of

# A document can be written on a machine where nothing is configured; these are its examples then.
EXAMPLES = {
    "database_url": "sqlite:///sellergate.db",
    "secret_key": "this is not a key, and documents need none",
    "public_url": "https://sellers.example.com",
}

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write here, not to stdout.", show_default=False
    ),
]


class Format(StrEnum):
    """How the document is written."""

    YAML = "yaml"
    JSON = "json"


def openapi(
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.YAML,
    operator: Annotated[
        bool, typer.Option("--operator", help="Of the operator API, not of the Seller API.")
    ] = False,
    output: OutputOption = None,
    config: ConfigOption = None,
) -> None:
    """Print the OpenAPI 3.1 document of the Seller API, as the configured installation serves it."""
    from sellergate.described import api_document, operator_api_document
    from sellergate.rest.openapi import render_json, render_yaml

    describe = operator_api_document if operator else api_document
    document = describe(settings_for_documents(config))
    write_out(render_json(document) if form is Format.JSON else render_yaml(document), output)


def settings_for_documents(config: Path | None) -> Settings:
    """The settings; what a document does not need may be missing."""
    given = sources_of(os.environ, config)
    return read_settings(config, {k: v for k, v in EXAMPLES.items() if k not in given})


def write_out(content: bytes, output: Path | None) -> None:
    """To the file, or to stdout."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.", CONFIGURATION)
    say(f"Written to {output}.")
