"""Packages under calls in any order: states never go back, counts are those of the lines (contract/04 §B)."""

from typing import Any

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.builders.offer_packages import Stall, work

pytestmark = pytest.mark.slow

ORDER = ["WaitingForCompletion", "Ready", "IntegrationPending", "Integrated"]


@pytest.mark.parametrize("type_", ["Update", "Delete"])
def test_a_package_only_goes_forward_whatever_is_called(stall: Stall, type_: str) -> None:
    class Packages(RuleBasedStateMachine):
        packages = Bundle("packages")

        def __init__(self) -> None:
            super().__init__()
            self.lines: dict[str, int] = {}
            self.submitted: set[str] = set()
            self.seen: dict[str, int] = {}

        @rule(target=packages)
        def open(self) -> str:
            package_id = stall.open(type_)
            self.lines[package_id] = 0
            return package_id

        @rule(package_id=packages, count=st.integers(1, 3))
        def upload(self, package_id: str, count: int) -> None:
            lines: list[dict[str, Any]] = [
                {"sellerExternalReference": f"S{stall.on.number()}"} for _ in range(count)
            ]
            answer = stall.upload(package_id, *lines)
            is_open = package_id not in self.submitted
            assert answer.status_code == (201 if is_open else 409)
            self.lines[package_id] += count if is_open else 0

        @rule(package_id=packages)
        def upload_nonsense(self, package_id: str) -> None:
            path = f"/offer-packages/{package_id}/offer-requests"
            assert stall.call("POST", path, json=[{}, 1]).status_code == 400

        @rule(package_id=packages)
        def submit(self, package_id: str) -> None:
            answer = stall.submit(package_id)
            assert answer.status_code == (204 if self.lines[package_id] else 400)
            if self.lines[package_id]:
                self.submitted.add(package_id)

        @rule()
        def integrate(self) -> None:
            work(stall.on)

        @rule(package_id=packages)
        def read_results(self, package_id: str) -> None:
            path = f"/offer-packages/{package_id}/offer-requests-results"
            state = stall.package(package_id)["state"]
            answer = stall.call("GET", path, params={"limit": 1000})
            if state == "Integrated":
                assert answer.json()["itemsPerPage"] == self.lines[package_id]
            else:
                assert answer.status_code in {200, 400}

        @invariant()
        def goes_forward(self) -> None:
            for package_id, lines in self.lines.items():
                package = stall.package(package_id)
                place = ORDER.index(package["state"])
                assert place >= self.seen.get(package_id, 0)
                assert (place > 0) == (package_id in self.submitted)
                assert package["lineCount"] == lines
                assert package["doneCount"] == (
                    package["integratedCount"]
                    + package["rejectedCount"]
                    + package["duplicatedCount"]
                )
                self.seen[package_id] = place

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Packages, settings=settings(max_examples=10, stateful_step_count=15, deadline=None)
    )
