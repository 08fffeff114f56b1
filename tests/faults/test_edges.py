"""What strangers may do to a connection: memory stays bounded, others are served, and who stalls is let go.

The bounds on time are shortened here; docs/operations/serving.md names the real ones.
"""

import contextlib
import http.client
import resource
import selectors
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import pytest

from tests.builders.process import ServerProcess
from tests.cli.command import wait_until

pytestmark = pytest.mark.slow  # real processes, thousands of connections

HEAD, BODY, LINGER = 1.5, 2, 1
MEGABYTE = 1024 * 1024
SHORT = (
    "from sellergate.cli import main, protocol as p; "
    f"p.HEAD_SECONDS, p.BODY_SECONDS, p.LINGER_SECONDS = {HEAD}, {BODY}, {LINGER}; main()"
)
BIG_FILE = "/static/vendor/scalar-api-reference.js"


@contextmanager
def serving(folder: Path) -> Iterator[ServerProcess]:
    server = ServerProcess(folder, SELLERGATE_LOG_LEVEL="error")
    server.program = ["-c", SHORT]
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.http.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with serving(tmp_path_factory.mktemp("edges")) as server:
        for path in ("/", "/docs/", "/healthz", BIG_FILE):  # what is loaded at first is not growth
            server.get(path)
        yield server


def connect(server: ServerProcess) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.settings.port), timeout=20)


