"""Where an issuer's keys are, and the keys: over HTTP, within bounds, and from nobody else."""

import asyncio
import importlib
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec

from sellergate.access.issuers.errors import KeysUnusable
from sellergate.access.issuers.keys import Keys, parse_key_set
from sellergate.access.issuers.models import TrustedIssuer
from sellergate.kit.urls import is_private_on_the_way

if TYPE_CHECKING:
    import httpx2

MAX_BYTES: Final = 262_144
TIMEOUT: Final = 5.0  # seconds, for everything that is asked of an issuer at once


class _Metadata(msgspec.Struct):
    """What discovery tells (OpenID Connect Discovery §3, RFC 8414 §2), as far as we need it."""

    issuer: str
    jwks_uri: str


async def fetch_keys(listed: TrustedIssuer) -> Keys:
    """The keys that the issuer publishes now. Raises `KeysUnusable`, with the reason, within `TIMEOUT` seconds."""
    client = await asyncio.to_thread(_client)
    try:
        async with asyncio.timeout(TIMEOUT), client:
            jwks_url = listed.jwks_url or await _discover(client, listed.issuer)
            return parse_key_set(await _get(client, jwks_url))
    except TimeoutError as error:
        raise KeysUnusable(f"no complete answer within {TIMEOUT:g} seconds") from error


async def _discover(client: "httpx2.AsyncClient", issuer: str) -> str:
    """Where the keys are. OpenID providers publish it below their issuer, others beside it (RFC 8414 §3, §5)."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    openid = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    oauth = f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{path}"
    try:
        content = await _get(client, openid)
    except _NotThere:
        try:
            content = await _get(client, oauth)
        except _NotThere as error:
            raise KeysUnusable(f"neither {openid} nor {oauth} is there") from error
    try:
        metadata = msgspec.json.decode(content, type=_Metadata)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise KeysUnusable("its discovery document is not usable") from error
    if metadata.issuer != issuer:  # RFC 8414 §3.3: else somebody else's keys would be taken
        raise KeysUnusable(
            f"its discovery document names the issuer {metadata.issuer!r}: list it in exactly this form"
        )
    if not is_private_on_the_way(metadata.jwks_uri):
        raise KeysUnusable(f"its keys are at {metadata.jwks_uri!r}, which is not https")
    return metadata.jwks_uri


class _NotThere(KeysUnusable):
    """The server answers, and has nothing at this address."""


async def _get(client: "httpx2.AsyncClient", url: str) -> bytes:
    import httpx2

    try:
        async with client.stream("GET", url) as answer:
            if answer.status_code != 200:
                refusal = _NotThere if answer.status_code == 404 else KeysUnusable
                raise refusal(f"{url} answers {answer.status_code}")
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise KeysUnusable(f"{url} answers compressed, which was not asked for")
            content = b""
            async for part in answer.aiter_raw():
                content += part
                if len(content) > MAX_BYTES:
                    raise KeysUnusable(f"{url} answers more than {MAX_BYTES:,} bytes")
            return content
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
        raise KeysUnusable(f"{url} cannot be read: {type(error).__name__}") from error


def _client() -> "httpx2.AsyncClient":
    """A client for one fetch. Aside from the event loop, since the library and the certificates take a while."""
    client: httpx2.AsyncClient = importlib.import_module("httpx2").AsyncClient(
        timeout=TIMEOUT,
        verify=_tls(),
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
    )
    return client


@cache
def _tls() -> Any:
    return importlib.import_module("httpx2").create_ssl_context()
