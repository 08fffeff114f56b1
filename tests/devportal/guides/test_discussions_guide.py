"""The guide of discussions: its walkthrough runs on the demo marketplace."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.demo import run_demo
from tests.builders.installation import Installation
from tests.devportal.guides.test_trade_guides import run_walkthrough


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo")) as on:
        yield on


@pytest.mark.slow
def test_a_customer_is_answered(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "discussions", tmp_path)

    sent = json.loads(printed[7])
    [file] = json.loads(printed[8])
    assert file["messageId"] == sent["messageId"]
    assert file["attachmentName"] == "label"
    assert printed[9] == "Treated False"
