"""A client of ours on one kept connection: tokens, calls, revocation, as contract/01 has them."""

import http.client
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import msgspec

from bench.load import Request
from bench.machine import BenchFailed
from bench.servers import Server
from bench.world import Login

REALM = "/auth/realms/maas/protocol/openid-connect"
TOKEN, REVOKE, SELLERS = f"{REALM}/token", f"{REALM}/revoke", "/seller/v2/sellers"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def token_request(server: Server, login: Login) -> Request:
    """The token request as wrk repeats it: the secret in the form, as every known client sends it."""
    return Request(server.url + TOKEN, "POST", FORM, token_form(login))


def sellers_request(server: Server, login: Login, token: str, **headers: str) -> Request:
    """The authorised call as wrk repeats it, with more headers."""
    return Request(server.url + SELLERS, headers=authorised(login, token) | headers)


def guarded_request(url: str, login: Login, token: str) -> Request:
    """The call of a service behind a proxy that asks us first."""
    return Request(url + "/orders", headers=authorised(login, token))


class ApiClient:
    """Speaks to one server for one login."""

    def __init__(self, server: Server, login: Login) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self._login = login

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def token(self) -> str:
        """A new access token. Raises `BenchFailed` when there is none."""
        status, body = self._ask("POST", TOKEN, FORM, token_form(self._login))
        if status != 200:
            raise BenchFailed(f"the token server answers {status}: {body[:300]!r}")
        answer: dict[str, Any] = msgspec.json.decode(body)
        return str(answer["access_token"])

    def token_of(self, login: Login) -> str:
        """A new access token of another client. Raises `BenchFailed` when there is none."""
        self._login = login
        return self.token()

    def profile(self, token: str) -> Any:
        """What the authorised call answers."""
        return msgspec.json.decode(self._ask("GET", SELLERS, authorised(self._login, token))[1])

    def call_status(self, token: str) -> int:
        """The status of the authorised call."""
        return self._ask("GET", SELLERS, authorised(self._login, token))[0]

    def check_call(self, token: str) -> None:
        """Raises `BenchFailed` unless the call answers this seller's profile: what is measured must be right."""
        status, body = self._ask("GET", SELLERS, authorised(self._login, token))
        if status != 200 or msgspec.json.decode(body)["seller_id"] != self._login.seller_id:
            raise BenchFailed(f"{SELLERS} answers {status}: {body[:300]!r}")

    def revoke(self, token: str) -> None:
        """Revoke a token (RFC 7009)."""
        login = self._login
        form = {
            "token": token,
            "client_id": login.client_id,
            "client_secret": login.client_secret,
        }
        status, body = self._ask("POST", REVOKE, FORM, urlencode(form))
        if status != 200:
            raise BenchFailed(f"the revocation endpoint answers {status}: {body[:300]!r}")

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None = None
    ) -> tuple[int, bytes]:
        self._connection.request(method, path, body, dict(headers))
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def token_form(login: Login) -> str:
    """What the form says."""
    return urlencode(
        {
            "grant_type": "client_credentials",
            "client_id": login.client_id,
            "client_secret": login.client_secret,
        }
    )


def authorised(login: Login, token: str) -> dict[str, str]:
    """The headers of an authorised call."""
    return {"Authorization": f"Bearer {token}", "SellerId": str(login.seller_id)}
