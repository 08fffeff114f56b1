"""Another token server, on loopback, that publishes and signs whatever a test wants."""

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from sellergate.access.issuers.models import TrustedIssuer
from sellergate.kit.clock import Clock, system_clock

AUDIENCE = "seller-api"
Jwk = dict[str, Any]


def public_of(key: Any, kid: str | None, **members: Any) -> Jwk:
    """The key as an issuer publishes it."""
    found = dict(key.as_dict(private=False)) | {"kid": kid} | members
    return {name: value for name, value in found.items() if value is not None}


def signed(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    """What no library would sign, too: nothing, and under a public key."""
    head, body = (urlsafe_b64encode(json.dumps(part).encode()) for part in (header, claims))
    signing_input = head.rstrip(b"=") + b"." + body.rstrip(b"=")
    match header["alg"]:
        case "none":
            signature = b""
        case "HS256":
            signature = hmac.digest(key.as_pem(private=False), signing_input, "sha256")
        case name:
            signature = jws.JWSRegistry.algorithms[name].sign(signing_input, key)
    return (signing_input + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()


class ForgedIssuer:
    """An issuer whose every answer can be changed while it runs. `asked` is what it was asked."""

    def __init__(self, path: str = "/realms/market", clock: Clock = system_clock) -> None:
        self.path = path
        self.clock = clock
        self.port = 0
        self._first = ECKey.generate_key("P-256", private=True)
        self._server: ThreadingHTTPServer | None = None
        self.renew()

    def renew(self) -> None:
        """As it was at first; it signs with the key `first`."""
        self.key = self._first
        self.published: list[Jwk] = [public_of(self.key, "first", use="sig", alg="ES256")]
        self.asked: list[str] = []
        self.status = 200
        self.delay = 0.0
        self.headers: dict[str, str] = {}
        self.metadata: dict[str, Any] = {}
        self.jwks: bytes | None = None  # instead of `published`
        self.discovery = "/.well-known/openid-configuration"

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    def listed(self, **choices: Any) -> TrustedIssuer:
        """The entry of the settings for it."""
        return TrustedIssuer(**{"issuer": self.issuer, "audience": AUDIENCE, **choices})

    def token(
        self,
        *,
        alg: str = "ES256",
        kid: str | None = "first",
        key: Any = None,
        header: dict[str, Any] | None = None,
        **changed: Any,
    ) -> str:
        """A token for the client `their-erp`, unless changed. A claim or header that is None is left out."""
        now = int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": "5f1c",
            "azp": "their-erp",
            "exp": now + 600,
            "iat": now,
            "jti": f"{now}-{time.monotonic_ns()}",
        } | changed
        head = {"alg": alg, "kid": kid, "typ": "JWT"} | (header or {})
        return signed(
            {name: value for name, value in head.items() if value is not None},
            {name: value for name, value in claims.items() if value is not None},
            key or self.key,
        )

    def start(self) -> None:
        """Listen: at a free port first, at the same one later."""
        if self._server is not None:
            return
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Be gone."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer_to(self, path: str) -> bytes | None:
        if path == self.path + "/keys":
            return self.jwks or json.dumps({"keys": self.published}).encode()
        openid = self.discovery == "/.well-known/openid-configuration"
        if path == (self.path + self.discovery if openid else self.discovery + self.path):
            found = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"} | self.metadata
            return json.dumps(found).encode()
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        forged = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                forged.asked.append(self.path)
                time.sleep(forged.delay)
                content = forged.answer_to(self.path)
                self.send_response(404 if content is None else forged.status)
                for name, value in forged.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def handle(self) -> None:
                with suppress(ConnectionError):  # who asked has heard enough
                    super().handle()

            def log_message(self, *_args: Any) -> None: ...

        return Handler


@contextmanager
def forged_issuer(
    path: str = "/realms/market", clock: Clock = system_clock
) -> Iterator[ForgedIssuer]:
    """An issuer that answers, until the end of the block."""
    forged = ForgedIssuer(path, clock)
    forged.start()
    try:
        yield forged
    finally:
        forged.stop()


def rsa_key() -> RSAKey:
    return RSAKey.generate_key(2048, private=True)


def ed25519_key() -> OKPKey:
    return OKPKey.generate_key("Ed25519", private=True)
