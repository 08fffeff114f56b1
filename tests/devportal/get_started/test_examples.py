"""The code that the page shows runs as it is: only the placeholders are replaced."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sellergate.devportal.get_started.examples import ACCESS_TOKEN, CLIENT_SECRET
from tests.builders.world import a_token
from tests.devportal.people import Marketplace, code_of

pytestmark = pytest.mark.slow  # runs what the pages show

CURL, PYTHON, POSTMAN = 1, 2, 3


def run(*command: str, **env: str) -> str:
    """What the command prints. Raises when it fails."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        command, env={**kept, **env}, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def page(marketplace: Marketplace):
    return marketplace.reader(marketplace.maison.user).open("/get-started/seller/")


def test_the_token_command_gets_a_token(marketplace: Marketplace, page) -> None:
    script = code_of(page, f"token-code-{CURL}-code")
    assert CLIENT_SECRET in script

    answer = run("bash", "-c", script.replace(CLIENT_SECRET, marketplace.own.secret))

    assert json.loads(answer)["token_type"] == "Bearer"


def test_the_call_command_calls(marketplace: Marketplace, page) -> None:
    script = code_of(page, f"call-code-{CURL}-code")
    assert ACCESS_TOKEN in script
    token = a_token(marketplace.on, marketplace.own)

    answer = run("bash", "-c", script.replace(ACCESS_TOKEN, token))

    head, _, body = answer.replace("\r", "").partition("\n\n")
    assert head.startswith("HTTP/1.1 200 OK")
    assert json.loads(body)["seller_id"] == marketplace.seller.seller_id


def test_the_python_of_both_steps_is_one_program(
    marketplace: Marketplace,
    page,
    tmp_path: Path,
) -> None:
    steps = [code_of(page, f"{step}-code-{PYTHON}-code") for step in ("token", "call")]
    program = tmp_path / "first_call.py"
    program.write_text("\n".join(steps), encoding="utf-8")

    printed = run(sys.executable, str(program), CLIENT_SECRET=marketplace.own.secret)

    assert printed.splitlines() == ["valid for 7200 s", "Maison <Test> & Cie Activated"]


def test_postman_is_told_the_readers_own_names(marketplace: Marketplace, page) -> None:
    token_step = code_of(page, f"token-code-{POSTMAN}-code")
    call_step = code_of(page, f"call-code-{POSTMAN}-code")

    collection = marketplace.on.get("/downloads/sellergate.postman_collection.json").json()
    folders = {folder["name"]: {r["name"] for r in folder["item"]} for folder in collection["item"]}
    assert "maison-own-api" in token_step
    assert "Get an access token" in folders["Authentication"]
    assert "“Authentication”, “Get an access token”" in token_step
    assert str(marketplace.seller.seller_id) in call_step
    assert "Get seller information" in folders["Sellers"]
    assert "“Get seller information”" in call_step


def test_a_client_id_that_a_shell_would_run_stays_a_word(marketplace: Marketplace) -> None:
    reader = marketplace.reader()
    reader.open("/get-started/seller/")
    hostile = "x'; echo pwned; '$(echo pwned)\"`echo pwned`"

    page = reader.send(
        "/get-started/seller/token", {"client_id": hostile, "client_secret": "wrong"}
    )

    script = code_of(page, f"token-code-{CURL}-code")
    program = code_of(page, f"token-code-{PYTHON}-code")
    assert "pwned" not in run("bash", "-c", script).replace(hostile, "")
    compile(program, "shown", "exec")
