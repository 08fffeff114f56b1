"""The library's types, as its users' checkers see them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYRIGHT = ROOT / "tests" / "npm" / "node_modules" / ".bin" / "pyright"


@pytest.mark.slow
def test_mypy_agrees_with_users() -> None:
    """Strictly, with every mistake found that is marked as one."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", HERE / "typing" / "user.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.foreign
@pytest.mark.parametrize(("checked", "mode"), [("user", "strict"), ("library", "standard")])
def test_pyright_agrees(tmp_path: Path, checked: str, mode: str) -> None:
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / "user.py").write_text((HERE / "typing" / "user.py").read_text())
    (tmp_path / "library").symlink_to(ROOT / "sdk" / "src")
    settings = {
        "include": [checked],
        "typeCheckingMode": mode,
        "reportUnnecessaryTypeIgnoreComment": "error",
        "enableTypeIgnoreComments": False,
        "pythonVersion": "3.11",
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))

    done = subprocess.run(
        [PYRIGHT, "--project", tmp_path, "--pythonpath", sys.executable],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout
