"""Told to stop, a server is first not ready, then accepts nobody, finishes what it began, and leaves with 0."""

import http.client
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.builders.process import ServerProcess, run_process
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for
from tests.cli.command import free_port
from tests.serving.load import Balancer, Load, is_ready

pytestmark = pytest.mark.slow  # real processes

DRAIN = 1


@contextmanager
def connected(server: ServerProcess) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.settings.port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def get(connection: http.client.HTTPConnection, path: str) -> http.client.HTTPResponse:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer


def test_a_stopping_server_is_not_ready_but_serves_until_the_drain_ends(tmp_path: Path) -> None:
    with run_process(tmp_path, SELLERGATE_DRAIN_SECONDS=str(DRAIN)) as server:
        with connected(server) as kept:
            before = get(kept, "/readyz")
            server.signal(signal.SIGTERM)
            told_at = time.monotonic()
            while is_ready(server.settings.port):
                assert time.monotonic() - told_at < DRAIN, "readiness goes first"
            during = get(kept, "/seller/v2/nope")
        with connected(server) as fresh:
            refused_to_balancers = get(fresh, "/readyz")
        with connected(server) as fresh:
            accepted = get(fresh, "/healthz")
        code = server.wait()

    assert (before.status, before.getheader("connection")) == (200, None)
    assert (during.status, during.getheader("connection")) == (404, "close")
    assert refused_to_balancers.status == 503
    assert (accepted.status, accepted.getheader("connection")) == (200, "close")
    assert code == 0
    assert time.monotonic() - told_at > DRAIN


def test_a_call_that_is_running_is_finished(tmp_path: Path) -> None:
    with run_process(tmp_path) as server:
        body = b"grant_type=client_credentials&client_id=nobody&client_secret=nothing"
        head = (
            f"POST {server.settings.token_url.removeprefix(server.url)} HTTP/1.1\r\nHost: x\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode()
        with socket.create_connection(("127.0.0.1", server.settings.port), timeout=10) as caller:
            caller.sendall(head + body[:10])
            time.sleep(0.3)
            server.signal(signal.SIGTERM)
            time.sleep(1.5)
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", server.settings.port))
            caller.sendall(body[10:])
            answer = b"".join(iter(lambda: caller.recv(4096), b""))  # until the connection ends
        code = server.wait()

    assert answer.startswith(b"HTTP/1.1 401 ")
    assert b"connection: close" in answer
    assert code == 0


def test_who_waits_for_ever_does_not_keep_the_server(tmp_path: Path) -> None:
    with (
        run_process(tmp_path) as server,
        socket.create_connection(("127.0.0.1", server.settings.port)) as caller,
    ):
        caller.sendall(b"POST /account/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx")
        time.sleep(0.2)
        started = time.monotonic()
        code = server.end(signal.SIGTERM)

    assert code == 0
    assert time.monotonic() - started < 14


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[list[ServerProcess]]:
    """Two nodes of one installation."""
    port = free_port()
    more = {"SELLERGATE_DRAIN_SECONDS": str(DRAIN), "SELLERGATE_CALLS_PER_MINUTE": "10000000"}
    with ExitStack() as stack:
        first = stack.enter_context(run_process(tmp_path, **more))
        second = ServerProcess(tmp_path, **more)
        second.environment |= {
            "SELLERGATE_PORT": str(port),
            "SELLERGATE_PUBLIC_URL": first.url,
        }
        stack.callback(second.http.close)
        stack.callback(second.stop)
        second.start(health=f"http://127.0.0.1:{port}")
        yield [first, second]


def test_nodes_restart_one_after_the_other_without_a_failed_call(
    nodes: list[ServerProcess],
) -> None:
    client, seller = a_client(nodes[0]), a_seller(nodes[0])
    a_delegation(nodes[0], client, seller)
    headers = headers_for(a_token(nodes[0], client), seller.seller_id)
    ports = [int(node.environment["SELLERGATE_PORT"]) for node in nodes]

    with Balancer(ports) as balancer:
        load = Load("/seller/v2/sellers", headers, balancer.choose)
        with load.running():
            for node, port in zip(nodes, ports, strict=True):
                assert node.end(signal.SIGTERM) == 0
                node.start(health=f"http://127.0.0.1:{port}")
                time.sleep(0.3)  # until the balancer has looked
                load.wait_for(50)

    assert load.failures == []
    assert set(load.statuses) == {200}
