"""Tokens that nobody should accept, made with more knowledge than an attacker has."""

import base64
import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Any

import msgspec
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from sellergate.access.context import ClientId, ClientUid
from sellergate.access.tokens.service import TokenService
from sellergate.rest.operations import Operation

if TYPE_CHECKING:
    from tests.security.situations import World

REGISTRY = jws.JWSRegistry(algorithms=["ES256", "RS256"])


def path_of(operation: Operation) -> str:
    """A path of the operation: some number for each parameter."""
    return re.sub(r"\{[^}]*\}", "1", operation.path)


def encoded(value: bytes | dict[str, Any]) -> str:
    text = value if isinstance(value, bytes) else msgspec.json.encode(value)
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def decoded(part: str) -> dict[str, Any]:
    text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    found: dict[str, Any] = msgspec.json.decode(text)
    return found


STRANGER = ECKey.generate_key("P-256", private=True)
NESTED = encoded(b"[" * 5000)


def _parts(world: "World") -> tuple[dict[str, Any], dict[str, Any]]:
    header, claims, _signature = world.token.split(".")
    return decoded(header), decoded(claims)


def _signed(world: "World", header: dict[str, Any], claims: dict[str, Any]) -> str:
    """Really signed with the installation's key."""
    ring = world.on.access.tokens.ring
    assert ring is not None
    found = ring.signing_key(world.on.clock())
    assert found is not None
    signing_input = f"{encoded(header)}.{encoded(claims)}"
    signature = ring.signers[found[0].kid].sign(signing_input.encode())
    return f"{signing_input}.{encoded(signature)}"


def with_claims(world: "World", **changed: Any) -> str:
    header, claims = _parts(world)
    claims |= changed
    return _signed(world, header, {k: v for k, v in claims.items() if v is not None})


def with_header(world: "World", **changed: Any) -> str:
    header, claims = _parts(world)
    header |= changed
    return _signed(world, {k: v for k, v in header.items() if v is not None}, claims)


def _service(world: "World", issuer: str, audience: str) -> TokenService:
    service = TokenService(
        issuer=issuer, audience=audience, lifetime=7200, roles=(), clock=world.on.clock
    )
    assert world.on.access.tokens.ring is not None
    service.reload(world.on.access.tokens.ring)
    return service


def _issued(world: "World", service: TokenService, client_id: str, uid: str) -> str:
    secret_id = world.client.secret_id
    return service.issue(ClientUid(uid), ClientId(client_id), secret_id).access_token


def of_issuer(world: "World", issuer: str) -> str:
    service = _service(world, issuer, world.on.settings.audience)
    return _issued(world, service, world.client.id, world.client.client.uid)


def for_audience(world: "World", audience: str) -> str:
    service = _service(world, world.on.settings.issuer, audience)
    return _issued(world, service, world.client.id, world.client.client.uid)


def of_client(world: "World", client_id: str, uid: str) -> str:
    return _issued(world, world.on.access.tokens, client_id, uid)


def unsigned(world: "World", name: str = "none") -> str:
    header, claims = _parts(world)
    return f"{encoded(header | {'alg': name})}.{encoded(claims)}."


def hmac_with_public_key(world: "World") -> str:
    header, claims = _parts(world)
    ring = world.on.access.tokens.ring
    assert ring is not None
    public = ring.opened[header["kid"]].as_pem(private=False)
    signing_input = f"{encoded(header | {'alg': 'HS256'})}.{encoded(claims)}"
    signature = hmac.digest(public, signing_input.encode(), hashlib.sha256)
    return f"{signing_input}.{encoded(signature)}"


def other_algorithm(world: "World") -> str:
    header, claims = _parts(world)
    key = RSAKey.generate_key(2048, private=True)
    payload = msgspec.json.encode(claims)
    return jws.serialize_compact(header | {"alg": "RS256"}, payload, key, registry=REGISTRY)


def own_key_in_header(world: "World") -> str:
    """A key in the header is the sender's word, not ours (RFC 8725 §3.10)."""
    header, claims = _parts(world)
    key = RSAKey.generate_key(2048, private=True)
    public = dict(key.as_dict(private=False))
    chosen = {"alg": "RS256", "kid": header["kid"], "jwk": public}
    return jws.serialize_compact(chosen, msgspec.json.encode(claims), key, registry=REGISTRY)


def changed_signature(world: "World") -> str:
    body, _, signature = world.token.rpartition(".")
    other = "A" if signature[10] != "A" else "B"
    return f"{body}.{signature[:10]}{other}{signature[11:]}"


def changed_claims(world: "World") -> str:
    header, claims, signature = world.token.split(".")
    changed = decoded(claims) | {"exp": 9_999_999_999}
    return f"{header}.{encoded(changed)}.{signature}"
