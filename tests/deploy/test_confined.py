"""A server that may write nowhere but in its data folder, with no privilege left: what the unit and the container promise."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import environment, free_port, get, wait_until_healthy

NOBODY = 65534
# Memory is never writable and executable at once, as MemoryDenyWriteExecute= has it.
DENY_WRITE_EXECUTE = "import ctypes, os, sys; ctypes.CDLL(None).prctl(65, 1, 0, 0, 0); os.execv(sys.argv[1], sys.argv[1:])"
CONFINE = """
mount --bind "$1" "$1" && mount -o remount,bind,ro / && mount -o remount,bind,rw "$1" && shift &&
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""


def confined(data: Path, *command: str) -> list[str]:
    """`sellergate` and its words, in a view of this machine where only `data` can be written."""
    python = sys.executable
    as_whom = []
    if os.geteuid() == 0 and all(
        parent.stat().st_mode & 1 for parent in Path(python).resolve().parents
    ):
        shutil.chown(data, NOBODY, NOBODY)
        as_whom = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return [
        *("unshare", "--mount", "--propagation", "private", *own),
        *("sh", "-c", CONFINE, "sh", str(data), *as_whom, "--"),
        *(python, "-c", DENY_WRITE_EXECUTE, python, "-m", "sellergate", *command),
    ]


@pytest.mark.slow
def test_a_server_writes_in_its_data_folder_and_nowhere_else(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o011)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = environment(
        data,
        SELLERGATE_PORT=str(port),
        SELLERGATE_PUBLIC_URL=url,
        SELLERGATE_WORKERS="2",
        PYTHONDONTWRITEBYTECODE="1",
    )
    outside = tmp_path / "outside"

    tried = subprocess.run(
        [*confined(data)[:-2], "-c", f"open({str(outside)!r}, 'w')"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    subprocess.run(confined(data, "migrate"), env=env, cwd=data, check=True, capture_output=True)
    with (tmp_path / "err").open("w") as err:
        server = subprocess.Popen(confined(data, "serve"), env=env, cwd=data, stderr=err)
    try:
        wait_until_healthy(url, server, tmp_path / "err")
        ready = get(f"{url}/readyz")
        refused = get(f"{url}/seller/v2/sellers")
        status = Path(f"/proc/{server.pid}/status").read_text()
    finally:
        server.terminate()
        code = server.wait(30)

    assert "Read-only file system" in tried.stderr or "Permission denied" in tried.stderr
    assert not outside.exists()
    assert (ready[0], refused[0], code) == (200, 401, 0)
    assert "CapEff:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    assert "Traceback" not in (tmp_path / "err").read_text()
    assert {path.name.split("-")[0] for path in data.iterdir()} == {"data.db", "documents"}
