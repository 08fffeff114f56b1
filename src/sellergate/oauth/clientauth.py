"""Client authentication: a secret by HTTP Basic or in two form fields (RFC 6749 §2.3.1), or a signed assertion (RFC 7523)."""

import base64
import binascii
import hmac
from typing import NamedTuple
from urllib.parse import unquote_plus

from sellergate.access.client_keys.assertions import (
    Assertion,
    AssertionMalformed,
    AssertionRefused,
)
from sellergate.access.clients import store as clients
from sellergate.access.clients.models import ClientCredential
from sellergate.access.platform import Access
from sellergate.kit.secrets import SECRET_PREFIX, is_client_secret
from sellergate.oauth.errors import InvalidClient, InvalidRequest
from sellergate.oauth.forms import Form, require
from sellergate.oauth.vocabulary import ASSERTION_TYPE, ClientAuthMethod
from sellergate.oauth.wire import Request

METHODS = tuple(ClientAuthMethod)

MAX_CREDENTIAL = 1024
_DECOY = bytes(32)


class Credentials(NamedTuple):
    """What the client says about itself; nothing of it is proven."""

    unverified_client_id: str
    unverified_secret: str


class AuthenticatedClient(NamedTuple):
    """A client that proved who it is, and by which secret, or by which key of its own."""

    credential: ClientCredential
    secret_id: str
    is_by_key: bool = False


class ClientAuthenticator:
    """Finds out which client is asking."""

    def __init__(self, access: Access, realm: str, *, audiences: frozenset[str]) -> None:
        self._access = access
        self._audiences = audiences
        self._challenge = (b"www-authenticate", f'Basic realm="{realm}", charset="UTF-8"'.encode())

    async def authenticate(self, request: Request, form: Form) -> AuthenticatedClient:
        """The active client that sent the request. Raises `InvalidClient`, `InvalidRequest`."""
        authorization = request.header(b"authorization")
        # Another scheme, such as the Bearer header that an HTTP library adds to every request, is not an
        # attempt to authenticate here when the form makes one.
        by_basic = authorization is not None and _scheme_of(authorization) == b"basic"
        if "client_assertion" in form or "client_assertion_type" in form:
            client = await self._by_assertion(request, form, by_basic=by_basic)
        else:
            client = await self._by_secret(request, form, authorization if by_basic else None)
        request.client = client.credential
        return client

    async def _by_secret(
        self, request: Request, form: Form, basic: bytes | None
    ) -> AuthenticatedClient:
        given = self._from_basic(basic, form) if basic else self._from_form(request, form)
        if (client := await self._find(given)) is None:
            raise self._refusal(request, _remedy_for(given))
        return client

    async def _by_assertion(
        self, request: Request, form: Form, *, by_basic: bool
    ) -> AuthenticatedClient:
        """The client that signed the assertion. Until that is proven, a refusal says nothing about any client."""
        text = _assertion_of(form, by_basic=by_basic)
        try:
            assertion = Assertion(text)
        except AssertionMalformed as error:
            raise self._refusal(request, f"The client_assertion is not usable. {error}") from error
        client_id = assertion.unverified_client_id
        if form.get("client_id", client_id) != client_id:
            raise InvalidRequest(
                "The parameter client_id is not the iss of the client_assertion. "
                "Leave it out, or send the same."
            )
        if (client := await self._prove(assertion)) is None:
            raise self._refusal(
                request,
                "The client_assertion is not signed by a key of a client that may get tokens. "
                "Check iss and the key. The key may be removed, or the client disabled.",
            )
        try:
            now = self._access.clock()
            assertion.check(self._audiences, now.timestamp())
            await self._access.assertions.use(client.credential.uid, assertion, now)
        except AssertionRefused as error:
            raise self._refusal(request, f"The client_assertion does not hold. {error}") from error
        return client

    async def _prove(self, assertion: Assertion) -> AuthenticatedClient | None:
        """Who signed. As in `_find`, a row is read before a remembered client is refused."""
        client_id = assertion.unverified_client_id
        if len(client_id) > MAX_CREDENTIAL:
            return None
        remote = self._access.key_sets
        credential = await self._access.snapshot.credential(client_id)
        key_id = await assertion.prove(credential, remote) if credential else None
        if credential is not None and key_id is None:
            read = await self._access.db.read(clients.find_credential, client_id)
            if read is not None and read.keys != credential.keys:
                credential, key_id = read, await assertion.prove(read, remote)
        if credential is None or key_id is None or not credential.is_active:
            return None
        return AuthenticatedClient(credential, key_id, is_by_key=True)

    def _from_basic(self, authorization: bytes, form: Form) -> Credentials:
        parsed = parse_basic(authorization)
        if parsed is None:
            raise InvalidClient(
                "The Authorization header is not Basic followed by the base64 of clientId:clientSecret.",
                headers=[self._challenge],
            )
        if "client_secret" in form:
            # RFC 6749 §2.3: one method a request. Refused even when both agree: it is never meant.
            raise InvalidRequest(
                "The client authenticated twice, by the Authorization header and by client_secret. "
                "Send the secret one way only."
            )
        if form.get("client_id", parsed.unverified_client_id) != parsed.unverified_client_id:
            raise InvalidRequest(
                "The parameter client_id is not the clientId of the Authorization header. "
                "Leave it out, or send the same."
            )
        return parsed

    def _from_form(self, request: Request, form: Form) -> Credentials:
        client_id, secret = form.get("client_id"), form.get("client_secret")
        if client_id is None or secret is None:
            missing = "client_secret" if client_id else "client_id"
            raise self._refusal(
                request,
                f"The parameter {missing} is missing. Send client_id and client_secret in the body, "
                "or both by HTTP Basic; or sign a client_assertion.",
            )
        return Credentials(client_id, secret)

    async def _find(self, given: Credentials) -> AuthenticatedClient | None:
        """Who the credentials belong to. What has not the form of a secret of ours costs no look at any client.

        Before a remembered client is refused, its row is read: a secret made on another node a moment ago must
        work. So a refusal costs one read and one comparison for a known clientId as for an unknown one.
        """
        client_id, secret = given
        if len(client_id) > MAX_CREDENTIAL or not is_client_secret(secret):
            return None
        digest = self._access.secret_hasher.digest(secret)
        now = self._access.clock().timestamp()
        credential = await self._access.snapshot.credential(client_id)
        secret_id = _matching_secret(credential, digest, now)
        if credential is not None and secret_id is None:
            credential = await self._access.db.read(clients.find_credential, client_id)
            secret_id = _matching_secret(credential, digest, now)
        return AuthenticatedClient(credential, secret_id) if credential and secret_id else None

    def _refusal(self, request: Request, description: str) -> InvalidClient:
        """A 401 with the challenge that RFC 9110 §15.5.2 asks for.

        Scripts of a page that used the form get none: the browser would open a login window on top of it.
        """
        by_script = request.header(b"sec-fetch-mode") not in (None, b"navigate")
        tried_basic = _scheme_of(request.header(b"authorization") or b"") == b"basic"
        challenged = tried_basic or not by_script
        return InvalidClient(description, headers=[self._challenge] if challenged else None)


