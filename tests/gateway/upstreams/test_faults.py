"""Services that are down, slow or broken, and callers that are: a clear problem, or an answer that is seen to be cut off."""

import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from sellergate.access.scopes import Perimeter
from sellergate.gateway.upstreams import pool
from tests.builders.installation import Installation
from tests.builders.tls import Authority
from tests.builders.upstream import OK, Line, Script, Service, answering, echo, run_service
from tests.builders.wire import assert_problem
from tests.gateway.upstreams.conftest import Proxied, proxied

pytestmark = pytest.mark.slow


def nobody() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_service_that_is_down_is_told_with_the_request_id(
    start_installation: Callable[..., Installation], method: str
) -> None:
    on = start_installation(upstreams={Perimeter.ORDERS: nobody()})
    caller = proxied(on, Service(0, echo))

    answer = caller.request(method, "/orders", headers={"X-Request-Id": "down-1"})

    body = assert_problem(answer, 502, "upstream-down")
    assert body["traceId"] == "down-1"
    assert body["instance"] == "/seller/v2/orders"
    assert "127.0.0.1" not in body["detail"]
    assert answer.headers["ratelimit"].startswith('"orders"')
    assert caller.get("/sellers").status_code == 200, "our own perimeters do not mind"


NO_HTTP = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"HTTP/1.1 200 OK\r\nContent-Le", id="half a head"),
    pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="another protocol"),
    pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000, id="an endless head"),
    pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 9000, id="only promises"),
    pytest.param(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", id="another one"),
    pytest.param(b"HTTP/1.1 999 Own\r\nContent-Length: 0\r\n\r\n", id="a status that is none"),
    pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", id="two lengths"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        id="length and chunked",
    ),
    pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab", id="unasked coding"),
    pytest.param(b"HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 0\r\n\r\n", id="control character"),
]  # fmt: skip


@pytest.mark.parametrize("sent", NO_HTTP)
def test_what_is_no_good_http_is_not_passed_on(
    follow: Callable[[Script], Proxied], sent: bytes
) -> None:
    on = follow(answering(sent))

    assert_problem(on.request("POST", "/orders"), 502, "upstream-down")


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ],
    ids=["with a length", "chunked"],
)
def test_an_answer_that_breaks_off_is_seen_to_be_cut(
    follow: Callable[[Script], Proxied], sent: bytes
) -> None:
    on = follow(answering(sent))

    with pytest.raises(httpx2.RemoteProtocolError):
        on.get()


@pytest.mark.slow
def test_a_service_that_does_not_answer_in_time_is_told(
    follow: Callable[[Script], Proxied],
) -> None:
    hung_up = threading.Event()

    def script(_service: Service, line: Line) -> None:
        line.request()
        if line.hung_up(5):
            hung_up.set()

    on = follow(script)
    began = time.monotonic()

    answer = on.request("POST", "/orders", content=b"{}")

    assert_problem(answer, 504, "upstream-slow")
    assert 1.9 < time.monotonic() - began < 4.9
    assert hung_up.wait(3), "the call is taken back"


@pytest.mark.slow
def test_an_answer_that_rests_too_long_is_cut(follow: Callable[[Script], Proxied]) -> None:
    def script(_service: Service, line: Line) -> None:
        line.request()
        line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123")
        time.sleep(1.2)
        line.send(b"456")
        line.hung_up(20)

    on = follow(script)
    began = time.monotonic()

    with pytest.raises(httpx2.RemoteProtocolError):
        on.get()

    assert 3 < time.monotonic() - began < 15, "each piece starts the time afresh"


@pytest.mark.slow
def test_a_body_that_is_long_on_its_way_is_not_a_slow_service(
    follow: Callable[[Script], Proxied],
) -> None:
    on = follow(lambda s, line: (s.requests.append(line.request()), line.send(OK)))  # type: ignore[func-returns-value,arg-type]

    def body() -> object:
        for _ in range(4):
            yield b"piece"
            time.sleep(0.8)

    answer = on.request("POST", "/orders", content=body())

    assert answer.status_code == 200
    assert on.service.last.body == b"piece" * 4


@pytest.mark.slow
def test_a_caller_that_stops_in_the_middle_of_its_body_is_told(
    follow: Callable[[Script], Proxied],
) -> None:
    hung_up = threading.Event()

    def script(_service: Service, line: Line) -> None:
        line.head()
        while line.connection.recv(4096):
            pass
        hung_up.set()

    on = follow(script)
    lines = [f"{name}: {value}" for name, value in on.headers.items()]
    head = "\r\n".join(
        ["POST /seller/v2/orders HTTP/1.1", "Host: x", *lines, "Content-Length: 9", "", "half"]
    )

    answer = on.on.raw(head.encode())

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/docs/problems/request-timeout" in answer
    assert hung_up.wait(3)


def test_a_caller_that_goes_takes_its_call_back(follow: Callable[[Script], Proxied]) -> None:
    arrived, hung_up = threading.Event(), threading.Event()

    def script(_service: Service, line: Line) -> None:
        line.request()
        arrived.set()
        if line.hung_up(5):
            hung_up.set()

    on = follow(script)
    lines = [f"{name}: {value}" for name, value in on.headers.items()]
    with socket.create_connection(("127.0.0.1", on.on.port)) as caller:
        caller.sendall(
            "\r\n".join(["GET /seller/v2/orders HTTP/1.1", "Host: x", *lines, "", ""]).encode()
        )
        assert arrived.wait(5)

    assert hung_up.wait(1)


