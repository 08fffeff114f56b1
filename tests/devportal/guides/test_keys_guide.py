"""The guide to keys: its commands make a key that its programs sign in with."""

import os
import subprocess
import sys
from pathlib import Path

from sellergate.access.client_keys import service as client_keys
from sellergate.access.client_keys.parse import parse_public_keys
from tests.devportal.people import Marketplace, code_of

GUIDE = "/docs/guides/keys/"


def run(program: str, folder: Path, marketplace: Marketplace) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "CLIENT_ID": marketplace.own.id,
            "CLIENT_SECRET": marketplace.own.secret,
            "SELLER_ID": str(marketplace.seller.seller_id),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_commands_make_a_key_that_the_program_signs_in_with(
    marketplace: Marketplace, tmp_path: Path
) -> None:
    page = marketplace.reader().open(GUIDE)
    commands = ["bash", "-c", code_of(page, "make-keys")]
    subprocess.run(commands, cwd=tmp_path, check=True, timeout=30, capture_output=True)
    pasted = (tmp_path / "client-key.pub.pem").read_text()
    marketplace.on.write(
        client_keys.add_keys,
        client_uid=marketplace.own.client.uid,
        name="guide",
        keys=parse_public_keys(pasted),
    )

    said = run(code_of(page, "key-client"), tmp_path, marketplace)

    assert said == "Maison <Test> & Cie\n"


def test_the_program_with_proofs_runs(marketplace: Marketplace, tmp_path: Path) -> None:
    page = marketplace.reader().open(GUIDE)

    said = run(code_of(page, "dpop-client"), tmp_path, marketplace)

    assert said == "Maison <Test> & Cie\n"