def _assertion_of(form: Form, *, by_basic: bool) -> str:
    """The assertion, when it is the one way that the client authenticates (RFC 6749 §2.3). Raises `InvalidRequest`."""
    if by_basic or "client_secret" in form:
        raise InvalidRequest(
            "The client authenticated twice, by client_assertion and by a secret. Send one of the two."
        )
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise InvalidRequest(f"The parameter client_assertion_type must be {ASSERTION_TYPE}.")
    return require(form, "client_assertion", "Send the JWT that the client signed.")


def _remedy_for(given: Credentials) -> str:
    """What to check. Whether a text has the form of a secret is public, and says nothing about any client."""
    if not is_client_secret(given.unverified_secret):
        return (
            "The clientSecret is cut or mistyped, or is another value. "
            f"A clientSecret is {SECRET_PREFIX} and 49 letters and digits. Copy it again, whole."
        )
    return (
        "The clientId and clientSecret are not those of a client that may get tokens. "
        "Check both. The secret may be revoked or expired, or the client disabled."
    )


def parse_basic(authorization: bytes) -> Credentials | None:
    """The credentials of a Basic header (RFC 7617), None when it is not one.

    Id and secret are form-urlencoded first, says RFC 6749 §2.3.1, and many clients do not. Neither may hold
    `+` or `%`, so decoding what was never encoded changes nothing.
    """
    try:
        text = base64.b64decode(authorization[6:].strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    client_id, colon, secret = text.partition(":")
    if not colon or not client_id or "\0" in text:
        return None
    try:
        return Credentials(_decoded(client_id), _decoded(secret))
    except UnicodeDecodeError:
        return None


def _decoded(text: str) -> str:
    return unquote_plus(text, errors="strict") if "%" in text or "+" in text else text


def _scheme_of(authorization: bytes) -> bytes:
    return authorization.partition(b" ")[0].lower()


def _matching_secret(credential: ClientCredential | None, digest: bytes, now: float) -> str | None:
    """The id of the usable secret with this digest; every digest is compared, in constant time."""
    if credential is None or not credential.secrets:
        hmac.compare_digest(digest, _DECOY)
        return None
    found = None
    for secret_id, known, expiry in credential.secrets:
        if hmac.compare_digest(digest, known) and (expiry is None or expiry > now):
            found = secret_id
    return found if credential.is_active else None
