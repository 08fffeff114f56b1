"""Keys that a client publishes at an address of its own: fetched with bounds, remembered, fetched again when needed."""

import asyncio
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from sellergate.access.client_keys import remote
from sellergate.access.client_keys.errors import JwksUrlRefused, KeySetUnavailable
from sellergate.access.client_keys.remote import RemoteKeySets, check_url
from sellergate.kit import fetching
from sellergate.kit.fetching import FetchRules
from tests.builders.installation import Installation, run_installation
from tests.builders.keys import KeyPair, add_jwks_url, remove_key
from tests.builders.tls import Authority
from tests.builders.world import Registered, a_client

pytestmark = pytest.mark.slow

LOOPBACK = FetchRules(loopback=True)
PUBLIC = FetchRules()


class Publisher:
    """A server of a client on loopback, which publishes whatever a test wants."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = []
        self.status, self.headers, self.raw = 200, {}, b""
        self.delay = 0.0
        self.asked: list[dict[str, str]] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.asked.append(dict(self.headers))
                time.sleep(publisher.delay)
                body = publisher.raw or json.dumps({"keys": publisher.keys}).encode()
                self.send_response(publisher.status)
                for name, value in publisher.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(ConnectionError):  # who gave up has hung up
                    self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,)).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/jwks.json?of=us"

    def publish(self, *pairs: KeyPair) -> None:
        self.keys = [pair.jwk for pair in pairs]


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    publisher = Publisher()
    yield publisher
    publisher.server.shutdown()
    publisher.server.server_close()


class Timer:
    """Seconds of a clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A marketplace on this machine, which may fetch from this machine."""
    with run_installation(tmp_path_factory.mktemp("demo"), demo=True) as on:
        yield on


def ask(on: Installation, pair: KeyPair, client: Registered) -> httpx2.Response:
    return on.http.post(on.settings.token_url, data=pair.token_form(on, client.id))


# Through the token endpoint


def test_a_client_signs_with_a_key_that_it_publishes(
    demo: Installation, publisher: Publisher
) -> None:
    pair, client = KeyPair.make(kid="2026-03"), a_client(demo)
    publisher.publish(KeyPair.make("RS256", kid="other"), pair)
    add_jwks_url(demo, client, publisher.url)

    answers = [ask(demo, pair, client) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(publisher.asked) == 1
    assert publisher.asked[0]["Host"] == f"127.0.0.1:{publisher.server.server_port}"


def test_removing_the_address_ends_what_its_keys_obtained(
    demo: Installation, publisher: Publisher
) -> None:
    pair, client = KeyPair.make(kid="a"), a_client(demo)
    publisher.publish(pair)
    key = add_jwks_url(demo, client, publisher.url)
    token = ask(demo, pair, client).json()["access_token"]

    remove_key(demo, key)

    form = client.token_form | {"token": token}
    url = demo.settings.token_url + "/introspect"
    assert demo.http.post(url, data=form).json() == {"active": False}
    assert ask(demo, pair, client).json()["error"] == "invalid_client"


def test_a_key_that_is_not_published_is_refused_and_asked_for_once(
    demo: Installation, publisher: Publisher
) -> None:
    client = a_client(demo)
    publisher.publish(KeyPair.make(kid="a"))
    add_jwks_url(demo, client, publisher.url)

    answers = [ask(demo, KeyPair.make(kid=f"guess {n}"), client) for n in range(5)]

    assert {answer.status_code for answer in answers} == {401}
    assert len(publisher.asked) == 1


def test_an_address_that_does_not_answer_refuses_its_client_and_nobody_else(
    demo: Installation, publisher: Publisher
) -> None:
    pair, client = KeyPair.make(kid="a"), a_client(demo)
    publisher.status = 500
    add_jwks_url(demo, client, publisher.url)

    assert ask(demo, pair, client).status_code == 401
    assert demo.http.post(demo.settings.token_url, data=client.token_form).status_code == 200


# What is remembered, and for how long


def test_keys_are_fetched_again_when_old_or_unknown_but_never_twice_within_half_a_minute(
    publisher: Publisher, timer: Timer
) -> None:
    first, second = KeyPair.make(kid="first"), KeyPair.make(kid="second")
    publisher.publish(first)

    async def work() -> None:
        sets = RemoteKeySets(LOOPBACK, timer=timer)

        async def kids(kid: str | None) -> list[str | None]:
            return [key.kid for key in await sets.keys(publisher.url, kid)]

        assert await kids("first") == ["first"]
        publisher.publish(first, second)
        assert await kids("second") == ["first"]  # too soon
        timer.now += remote.RETRY
        assert await kids("first") == ["first"]  # known and fresh
        assert await kids("second") == ["first", "second"]
        timer.now += remote.FRESH
        publisher.publish(second)
        assert await kids(None) == ["second"]
        assert len(publisher.asked) == 3

    asyncio.run(work())


def test_the_last_keys_serve_for_an_hour_while_the_address_does_not_answer(
    publisher: Publisher, timer: Timer
) -> None:
    publisher.publish(KeyPair.make(kid="a"))

    async def work() -> None:
        sets = RemoteKeySets(LOOPBACK, timer=timer)
        await sets.keys(publisher.url, "a")
        publisher.status = 503
        timer.now += remote.STALE - 1
        assert len(await sets.keys(publisher.url, "a")) == 1
        timer.now += 1
        assert await sets.keys(publisher.url, "a") == ()

    asyncio.run(work())


def test_who_asks_during_a_fetch_waits_for_it(publisher: Publisher) -> None:
    publisher.publish(KeyPair.make(kid="a"))
    publisher.delay = 0.1

    async def work() -> None:
        sets = RemoteKeySets(LOOPBACK)
        first = asyncio.create_task(sets.keys(publisher.url, "a"))
        await asyncio.sleep(0.03)
        others = await asyncio.gather(*(sets.keys(publisher.url, "a") for _ in range(20)))
        assert all(len(keys) == 1 for keys in (await first, *others))

    asyncio.run(work())
    assert len(publisher.asked) == 1


def test_who_signs_with_a_known_key_does_not_wait_for_a_fetch(
    publisher: Publisher, timer: Timer
) -> None:
    publisher.publish(KeyPair.make(kid="a"))

    async def work() -> None:
        sets = RemoteKeySets(LOOPBACK, timer=timer)
        await sets.keys(publisher.url, "a")
        timer.now += remote.RETRY
        publisher.delay = 0.3
        stranger = asyncio.create_task(sets.keys(publisher.url, "guess"))
        await asyncio.sleep(0.03)
        async with asyncio.timeout(0.1):
            assert len(await sets.keys(publisher.url, "a")) == 1
        await stranger

    asyncio.run(work())


def test_only_so_many_addresses_are_remembered(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MAX_REMEMBERED", 2)
    publisher.publish(KeyPair.make(kid="a"))

    async def work() -> None:
        sets = RemoteKeySets(LOOPBACK)
        for number in range(3):
            await sets.keys(f"{publisher.url}&{number}", "a")
        assert len(sets._known) == 2

    asyncio.run(work())


# What is not taken


def fetched(url: str, rules: FetchRules = LOOPBACK) -> int:
    async def work() -> int:
        return len(await RemoteKeySets(rules).fetch(url))

    return asyncio.run(work())


PRIVATE = KeyPair.make(kid="p").private_jwk

ANSWERS: dict[str, tuple[dict[str, Any], str]] = {
    "not found": ({"status": 404}, "another status"),
    "redirect": ({"status": 302, "headers": {"Location": "/elsewhere"}}, "not followed"),
    "no JSON": ({"raw": b"<html>"}, "no JWKS"),
    "a list": ({"raw": b"[]"}, "no JWKS"),
    "no keys": ({"raw": b"{}"}, "no JWKS"),
    "keys that are no list": ({"raw": b'{"keys": 7}'}, "no public key"),
    "an empty set": ({"raw": b'{"keys": []}'}, "no public key"),
    "private keys only": ({"keys": [PRIVATE]}, "no public key"),
    "nested": ({"raw": b"[" * 50_000}, "no JWKS"),
    "too large": ({"raw": b" " * 70_000}, "larger than 64"),
    "compressed": ({"headers": {"Content-Encoding": "gzip"}}, "compressed"),
}


@pytest.mark.parametrize(("answer", "because"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_is_no_key_set_is_told(
    publisher: Publisher, answer: dict[str, Any], because: str
) -> None:
    for name, value in answer.items():
        setattr(publisher, name, value)

    with pytest.raises(KeySetUnavailable, match=because):
        fetched(publisher.url)


def test_keys_of_other_kinds_are_passed_over(publisher: Publisher) -> None:
    good = KeyPair.make(kid="good").jwk
    publisher.keys = [PRIVATE, {"kty": "oct"}, good | {"use": "enc"}, {"kty": "EC"}, 7, good]  # type: ignore[list-item]

    assert fetched(publisher.url) == 1


def test_a_slow_address_is_given_up(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "TIMEOUT", 0.2)
    publisher.delay = 0.6

    with pytest.raises(KeySetUnavailable, match="did not arrive"):
        fetched(publisher.url)


def test_names_that_nobody_answers_for_hold_up_no_other_lookup(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stranger may name a host whose name server is silent: the database has a name too."""
    look_up, answered = socket.getaddrinfo, threading.Event()

    def silent(host: Any, *args: Any, **named: Any) -> list[Any]:
        if str(host).endswith(".silent.example"):
            answered.wait(10)
            raise socket.gaierror
        return [*look_up(host, *args, **named)]

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(remote, "TIMEOUT", 0.1)

    async def work() -> None:
        sets = RemoteKeySets(PUBLIC)
        fetches = [sets.fetch(f"https://{n}.silent.example/") for n in range(16)]
        try:
            outcomes = await asyncio.gather(*fetches, return_exceptions=True)
            assert {type(outcome) for outcome in outcomes} == {KeySetUnavailable}
            async with asyncio.timeout(2):
                assert await asyncio.get_running_loop().getaddrinfo("localhost", 80)
        finally:
            answered.set()

    asyncio.run(work())


