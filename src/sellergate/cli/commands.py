"""Every command, put together."""

import typer

from sellergate.cli import (
    audit,
    backup,
    catalogue,
    cert,
    client_keys,
    clients,
    config,
    delegations,
    demo,
    doctor,
    jobs,
    keys,
    listings,
    migrate,
    openapi,
    postman,
    secrets,
    sellers,
    serve,
    transfer,
    users,
    version,
)

app = typer.Typer(
    help="Sellergate: the open seller-API platform for marketplaces.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it prints local variables, secrets among them
    rich_markup_mode=None,
)

for command in (
    demo.demo,
    serve.serve,
    cert.cert,
    migrate.migrate,
    doctor.doctor,
    openapi.openapi,
    postman.postman,
    version.version,
    backup.backup,
    backup.restore,
    transfer.export,
):
    app.command()(command)
app.command("import")(transfer.import_)
for noun in (
    config,
    keys,
    sellers,
    users,
    clients,
    secrets,
    client_keys,
    delegations,
    listings,
    catalogue,
    jobs,
    audit,
):
    app.add_typer(noun.app)
