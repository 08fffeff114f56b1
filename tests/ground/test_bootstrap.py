"""`bin/bootstrap` installs once, installs again when the lock changes, and says what is wrong.

uv is played by a script that writes down how it was called: what uv does with its arguments is its own affair.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

UV = """#!/bin/sh
case "$1" in
    --version) echo "uv ${FAKE_UV_VERSION:-0.13.9} (played)"; exit ;;
    venv) mkdir -p .venv/bin && ln -sf "$FAKE_PYTHON" .venv/bin/python ;;
    sync) [ -z "${FAKE_UV_BROKEN-}" ] || exit 2 ;;
esac
echo "$*" >> calls
"""


class Checkout:
    """A checkout with nothing but what bootstrap reads, in a path with a space."""

    def __init__(self, tmp_path: Path) -> None:
        self.root = tmp_path / "a clone"
        self.tools = tmp_path / "tools"
        self.root.mkdir()
        self.tools.mkdir()
        shutil.copytree(ROOT / "bin", self.root / "bin")
        (self.root / "sdk").mkdir()
        (self.root / "sdk/pyproject.toml").write_text("[project]\n")
        (self.root / "pyproject.toml").write_text("[project]\n")
        (self.root / "uv.lock").write_text("version = 1\n")
        (self.tools / "uv").write_text(UV)
        (self.tools / "uv").chmod(0o755)

    def bootstrap(self, group: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.tools}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "FAKE_PYTHON": sys.executable,
            **variables,
        }
        return subprocess.run(
            [self.root / "bin/bootstrap", group],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """How uv was called since the last look."""
        path = self.root / "calls"
        if not path.exists():
            return []
        calls = path.read_text().splitlines()
        path.unlink()
        return [call for call in calls if not call.startswith("venv")]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_first_time_the_locked_packages_are_installed(checkout: Checkout) -> None:
    done = checkout.bootstrap("run")

    assert done.returncode == 0, done.stderr
    [call] = checkout.calls()
    assert call == "sync --locked --inexact --compile-bytecode"


def test_the_second_time_uv_is_not_even_asked_for_its_version(checkout: Checkout) -> None:
    checkout.bootstrap("run")
    (checkout.tools / "uv").unlink()

    done = checkout.bootstrap("run")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed(checkout: Checkout, changed: str) -> None:
    checkout.bootstrap("run")
    checkout.calls()

    (checkout.root / changed).write_text("changed = 1\n")
    checkout.bootstrap("run")

    assert len(checkout.calls()) == 1


def test_the_tools_of_developers_include_what_the_server_needs(checkout: Checkout) -> None:
    checkout.bootstrap("dev")
    assert [call.split()[-1] for call in checkout.calls()] == ["--all-groups"]

    checkout.bootstrap("run")

    assert checkout.calls() == []


def test_a_moved_checkout_is_installed_again(checkout: Checkout, tmp_path: Path) -> None:
    checkout.bootstrap("run")
    checkout.calls()

    checkout.root = checkout.root.rename(tmp_path / "elsewhere")
    checkout.bootstrap("run")

    assert len(checkout.calls()) == 1


def test_a_mirror_serves_the_locked_versions_by_their_hashes(checkout: Checkout) -> None:
    checkout.bootstrap("run", PIP_INDEX_URL="https://mirror.example/simple")

    export, packages, ourselves = checkout.calls()
    assert export.startswith("export --quiet --frozen")
    assert "--default-index https://mirror.example/simple --require-hashes" in packages
    assert "--default-index https://mirror.example/simple --no-deps" in ourselves


def test_a_failed_installation_says_what_to_do_and_is_tried_again(checkout: Checkout) -> None:
    done = checkout.bootstrap("run", FAKE_UV_BROKEN="1")
    assert done.returncode == 1
    assert "make lock" in done.stderr

    assert checkout.bootstrap("run").returncode == 0
    assert len(checkout.calls()) == 1


def test_an_old_python_is_refused_with_what_to_install(checkout: Checkout) -> None:
    old = checkout.tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    shell = checkout.tools
    for name in ("sh", "cat", "cksum", "dirname", "rm", "cut"):
        (shell / name).symlink_to(shutil.which(name) or name)

    done = checkout.bootstrap("run", PATH=str(shell))

    assert done.returncode == 1
    assert "no Python 3.11 or later" in done.stderr
    assert "apt-get install python3" in done.stderr
