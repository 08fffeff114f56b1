"""A server that speaks https with a certificate of an authority of its own."""

import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.cli.command import environment, free_port, run_ok, wait_until


@dataclass
class SecureServer:
    folder: Path
    port: int
    env: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def authority(self) -> Path:
        return self.folder / "tls" / "ca.pem"

    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authority)

    def get(self, path: str, **request: Any) -> httpx2.Response:
        return httpx2.get(self.url + path, verify=self.trusting(), trust_env=False, **request)

    def log(self) -> str:
        return (self.folder / "err").read_text()

    def is_healthy(self) -> bool:
        assert self.process.poll() is None, self.log()
        try:
            return self.get("/healthz").status_code == 200
        except httpx2.TransportError:
            return False


def make_certificate(folder: Path, *names: str) -> None:
    """What `sellergate cert` makes in folder/tls."""
    run_ok(
        "cert", *(names or ("localhost",)), "--folder", f"{folder}/tls", env={"PATH": "/usr/bin"}
    )


def secure_environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    return environment(
        folder,
        SELLERGATE_PUBLIC_URL=f"https://localhost:{port}",
        SELLERGATE_PORT=str(port),
        SELLERGATE_TLS_CERT=f"{folder}/tls/server.pem",
        SELLERGATE_TLS_KEY=f"{folder}/tls/server.key",
        **more,
    )


@contextmanager
def run_secure(folder: Path, **more: str) -> Iterator[SecureServer]:
    port = free_port()
    env = secure_environment(folder, port, **more)
    make_certificate(folder)
    run_ok("migrate", env=env)
    with (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "sellergate", "serve"], env=env, stderr=err
        )
    server = SecureServer(folder, port, env, process)
    try:
        wait_until(server.is_healthy, 60)
        yield server
    finally:
        process.terminate()
        process.wait(30)
