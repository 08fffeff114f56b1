"""The pytest plugin, as a project that uses it has it."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from sellergate_client import ConfigurationError
from sellergate_client.testing import demo_marketplace

PROJECT = {
    "test_mine.py": """
def test_orders(seller_client):
    assert next(iter(seller_client.orders.list())).order_id

def test_logins(marketplace):
    assert marketplace.demo["logins"]
    with marketplace.client(accept_language="en-US") as client:
        assert client.sellers.get().seller_id == int(marketplace.seller_id)
""",
}

PLAYED = """#!{python}
import http.server, json, os, pathlib, sys
port, folder = int(sys.argv[3]), pathlib.Path(sys.argv[5])
version = os.environ["PLAYED_VERSION"]
kept = folder / "version"
if kept.exists() and kept.read_text() != version:
    sys.exit("data of another version")
kept.write_text(version)
(folder / "readyz").touch()
os.chdir(folder)
demo = dict(client_id=f"client of {{version}}", client_secret="s", seller_id="1")
(folder / "demo.json").write_text(json.dumps(demo))
http.server.HTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.mark.slow
def test_a_project_has_a_marketplace_of_its_own(tmp_path: Path) -> None:
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text)

    # With data that is made, and with data that was made.
    for plugin in ("sellergate_client.testing", "sellergate.testing"):
        (tmp_path / "conftest.py").write_text(f'pytest_plugins = ["{plugin}"]\n')
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:schemathesis"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, done.stdout
        assert "2 passed" in done.stdout


@pytest.mark.slow
def test_a_marketplace_whose_data_is_made_starts_at_once(tmp_path: Path) -> None:
    """The goal is a second, docs/performance.md measures it; the bound is for machines that have other work."""
    took = []
    for number in range(4):
        started = time.perf_counter()
        with demo_marketplace(tmp_path / str(number)) as served:
            with served.client() as client:
                client.sellers.get()
            took.append(time.perf_counter() - started)
            with pytest.raises(HTTPError, match="404"):
                urlopen(served.base_url + "/docs/")  # our own http://127.0.0.1

    assert min(took[1:]) < 4


def test_a_marketplace_that_does_not_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "sellergate"
    broken.write_text("#!/bin/sh\necho no database here\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("SLG_SERVER", str(broken))

    with (
        pytest.raises(ConfigurationError, match="no database here"),
        demo_marketplace(tmp_path / "demo"),
    ):
        pass


@pytest.mark.slow
def test_data_of_a_server_that_is_no_more_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is played: it refuses data of another version, as `sellergate demo` does."""
    played = tmp_path / "sellergate"
    played.write_text(PLAYED.format(python=sys.executable))
    played.chmod(0o755)
    monkeypatch.setenv("SLG_SERVER", str(played))
    for version in ("1", "2", "2"):
        monkeypatch.setenv("PLAYED_VERSION", version)
        with demo_marketplace(tmp_path / f"demo-{len(list(tmp_path.iterdir()))}") as served:
            assert served.client_id == f"client of {version}"

    with pytest.raises(ConfigurationError, match="not empty"), demo_marketplace(tmp_path):
        pass
