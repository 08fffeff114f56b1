"""`sellergate postman`: the Postman collection of the Seller API, and its environment."""

from typing import Annotated

import typer

from sellergate.cli.openapi import OutputOption, settings_for_documents, write_out
from sellergate.cli.options import ConfigOption


def postman(
    environment: Annotated[
        bool, typer.Option("--environment", help="The environment instead of the collection.")
    ] = False,
    output: OutputOption = None,
    config: ConfigOption = None,
) -> None:
    """Print the Postman collection (v2.1) of the configured installation, or its environment."""
    from sellergate.described import api_document
    from sellergate.devportal.postman import make_collection, make_environment
    from sellergate.rest.openapi import render_json

    document = api_document(settings_for_documents(config))
    made = make_environment(document) if environment else make_collection(document)
    write_out(render_json(made), output)
