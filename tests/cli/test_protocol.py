"""What comes over the socket is bounded before any application sees it."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.process import run_process
from tests.cli.command import get

pytestmark = pytest.mark.slow  # starts real servers


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A served marketplace."""
    folder: Path = tmp_path_factory.mktemp("served")
    with run_process(folder) as server:
        yield server.settings.port


def read_answer(connection: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"}") and (part := connection.recv(4096)):
        answer += part
    return answer


def test_headers_without_end_are_refused_with_431(port: int) -> None:
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        try:
            for number in range(4000):
                connection.sendall(b"X-Filler-%d: %s\r\n" % (number, b"a" * 100))
            answer = connection.recv(4096)
        except ConnectionError:
            pass  # closed while we were still sending

    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")
    assert get(f"http://127.0.0.1:{port}/healthz")[0] == 200


def test_a_head_in_two_pieces_is_served(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: loc")
        time.sleep(0.2)
        connection.sendall(b"alhost\r\n\r\n")
        first = read_answer(connection)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        second = read_answer(connection)

    assert first.startswith(b"HTTP/1.1 200 ")
    assert second.startswith(b"HTTP/1.1 200 ")


def test_an_answer_leaves_in_one_piece(port: int) -> None:
    """A process that is killed has sent it whole or not at all, so that a proxy may ask another node."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for _ in range(50):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")

            answer = connection.recv(65536)

            assert answer.startswith(b"HTTP/1.1 200 ")
            assert answer.endswith(b'{"status":"ok"}')


def test_the_rest_of_a_refused_body_is_no_head(port: int) -> None:
    head = b"POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head + b"a" * 1_000_000)
        refused = connection.recv(65536)
        connection.sendall(b"a" * 900_000)
        time.sleep(0.2)
        connection.sendall(b"a" * 100_000)
        time.sleep(0.2)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = read_answer(connection)

    assert refused.startswith(b"HTTP/1.1 303 ")
    assert b"HTTP/1.1 431 " not in answer
    assert answer.endswith(b'{"status":"ok"}')


@pytest.mark.parametrize(
    "beginning", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "half"]
)
def test_a_connection_that_sends_no_whole_head_is_closed(port: int, beginning: bytes) -> None:
    started = time.monotonic()

    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(beginning)
        answer = connection.recv(4096)

    assert answer == b""
    assert 8 < time.monotonic() - started < 20


def test_what_is_not_http_is_answered_400(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 400 ")
