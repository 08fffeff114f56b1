"""Debian's nginx with a folder of its own: unprivileged ports on 127.0.0.1, nothing global read or written."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "deploy" / "nginx" / "sellergate.conf"

MAIN = """\
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    log_format answered_by "$upstream_addr $status";
    access_log {access_log};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
# What a decision costs: the same service behind nginx alone, and behind nginx that asks Sellergate first.
BENCH = """\
upstream sellergate {{ server 127.0.0.1:{node}; keepalive 64; }}
upstream own_service {{ server 127.0.0.1:{service}; keepalive 64; }}
server {{
    listen 127.0.0.1:{port};
    keepalive_requests 1000000;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    location /alone/ {{ proxy_pass http://own_service; }}
    location /asked/ {{
        auth_request /_decide;
        auth_request_set $sellergate_client $upstream_http_x_sellergate_client;
        proxy_pass http://own_service;
        proxy_set_header Connection "";
        proxy_set_header X-Sellergate-Client $sellergate_client;
    }}
    location = /_decide {{
        internal;
        proxy_pass http://sellergate/forward-auth/nginx/orders;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
        proxy_set_header Connection "";
        proxy_set_header X-Original-Method $request_method;
        proxy_set_header X-Original-URI $request_uri;
    }}
}}
"""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, each another one."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def shipped_site(
    *,
    port: int,
    plain_port: int,
    nodes: Sequence[int],
    service: int,
    certificate: tuple[Path, Path],
) -> str:
    """The file that we ship, with the addresses and paths that it tells its reader to replace."""
    text = SHIPPED.read_text()
    for shipped, ours in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "server 127.0.0.1:8080 ": f"server 127.0.0.1:{nodes[0]} ",
        "server 127.0.0.1:8081 ": f"server 127.0.0.1:{nodes[1]} ",
        "server 127.0.0.1:9000;": f"server 127.0.0.1:{service};",
        "/etc/nginx/tls/sellers.example.com.crt": str(certificate[0]),
        "/etc/nginx/tls/sellers.example.com.key": str(certificate[1]),
    }.items():
        assert text.count(shipped) == 1, f"{shipped} is not in {SHIPPED} once"
        text = text.replace(shipped, ours)
    return text


def bench_site(*, port: int, node: int, service: int) -> str:
    """Plain HTTP: `/alone/` is passed on at once, `/asked/` after Sellergate's decision. `node`, `service` are ports."""
    return BENCH.format(port=port, node=node, service=service)


@contextmanager
def run_nginx(folder: Path, site: str, *, port: int, access_log: bool = True) -> Iterator[Path]:
    """nginx with this site, from its first answer on `port` to the end of the block; the folder of its logs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(
        MAIN.format(
            folder=folder,
            user="user root;" if os.geteuid() == 0 else "",
            access_log=f"{folder}/access.log answered_by" if access_log else "off",
        )
    )
    command = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "error.log")]
    process = subprocess.Popen([nginx(), *command[1:]], stderr=subprocess.PIPE)
    try:
        _wait_for(port, process)
        yield folder
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr is not None:
            process.stderr.close()


def nginx() -> str:
    """The program; Debian has it where a user's PATH may not look."""
    return next(path for path in ("/usr/sbin/nginx", "/usr/bin/nginx") if Path(path).exists())


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while True:
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        assert time.monotonic() < deadline, "nginx does not answer"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
