"""Who calls, and where: what a client is made of once arguments, environment and profile are put together."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol
from urllib.parse import urlsplit

from sellergate_client.errors import ConfigurationError

API_PATH = "/seller/v2"
TOKEN_PATH = "/auth/realms/maas/protocol/openid-connect/token"  # noqa: S105 # an address
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the Seller API is, and where its tokens come from."""

    api_url: str
    token_url: str

    @classmethod
    def below(cls, base_url: str) -> "Endpoints":
        """Those of a Sellergate with one public address."""
        base = base_url.rstrip("/")
        return cls(base + API_PATH, base + TOKEN_PATH)


# contract/00 §1
OCTOPIA = Endpoints(
    "https://api.octopia-io.net/seller/v2", "https://auth.octopia-io.net" + TOKEN_PATH
)


class Credential(Protocol):
    """How a client proves who it is to the token server."""

    def form(self, client_id: str, token_url: str) -> dict[str, str]:
        """The members of the token request."""
        ...

    @property
    def identity(self) -> bytes:
        """What another secret would have otherwise: a token is for who proved this."""
        ...


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """The shared secret."""

    value: str = field(repr=False)

    def form(self, client_id: str, token_url: str) -> dict[str, str]:  # noqa: ARG002
        return {"client_id": client_id, "client_secret": self.value}

    @property
    def identity(self) -> bytes:
        return sha256(b"secret\0" + self.value.encode()).digest()


class Prover(Protocol):
    """What proves, at each request, that the caller holds the key that its tokens are bound to (RFC 9449)."""

    @property
    def thumbprint(self) -> str: ...

    def proof(self, method: str, url: str, access_token: str | None = None) -> str: ...


@dataclass(frozen=True, slots=True)
class Account:
    """A client of an API."""

    endpoints: Endpoints
    client_id: str
    credential: Credential
    prover: Prover | None = None

    def key(self) -> str:
        """Names the tokens of this account; says nothing about its secret."""
        bound = self.prover.thumbprint if self.prover else ""
        parts = (self.endpoints.token_url, self.client_id, bound)
        return sha256("\0".join(parts).encode() + self.credential.identity).hexdigest()[:40]


def check_url(url: str, *, what: str, plain_http: bool) -> str:
    """A base URL without its last slash. Raises ConfigurationError for one that would show secrets to the network."""
    parts = urlsplit(url)
    is_whole = parts.scheme in {"http", "https"} and parts.hostname and url.isascii()
    if not is_whole or parts.query or parts.fragment or parts.username:
        raise ConfigurationError(
            f"{what} is no address such as https://api.example.com/seller/v2: {url!r}."
        )
    if parts.scheme == "http" and not plain_http and parts.hostname not in LOOPBACK:
        raise ConfigurationError(
            f"{what} is {url}: secrets and tokens would cross the network readable. Use https, or say plain_http=True."
        )
    return url.rstrip("/")
