"""Where the settings of a client come from: an argument, else the environment, else a profile, else the keyring.

A profile is a table of `~/.config/sellergate-client/profiles.toml`:

    [default]
    base_url = "https://sellers.example.com"
    client_id = "Atelier Nord API"
    client_secret = "…"
    seller_id = "41207"

    [octopia]
    platform = "octopia"
    client_id = "Atelier Nord"
"""

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sellergate_client._core.account import OCTOPIA, ClientSecret, Endpoints, check_url
from sellergate_client._drivers.privacy import is_private
from sellergate_client.errors import ConfigurationError

PREFIX = "SLG_"
DEFAULT = "default"
KEYRING_SERVICE = "sellergate-client"
PLATFORMS = {"octopia": OCTOPIA}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Settings, as far as they are chosen."""

    base_url: str | None = None
    api_url: str | None = None
    token_url: str | None = None
    platform: str | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    private_key_file: str | None = None
    key_id: str | None = None
    seller_id: str | None = None
    accept_language: str | None = None

    def over(self, below: "Chosen") -> "Chosen":
        """These, and those below where these say nothing. Addresses hang together: one of them hides all below."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        said = {name: value for name, value in own.items() if value is not None}
        if any(name in said for name in ADDRESSES):
            below = replace(below, **dict.fromkeys(ADDRESSES))
        return replace(below, **said)


ADDRESSES = ("base_url", "api_url", "token_url", "platform")
NAMES = tuple(f.name for f in fields(Chosen))


def profiles_file() -> Path:
    """Where profiles are."""
    if named := os.environ.get(PREFIX + "PROFILES"):
        return Path(named)
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return Path(base or Path.home() / ".config") / "sellergate-client" / "profiles.toml"


def choose(said: Chosen, profile: str | None) -> Chosen:
    """Arguments over the environment over the profile. Raises ConfigurationError."""
    environment = Chosen(**{name: os.environ.get(PREFIX + name.upper()) or None for name in NAMES})
    wanted = profile or os.environ.get(PREFIX + "PROFILE") or None
    file = profiles_file()
    if wanted is None and not file.exists():
        return said.over(environment)
    # A profile that was asked for by name counts more than what happens to be in the environment.
    found = _profile(file, wanted)
    return said.over(found.over(environment) if profile else environment.over(found))


def endpoints(chosen: Chosen, *, plain_http: bool) -> Endpoints:
    """Where to call. Raises ConfigurationError."""
    if chosen.platform is not None:
        if chosen.platform not in PLATFORMS:
            raise ConfigurationError(
                f"There is no platform {chosen.platform!r}. There is: {', '.join(PLATFORMS)}. "
                "For a Sellergate give base_url."
            )
        return PLATFORMS[chosen.platform]
    below = Endpoints.below(chosen.base_url) if chosen.base_url else None
    api = chosen.api_url or (below and below.api_url)
    token = chosen.token_url or (below and below.token_url)
    if not api or not token:
        raise ConfigurationError(
            "Say where the API is: base_url='https://…' (or SLG_BASE_URL), api_url and token_url, "
            "platform='octopia', or a profile."
        )
    return Endpoints(
        check_url(api, what="The API's address", plain_http=plain_http),
        check_url(token, what="The token endpoint", plain_http=plain_http),
    )


def client_id(chosen: Chosen) -> str:
    """Raises ConfigurationError when there is none."""
    if not chosen.client_id:
        raise ConfigurationError(
            "Say who calls: client_id=… (or SLG_CLIENT_ID, or a profile). It is on the API credentials page."
        )
    return chosen.client_id


def secret(chosen: Chosen) -> ClientSecret:
    """The shared secret. Raises ConfigurationError when there is none."""
    value = chosen.client_secret or _from_keyring(client_id(chosen))
    if not value:
        raise ConfigurationError(
            f"There is no secret for {chosen.client_id!r}: give client_secret=…, SLG_CLIENT_SECRET, "
            "a profile, the keyring, or private_key=…."
        )
    return ClientSecret(value)


def _profile(file: Path, name: str | None) -> Chosen:
    try:
        with file.open("rb") as opened:
            private = is_private(os.fstat(opened.fileno()))
            known: dict[str, Any] = tomllib.load(opened)
    except FileNotFoundError:
        raise ConfigurationError(f"There is no profile {name!r}: {file} does not exist.") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}.") from error
    if name is None and DEFAULT not in known:
        return Chosen()
    table = known.get(name or DEFAULT)
    if not isinstance(table, dict):
        raise ConfigurationError(f"{file} has no profile {name!r}. It has: {', '.join(known)}.")
    if unknown := table.keys() - set(NAMES):
        raise ConfigurationError(
            f"{min(unknown)!r} in {file} is not known. A profile has: {', '.join(NAMES)}."
        )
    if "client_secret" in table and not private:
        raise ConfigurationError(f"Others can read the secret in {file}. Run: chmod 600 {file}")
    return Chosen(**{key: str(value) for key, value in table.items()})


def _from_keyring(client_id: str) -> str | None:
    try:
        import keyring  # pyright: ignore[reportMissingImports]
        from keyring.errors import KeyringError  # pyright: ignore[reportMissingImports]
    except ImportError:  # the extra `keyring` is not installed
        return None
    try:
        found: str | None = keyring.get_password(KEYRING_SERVICE, client_id)
    except KeyringError:
        return None
    return found
