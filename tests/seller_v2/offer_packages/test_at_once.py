"""Calls about one package that come at the same time: each is answered, and nothing is lost or there twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.builders.offer_packages import Stall, a_line

pytestmark = pytest.mark.slow


def test_uploads_at_the_same_time_are_all_taken_once(stall: Stall) -> None:
    package = stall.open()
    lines = [a_line(stall.on) for _ in range(16)]

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda line: stall.upload(package, line).status_code, lines))

    assert codes == [201] * 16
    assert stall.package(package)["lineCount"] == 16
    stall.submit(package)
    stall.integrated(package)
    results = stall.results(package)
    assert {r["sellerExternalReference"] for r in results} == {
        line["sellerExternalReference"] for line in lines
    }
    assert {r["integrationStatus"] for r in results} == {"Integrated"}


def test_a_package_submitted_many_times_at_once_is_integrated_once(stall: Stall) -> None:
    """contract/04 §B: clients repeat the PATCH after a 502."""
    package = stall.open()
    line = a_line(stall.on)
    stall.upload(package, line)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: stall.submit(package).status_code, range(8)))

    assert codes == [204] * 8
    assert stall.integrated(package)["integratedCount"] == 1
