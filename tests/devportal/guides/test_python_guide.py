"""The guide to the Python client: its programs run as they are shown."""

import os
import subprocess
import sys
from pathlib import Path

from sellergate_client.cli.parser import build_parser
from tests.devportal.people import Marketplace, code_of

SAID = {"python-first": "Maison <Test> & Cie\n", "python-tasks": "Maison <Test> & Cie\n"}


def test_the_programs_run(marketplace: Marketplace, tmp_path: Path) -> None:
    page = marketplace.reader().open("/docs/guides/python/")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CLIENT_ID": marketplace.own.id,
        "CLIENT_SECRET": marketplace.own.secret,
        "SELLER_ID": str(marketplace.seller.seller_id),
    }
    for name in ("python-first", "python-tasks", "python-poll"):
        done = subprocess.run(
            [sys.executable, "-c", code_of(page, name)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert done.returncode == 0, done.stderr
        assert done.stdout == SAID.get(name, "")


def test_the_commands_are_those_of_slg(marketplace: Marketplace) -> None:
    page = marketplace.reader().open("/docs/guides/python/")

    for line in code_of(page, "python-shell").splitlines():
        assert build_parser().parse_args(line.split()[1:]).run
