"""The operator's guide runs as it is written, beside a demo."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.builders.demo import WORLD, run_demo

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
    assert len(blocks) == 6
    for told in ('"status":"Delivered"', '"graduation":"Claim"', "the throw is torn"):
        assert told in run.stdout
