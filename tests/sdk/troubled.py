"""A server in front of a server that plays tricks on what it passes on: drops, delays, refuses, halves."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

LEFT_OUT = {"connection", "transfer-encoding", "content-length", "date", "server"}


class Trouble:
    """What happens to how many of the calls, and how often it did."""

    def __init__(self, seed: int, share: float, *kinds: str) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.share = share
        self.kinds = kinds
        self.done: Counter[str] = Counter()

    def next(self) -> str | None:
        with self._lock:
            if not self.kinds or self._random.random() >= self.share:
                return None
            kind = self._random.choice(self.kinds)
            self.done[kind] += 1
            return kind


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece, else Nagle's algorithm costs 40 ms
    trouble: ClassVar[Trouble]
    upstream: ClassVar[str]

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        kind = self.trouble.next()
        headers = dict(self.headers.items())
        match kind:
            case "drop before":
                return self._cut()
            case "429":
                return self._answer(429, {"retry-after": "0"}, b"{}")
            case "500":
                return self._answer(500, {}, b"{}")
            case "502":
                return self._answer(502, {"content-type": "text/html"}, b"<html>Bad gateway")
            case "bad token" if "authorization" in {name.lower() for name in headers}:
                headers = {k: v for k, v in headers.items() if k.lower() != "authorization"}
                headers["Authorization"] = "Bearer of.bad.news"
            case "delay":
                time.sleep(0.7)
        status, answered, content = self._pass_on(headers, body)
        match kind:
            case "drop after" | "delay":
                return self._cut()
            case "half a body" if len(content) > 1:
                return self._answer(status, answered, content, cut=len(content) // 2)
        return self._answer(status, answered, content)

    do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 # as http.server calls them

    def _pass_on(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.upstream, timeout=20)
        try:
            connection.request(self.command, self.path, body, headers)
            found = connection.getresponse()
            content = found.read()
        finally:
            connection.close()
        answered = {k: v for k, v in found.getheaders() if k.lower() not in LEFT_OUT}
        return found.status, answered, content

    def _answer(
        self, status: int, headers: dict[str, str], body: bytes, *, cut: int | None = None
    ) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.wfile.flush()
            self._cut()

    def _cut(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(2)

    def log_message(self, *_: Any) -> None: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """Clients that give up are what this is for."""


@contextmanager
def troubled(port: int, trouble: Trouble) -> Iterator[str]:
    """The address of a server in front of the one on that port."""
    handler = type("Handler", (_Handler,), {"trouble": trouble, "upstream": f"127.0.0.1:{port}"})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