def test_a_host_that_is_not_there_is_told() -> None:
    with pytest.raises(KeySetUnavailable, match="does not answer"):
        fetched("http://127.0.0.1:9/jwks.json")


@pytest.mark.parametrize(
    "url",
    [
        "http://keys.example.com/jwks.json",
        "ftp://keys.example.com/jwks.json",
        "https://",
        "https:///jwks.json",
        "https://user:password@keys.example.com/",
        "https://user@keys.example.com/",
        "https://keys.example.com/#fragment",
        "https://keys.example.com:99999/",
        "https://keys.example.com/a b",
        "https://keys.example.com/\r\nHost: elsewhere",
        "https://keys.example.com\\@127.0.0.1/",
        "https://[::1/",
        "https://kéys.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "keys.example.com",
        "",
        "https://keys.example.com/" + "a" * 500,
        "http://127.0.0.1/jwks.json",
    ],
)
def test_an_address_that_is_not_fetched_from_is_refused(url: str) -> None:
    with pytest.raises(JwksUrlRefused):
        check_url(url, PUBLIC)


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/jwks.json",
        "https://127.0.0.1/jwks.json",
        "https://127.1/jwks.json",
        "https://2130706433/jwks.json",
        "https://0.0.0.0/jwks.json",
        "https://[::1]/jwks.json",
        "https://[::ffff:127.0.0.1]/jwks.json",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fe80::1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
    ],
)
def test_private_addresses_are_not_connected_to(url: str) -> None:
    with pytest.raises(KeySetUnavailable, match=r"private network|does not exist"):
        fetched(url, PUBLIC)


