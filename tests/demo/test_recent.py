"""What happened lately in the demo marketplace: there is something to see on every page, and it is like everybody's."""

from collections.abc import Iterator
from typing import Any

import pytest

from sellergate.demo.recent import SHOWN_PACKAGE, SHOWN_SUBMISSION
from tests.builders.demo import SELLER_ID, run_demo, token_of_demo
from tests.builders.installation import Installation
from tests.builders.world import headers_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo")) as on:
        yield on


def items_of(demo: Installation, path: str) -> list[dict[str, Any]]:
    headers = headers_for(token_of_demo(demo), SELLER_ID)
    answer = demo.get(f"/seller/v2{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_packages_are_in_every_state_that_lasts(demo: Installation) -> None:
    states = {package["state"] for package in items_of(demo, "/offer-packages?limit=100")}

    assert states == {"WaitingForCompletion", "Integrated", "Rejected"}


def test_some_lines_were_refused_and_say_why(demo: Installation) -> None:
    packages = items_of(demo, "/offer-packages?limit=100")
    lines = [
        line
        for package in packages
        if package["state"] == "Integrated"
        for line in items_of(demo, f"/offer-packages/{package['packageId']}/offer-requests-results")
    ]

    statuses = {line["integrationStatus"] for line in lines}
    codes = {line["results"][0]["resultCode"] for line in lines}
    assert statuses == {"Integrated", "Rejected", "Duplicated"}
    assert {"8000", "9000", "1324", "3628", "1906", "1109"} <= codes


def test_some_sheets_were_refused_and_say_why(demo: Installation) -> None:
    reports = items_of(demo, "/products-integration-reports?pageIndex=1&pageSize=100")

    refused = [report for report in reports if report["status"] == "Refused"]
    assert {report["status"] for report in reports} == {"Integrated", "Refused"}
    assert {report["operationType"] for report in reports} >= {"Creation", "Identical"}
    assert all(report["errors"] for report in refused)


def test_what_the_reference_shows_is_there(demo: Installation) -> None:
    reports = items_of(demo, f"/products-integration-reports?packageId={SHOWN_SUBMISSION}")
    lines = items_of(demo, f"/offer-packages/{SHOWN_PACKAGE}/offer-requests-results")

    assert [report["status"] for report in reports] == ["Integrated", "Refused"]
    assert [line["integrationStatus"] for line in lines] == ["Integrated", "Rejected"]


def test_a_rival_has_moved_since_yesterday(demo: Installation) -> None:
    moved = items_of(demo, "/competing-offer-changes")

    assert "LAMPE-ORBEC" in {change["seller_product_id"] for change in moved}
