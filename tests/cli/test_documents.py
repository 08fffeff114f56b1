"""Documents that are made from the source, without a server."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.command import environment, run, run_ok

pytestmark = pytest.mark.slow  # starts the real command again and again

NOTHING = {"PATH": "/usr/bin"}


def test_the_openapi_document_needs_no_configuration() -> None:
    document = yaml.safe_load(run_ok("openapi", env=NOTHING))

    assert document["openapi"].startswith("3.1")
    assert document["servers"][0]["url"] == "https://sellers.example.com/seller/v2"


def test_the_openapi_document_is_that_of_the_configured_installation(tmp_path: Path) -> None:
    env = environment(tmp_path, SELLERGATE_PUBLIC_URL="https://api.shop.example")

    as_json = json.loads(run_ok("openapi", "--format", "json", env=env))
    as_yaml = yaml.safe_load(run_ok("openapi", env=env))

    assert as_json["servers"][0]["url"] == "https://api.shop.example/seller/v2"
    assert as_json == as_yaml


def test_the_postman_files_are_those_of_the_configured_installation(tmp_path: Path) -> None:
    env = environment(tmp_path, SELLERGATE_PUBLIC_URL="https://api.shop.example")

    collection = json.loads(run_ok("postman", env=env))
    variables = json.loads(run_ok("postman", "--environment", env=env))["values"]

    assert collection["info"]["schema"].endswith("/v2.1.0/collection.json")
    assert {v["key"]: v["value"] for v in variables}[
        "baseUrl"
    ] == "https://api.shop.example/seller/v2"


def test_a_document_is_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"

    written = run("openapi", "--output", str(file), env=NOTHING)
    refused = run("openapi", "--output", str(tmp_path), env=NOTHING)

    assert (written.returncode, written.stdout) == (0, "")
    assert "openapi: '3.1" in file.read_text("utf-8")
    assert refused.returncode == 3


def test_a_wrong_setting_is_still_a_problem() -> None:
    refused = run("openapi", env=NOTHING | {"SELLERGATE_PORT": "x"})

    assert refused.returncode == 3
    assert "SELLERGATE_PORT" in refused.stderr
