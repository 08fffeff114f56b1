"""The operator's guide runs as it is written, beside a demo."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.builders.demo import WORLD, run_demo
from tests.builders.operator import Json

pytestmark = pytest.mark.slow  # it seeds the demo marketplace

GUIDE = Path(__file__).resolve().parents[2] / "docs/operations/marketplace.md"


def test_every_command_of_the_guide_is_answered_with_success(tmp_path: Path) -> None:
    client = WORLD.operator_client
    known = {
        "operator_client_id": client.client_id,
        "operator_client_secret": client.secrets[0].value,
    }
    (tmp_path / ".sellergate").mkdir()
    (tmp_path / ".sellergate/demo.json").write_text(json.dumps(known))
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)

    with run_demo(tmp_path) as demo:
        script = "\n".join(blocks).replace("http://127.0.0.1:8080", demo.url)
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert run.returncode == 0, run.stdout[-2000:] + run.stderr
    assert len(blocks) == 7
    for told in ('"status":"Delivered"', '"graduation":"Claim"', "the throw is torn"):
        assert told in run.stdout


# What an example of the document needs another example to have been sent for.
AFTER_ANOTHER = {"decideCancellation", "failControls", "getAttachment"}


def test_the_examples_of_orders_and_discussions_do_what_they_say_in_the_demo(
    tmp_path: Path,
) -> None:
    client = WORLD.operator_client
    form = {"client_id": client.client_id, "client_secret": client.secrets[0].value}
    told = {}

    with run_demo(tmp_path) as demo:
        grant = {"grant_type": "client_credentials", **form}
        token = demo.http.post(demo.settings.token_url, data=grant).json()["access_token"]
        document = demo.get("/downloads/operator-openapi.json").json()
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if not {"Orders", "Discussions"} & set(operation.get("tags", [])):
                    continue
                answer = demo.http.request(
                    method.upper(),
                    f"{demo.url}/operator/v1{filled(document, path, operation)}",
                    headers={"Authorization": f"Bearer {token}"},
                    json=example_of(operation),
                )
                if operation["operationId"] not in AFTER_ANOTHER:
                    told[operation["operationId"]] = answer.status_code

    assert {name: status for name, status in told.items() if status >= 300} == {}
    assert len(told) >= 12


def filled(document: Json, path: str, operation: Json) -> str:
    """The path with the examples of its parameters."""
    for parameter in operation.get("parameters", []):
        known = parameter
        if "$ref" in known:
            known = document["components"]["parameters"][known["$ref"].rpartition("/")[2]]
        if known["in"] == "path":
            value = known.get("example") or next(iter(known["examples"].values()))["value"]
            path = path.replace(f"{{{known['name']}}}", str(value))
    return path


def example_of(operation: Json) -> Json | None:
    """The example of its body."""
    if "requestBody" not in operation:
        return None
    media = operation["requestBody"]["content"]["application/json"]
    found: Json = media.get("example") or next(iter(media["examples"].values()))["value"]
    return found
