"""Services as operators really have them: Node.js with kept connections and chunked answers, Python's HTTP/1.0 server."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from sellergate.access.scopes import Perimeter
from tests.builders.installation import Installation
from tests.builders.upstream import Service, echo
from tests.cli.command import free_port
from tests.gateway.upstreams.conftest import Proxied, proxied

pytestmark = [pytest.mark.slow, pytest.mark.foreign]

NODE = """
const crypto = require("node:crypto");
require("node:http").createServer((request, response) => {
  const hash = crypto.createHash("sha256");
  request.on("data", (piece) => hash.update(piece));
  request.on("end", () => {
    const told = { client: request.headers["x-sellergate-client"], digest: hash.digest("hex") };
    response.setHeader("Content-Type", "application/json");
    response.write(JSON.stringify(told).slice(0, 10));
    setTimeout(() => response.end(JSON.stringify(told).slice(10)), 5);
  });
}).listen(Number(process.argv[1]), "127.0.0.1");
"""


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                httpx2.get(f"http://127.0.0.1:{port}/", trust_env=False)
                break
            except httpx2.TransportError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def behind(
    tmp_path: Path, start_installation: Callable[..., Installation]
) -> Iterator[Callable[..., Proxied]]:
    """The gateway in front of a program that listens on the port it is told last."""
    with ExitStack() as stack:

        def start(*command: str) -> Proxied:
            port = free_port()
            stack.enter_context(running([*command, str(port)], port, tmp_path))
            service = Service(port, echo)
            return proxied(
                start_installation(upstreams={Perimeter.ORDERS: service.origin}), service
            )

        yield start


def test_nodejs_behind_the_gateway(behind: Callable[..., Proxied]) -> None:
    on = behind("node", "-e", NODE)
    body = b"0123456789" * 100_000

    reads = [on.get(f"/orders/{number}").json() for number in range(30)]
    write = on.request("POST", "/orders", content=body)
    chunked = on.request(
        "PUT", "/orders/1", content=(body[i : i + 999] for i in range(0, 10**6, 999))
    )
    head = on.request("HEAD", "/orders")
    time.sleep(1.6)
    later = on.get()

    assert {read["client"] for read in reads} == {on.client.id}
    assert write.json()["digest"] == chunked.json()["digest"] == hashlib.sha256(body).hexdigest()
    assert (head.status_code, head.content, later.status_code) == (200, b"", 200)


def test_an_http_1_0_server_behind_the_gateway(
    behind: Callable[..., Proxied], tmp_path: Path
) -> None:
    files = tmp_path / "seller" / "v2" / "orders"
    files.mkdir(parents=True)
    (files / "1").write_bytes(b"x" * 300_000)

    on = behind(sys.executable, "-m", "http.server", "--bind", "127.0.0.1")

    assert [len(on.get("/orders/1").content) for _ in range(5)] == [300_000] * 5
    assert on.get("/orders/2").status_code == 404
    assert on.request("DELETE", "/orders/1").status_code == 501
