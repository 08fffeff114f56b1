"""Services of an operator's own, for the gateway to pass calls on to: each does what the test writes down."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@dataclass
class Received:
    """A request as it came over the socket."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    def values(self, name: str) -> list[str]:
        return [value for known, value in self.headers if known == name]

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.headers}


class Line:
    """One connection of the gateway to the service."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._stream = connection.makefile("rb")

    def head(self) -> Received | None:
        """The next request without its body; None when the gateway has hung up."""
        first = self._stream.readline().decode("latin-1").split()
        if len(first) < 2:
            return None
        headers = []
        while (line := self._stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name.lower(), value.strip()))
        return Received(first[0], first[1], headers)

    def request(self) -> Received | None:
        """The next request, whole."""
        request = self.head()
        if request is not None:
            request.body = b"".join(self.pieces(request))
        return request

    def pieces(self, request: Received) -> Iterator[bytes]:
        """The body of a request as it arrives."""
        if request.values("transfer-encoding") == ["chunked"]:
            while size := int(self._stream.readline(), 16):
                yield self._stream.read(size)
                self._stream.readline()
            self._stream.readline()
        for length in request.values("content-length"):
            left = int(length)
            while left:
                piece = self._stream.read1(min(left, 65536))
                if not piece:
                    return
                left -= len(piece)
                yield piece

    def send(self, *parts: bytes) -> None:
        self.connection.sendall(b"".join(parts))

    def hung_up(self, seconds: float) -> bool:
        """Whether the gateway lets go of the connection within some time."""
        self.connection.settimeout(seconds)
        try:
            return self.connection.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


@dataclass
class Service:
    """What listens. `connections` counts them; `requests` are those that its script kept."""

    port: int
    script: "Script"
    connections: int = 0
    requests: list[Received] = field(default_factory=list)
    open_ones: dict[socket.socket, threading.Thread] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def last(self) -> Received:
        return self.requests[-1]

    def follow(self, script: "Script") -> None:
        """From now on do this; connections of before are let go, at both ends."""
        self.script = script
        self.hang_up()
        self.requests.clear()
        self.connections = 0

    def hang_up(self) -> None:
        for connection, thread in list(self.open_ones.items()):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            thread.join(5)
        self.open_ones.clear()


Script = Callable[[Service, Line], None]


def echo(service: Service, line: Line) -> None:
    """Answer every request with what it was."""
    while (request := line.request()) is not None:
        service.requests.append(request)
        told = json.dumps({"method": request.method, "target": request.target}).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        line.send(head % len(told), told if request.method != "HEAD" else b"")


def answering(*parts: bytes) -> Script:
    """Answer every request with these bytes, then hang up."""

    def script(service: Service, line: Line) -> None:
        request = line.request()
        if request is not None:
            service.requests.append(request)
            line.send(*parts)

    return script


@contextmanager
def run_service(script: Script = echo, *, tls: ssl.SSLContext | None = None) -> Iterator[Service]:
    """A service until the end of the block, behind TLS when it is given a context."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    service = Service(listener.getsockname()[1], script)

    def serve(connection: socket.socket) -> None:
        with suppress(OSError, ValueError), connection:
            if tls is None:
                service.script(service, Line(connection))
                return
            with tls.wrap_socket(connection, server_side=True) as wrapped:
                service.script(service, Line(wrapped))

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                service.connections += 1
                thread = threading.Thread(target=serve, args=(connection,), daemon=True)
                service.open_ones[connection] = thread
                thread.start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield service
    finally:
        listener.close()
        for connection in service.open_ones:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
