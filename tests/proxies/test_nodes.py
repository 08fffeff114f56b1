"""One node of two is killed under load, comes back, and all are away: what callers see through nginx."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
import pytest

from tests.builders.wire import slug_of
from tests.proxies.conftest import Front

pytestmark = [pytest.mark.slow, pytest.mark.foreign]


@pytest.fixture(autouse=True)
def _both_nodes_are_used(front: Front) -> None:
    front.wait_for_both()


@dataclass
class Readers:
    """Threads that read through nginx and repeat nothing."""

    front: Front
    statuses: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def reading(self, *paths: str, threads: int = 6) -> Iterator["Readers"]:
        started = [
            threading.Thread(target=self._read, args=(paths[number % len(paths)],))
            for number in range(threads)
        ]
        for thread in started:
            thread.start()
        try:
            self.more(30)
            yield self
        finally:
            self._stop.set()
            for thread in started:
                thread.join(30)

    def more(self, count: int) -> None:
        """Until so many more calls have been answered."""
        wanted, deadline = len(self.statuses) + count, time.monotonic() + 30
        while len(self.statuses) < wanted:
            assert time.monotonic() < deadline, self.failures
            time.sleep(0.01)

    def _read(self, path: str) -> None:
        front = self.front
        with httpx2.Client(
            timeout=20, trust_env=False, verify=front.authority.context, headers=front.headers
        ) as http:
            while not self._stop.is_set():
                began = time.monotonic()
                try:
                    answer = http.get(front.url + path)
                except httpx2.TransportError as error:
                    self.failures.append(repr(error))
                    continue
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.statuses.append(answer.status_code)
                if answer.status_code != 200:
                    self.failures.append(f"{path}: {answer.status_code} {answer.text}")


def test_no_read_fails_while_a_node_is_killed_and_comes_back(front: Front) -> None:
    node = front.nodes[1]

    with Readers(front).reading("/seller/v2/sellers", "/own/parcels") as readers:
        for _ in range(2):
            node.kill()
            readers.more(300)
            node.start()
            readers.more(100)

    assert readers.failures == []
    assert len(readers.statuses) > 800
    assert readers.slowest < 10


def test_writes_to_ones_own_service_arrive_once_while_a_node_is_killed(front: Front) -> None:
    """The decision may be asked of another node; the write itself goes on once."""
    node = front.nodes[1]
    before = len(front.service.requests)
    statuses = []

    with Readers(front).reading("/seller/v2/sellers", threads=2) as readers:
        node.kill()
        for number in range(60):
            answer = front.request("POST", f"/own/once/{number}", content=b"{}")
            statuses.append(answer.status_code)
        node.start()

    arrived = [r.target for r in front.service.requests[before:] if r.method == "POST"]
    assert statuses == [200] * 60
    assert arrived == [f"/own/once/{number}" for number in range(60)]
    assert readers.failures == []


def test_with_no_node_left_nothing_passes_and_callers_are_told(front: Front) -> None:
    before = len(front.service.requests)
    for node in front.nodes:
        node.kill()

    try:
        answers = [front.request("GET", path) for path in ("/own/x", "/seller/v2/sellers")]
    finally:
        for node in front.nodes:
            node.start()

    assert len(front.service.requests) == before
    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"] == "5"
        assert slug_of(answer.json()) == "unavailable"
        assert answer.json()["traceId"] == answer.headers["x-request-id"]
    began = time.monotonic()
    front.wait_for_both()
    assert time.monotonic() - began < 10, "recovers without a hand"