def test_a_service_may_answer_before_it_has_read_everything(
    follow: Callable[[Script], Proxied],
) -> None:
    def script(_service: Service, line: Line) -> None:
        line.head()
        line.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    on = follow(script)

    def body() -> object:
        for _ in range(20):
            yield b"x" * 1000
            time.sleep(0.01)

    assert on.request("POST", "/orders", content=body()).status_code == 413


class LettingGo:
    """Answers one request of a connection, and hangs up when the second arrives, as servers do that restart."""

    def __call__(self, service: Service, line: Line) -> None:
        request = line.request()
        if request is None:
            return
        service.requests.append(request)
        line.send(OK)
        line.request()


def test_a_read_on_a_connection_that_was_let_go_is_sent_again(
    follow: Callable[[Script], Proxied],
) -> None:
    on = follow(LettingGo())

    answers = [on.get() for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert len(on.service.requests) == 4


def test_a_write_is_never_sent_twice(follow: Callable[[Script], Proxied]) -> None:
    on = follow(LettingGo())
    on.get()

    answer = on.request("POST", "/orders", content=b"{}")

    assert_problem(answer, 502, "upstream-down")
    assert [request.method for request in on.service.requests] == ["GET"]


def test_a_second_answer_to_one_call_reaches_nobody(follow: Callable[[Script], Proxied]) -> None:
    """Else it would be taken for the answer to the next caller."""

    def script(_service: Service, line: Line) -> None:
        while line.request() is not None:
            line.send(OK, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray")

    on = follow(script)

    texts = [on.get().text for _ in range(5)]

    assert texts == ["{}"] * 5


def test_a_coding_that_cannot_be_passed_on_is_refused(shared: Proxied) -> None:
    lines = [f"{name}: {value}" for name, value in shared.headers.items()]
    coding = ["Transfer-Encoding: gzip, chunked", "Connection: close", "", "0", "", ""]

    answer = shared.on.raw(
        "\r\n".join(["POST /seller/v2/orders HTTP/1.1", "Host: x", *lines, *coding]).encode()
    )

    assert answer.startswith(b"HTTP/1.1 400 ")


@pytest.mark.slow
def test_a_caller_that_does_not_read_its_answer_is_cut_off(
    follow: Callable[[Script], Proxied],
) -> None:
    hung_up = threading.Event()

    def script(_service: Service, line: Line) -> None:
        line.request()
        try:
            line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", b"x" * 100_000_000)
        except OSError:
            hung_up.set()

    on = follow(script)
    lines = [f"{name}: {value}" for name, value in on.headers.items()]
    with socket.create_connection(("127.0.0.1", on.on.port)) as caller:
        caller.sendall(
            "\r\n".join(["GET /seller/v2/orders HTTP/1.1", "Host: x", *lines, "", ""]).encode()
        )

        assert hung_up.wait(8)


def test_many_calls_at_once_share_the_service(follow: Callable[[Script], Proxied]) -> None:
    def script(_service: Service, line: Line) -> None:
        while (request := line.request()) is not None:
            time.sleep(0.1)
            told = request.target.encode()
            line.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(told), told)

    on = follow(script)

    def call(number: int) -> str:
        return on.get(f"/orders/{number}").text

    with ThreadPoolExecutor(20) as threads:
        texts = list(threads.map(call, range(60)))

    assert texts == [f"/seller/v2/orders/{number}" for number in range(60)]
    assert on.service.connections <= 25


def test_a_service_has_only_so_many_calls_at_once(
    follow: Callable[[Script], Proxied], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MAX_CONNECTIONS", 2)
    arrived, go = threading.Semaphore(0), threading.Event()

    def script(_service: Service, line: Line) -> None:
        line.request()
        arrived.release()
        go.wait(5)
        line.send(OK)

    on = follow(script)
    with ThreadPoolExecutor(2) as threads:
        held = [threads.submit(on.get) for _ in range(2)]
        for _ in held:
            assert arrived.acquire(timeout=5)

        third = on.get()

        go.set()
        assert [call.result().status_code for call in held] == [200, 200]
    assert_problem(third, 503, "unavailable")
    assert third.headers["retry-after"] == "1"
    assert on.get().status_code == 200


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_the_certificate_of_a_service_is_verified(
    tmp_path: Path,
    start_installation: Callable[..., Installation],
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_known: bool,
) -> None:
    authority = Authority(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*authority.issue("orders.example"))
    if is_known:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))

    with run_service(tls=context) as service:
        origin = f"https://localhost:{service.port}"
        on = start_installation(upstreams={Perimeter.ORDERS: origin})
        answer = proxied(on, service).get()

    if is_known:
        assert answer.json() == {"method": "GET", "target": "/seller/v2/orders"}
    else:
        assert_problem(answer, 502, "upstream-down")


def test_endless_trailers_take_no_memory(follow: Callable[[Script], Proxied]) -> None:
    """They are not passed on (RFC 9110 §6.5.1), so nothing of them is kept either."""
    passed = threading.Event()

    def script(_service: Service, line: Line) -> None:
        line.request()
        line.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
        for number in range(20):
            line.send(b"".join(b"X-%d-%d: %b\r\n" % (number, n, b"a" * 900) for n in range(1000)))
        line.send(b"\r\n")
        passed.set()

    on = follow(script)
    tracemalloc.start()
    try:
        assert on.get().text == "{}"
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert passed.wait(5)
    assert peak < 8_000_000
