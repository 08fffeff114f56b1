"""A provider that lies or fails: whatever it answers, nobody is signed in, and the page says so (OpenID Connect Core §3.1.3.7)."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from sellergate.kit.clock import Clock, system_clock
from tests.portal.accounts.site import SELLER, Browser, Site, running_site
from tests.portal.oidc.conftest import CLIENT_ID, CLIENT_SECRET, oidc_settings

pytestmark = pytest.mark.slow

KEY = ECKey.generate_key("P-256", parameters={"kid": "good", "use": "sig", "alg": "ES256"})
OTHER_KEY = ECKey.generate_key("P-256", parameters={"kid": "good", "use": "sig", "alg": "ES256"})


class FakeProvider:
    """Answers well, but for what a test changes."""

    def __init__(self) -> None:
        self.clock: Clock = system_clock
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.behave()

    def behave(self) -> None:
        """Answer well again."""
        self.changes: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = _signed_by(KEY, "ES256", "good")
        self.token_answer: tuple[int, bytes] | None = None
        self.userinfo: dict[str, Any] = {}
        self.nonce = ""
        self.auth_age = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/me",
            **self.metadata,
        }

    def claims(self) -> dict[str, Any]:
        now = int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": "ana",
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "auth_time": now - self.auth_age,
            "nonce": self.nonce,
            "email": SELLER,
            "email_verified": True,
        } | self.changes
        return {name: value for name, value in claims.items() if value is not None}

    def answer(self, path: str) -> tuple[int, bytes]:
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self.discovery()).encode()
        if path == "/jwks":
            return 200, json.dumps({"keys": [KEY.as_dict(private=False)]}).encode()
        if path == "/me":
            return 200, json.dumps(self.userinfo).encode()
        return self.token_answer or (
            200,
            json.dumps(
                {"access_token": "at", "token_type": "Bearer", "id_token": self.sign(self.claims())}
            ).encode(),
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, content = fake.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                self.do_GET()

            def log_message(self, *_args: object) -> None:
                """Silent."""

        return Handler


def _signed_by(key: Any, algorithm: str, kid: str) -> Callable[[dict[str, Any]], str]:
    return lambda claims: jwt.encode(
        {"alg": algorithm, "kid": kid}, claims, key, algorithms=[algorithm]
    )


def _unsigned(claims: dict[str, Any]) -> str:
    from base64 import urlsafe_b64encode

    parts = ({"alg": "none", "kid": "good"}, claims)
    head, body = (urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts)
    return f"{head}.{body}."


@contextmanager
def _serving(fake: FakeProvider) -> Iterator[None]:
    thread = threading.Thread(target=fake.server.serve_forever, daemon=True)
    thread.start()
    yield
    fake.server.shutdown()
    fake.server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FakeProvider, Site]]:
    fake = FakeProvider()
    listener = socket.create_server(("127.0.0.1", 0))
    folder = Path(tmp_path_factory.mktemp("site"))
    with (
        _serving(fake),
        running_site(folder, listener, **oidc_settings(fake.issuer)) as site,
    ):
        fake.clock = site.clock
        yield fake, site


@pytest.fixture
def fake(connected: tuple[FakeProvider, Site]) -> FakeProvider:
    connected[0].behave()
    return connected[0]


@pytest.fixture
def browser(connected: tuple[FakeProvider, Site]) -> Browser:
    """On a site that reads the provider's metadata and keys anew: it is hours later."""
    return connected[1].renew().browser()


def come_back(browser: Browser, fake: FakeProvider, *, query: str = "code=x") -> Browser:
    """Begin a sign-in and come back from the provider with `query`."""
    browser.http.follow_redirects = False
    sent = browser.open("/account/oidc/start?next=/account/")
    asked = parse_qs(urlsplit(sent.headers.get("location", "")).query)
    fake.nonce = asked.get("nonce", [""])[0]
    browser.http.follow_redirects = True
    if asked:
        browser.open(f"/account/oidc/callback?{query}&state={asked['state'][0]}")
    return browser


def test_the_fake_is_believed_when_it_answers_well(browser: Browser, fake: FakeProvider) -> None:
    assert come_back(browser, fake).place == "/account/"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.test"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": []},
        {"aud": None},
        {"aud": [CLIENT_ID, "another client"]},
        {"azp": "another client"},
        {"nonce": "another nonce"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": 99_999_999_999},
        {"nbf": 99_999_999_999},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 300},
        {"sub": 7},
        {"at_hash": "wrong"},
        {"auth_time": "yesterday"},
    ],
    ids=str,
)
def test_claims_that_do_not_hold_sign_nobody_in(
    browser: Browser, fake: FakeProvider, changes: dict[str, Any]
) -> None:
    fake.changes = changes

    come_back(browser, fake)

    assert browser.page.status_code == 502
    assert "did not vouch for you" in browser.text
    assert not browser.session_cookie()


