"""Starts what a team would otherwise assemble (README.md), each in its own environment, and asks it for what is measured."""

import http.client
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from bench.client import FORM
from bench.load import Request
from bench.machine import BenchFailed, below, resident_mb
from bench.servers import CALLS_PER_MINUTE, TOKENS_PER_HOUR, Server, free_port, running
from bench.world import Login, Marketplace
from sellergate.kit.secrets import derive_key

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENVIRONMENTS = ROOT / ".tools" / "bench"
NODE_MODULES = ROOT / "tests" / "npm" / "node_modules"


def environment_of(peer: str) -> Path:
    """The folder of a peer's programs; made when it is not there, or not what its requirements say."""
    folder, requirements = ENVIRONMENTS / peer, HERE / peer / "requirements.txt"
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != requirements.read_bytes():
        python = ROOT / ".venv" / "bin" / "python"
        _uv("venv", "--quiet", "--clear", "--python", str(python), str(folder))
        _uv(
            *("pip", "install", "--quiet", "--python", str(folder), "--require-hashes"),
            *("-r", str(requirements)),
        )
        shutil.copy(requirements, stamp)
    return folder / "bin"


def _uv(*words: str) -> None:
    done = subprocess.run(
        [ROOT / "bin" / "uv", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchFailed(f"the environment of a peer could not be made: {done.stderr.strip()}")


@contextmanager
def django(folder: Path, login: Login, *, cores: str, kept: str) -> Iterator[Server]:
    """django-oauth-toolkit under gunicorn; the client's secret is `kept` hashed, as it is by default, or plain."""
    programs, port = environment_of("django"), free_port()
    environment = {
        "DATABASE": str(folder / f"django-{kept}.db"),
        "DJANGO_SECRET_KEY": os.urandom(24).hex(),
        "CLIENT_SECRET": login.client_secret,
        "HOME": str(folder),
    }
    register = [str(programs / "python"), "register.py", login.client_id, kept]
    done = subprocess.run(
        register,
        cwd=HERE / "django",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchFailed(f"the Django peer could not be set up: {done.stderr[-2000:]}")
    command = [
        *(str(programs / "gunicorn"), "wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
        *("--worker-class", "gthread", "--threads", "4", "--keep-alive", "30"),
        *("--no-control-socket",),
    ]
    log, home = folder / f"django-{kept}.log", HERE / "django"
    with running(
        command, environment, log, port, cores=cores, ready="/ready", folder=home
    ) as server:
        yield server


@contextmanager
def fastapi(folder: Path, marketplace: Marketplace, *, cores: str) -> Iterator[Server]:
    """FastAPI, PyJWT and SQLAlchemy's ORM under uvicorn, on the same rows as ours."""
    programs, port = environment_of("fastapi"), free_port()
    address = marketplace.database.replace("sqlite://", "sqlite+aiosqlite://")
    environment = {
        "DATABASE_URL": address.replace("postgresql://", "postgresql+asyncpg://"),
        "SECRET_KEY": derive_key(marketplace.secret_key.encode(), "client secrets").hex(),
        "TOKENS_PER_HOUR": str(TOKENS_PER_HOUR),
        "CALLS_PER_MINUTE": str(CALLS_PER_MINUTE),
    }
    command = [str(programs / "uvicorn"), "app:app", "--port", str(port), "--loop", "uvloop"]
    log, home = folder / f"fastapi-{port}.log", HERE / "fastapi"
    with running(
        command, environment, log, port, cores=cores, ready="/ready", folder=home
    ) as server:
        yield server


@contextmanager
def oidc_provider(folder: Path, login: Login, *, cores: str) -> Iterator[Server]:
    """oidc-provider of npm."""
    if not (NODE_MODULES / "oidc-provider").exists():
        raise BenchFailed("oidc-provider is missing: bin/test-tools")
    port = free_port()
    environment = {
        "CLIENT_ID": login.client_id,
        "CLIENT_SECRET": login.client_secret,
        "NODE_ENV": "production",
    }
    command = ["node", str(HERE / "node" / "provider.mjs"), str(port)]
    ready = "/.well-known/openid-configuration"
    log = folder / "oidc-provider.log"
    with running(command, environment, log, port, cores=cores, ready=ready) as server:
        yield server


def token_request(url: str, login: Login) -> Request:
    """The token request to a peer: the secret in the form, as to us."""
    form = {
        "grant_type": "client_credentials",
        "client_id": login.client_id,
        "client_secret": login.client_secret,
    }
    return Request(url, "POST", FORM, urlencode(form))


def call_request(url: str, login: Login, token: str) -> Request:
    """The authorised call to a peer."""
    headers = {"Authorization": f"Bearer {token}", "SellerId": str(login.seller_id)}
    return Request(url, headers=headers)


def answer_of(request: Request) -> Any:
    """What it answers now. Raises `BenchFailed` unless it is a success."""
    return page_of(request)[0]


def page_of(request: Request) -> tuple[Any, str]:
    """The same, and its header Link. Raises `BenchFailed` unless it is a success."""
    parts = urlsplit(request.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    try:
        target = parts._replace(scheme="", netloc="").geturl()
        connection.request(request.method, target, request.body, dict(request.headers))
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise BenchFailed(f"{request.url} answers {answer.status}: {body[:300]!r}")
    return msgspec.json.decode(body), answer.getheader("Link") or ""


def check_token(request: Request) -> str:
    """The token that it answers. Raises `BenchFailed` without one."""
    answer = answer_of(request)
    if answer.get("token_type", "").lower() != "bearer" or answer.get("expires_in") != 7200:
        raise BenchFailed(f"{request.url} answers another token than was to come: {answer}")
    return str(answer["access_token"])


def resident_of(server: Server) -> float:
    """Of its largest process, in MB."""
    return max(resident_mb(pid) for pid in [server.pid, *below(server.pid)])