def memory(server: ServerProcess) -> float:
    """Resident, in megabytes."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Others:
    """Somebody who calls all the while, on new connections, and notes how long it takes."""

    def __init__(self, server: ServerProcess) -> None:
        self._port = server.settings.port
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._call)
        self.seconds: list[float] = []
        self.faults: list[object] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        self._thread.join(30)
        assert self.faults == []
        assert self.seconds
        assert (
            statistics.median(self.seconds) < 3
        )  # with ten thousand sockets of ours on the same cores

    def _call(self) -> None:
        while not (self._stop.wait(0.05) and self.seconds):
            started = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
            try:
                with contextlib.closing(connection):
                    connection.request("GET", "/seller/v2/nope")
                    status = connection.getresponse().status
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(error)
            else:
                self.seconds.append(time.perf_counter() - started)
                if status != 404:
                    self.faults.append(status)


def is_over(connection: socket.socket) -> bool:
    """Whether the server has ended it."""
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
    return True


def test_a_thousand_slow_heads_are_let_go_and_nobody_waits(server: ServerProcess) -> None:
    before = memory(server)

    with ExitStack() as stack, Others(server):
        slow = [stack.enter_context(connect(server)) for _ in range(1000)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        peak = 0.0
        started = time.monotonic()
        left = list(slow)
        while left and time.monotonic() - started < 20:
            for connection in left:
                with contextlib.suppress(OSError):
                    connection.send(b"a")
            peak = max(peak, memory(server))
            time.sleep(0.2)
            left = [connection for connection in left if not is_over(connection)]
        took = time.monotonic() - started

    assert left == []
    assert took < HEAD + 8
    assert peak - before < 40


@pytest.mark.parametrize("shape", ["one line", "many lines", "a long address"])
def test_a_megabyte_of_head_is_refused(server: ServerProcess, shape: str) -> None:
    head = {
        "one line": b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * MEGABYTE,
        "many lines": b"GET / HTTP/1.1\r\nHost: x\r\n"
        + b"X-Many: aaaaaaaaaaaaaaaaaaa\r\n" * 36_000,
        "a long address": b"GET /" + b"a" * MEGABYTE + b" HTTP/1.1\r\nHost: x\r\n",
    }[shape] + b"\r\n\r\n"
    before = memory(server)

    answers = []
    with Others(server):
        for _ in range(40):
            with connect(server) as connection:
                answer = b""
                with contextlib.suppress(ConnectionError):  # ended while we were sending
                    connection.sendall(head)
                    answer = connection.recv(4096)
                answers.append(answer)

    assert {answer[:13] for answer in answers} <= {b"", b"HTTP/1.1 431 "}
    assert memory(server) - before < 5


def send_body(server: ServerProcess, path: str, *, chunked: bool) -> tuple[bytes, int]:
    """Send up to 100 MB; what was answered, and how much was sent by then."""
    length = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % (100 * MEGABYTE)
    head = b"POST " + path.encode() + b" HTTP/1.1\r\nHost: x\r\n" + length
    head += b"\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    part = b"a" * MEGABYTE
    if chunked:
        part = b"%x\r\n" % len(part) + part + b"\r\n"
    answer, sent = b"", 0
    with connect(server) as connection:
        connection.sendall(head)
        with contextlib.suppress(ConnectionError, TimeoutError):
            while sent < 100 and not answer:
                connection.settimeout(10)
                connection.sendall(part)
                sent += 1
                connection.settimeout(0.05)
                with contextlib.suppress(TimeoutError):
                    answer = connection.recv(4096)
    return answer, sent


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/auth/realms/maas/protocol/openid-connect/token", b"413"),
        ("/auth/realms/maas/protocol/openid-connect/token/introspect", b"413"),
        ("/account/sign-in", b"413"),
        ("/seller/v2/sellers", b"4"),
    ],
)  # fmt: skip
def test_a_hundred_megabytes_of_body_are_not_kept(
    server: ServerProcess, path: str, status: bytes, *, chunked: bool
) -> None:
    before = memory(server)

    with Others(server):
        answers = [send_body(server, path, chunked=chunked) for _ in range(5)]
        grown = memory(server) - before
        time.sleep(0.5)

    assert all(answer.split(b" ")[1].startswith(status) for answer, _ in answers if answer), answers
    # Token endpoints end the connection with their answer, which may overtake it: then the end alone is seen.
    assert any(answer for answer, _ in answers) or "openid-connect" in path
    assert max(sent for _, sent in answers) < 50
    assert grown < 20


def head_of_form(length: int) -> bytes:
    return (
        b"POST /auth/realms/maas/protocol/openid-connect/token HTTP/1.1\r\nHost: x\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % length
    )


def test_a_body_that_drips_is_given_up_with_408(server: ServerProcess) -> None:
    with connect(server) as connection, Others(server):
        connection.sendall(head_of_form(500))
        started = time.monotonic()
        connection.settimeout(0.1)
        answer = None
        while answer is None and time.monotonic() - started < 15:
            connection.send(b"a")
            with contextlib.suppress(TimeoutError):
                answer = connection.recv(4096)

    assert answer is not None
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert BODY <= time.monotonic() - started < BODY + 6


def test_a_body_that_is_slow_but_honest_is_read(server: ServerProcess) -> None:
    body = b"a" * 6000
    with connect(server) as connection:
        connection.sendall(head_of_form(len(body)))
        for start in range(0, len(body), 500):
            connection.sendall(body[start : start + 500])
            time.sleep(0.4)
        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 400 ")  # read to its end


def test_clients_that_never_read_are_let_go_and_cost_little(server: ServerProcess) -> None:
    before = memory(server)
    request = f"GET {BIG_FILE} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 50

    with ExitStack() as stack, Others(server):
        deaf = [stack.enter_context(connect(server)) for _ in range(20)]
        for connection in deaf:
            connection.sendall(request)
        time.sleep(1)
        peak = memory(server)
        time.sleep(3 * BODY + 1)
        # The server has let go when sending meets a reset.
        alive = sum(can_send(connection) for connection in deaf)

    assert alive == 0
    assert peak - before < 20 * 5


def can_send(connection: socket.socket) -> bool:
    connection.settimeout(1)
    try:
        for _ in range(3):
            connection.send(b"\r\n")
            time.sleep(0.02)
    except ConnectionError:
        return False
    except TimeoutError:
        return True
    return True


def test_empty_lines_do_not_keep_a_connection(server: ServerProcess) -> None:
    with connect(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"\r\n")

        took = wait_until(lambda: is_over(connection), 10)

    assert took < HEAD + 5


def test_ten_thousand_idle_connections_are_carried(server: ServerProcess) -> None:
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    number = min(10_000, soft - 500)
    before = memory(server)

    with ExitStack() as stack, Others(server):
        idle = []
        for _ in range(number):
            idle.append(stack.enter_context(connect(server)))
            # Each has been served once, so that it may stay.
            idle[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        with selectors.DefaultSelector() as selector:
            for connection in idle:
                selector.register(connection, selectors.EVENT_READ)
            wait_until(lambda: len(selector.select(0)) == number, 60)
        grown = memory(server) - before

    print(f"{number} idle connections: {grown:.0f} MB, {grown * 1024 / number:.1f} KiB each")
    assert grown < 150


def test_when_there_are_too_many_those_idle_longest_make_room(tmp_path: Path) -> None:
    """1,000 files: some 750 connections."""
    server = ServerProcess(tmp_path, SELLERGATE_LOG_LEVEL="error")
    server.program = [
        "-c",
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (1000, 1000)); {SHORT}",
    ]
    with ExitStack() as stack:
        stack.callback(server.http.close)
        stack.callback(server.stop)
        server.start()
        with Others(server):
            idle = []
            for _ in range(2000):
                connection = stack.enter_context(connect(server))
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
                idle.append(connection)
            kept = [not is_over(connection) for connection in idle]

    assert 500 < sum(kept) < 800
    assert all(kept[-300:]), "the newest stay"
    assert not any(kept[:300]), "the oldest go"
