"""Options that several commands take, declared once."""

import re
from datetime import UTC, datetime, timedelta
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


def parse_span(text: str) -> timedelta:
    """A number of hours or days, such as 36h or 30d."""
    found = re.fullmatch(r"([0-9]{1,4})([hd])", text)
    if found is None:
        raise typer.BadParameter(f"“{text}” is not a number of hours or days, such as 36h or 30d.")
    return timedelta(hours=int(found[1])) if found[2] == "h" else timedelta(days=int(found[1]))


def parse_moment(text: str) -> datetime | timedelta:
    """`now`, a number of hours or days from now on, a date or an instant."""
    if text == "now":
        return timedelta()
    return parse_span(text) if re.fullmatch("[0-9]{1,4}[hd]", text) else parse_instant(text)


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
