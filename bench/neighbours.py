"""What stands beside our server in a larger installation, each private to the run: PostgreSQL, Redis, nginx.

They run on the core of the load generator, as they would on another machine. `ticks` tells how much of it they took.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from bench.machine import BenchFailed, process_ticks
from bench.servers import READY_WITHIN, Server, free_port, running
from tests.builders.postgres import PostgresServer, run_postgres

NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
  access_log {folder}/access.log;
  keepalive_requests 10000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream service {{ server 127.0.0.1:{service}; keepalive 64; keepalive_requests 10000000; }}
  upstream sellergate {{ server 127.0.0.1:{sellergate}; keepalive 64; keepalive_requests 10000000; }}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  server {{
    listen 127.0.0.1:{service};
    access_log off;
    default_type application/json;
    location / {{ return 200 '{{"status":"ok"}}'; }}
  }}
  server {{
    listen 127.0.0.1:{plain};
    location / {{ proxy_pass http://service; }}
  }}
  server {{
    listen 127.0.0.1:{guarded};
    location / {{
      auth_request /decision;
      auth_request_set $client $upstream_http_x_sellergate_client;
      auth_request_set $seller $upstream_http_x_sellergate_seller;
      proxy_set_header X-Sellergate-Client $client;
      proxy_set_header X-Sellergate-Seller $seller;
      proxy_set_header Connection "";
      proxy_pass http://service;
    }}
    location = /decision {{
      internal;
      proxy_pass http://sellergate/forward-auth/nginx/sellers;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header Connection "";
      proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Original-URI $request_uri;
    }}
  }}
}}
"""


class Neighbour(Protocol):
    """Something that works for a server under load."""

    def ticks(self) -> int:
        """Clock ticks that it has run."""
        ...


class Postgres:
    """A cluster of its own, durable as in production."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._pid = int((server.data / "postmaster.pid").read_text().split()[0])

    def ticks(self) -> int:
        """See `Neighbour.ticks`."""
        return process_ticks(self._pid)

    def new_database(self) -> str:
        """The address of an empty one."""
        return self._server.new_database()


@contextmanager
def postgres_cluster() -> Iterator[Postgres]:
    """Debian's PostgreSQL, on a port of its own. Raises `BenchFailed` without one."""
    if not (Path("/usr/lib/postgresql").exists() or shutil.which("pg_ctl")):
        raise BenchFailed("PostgreSQL is missing: bin/test-tools")
    with TemporaryDirectory(prefix="sellergate-bench-pg-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server runs as somebody else
        (folder / "cluster").mkdir()
        with run_postgres(folder / "cluster") as server:
            yield Postgres(server)


class Redis:
    """A server that keeps nothing on disk."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self._process = process
        self.url = url

    def ticks(self) -> int:
        """See `Neighbour.ticks`."""
        return process_ticks(self._process.pid)


@contextmanager
def redis_server(folder: Path) -> Iterator[Redis]:
    """redis-server or valkey-server on a socket of its own. Raises `BenchFailed` without one."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise BenchFailed("redis-server is missing: bin/test-tools")
    port = free_port()
    options = {"port": port, "bind": "127.0.0.1", "dir": folder, "save": "", "appendonly": "no"}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Redis(process, f"redis://127.0.0.1:{port}/0")
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise BenchFailed("redis-server does not answer.")


class Nginx:
    """One nginx: a service behind it, on one port as it is, on another after a decision of ours."""

    def __init__(self, server: Server, guarded: int) -> None:
        self.server = server
        self.plain_url = server.url
        self.guarded_url = f"http://127.0.0.1:{guarded}"

    def ticks(self) -> int:
        """See `Neighbour.ticks`."""
        return self.server.ticks()


@contextmanager
def nginx_before(ours: Server, folder: Path, *, cores: str) -> Iterator[Nginx]:
    """Nginx that asks `ours`. Raises `BenchFailed` without one."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:.tools/debian/bin")
    if program is None:
        raise BenchFailed("nginx is missing: bin/test-tools")
    home = folder / "nginx"
    home.mkdir()
    ports = {"service": free_port(), "plain": free_port(), "guarded": free_port()}
    text = NGINX.format(folder=home, sellergate=ours.port, **ports)
    (home / "nginx.conf").write_text(text)
    command = [program, "-p", str(home), "-c", str(home / "nginx.conf")]
    with running(command, {}, home / "log", ports["plain"], cores=cores, ready="/") as server:
        yield Nginx(server, ports["guarded"])