ADDRESSES = {
    "93.184.215.14": True,
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c": True,
    "127.0.0.1": False,
    "10.1.2.3": False,
    "172.16.0.1": False,
    "192.168.1.1": False,
    "169.254.169.254": False,
    "100.64.0.1": False,
    "0.0.0.0": False,
    "224.0.0.1": False,
    "255.255.255.255": False,
    "::": False,
    "::1": False,
    "fe80::1%eth0": False,
    "fd00::1": False,
    "ff02::1": False,
    "::ffff:10.0.0.1": False,
    "64:ff9b::a00:1": False,
    "2002:a00:1::": False,
    "2001:0:a00:1::": False,
}


@pytest.mark.parametrize(("address", "allowed"), ADDRESSES.items())
def test_only_public_addresses_are_connected_to(address: str, allowed: bool) -> None:
    assert PUBLIC.allow(address) is allowed


def test_an_operator_may_allow_a_network() -> None:
    rules = FetchRules.of(("10.20.0.0/16", "fd00::/8"), loopback=False)

    assert rules.allow("10.20.30.40")
    assert rules.allow("::ffff:10.20.30.40")
    assert rules.allow("fd00::7")
    assert not rules.allow("10.21.0.1")


def test_the_certificate_is_checked_for_the_name_of_the_address(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to an address that was checked, and yet the name must be the certificate's."""
    authority = Authority(tmp_path)
    certificate, key = authority.issue("keys.example.com")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    publisher.server.socket = tls.wrap_socket(publisher.server.socket, server_side=True)
    publisher.publish(KeyPair.make(kid="a"))
    port = publisher.server.server_port

    def look_up(*_args: Any) -> list[Any]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    async def work(host: str, *, knows_authority: bool) -> int:
        monkeypatch.setattr(fetching, "_look_up", look_up)
        sets = RemoteKeySets(FetchRules.of(("127.0.0.0/8",), loopback=False))
        if knows_authority:
            sets._fetcher.tls = authority.context
        return len(await sets.fetch(f"https://{host}:{port}/jwks.json"))

    assert asyncio.run(work("keys.example.com", knows_authority=True)) == 1
    assert publisher.asked[0]["Host"] == f"keys.example.com:{port}"
    for host, knows_authority in (("elsewhere.example.com", True), ("keys.example.com", False)):
        with pytest.raises(KeySetUnavailable, match="certificate is not valid"):
            asyncio.run(work(host, knows_authority=knows_authority))


def test_a_name_that_leads_to_a_public_and_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: every address must be allowed, and the one that was checked is the one dialled."""

    def look_up(*_args: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "127.0.0.1")]

    async def work() -> None:
        monkeypatch.setattr(fetching, "_look_up", look_up)
        await RemoteKeySets(PUBLIC).fetch("https://keys.example.com/")

    with pytest.raises(KeySetUnavailable, match="private network"):
        asyncio.run(work())
