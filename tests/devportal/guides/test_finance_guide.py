"""The guide of finance: its walkthrough runs on the demo marketplace."""

import json
from collections import Counter
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
def test_money_is_read_and_added_up(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "finance", tmp_path)

    lines = (tmp_path / "operations.jsonl").read_text(encoding="utf-8").splitlines()
    operations = [json.loads(line) for line in lines]
    states = Counter(one["paymentState"] for one in operations)
    assert int(printed[1]) == len({one["operationId"] for one in operations}) > 200
    assert "Estimated" in printed[2]
    assert 0 < int(printed[3]) < states["Paid"]
    assert "Estimated" in printed[4]
    assert int(printed[5]) > 0
    assert len(printed[6].splitlines()) == 5
    assert printed[7] == "%PDF-"
    assert ".pdf" in printed[8]
    assert "Q4" in printed[9]
