"""Options that several commands take, declared once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings file (TOML); else SELLERGATE_CONFIG. SELLERGATE_* variables win over it.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
ClientArgument = Annotated[
    str, typer.Argument(metavar="CLIENT_ID", help="The clientId.", show_default=False)
]
SellerArgument = Annotated[
    str, typer.Argument(metavar="SELLER_ID", help="The SellerId.", show_default=False)
]


def parse_instant(text: str) -> datetime:
    """A date (its first second, UTC) or an RFC 3339 instant."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"“{text}” is neither a date like 2027-06-30 nor an instant like 2027-06-30T18:00:00Z."
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


ExpiresOption = Annotated[
    datetime | None,
    typer.Option(
        "--expires",
        metavar="DATE",
        parser=parse_instant,
        help="When it ends: a date (its first second, UTC) or an instant like 2027-06-30T18:00:00Z. Default: never.",
        show_default=False,
    ),
]
