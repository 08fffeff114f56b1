"""Log lines of a serving process: each whole, in order, soon there; and no call depends on where they go."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.command import (
    environment,
    free_port,
    get,
    run_ok,
    running,
    wait_until,
    wait_until_healthy,
)

pytestmark = pytest.mark.slow  # starts the real command again and again


@pytest.fixture
def served(tmp_path: Path) -> tuple[dict[str, str], str]:
    """Settings and address of an installation on a free port, migrated."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = environment(tmp_path, SELLERGATE_PORT=str(port), SELLERGATE_PUBLIC_URL=url)
    run_ok("migrate", env=env)
    return env, url


def lines_in(file: Path, at_least: int) -> list[dict[str, object]]:
    """The lines, once there are that many. Each must be whole."""
    deadline = time.monotonic() + 5
    while file.read_bytes().count(b"\n") < at_least and time.monotonic() < deadline:
        time.sleep(0.01)
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_a_line_is_in_the_file_while_the_server_goes_on(
    served: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    env, url = served
    ids = [f"call-{number}" for number in range(20)]

    with running("serve", url=url, env=env, cwd=tmp_path):
        for request_id in ids:
            assert get(f"{url}/seller/v2/nope", **{"X-Request-Id": request_id})[0] == 404
        wait_until(lambda: f'"{ids[-1]}"' in (tmp_path / "err").read_text(), 20)
        found = lines_in(tmp_path / "err", at_least=1 + len(ids))

    assert [line["request_id"] for line in found if line["event"] == "call"] == ids


def test_a_full_disk_under_the_log_stops_no_call(
    served: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    env, url = served
    nothing = tmp_path / "nothing"
    nothing.touch()

    with Path("/dev/full").open("w") as full:
        server = subprocess.Popen(
            [sys.executable, "-m", "sellergate", "serve"], env=env, cwd=tmp_path, stderr=full
        )
    try:
        wait_until_healthy(url, server, nothing)
        statuses = {get(f"{url}/seller/v2/nope")[0] for _ in range(200)}
    finally:
        server.terminate()
        server.wait(20)

    assert statuses == {404}


def test_a_reader_of_the_log_that_leaves_stops_no_call(
    served: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    env, url = served
    nothing = tmp_path / "nothing"
    nothing.touch()

    server = subprocess.Popen(
        [sys.executable, "-m", "sellergate", "serve"],
        env=env,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    try:
        assert server.stderr is not None
        wait_until_healthy(url, server, nothing)
        server.stderr.close()
        statuses = {get(f"{url}/seller/v2/nope")[0] for _ in range(200)}
    finally:
        server.terminate()
        server.wait(20)

    assert statuses == {404}
