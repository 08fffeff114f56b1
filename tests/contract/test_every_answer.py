"""schemathesis plays every operation of the served document: no 5xx, and every answer is as the document says."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.demo import CLIENT_ID, CLIENT_SECRET, WORLD, token_of_demo
from tests.builders.installation import Installation

pytestmark = pytest.mark.foreign

TOKEN_PATH = "/auth/realms/maas/protocol/openid-connect/token"
# A cursor is none of ours although it is a text, and lines of a package are judged later, not where they are uploaded.
LATER = ["--exclude-checks", "positive_data_acceptance,negative_data_rejection"]
API = ["--exclude-path", TOKEN_PATH, *LATER]
TOKEN = ["--include-path", TOKEN_PATH]


def play(
    demo: Installation, folder: Path, base: str, *options: str, file: str = "openapi.json"
) -> None:
    """Play the document that the installation serves, always the same cases. Fails with what was found."""
    document = folder / "openapi.json"
    document.write_bytes(demo.get(f"/downloads/{file}").content)
    run = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("schemathesis")), "run", document),
            *("--url", demo.url + base, "--checks", "all", "--seed", "1", "--max-examples", "25"),
            *("--phases", "examples,coverage,fuzzing", "--max-response-time", "5"),
            *options,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_calls_with_a_token_are_answered_as_documented(demo: Installation, tmp_path: Path) -> None:
    token = token_of_demo(demo)

    play(demo, tmp_path, "/seller/v2", *API, "-H", f"Authorization: Bearer {token}")


@pytest.mark.parametrize(
    "headers", [[], ["-H", "Authorization: Bearer garbage"]], ids=["no token", "garbage"]
)
def test_calls_without_a_token_are_answered_as_documented(
    demo: Installation, tmp_path: Path, headers: list[str]
) -> None:
    play(demo, tmp_path, "/seller/v2", *API, *headers)


@pytest.mark.parametrize(
    "login", [[], ["-a", f"{CLIENT_ID}:{CLIENT_SECRET}"]], ids=["form", "Basic"]
)
def test_token_requests_are_answered_as_documented(
    demo: Installation, tmp_path: Path, login: list[str]
) -> None:
    play(demo, tmp_path, "", *TOKEN, *login)


def test_calls_to_the_operator_api_are_answered_as_documented(
    demo: Installation, tmp_path: Path
) -> None:
    client = WORLD.operator_client
    form = {"client_id": client.client_id, "client_secret": client.secrets[0].value}
    answer = demo.http.post(
        demo.settings.token_url, data={"grant_type": "client_credentials", **form}
    )
    token = answer.json()["access_token"]

    play(
        demo,
        tmp_path,
        "/operator/v1",
        *(*API, "-H", f"Authorization: Bearer {token}"),
        file="operator-openapi.json",
    )
