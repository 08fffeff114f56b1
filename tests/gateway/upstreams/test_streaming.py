"""Large bodies pass without being kept: the faster side waits for the slower one."""

import hashlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.process import ServerProcess, run_process
from tests.builders.upstream import Line, Service, run_service
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

PIECE = bytes(range(256)) * 4096  # 1 MiB
PIECES = 100
ALLOWED = 24 * 1024 * 1024  # bytes of memory that a 100 MiB body may cost


def script(service: Service, line: Line) -> None:
    """Take any body, then answer with its digest; GET answers with a large one."""
    while (request := line.head()) is not None:
        if request.method == "GET":
            line.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(PIECE) * PIECES))
            for _ in range(PIECES):
                line.send(PIECE)
            continue
        if request.target.endswith("slow"):
            time.sleep(1)
        digest = hashlib.sha256()
        for piece in line.pieces(request):
            digest.update(piece)
        line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n", digest.hexdigest().encode())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with run_service(script) as service:
        folder = tmp_path_factory.mktemp("streaming")
        with run_process(folder, SELLERGATE_UPSTREAMS=f"orders={service.origin}") as on:
            yield on


@pytest.fixture(scope="module")
def headers(server: ServerProcess) -> dict[str, str]:
    client, seller = a_client(server), a_seller(server)
    a_delegation(server, client, seller)
    return headers_for(a_token(server, client), seller.seller_id)


def peak(server: ServerProcess) -> int:
    """The most memory that the server has had, in bytes."""
    assert server._process is not None
    status = Path(f"/proc/{server._process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.mark.slow
def test_a_large_answer_to_a_slow_reader_is_not_kept_in_memory(
    server: ServerProcess, headers: dict[str, str]
) -> None:
    server.get("/seller/v2/sellers", headers=headers)
    before = peak(server)
    digest, size = hashlib.sha256(), 0

    with server.http.stream("GET", f"{server.url}/seller/v2/orders", headers=headers) as answer:
        for piece in answer.iter_raw():
            if not size:
                time.sleep(1)
            digest.update(piece)
            size += len(piece)

    assert size == len(PIECE) * PIECES
    assert digest.digest() == hashlib.sha256(PIECE * PIECES).digest()
    assert peak(server) - before < ALLOWED


@pytest.mark.slow
@pytest.mark.parametrize("is_chunked", [True, False], ids=["chunked", "with a length"])
def test_a_large_body_to_a_slow_service_is_not_kept_in_memory(
    server: ServerProcess, headers: dict[str, str], *, is_chunked: bool
) -> None:
    server.get("/seller/v2/sellers", headers=headers)
    before = peak(server)
    length = {} if is_chunked else {"Content-Length": str(len(PIECE) * PIECES)}

    answer = server.http.post(
        f"{server.url}/seller/v2/orders/slow",
        headers=headers | length,
        content=(PIECE for _ in range(PIECES)),
    )

    assert answer.text == hashlib.sha256(PIECE * PIECES).hexdigest()
    assert peak(server) - before < ALLOWED


@pytest.mark.slow
def test_a_caller_that_never_reads_holds_up_nobody(
    server: ServerProcess, headers: dict[str, str]
) -> None:
    before = peak(server)
    lines = [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(["GET /seller/v2/orders HTTP/1.1", "Host: x", *lines, "", ""]).encode()
    stuck = [socket.create_connection(("127.0.0.1", server.settings.port)) for _ in range(20)]
    for connection in stuck:
        connection.sendall(head)
    time.sleep(1)

    answer = server.http.post(f"{server.url}/seller/v2/orders", headers=headers, content=b"abc")

    assert answer.text == hashlib.sha256(b"abc").hexdigest()
    assert peak(server) - before < 20 * 2 * 1024 * 1024
    for connection in stuck:
        connection.close()
