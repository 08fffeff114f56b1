"""`slg login`: ask for the settings, try them, keep them as a profile."""

import argparse
import getpass
import json
import os
import secrets
import sys
import tomllib
from pathlib import Path
from typing import Any

from sellergate_client._drivers.profiles import DEFAULT, PLATFORMS, profiles_file
from sellergate_client.client import SellerClient
from sellergate_client.errors import ConfigurationError


def login(said: argparse.Namespace) -> int:
    """Ask; each answer may be in the environment already (SLG_BASE_URL, SLG_CLIENT_ID, …)."""
    name = said.profile or DEFAULT
    where = _ask("Address of the marketplace, or `octopia`", "SLG_BASE_URL")
    address = {"platform": where} if where in PLATFORMS else {"base_url": where}
    profile: dict[str, Any] = {
        **address,
        "client_id": _ask("clientId", "SLG_CLIENT_ID"),
        "client_secret": _ask("clientSecret", "SLG_CLIENT_SECRET", hidden=True),
        "seller_id": said.seller or _ask("SellerId", "SLG_SELLER_ID"),
    }
    with SellerClient(**profile) as client:
        client.access_token()
        shop = client.sellers.get().raw.get("shop_name", "")
    keep(name, profile)
    sys.stderr.write(
        f"Kept as profile {name!r} in {profiles_file()}. It calls for {shop or 'the seller'}.\n"
    )
    return 0


def keep(name: str, profile: dict[str, str]) -> None:
    """Write a profile beside the others, readable by its owner only."""
    file = profiles_file()
    known: dict[str, dict[str, Any]] = {}
    if file.exists():
        known = tomllib.loads(file.read_text("utf-8"))
    known[name] = profile
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write("\n".join(_table(key, table) for key, table in known.items()))
    Path(new).replace(file)


def _table(name: str, values: dict[str, Any]) -> str:
    # A JSON string of ASCII is a TOML string.
    rows = [f"{key} = {json.dumps(str(value))}" for key, value in values.items()]
    return "\n".join([f"[{json.dumps(name)}]", *rows, ""])


def _ask(what: str, variable: str, *, hidden: bool = False) -> str:
    if value := os.environ.get(variable):
        return value
    if not sys.stdin.isatty():
        value = sys.stdin.readline().strip()
    elif hidden:
        value = getpass.getpass(f"{what}: ").strip()
    else:
        sys.stderr.write(f"{what}: ")
        value = input().strip()
    if not value:
        raise ConfigurationError(f"{what} is needed.")
    return value
