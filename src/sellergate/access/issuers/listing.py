"""The rules of listing an issuer: what would let more tokens in than the operator means."""

from collections.abc import Iterator
from typing import NamedTuple

from sellergate.access.clients.errors import ClientIdRefused
from sellergate.access.clients.names import parse_client_id
from sellergate.access.issuers.models import TrustedIssuer
from sellergate.kit.urls import is_private_on_the_way, site_of

MAX_AUDIENCE = 200


class Fault(NamedTuple):
    """What is wrong with an entry, and what to write instead."""

    what: str
    remedy: str


def faults_of(listed: TrustedIssuer) -> Iterator[Fault]:
    """Everything that is wrong with the entry of an issuer."""
    yield from _faults_of_address("issuer", listed.issuer)
    if listed.jwks_url is not None:
        yield from _faults_of_address("jwks_url", listed.jwks_url)
    if not listed.audience or " " in listed.audience or len(listed.audience) > MAX_AUDIENCE:
        remedy = (
            "Name the one that its tokens for this API carry in “aud”, for example seller-api. "
            "Without it, its tokens for anything else would open the door too."
        )
        yield Fault("it has no audience that a token can name.", remedy)
    if listed.clients is not None and not listed.clients:
        yield Fault("clients is empty, so nobody could call.", "Map its clients, or leave it out.")
    for foreign_client, client_id in (listed.clients or {}).items():
        if not foreign_client or not _is_client_id(client_id):
            yield Fault(
                f"clients maps {foreign_client!r} to {client_id!r}, which cannot be a clientId.",
                "Name the clientId as its owner sees it on My credentials.",
            )


def _faults_of_address(name: str, url: str) -> Iterator[Fault]:
    parts = site_of(url)
    # RFC 8414 §2: an issuer has no query and no fragment.
    if parts is None or parts.fragment or (name == "issuer" and parts.query):
        yield Fault(
            f"{name} is not an address that a token server can have.",
            "Write the issuer as its tokens name it in “iss”, for example https://sso.example.com/realms/market.",
        )
    elif not is_private_on_the_way(url):
        yield Fault(
            f"{name} is not https: anybody on the way could put keys of their own in.",
            "Use https:// (http:// is accepted for this machine only: 127.0.0.1 or localhost).",
        )


def _is_client_id(text: str) -> bool:
    try:
        return parse_client_id(text) == text
    except ClientIdRefused:
        return False
