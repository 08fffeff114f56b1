"""Runs the real command, as a person at a shell does."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECRET_KEY = "correct-horse-battery-staple-0123456789"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Settings of a small installation in `folder`; nothing of this machine's own settings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "COLUMNS": "200",
        "SELLERGATE_DATABASE_URL": f"sqlite:///{folder}/data.db",
        "SELLERGATE_DOCUMENTS_URL": f"file://{folder}/documents",
        "SELLERGATE_SECRET_KEY": SECRET_KEY,
        "SELLERGATE_PUBLIC_URL": "http://127.0.0.1:8080",
    } | more


def run(
    *args: str, env: dict[str, str], stdin: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sellergate", *args],
        env=env,
        input=stdin,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def run_ok(*args: str, env: dict[str, str], stdin: str = "") -> str:
    """What a command that must succeed prints."""
    done = run(*args, env=env, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_json(*args: str, env: dict[str, str], stdin: str = "") -> Any:
    return json.loads(run_ok(*args, "--json", env=env, stdin=stdin))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running(
    *args: str, url: str, env: dict[str, str], cwd: Path
) -> Iterator[subprocess.Popen[str]]:
    """A server from its first healthy answer until it has left; its output is in cwd/out and cwd/err."""
    with (cwd / "out").open("w") as out, (cwd / "err").open("w") as err:
        server = subprocess.Popen(
            [sys.executable, "-m", "sellergate", *args],
            env=env, cwd=cwd, stdout=out, stderr=err, text=True,
        )  # fmt: skip
        try:
            wait_until_healthy(url, server, cwd / "err")
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def wait_until_healthy(url: str, server: subprocess.Popen[str], err: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert server.poll() is None, err.read_text()
        try:
            if get(f"{url}/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(err.read_text())


def wait_until(condition: Callable[[], object], seconds: float) -> float:
    """The seconds that it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "it does not come"
        time.sleep(0.01)
    return time.monotonic() - started


def get(url: str, **headers: str) -> tuple[int, Any]:
    """Status and JSON of an answer."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def token_from(token_url: str, client_id: str, client_secret: str) -> str:
    form = urllib.parse.urlencode(
        {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
        }
    )
    with urllib.request.urlopen(token_url, form.encode(), timeout=10) as answer:
        return str(json.load(answer)["access_token"])


def call_api(api_url: str, token: str, seller_id: int | str, path: str = "/sellers") -> Any:
    return get(f"{api_url}{path}", Authorization=f"Bearer {token}", SellerId=str(seller_id))