@pytest.mark.parametrize(
    "sign",
    [
        _unsigned,
        _signed_by(OTHER_KEY, "ES256", "good"),
        _signed_by(KEY, "ES256", "unknown"),
        _signed_by(OctKey.import_key(CLIENT_SECRET), "HS256", "good"),
        lambda _claims: "not a token",
        lambda _claims: "",
    ],
    ids=["alg none", "another key", "unknown kid", "HS256 with the secret", "garbage", "empty"],
)
def test_signatures_that_do_not_hold_sign_nobody_in(
    browser: Browser, fake: FakeProvider, sign: Callable[[dict[str, Any]], str]
) -> None:
    fake.sign = sign

    come_back(browser, fake)

    assert browser.page.status_code == 502
    assert not browser.session_cookie()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ((400, b'{"error": "invalid_grant"}'), 502),
        ((401, b'{"error": "invalid_client"}'), 502),
        ((500, b"oops"), 503),
        ((200, b"<html>"), 503),
        ((200, b"[]"), 503),
        ((200, b'{"access_token": "at", "token_type": "Bearer"}'), 502),
        ((200, b'{"id_token": 7}'), 502),
    ],
)
def test_token_answers_of_every_sort_have_a_page(
    browser: Browser, fake: FakeProvider, answer: tuple[int, bytes], status: int
) -> None:
    fake.token_answer = answer

    come_back(browser, fake)

    assert browser.page.status_code == status
    assert not browser.session_cookie()


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.test"},
        {"token_endpoint": None},
        {"jwks_uri": 7},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"userinfo_endpoint": "ftp://127.0.0.1/"},
    ],
    ids=str,
)
def test_discovery_that_is_not_usable_sends_nobody_away(
    browser: Browser, fake: FakeProvider, metadata: dict[str, Any]
) -> None:
    fake.metadata = metadata

    come_back(browser, fake)

    assert browser.page.status_code == 503
    assert "does not answer" in browser.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("error=access_denied", 403),
        ("error=server_error&error_description=%3Cscript%3E", 502),
        ("error=%3Cb%3E", 502),
        ("code=", 502),
        ("nothing=1", 502),
        ("code=" + "x" * 3000, 502),
        ("code=x&iss=https%3A%2F%2Fevil.test", 502),
    ],
)
def test_answers_without_a_good_code_have_a_page(
    browser: Browser, fake: FakeProvider, query: str, status: int
) -> None:
    come_back(browser, fake, query=query)

    assert browser.page.status_code == status
    assert "<script>" not in browser.page.text.split("<main", 1)[1]
    assert not browser.session_cookie()


@pytest.mark.parametrize(
    ("userinfo", "status"),
    [
        ({"sub": "ana", "email": SELLER, "email_verified": True}, 200),
        ({"sub": "somebody else", "email": SELLER, "email_verified": True}, 403),
        ({"sub": "ana", "email": SELLER}, 403),
        ({"sub": "ana", "email": SELLER, "email_verified": "true"}, 403),
        ({"sub": "ana", "email": 7, "email_verified": True}, 403),
        ({"sub": "ana", "email": "not an address", "email_verified": True}, 403),
    ],
    ids=str,
)
def test_userinfo_counts_for_the_same_subject_and_a_verified_address(
    browser: Browser, fake: FakeProvider, userinfo: dict[str, Any], status: int
) -> None:
    fake.changes = {"email": None, "email_verified": None}
    fake.userinfo = userinfo

    come_back(browser, fake)

    assert browser.page.status_code == status


def test_a_provider_that_does_not_ask_again_confirms_nothing(
    browser: Browser, fake: FakeProvider
) -> None:
    come_back(browser, fake)
    fake.auth_age = 3600
    browser.http.follow_redirects = False
    sent = browser.open("/account/oidc/start?again=1&next=/account/")
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    fake.nonce = asked["nonce"][0]

    browser.open(f"/account/oidc/callback?code=x&state={asked['state'][0]}")

    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert browser.page.status_code == 403
    assert "did not ask you again" in browser.text


@pytest.mark.parametrize("auth_time", [None, -1], ids=str)
def test_a_provider_that_does_not_say_when_gives_no_recent_login(
    browser: Browser, fake: FakeProvider, auth_time: object
) -> None:
    fake.changes = {"auth_time": auth_time}

    come_back(browser, fake)

    assert browser.open("/account/confirm?next=/account/").url.path == "/account/confirm"


@pytest.mark.parametrize("cookie", ["", "garbage", "AAAA", "é"])
def test_a_cookie_that_is_not_ours_is_a_sign_in_that_is_over(browser: Browser, cookie: str) -> None:
    answer = browser.http.get(
        "/account/oidc/callback?code=x&state=y",
        headers={"Cookie": f"sellergate_oidc={cookie}".encode("latin-1")},
    )

    assert answer.status_code == 400
