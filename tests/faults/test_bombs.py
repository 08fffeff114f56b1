"""Little to send, much to unfold: compressed bodies, deep and wide JSON, enormous numbers, forms of a million members.

Each is sent to the real server, which must say what is wrong with it, at once, and be no larger afterwards.
"""

import base64
import gzip
import json
import re
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from tests.builders.process import ServerProcess, run_process
from tests.builders.wire import slug_of
from tests.builders.world import Registered, a_client, a_delegation, a_seller, a_token, headers_for

pytestmark = pytest.mark.slow

WITHIN = 2.0  # seconds, on a machine that does other things as well
MEGABYTES = 48  # by which the server may grow, at any moment of it
FORM = "application/x-www-form-urlencoded"
SSO = "http://127.0.0.1:9/realms/nobody"  # trusted, and answers nothing

# 64 MB each, in less than a form may hold.
GZIP = gzip.compress(gzip.compress(bytes(64_000_000), mtime=0), mtime=0)
DEFLATE = zlib.compress(zlib.compress(bytes(64_000_000), 9), 9)


class Target(NamedTuple):
    """A server, and a client that may call."""

    server: ServerProcess
    client: Registered
    headers: dict[str, str]

    def token_form(self, **sent: Any) -> httpx2.Response:
        return self.server.http.post(self.server.settings.token_url, **sent)

    def call(self, token: str) -> httpx2.Response:
        headers = self.headers | {"Authorization": f"Bearer {token}"}
        return self.server.get("/seller/v2/sellers", headers=headers)

    def page_form(self, content: bytes, **headers: str) -> httpx2.Response:
        """A form of the pages, sent by somebody who has opened one."""
        page = self.server.get("/account/sign-in")
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found
        content = f"csrf_token={found[1]}&email=a%40b.test&password=x".encode() + content
        sent = {"Content-Type": FORM, "Origin": self.server.url} | headers
        if "Content-Encoding" in headers:
            content = gzip.compress(content)
        return self.server.http.post(
            f"{self.server.url}/account/sign-in", content=content, headers=sent
        )


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    limits = {
        "SELLERGATE_TRUSTED_ISSUERS": f"{SSO} seller-api",
        "SELLERGATE_LOG_LEVEL": "error",
    }
    with run_process(tmp_path_factory.mktemp("bombs"), **limits) as server:
        client, seller = a_client(server), a_seller(server)
        a_delegation(server, client, seller)
        target = Target(server, client, headers_for(a_token(server, client), seller.seller_id))
        target.page_form(b"")  # everything that is loaded late is loaded
        yield target


@contextmanager
def unmoved(target: Target) -> Iterator[None]:
    """Whatever happens in the block is over soon, takes little memory, and the server answers as before."""
    before = memory_of(target.server, "VmRSS", forget_peak=True)
    started = time.monotonic()
    yield
    took = time.monotonic() - started
    grew = memory_of(target.server, "VmHWM") - before
    answer = target.server.get("/seller/v2/sellers", headers=target.headers)

    assert took < WITHIN
    assert grew < MEGABYTES
    assert answer.status_code == 200


def memory_of(server: ServerProcess, name: str, *, forget_peak: bool = False) -> float:
    """Megabytes, now (VmRSS) or at most since the peak was forgotten (VmHWM)."""
    process = Path(f"/proc/{server.pid}")
    if forget_peak:
        (process / "clear_refs").write_text("5")
    found = re.search(rf"{name}:\s+(\d+) kB", (process / "status").read_text())
    assert found
    return int(found[1]) / 1024


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "GZIP", "zstd"])
def test_a_compressed_token_request_is_refused_unread(target: Target, coding: str) -> None:
    content = DEFLATE if coding == "deflate" else GZIP
    with unmoved(target):
        answer = target.token_form(
            content=content, headers={"Content-Type": FORM, "Content-Encoding": coding}
        )

    body = answer.json()
    assert answer.status_code == 415
    assert (body["error"], body["status"]) == ("invalid_request", 415)
    assert "Content-Encoding" in body["error_description"]
    assert answer.headers["accept-encoding"] == "identity"


def test_a_body_that_says_to_be_identity_is_itself(target: Target) -> None:
    answer = target.token_form(
        data=target.client.token_form, headers={"Content-Encoding": "identity"}
    )

    assert answer.status_code == 200


def test_a_compressed_form_of_a_page_is_refused_unread(target: Target) -> None:
    with unmoved(target):
        answer = target.page_form(b"&more=" + bytes(200_000), **{"Content-Encoding": "gzip"})

    assert answer.status_code == 415
    assert "not understood" in answer.text


WIDE = b"&" + b"&".join(b"m%d=" % number for number in range(60_000))
FORMS: dict[str, bytes] = {
    "members": WIDE,
    "nothing but separators": b"&" * 450_000,
    "the same member": b"&email=x" * 60_000,
    "escapes": b"&x=" + b"%25" * 150_000,
    "brackets": b"&x=" + b"[" * 450_000,
}


@pytest.mark.parametrize("case", FORMS)
def test_a_form_that_no_page_made_signs_nobody_in(target: Target, case: str) -> None:
    """Half a megabyte is all that is read, and 200 members of it: the browser is shown a fresh form."""
    with unmoved(target):
        answer = target.page_form(FORMS[case])

    assert answer.status_code in {303, 400, 422, 429}
    assert "session" not in answer.headers.get("set-cookie", "")


