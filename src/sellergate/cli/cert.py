"""`sellergate cert`: an authority of one's own, and a server certificate from it."""

from pathlib import Path
from typing import Annotated

import typer

from sellergate.cli.output import say
from sellergate.cli.runtime import CONFIGURATION, fail


def cert(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", help="Host names and addresses that people use."),
    ],
    folder: Annotated[Path, typer.Option(help="Where the files are.")] = Path("tls"),
    days: Annotated[int, typer.Option(min=1, max=825, help="How long it is valid.")] = 397,
) -> None:
    """Make a server certificate for names, signed by an authority of your own, which is made at first.

    For laptops, tests and closed networks. Where strangers come, use a public authority.
    """
    from sellergate.cli.authority import make_certificate

    try:
        make_certificate(folder, names, days)
    except OSError as error:
        fail(f"{error.filename or folder} cannot be used: {error.strerror}.", CONFIGURATION)
    except ValueError as error:
        fail(f"{error}", CONFIGURATION)
    say(f"Made {folder}/server.pem and {folder}/server.key, for {', '.join(names)}.")
    say(f"Serve:  sellergate serve --tls-cert {folder}/server.pem --tls-key {folder}/server.key")
    say(f"Trust:  curl --cacert {folder}/ca.pem https://{names[0]}:…/healthz")
    say(
        f"Keep {folder}/ca.key to yourself: whoever has it speaks for any name to those who trust ca.pem."
    )
