"""The pytest plugin, as a project that uses it has it."""

import subprocess
import sys
from pathlib import Path

import pytest

from sellergate_client import ConfigurationError
from sellergate_client.testing import demo_marketplace

PROJECT = {
    "conftest.py": 'pytest_plugins = ["sellergate_client.testing"]\n',
    "test_mine.py": """
def test_orders(seller_client):
    assert next(iter(seller_client.orders.list())).order_id

def test_logins(marketplace):
    assert marketplace.demo["logins"]
    with marketplace.client(accept_language="en-US") as client:
        assert client.sellers.get().seller_id == int(marketplace.seller_id)
""",
}


@pytest.mark.slow
def test_a_project_has_a_marketplace_of_its_own(tmp_path: Path) -> None:
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:schemathesis"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


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