def test_a_multipart_form_of_many_parts_is_refused(target: Target) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="m"\r\n\r\n\r\n'
    content = part * 8_000 + b"--x--\r\n"
    with unmoved(target):
        answer = target.server.http.post(
            f"{target.server.url}/account/sign-in",
            content=content,
            headers={
                "Content-Type": "multipart/form-data; boundary=x",
                "Origin": target.server.url,
            },
        )

    assert (answer.status_code, answer.headers["location"]) == (303, "/account/sign-in?again=1")


def test_a_million_members_are_too_large_for_anything(target: Target) -> None:
    million = b"&".join(b"m=%d" % number for number in range(1_000_000))
    with unmoved(target):
        answers = [
            target.token_form(content=million, headers={"Content-Type": FORM}),
            target.page_form(b"&" + million),
        ]

    assert [answer.status_code for answer in answers] == [413, 413]


@pytest.mark.parametrize("count", [2_000, 7_000])
def test_a_token_request_of_many_members_is_answered_like_any_other(
    target: Target, count: int
) -> None:
    form = "&".join([*(f"{n:x}" for n in range(count)), "grant_type=password"])[-16_000:]
    with unmoved(target):
        answer = target.token_form(content=form.encode(), headers={"Content-Type": FORM})

    assert answer.status_code == 400


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def claims(content: str) -> bytes:
    return f'{{"iss":"{SSO}","aud":"seller-api",{content}}}'.encode()


HEADER = b'{"alg":"ES256","kid":"x","typ":"JWT"}'
JSON: dict[str, tuple[bytes, bytes]] = {
    "a header of lists": (b"[" * 3_000, b"{}"),
    "a header of objects": (b'{"a":' * 1_000, b"{}"),
    "a deep member of the header": (b'{"alg":"ES256","x":' + b"[" * 2_000, b"{}"),
    "claims of lists": (HEADER, b"[" * 5_500),
    "claims of objects": (HEADER, b'{"a":' * 1_100),
    "a deep claim": (HEADER, claims('"x":' + "[" * 5_000)),
    "a deep claim that ends": (HEADER, claims('"x":' + "[" * 2_500 + "]" * 2_500)),
    "an issuer that is a tower": (HEADER, b'{"iss":' + b"[" * 5_500),
    "a long number": (HEADER, claims('"exp":' + "9" * 5_500)),
    "a long fraction": (HEADER, claims('"exp":1.' + "9" * 5_500)),
    "a large exponent": (HEADER, claims('"exp":1e999999999')),
    "a long number for alg": (b'{"alg":' + b"9" * 3_000 + b"}", b"{}"),
    "many members": (HEADER, claims(",".join(f'"{n:x}":0' for n in range(700)))),
    "one name again and again": (HEADER, claims(",".join(['"exp":0'] * 700))),
    "escapes": (HEADER, claims('"x":"' + "\\u0000" * 900 + '"')),
}


@pytest.mark.parametrize("case", JSON)
def test_a_token_of_hostile_json_is_refused_at_every_door(target: Target, case: str) -> None:
    """As a bearer token, as a client assertion, and as a token to introspect."""
    token = ".".join([*map(encoded, JSON[case]), encoded(bytes(64))])
    assertion = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": token,
    }
    with unmoved(target):
        called = target.call(token)
        asserted = target.token_form(data=assertion)
        introspected = target.server.http.post(
            f"{target.server.settings.issuer}/protocol/openid-connect/token/introspect",
            data=target.client.token_form | {"token": token},
        )

    told = (called.status_code, slug_of(called.json()))
    assert told in {(401, "token-invalid"), (503, "issuer-unavailable")}
    assert asserted.status_code in {400, 401}, asserted.text
    assert introspected.json() == {"active": False}


def test_nothing_of_it_was_an_error_of_ours(target: Target) -> None:
    """Sent once more, all together: not one of them is logged as a failure."""
    for header, payload in JSON.values():
        target.call(f"{encoded(header)}.{encoded(payload)}.{encoded(bytes(64))}")

    failures = [line for line in target.server.log_lines() if line["level"] == "error"]

    assert failures == []


HEADERS: dict[str, Callable[[Target], dict[str, str]]] = {
    "a cookie of brackets": lambda _t: {"Cookie": "flash=" + "[" * 30_000},
    "many cookies": lambda _t: {"Cookie": "; ".join(f"c{n}=x" for n in range(4_000))},
    "many languages": lambda _t: {"Accept-Language": ",".join(["x-y;q=0.1"] * 4_000)},
    "many media types": lambda _t: {"Accept": ",".join(["a/b;q=0.1"] * 4_000)},
    "many codings": lambda _t: {"Accept-Encoding": ",".join(["gzip ; q=0"] * 3_000)},
}


@pytest.mark.parametrize("case", HEADERS)
@pytest.mark.parametrize("path", ["/", "/seller/v2/sellers"])
def test_a_header_that_is_work_to_read_is_read_at_once(
    target: Target, case: str, path: str
) -> None:
    sent = HEADERS[case](target) | (target.headers if "seller" in path else {})
    with unmoved(target):
        answer = target.server.get(path, headers=sent)

    assert answer.status_code in {200, 400, 431}


def test_the_bombs_are_bombs() -> None:
    assert len(GZIP) < 16_384
    assert len(gzip.decompress(gzip.decompress(GZIP))) > MEGABYTES * 1_000_000
    with pytest.raises(RecursionError):
        json.loads("[" * 5_500)
