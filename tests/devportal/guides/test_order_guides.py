"""The guides of orders: their walkthroughs run on the demo marketplace."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.demo import run_demo
from tests.builders.installation import Installation
from tests.devportal.guides.test_trade_guides import run_walkthrough

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo"), only=()) as on:
        yield on


def test_an_order_is_accepted_and_shipped(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "orders", tmp_path)

    assert "WaitingAcceptance" in printed[1]
    assert int(printed[2]) > 0
    assert printed[4].startswith("InPreparation ")
    assert printed[6] == "Shipped 6A04188312875"


def test_money_goes_back(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "cancellations", tmp_path)

    assert "seller-out-of-stock" in printed[1]
    line = json.loads((tmp_path / "order.json").read_bytes())["lines"][0]
    assert printed[4] == f"Accepted {line['totalPrice']['sellingPrice']}"
    assert json.loads(printed[5])["allowableAmount"] >= 1
    assert printed[7] == "Accepted 1.0"


def test_goods_go_through_the_warehouses(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "fulfillment", tmp_path)

    assert printed[3].startswith("Referenced ")
    assert printed[5] == "Received"
    assert printed[6] == "%PDF-"
    assert "FR " in printed[7]
    assert printed[8] == "Shipped"
    assert printed[9].startswith("Demo Express DW")
    assert printed[10] == "Accepted"
    assert printed[11] == "Completed"
    assert printed[12] == "%PDF-"
