"""One token for all threads, tasks and processes."""

import asyncio
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sellergate_client import AsyncSellerClient, SellerClient

PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
from sellergate_client import SellerClient
url, folder = sys.argv[1:]
def call(_):
    with SellerClient(base_url=url, client_id="A", client_secret="s", seller_id=1, token_folder=folder) as client:
        client.sellers.get()
with ThreadPoolExecutor(8) as threads:
    list(threads.map(call, range(16)))
"""


class Counting:
    """An API that counts the tokens that it gives out, slowly."""

    def __init__(self) -> None:
        self.tokens = 0
        self.calls = 0
        self.lock = threading.Lock()


@contextmanager
def counting_server() -> Iterator[tuple[str, Counting]]:
    counting = Counting()
    slow = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            with counting.lock:
                counting.tokens += 1
            slow.wait(0.05)
            self.answer({"access_token": f"t{counting.tokens}", "expires_in": 7200})

        def do_GET(self) -> None:
            with counting.lock:
                counting.calls += 1
            self.answer({"seller_id": 1})

        def answer(self, body: Any) -> None:
            text = json.dumps(body).encode()
            self.send_response_only(200)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None: ...

    class Server(ThreadingHTTPServer):
        request_queue_size = 200
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", counting
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def settings(url: str, folder: Path) -> dict[str, Any]:
    return {
        "base_url": url,
        "client_id": "A",
        "client_secret": "s",
        "seller_id": 1,
        "token_folder": folder,
    }


@pytest.mark.parametrize("shared", [True, False])
def test_threads_obtain_one_token(tmp_path: Path, shared: bool) -> None:
    with (
        counting_server() as (url, counting),
        SellerClient(**settings(url, tmp_path), share_tokens=shared) as client,
        ThreadPoolExecutor(8) as threads,
    ):
        list(threads.map(lambda _: client.sellers.get(), range(24)))

    assert (counting.tokens, counting.calls) == (1, 24)


def test_tasks_obtain_one_token(tmp_path: Path) -> None:
    async def call_at_once(url: str) -> None:
        async with AsyncSellerClient(**settings(url, tmp_path)) as client:
            await asyncio.gather(*(client.sellers.get() for _ in range(24)))

    with counting_server() as (url, counting):
        asyncio.run(call_at_once(url))

    assert (counting.tokens, counting.calls) == (1, 24)


def test_a_task_that_is_cancelled_gives_its_turn_back(tmp_path: Path) -> None:
    async def cancel_and_call(url: str) -> None:
        async with AsyncSellerClient(**settings(url, tmp_path)) as client:
            task = asyncio.create_task(client.sellers.get())
            await asyncio.sleep(0.02)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            async with asyncio.timeout(5):
                await client.sellers.get()

    with counting_server() as (url, counting):
        asyncio.run(cancel_and_call(url))

    assert counting.tokens == 2


@pytest.mark.slow
def test_processes_obtain_one_token(tmp_path: Path) -> None:
    folder = tmp_path / "tokens"
    with counting_server() as (url, counting):
        running = [subprocess.Popen([sys.executable, "-c", PROGRAM, url, folder]) for _ in range(6)]
        assert [process.wait(60) for process in running] == [0] * 6

    assert (counting.tokens, counting.calls) == (1, 96)


def test_the_saved_token_is_for_its_user_and_its_secret_only(tmp_path: Path) -> None:
    folder = tmp_path / "tokens"
    with counting_server() as (url, counting):
        with SellerClient(**settings(url, folder)) as client:
            client.sellers.get()
        with SellerClient(**settings(url, folder) | {"client_secret": "guess"}) as client:
            client.sellers.get()
        assert counting.tokens == 2

        saved = next(folder.glob("*.json"))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
        for path in folder.glob("*.json"):
            os.chmod(path, 0o644)  # noqa: PTH101
        with SellerClient(**settings(url, folder)) as client:
            client.sellers.get()
        assert counting.tokens == 3


def test_a_folder_that_others_can_open_holds_no_token(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "tokens"
    folder.mkdir(mode=0o755)
    with (
        counting_server() as (url, _),
        SellerClient(**settings(url, folder)) as client,
    ):
        client.sellers.get()

    assert list(folder.iterdir()) == []
    assert "chmod go-rwx" in caplog.text
