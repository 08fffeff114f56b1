"""The provider as its relying party sees it: discovery, the way there, and the code for a checked identity.

authlib speaks OAuth and checks the ID token's claims, joserfc its signature, httpx2 carries it. They are imported when
the first person signs in this way, aside from the event loop: most processes never need them.
"""

import asyncio
import importlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus, urlsplit

import msgspec
import structlog

from sellergate.access.accounts.service import SESSION_LIFETIME
from sellergate.kit.clock import Clock
from sellergate.portal.oidc.attempt import Attempt
from sellergate.portal.oidc.errors import NotProvenAgain, ProviderRefused, ProviderUnavailable

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]
    from joserfc.jwk import KeySet

log = structlog.get_logger()

# Signatures of a published key only: nothing that a shared secret, or nobody, could have made.
ALGORITHMS: Final = [
    *("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("EdDSA", "Ed25519"),
]
SCOPE: Final = "openid email profile"
TIMEOUT: Final = 5.0
LEEWAY: Final = 60  # seconds that the clocks of two well-kept machines may differ
REREAD_AFTER: Final = timedelta(hours=1)
REREAD_KEYS_AFTER: Final = timedelta(seconds=30)


class Metadata(msgspec.Struct, frozen=True):
    """What discovery tells (OpenID Connect Discovery §3), as far as we need it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider vouches for. `email` is None unless the provider has verified it."""

    subject: str
    email: str | None
    authenticated_at: datetime | None


class Provider:
    """One OpenID provider, by its issuer address, that knows us by a client_id."""

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        label: str,
        clock: Clock,
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._label = label
        self._clock = clock
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None
        self._tls: Any = None

    async def address_for(self, attempt: Attempt) -> str:
        """Where to send somebody (authorization code, PKCE S256, state, nonce). Raises `ProviderUnavailable`."""
        async with await self._client() as client:
            metadata = await self._discover(client)
            # max_age makes the provider tell when the person really proved who they are (Core §2, auth_time).
            question = (
                {"prompt": "login", "max_age": "0"}
                if attempt.again
                else {"max_age": str(int(SESSION_LIFETIME.total_seconds()))}
            )
            url, _state = client.create_authorization_url(
                metadata.authorization_endpoint,
                state=attempt.state,
                code_verifier=attempt.code_verifier,
                nonce=attempt.nonce,
                **question,
            )
            return str(url)

    async def redeem(self, attempt: Attempt, *, code: str, iss: str | None) -> Identity:
        """The identity that a code stands for, checked as OpenID Connect Core §3.1.3.7 asks.

        Raises `ProviderUnavailable`, `ProviderRefused`, `NotProvenAgain`.
        """
        async with await self._client() as client:
            metadata = await self._discover(client)
            self._check_issuer(metadata, iss)
            answer = await self._exchange(client, metadata, attempt, code)
            claims = await self._check_id_token(client, metadata, attempt, answer)
            authenticated_at = self._check_auth_time(attempt, claims)
            email = _verified_email(claims)
            if "email" not in claims and metadata.userinfo_endpoint:
                email = await self._email_from(client, metadata.userinfo_endpoint, claims["sub"])
            return Identity(claims["sub"], email, authenticated_at)

    async def _client(self) -> "AsyncOAuth2Client":
        for module in ("authlib.integrations.httpx_client", "authlib.oidc.core", "joserfc.jwt"):
            await asyncio.to_thread(importlib.import_module, module)
        import httpx2
        from authlib.integrations.httpx_client import AsyncOAuth2Client

        self._tls = self._tls or await asyncio.to_thread(httpx2.create_ssl_context)
        return AsyncOAuth2Client(
            client_id=self._client_id,
            client_secret=self._client_secret,
            scope=SCOPE,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT,
            verify=self._tls,
        )

    async def _discover(self, client: "AsyncOAuth2Client") -> Metadata:
        now = self._clock()
        if self._metadata and now - self._metadata[0] < REREAD_AFTER:
            return self._metadata[1]
        url = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            metadata = msgspec.json.decode(await self._get(client, url), type=Metadata)
        except msgspec.DecodeError as error:
            raise self._unavailable(f"discovery is not usable: {error}") from error
        if metadata.issuer != self.issuer:
            raise self._unavailable(
                f"discovery names the issuer {metadata.issuer!r}, the setting says {self.issuer!r}"
            )
        self._check_endpoints(metadata)
        self._metadata = (now, metadata)
        return metadata

    def _check_endpoints(self, metadata: Metadata) -> None:
        scheme = urlsplit(self.issuer).scheme
        for url in (
            metadata.authorization_endpoint,
            metadata.token_endpoint,
            metadata.jwks_uri,
            metadata.userinfo_endpoint or self.issuer,
        ):
            if urlsplit(url).scheme not in (scheme, "https"):
                raise self._unavailable(f"discovery names an endpoint without TLS: {url!r}")

    def _check_issuer(self, metadata: Metadata, iss: str | None) -> None:
        """RFC 9207 §2.4: the answer came from the provider that we asked."""
        if iss is None and not metadata.authorization_response_iss_parameter_supported:
            return
        if iss != metadata.issuer:
            raise ProviderRefused(label=self._label, log="the answer names another issuer")

    async def _exchange(
        self, client: "AsyncOAuth2Client", metadata: Metadata, attempt: Attempt, code: str
    ) -> dict[str, Any]:
        import httpx2
        from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]

        try:
            return dict(
                await client.fetch_token(
                    metadata.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.code_verifier,
                    auth=self._client_auth(client, metadata),
                )
            )
        except AuthlibBaseError as error:
            raise ProviderRefused(
                label=self._label, log=f"no token for the code: {error.error}"
            ) from error
        except httpx2.HTTPStatusError as error:
            raise self._unavailable(f"token endpoint: {error.response.status_code}") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise self._unavailable(f"token endpoint: {type(error).__name__}") from error

    def _client_auth(self, client: "AsyncOAuth2Client", metadata: Metadata) -> Any:
        import httpx2

        methods = metadata.token_endpoint_auth_methods_supported
        if "client_secret_basic" not in methods and "client_secret_post" in methods:
            return client.client_auth("client_secret_post")
        # RFC 6749 §2.3.1: both are form-encoded before they become user and password.
        return httpx2.BasicAuth(quote_plus(self._client_id), quote_plus(self._client_secret))

    async def _check_id_token(
        self,
        client: "AsyncOAuth2Client",
        metadata: Metadata,
        attempt: Attempt,
        answer: dict[str, Any],
    ) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
        from joserfc.errors import JoseError

        try:
            token = await self._verify(client, metadata, str(answer.get("id_token", "")))
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                    "nonce": {"essential": True, "value": attempt.nonce},
                },
                params={
                    "client_id": self._client_id,
                    "nonce": attempt.nonce,
                    "access_token": answer.get("access_token"),
                },
            )
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderRefused(
                label=self._label, log=f"the ID token does not hold: {type(error).__name__}"
            ) from error
        if not 1 <= len(claims["sub"]) <= 255:
            raise ProviderRefused(label=self._label, log="the subject is empty or too long")
        return dict(claims)

    async def _verify(self, client: "AsyncOAuth2Client", metadata: Metadata, token: str) -> Any:
        """The token with a good signature; the keys are read anew, now and then, for a key we do not know."""
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError
        from joserfc.jws import JWSRegistry

        registry = JWSRegistry(algorithms=ALGORITHMS)
        now = self._clock()
        if self._keys is None or now - self._keys[0] > REREAD_AFTER:
            self._keys = (now, await self._read_keys(client, metadata))
        try:
            return jwt.decode(token, self._keys[1], registry=registry)
        except InvalidKeyIdError:
            if now - self._keys[0] < REREAD_KEYS_AFTER:
                raise
        self._keys = (now, await self._read_keys(client, metadata))
        return jwt.decode(token, self._keys[1], registry=registry)

    async def _read_keys(self, client: "AsyncOAuth2Client", metadata: Metadata) -> "KeySet":
        from joserfc.jwk import KeySet

        return KeySet.import_key_set(
            msgspec.json.decode(await self._get(client, metadata.jwks_uri))
        )

    def _check_auth_time(self, attempt: Attempt, claims: dict[str, Any]) -> datetime | None:
        """When the person proved who they are, None when the provider does not tell. Raises `NotProvenAgain`."""
        auth_time = claims.get("auth_time")
        if not isinstance(auth_time, int) or auth_time < 0:
            auth_time = None
        if attempt.again and (auth_time is None or auth_time < attempt.started_at - LEEWAY):
            raise NotProvenAgain(label=self._label, log="auth_time is missing or old")
        if auth_time is None:
            return None
        now = self._clock()
        return min(now, datetime.fromtimestamp(min(auth_time, now.timestamp()), UTC))

    async def _email_from(self, client: "AsyncOAuth2Client", url: str, subject: str) -> str | None:
        """The verified e-mail at the UserInfo endpoint, if it speaks of the same subject (Core §5.3.2)."""
        import httpx2
        from authlib.common.errors import AuthlibBaseError

        try:
            answer = await client.get(url)
            answer.raise_for_status()
            claims = msgspec.json.decode(answer.content, type=dict[str, Any])
        except (httpx2.HTTPError, AuthlibBaseError, msgspec.DecodeError) as error:
            raise self._unavailable(f"userinfo: {type(error).__name__}") from error
        return _verified_email(claims) if claims.get("sub") == subject else None

    async def _get(self, client: "AsyncOAuth2Client", url: str) -> bytes:
        import httpx2

        try:
            answer = await client.request("GET", url, withhold_token=True)
            answer.raise_for_status()
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise self._unavailable(f"{url}: {type(error).__name__}") from error
        content: bytes = answer.content
        return content

    def _unavailable(self, reason: str) -> ProviderUnavailable:
        return ProviderUnavailable(label=self._label, log=reason)


def _verified_email(claims: dict[str, Any]) -> str | None:
    email = claims.get("email")
    return email if claims.get("email_verified") is True and isinstance(email, str) else None
