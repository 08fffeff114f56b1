"""A private redis-server on a socket of its own, which may be killed, stopped and started again. Nothing global is touched."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNPRIVILEGED = "nobody"


class RedisServer:
    """Keeps nothing on disk. `url` is its Unix socket; `tcp_url` its port, with a password."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "redis.sock"
        self.port = free_port()
        self.password = secrets.token_hex(8)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://:{self.password}@{self.socket}"

    @property
    def tcp_url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, **more: object) -> None:
        """Come back once it answers. `more` are options of redis-server, `_` for `-`."""
        options = {
            "port": self.port,
            "bind": "127.0.0.1",
            "unixsocket": self.socket,
            "requirepass": self.password,
            "dir": self.folder,
            "logfile": self.folder / "log",
            "save": "",
            "appendonly": "no",
        } | {name.replace("_", "-"): value for name, value in more.items()}
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        is_root = os.geteuid() == 0
        self._process = subprocess.Popen(
            [program(), *arguments],
            user=UNPRIVILEGED if is_root else None,
            group=pwd.getpwnam(UNPRIVILEGED).pw_gid if is_root else None,
            extra_groups=[] if is_root else None,
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while not self.answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "redis-server does not answer"
            time.sleep(0.005)

    def answers(self) -> bool:
        try:
            return self.command("PING") == b"+PONG\r\n"
        except OSError:
            return False

    def command(self, *words: str) -> bytes:
        """What it answers, as it comes: short answers only."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(self.socket))
            connection.sendall(f"AUTH {self.password}\r\n".encode())
            assert connection.recv(64) == b"+OK\r\n"
            connection.sendall(" ".join(words).encode() + b"\r\n")
            return connection.recv(65536)

    def all_keys(self) -> list[str]:
        """The names of all it holds."""
        return [
            line.decode()
            for line in self.command("KEYS", "*").split(b"\r\n")[1:-1]
            if not line.startswith(b"$")
        ]

    def kill(self) -> None:
        """kill -9."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(10)
            self._process = None
        self.socket.unlink(missing_ok=True)

    def hang(self) -> None:
        """Stop answering, without closing anything."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)


def program() -> Path:
    """redis-server, by an address that the user who runs it may enter (bin/test-tools)."""
    found = shutil.which("redis-server")
    assert found, "redis-server is missing: bin/test-tools"
    return Path(found).parent.resolve() / "redis-server"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def run_redis() -> Iterator[RedisServer]:
    """A server from its first answer to the end of the block."""
    # Not pytest's folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="sellergate-redis-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    server = RedisServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)
