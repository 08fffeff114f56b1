"""A PostgreSQL server of the tests' own: its own folder and port, no user of this machine but one without rights."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sellergate.storage.upkeep import migrate_database
from tests.cli.command import free_port

Fill = Callable[[str], None]  # puts something into the database of this address, the same each time

# Durable as in production: what is acknowledged must survive kill -9.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 64MB
wal_level = replica
max_wal_senders = 4
wal_sender_timeout = 5s
logging_collector = off
"""
# Where the machine itself never fails, nothing need reach its disk.
HASTY = "fsync = off\nfull_page_writes = off\n"


def programs() -> Path:
    """The folder of PostgreSQL's programs: the newest that is installed, else what bin/test-tools unpacked."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3])
    )
    newest = found[-1] if found else Path(shutil.which("postgres") or "/usr/bin/postgres")
    return newest.parent.resolve()  # an address that the user who runs them may enter


def unprivileged() -> dict[str, object]:
    """Who runs the server: PostgreSQL refuses root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def children_of(parent: int) -> list[int]:
    """The processes that this one started."""
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    """Whether the process still holds memory and files: a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@dataclass
class PostgresServer:
    """A server that may be killed and started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: str = CONFIGURATION
    _process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))
    _templates: dict[Fill | None, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def address(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """The address of a database that nobody has used."""
        name = f"d{os.getpid()}_{next(self._names)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.address(name)

    def migrated_database(self, fill: Fill | None = None) -> str:
        """The address of a database with our schema and what `fill` puts in: made once, then copied."""
        if fill not in self._templates:
            made = self.new_database()
            migrate_database(made)
            if fill:
                fill(made)
            self._templates[fill] = made.rpartition("/")[2]
        return self.new_database(self._templates[fill])

    def run(self, statement: str, database: str = "postgres") -> str:
        """Run SQL outside of a transaction."""
        done = subprocess.run(
            [programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.address(database)],
            input=statement,
            text=True,
            capture_output=True,
            check=True,
            timeout=60,
        )
        return done.stdout.strip()

    def make_standby_of(self, primary: "PostgresServer") -> None:
        """Copy a running server, to follow it by streaming replication."""
        self._as_its_user(
            programs() / "pg_basebackup",
            *("-D", str(self.data), "-R", "-X", "stream", "-c", "fast"),
            *("-d", f"{primary.address('postgres')}?application_name=standby"),
        )
        self._place_settings()

    def promote(self) -> None:
        """Let a standby be the primary from now on."""
        self._as_its_user(programs() / "pg_ctl", "promote", "-w", "-D", str(self.data))

    def freeze(self) -> None:
        """Let every process of it stand still: connections stay, and nothing answers."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal_all(signal.SIGCONT)

    def make(self) -> None:
        """Make an empty cluster."""
        self._as_its_user(
            programs() / "initdb",
            *("-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--no-sync"),
        )
        self._place_settings()

    def start(self) -> None:
        """Start it, and come back once it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [programs() / "postgres", "-D", str(self.data)],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **unprivileged(),  # type: ignore[call-overload]
            )
        deadline = time.monotonic() + 30
        while not self.answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()[-2000:]
            assert time.monotonic() < deadline, "PostgreSQL does not answer"
            time.sleep(0.02)

    def answers(self) -> bool:
        check = [programs() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(check, check=False).returncode == 0

    def kill(self) -> None:
        """kill -9, the server and every process of it."""
        if self._process is not None:
            family = children_of(self._process.pid)
            self._signal_all(signal.SIGKILL)
            self._process.wait(30)
            self._process = None
            while self._is_listening() or any(map(is_alive, family)):
                time.sleep(0.01)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT breaks connections off."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def _place_settings(self) -> None:
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(
                f"{self.settings}port = {self.port}\nunix_socket_directories = '{self.folder}'\n"
            )

    def _signal_all(self, number: signal.Signals) -> None:
        """To the server and its children, each of which leads a group of its own."""
        if self._process is not None:
            server = self._process.pid
            for pid in (server, *children_of(server)):
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    def _as_its_user(self, *command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=self.folder,
            **unprivileged(),  # type: ignore[call-overload]
        )

    def _is_listening(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def run_postgres(
    folder: Path, standby_of: PostgresServer | None = None, *, settings: str = CONFIGURATION
) -> Iterator[PostgresServer]:
    """A server from an empty folder, until the end of the block."""
    server = PostgresServer(folder, settings=settings)
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    if standby_of is None:
        server.make()
    else:
        server.make_standby_of(standby_of)
    server.start()
    try:
        yield server
    finally:
        server.stop()
