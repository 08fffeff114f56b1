"""Quotas on a shared store: exact over several nodes, and nobody notices when it dies (issue §1, §4)."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from sellergate.access.sellers.models import TEST_SELLER_ID
from tests.builders.process import ServerProcess, run_process
from tests.builders.redis import RedisServer
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    a_user,
    headers_for,
    the_test_seller,
)
from tests.portal.accounts.site import Browser

pytestmark = pytest.mark.slow

CALLERS = 8
RECOVERY = 10  # seconds, as the issue asks


@contextmanager
def two_nodes(folder: Path, cache_url: str) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    """Two processes behind one address: one database, one cache."""
    limits = {
        "SELLERGATE_CACHE_URL": cache_url,
        "SELLERGATE_TOKENS_PER_HOUR": "60",
        "SELLERGATE_TEST_SELLER_CALLS_PER_HOUR": "90",
    }
    (folder / "first").mkdir()
    (folder / "second").mkdir()
    with run_process(folder / "first", **limits) as first:
        one = {
            "SELLERGATE_DATABASE_URL": first.settings.database_url,
            "SELLERGATE_PUBLIC_URL": first.url,
        }
        with run_process(folder / "second", **limits, **one) as second:
            yield first, second


def wait_for_room_in_this_hour() -> None:
    """Counts of two hours cannot be compared."""
    left = 3600 - time.time() % 3600
    if left < 20:
        time.sleep(left)


def statuses(requests: list[tuple[str, str, dict[str, Any]]]) -> Counter[int]:
    """How often each status came, the requests being sent by eight at once."""
    with httpx2.Client(timeout=20, trust_env=False) as http, ThreadPoolExecutor(CALLERS) as pool:
        sent = [pool.submit(http.request, method, url, **more) for method, url, more in requests]
        return Counter(answer.result().status_code for answer in sent)


def test_a_quota_over_two_processes_lets_exactly_that_many_through(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    wait_for_room_in_this_hour()
    with two_nodes(tmp_path, redis_server.tcp_url) as nodes:
        the_test_seller(nodes[0])
        client, other = a_client(nodes[0]), a_client(nodes[0])
        headers = headers_for(a_token(nodes[0], client), TEST_SELLER_ID)
        token_path = nodes[0].settings.token_url.removeprefix(nodes[0].url)

        calls = statuses(
            [("GET", f"{node.url}/seller/v2/sellers", {"headers": headers}) for node in nodes] * 80
        )
        tokens = statuses(
            [("POST", node.url + token_path, {"data": other.token_form}) for node in nodes] * 60
        )

    assert calls == {200: 90, 429: 70}
    assert tokens == {200: 60, 429: 60}


def test_attempts_to_sign_in_are_counted_together(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    with two_nodes(tmp_path, redis_server.url) as nodes:
        user = a_user(nodes[0])
        answers = [_try_to_sign_in(nodes[n % 2], user.email) for n in range(12)]

    assert answers == [422] * 10 + [429] * 2


def _try_to_sign_in(node: ServerProcess, email: str) -> int:
    browser = Browser(node.url)
    with closing(browser.http):
        return _submit_wrong_password(browser, node, email)


def _submit_wrong_password(browser: Browser, node: ServerProcess, email: str) -> int:
    browser.open("/account/sign-in")
    form = browser.form("/account/sign-in")
    values = form.values | {"email": email, "password": "wrong"}
    origin = {"Origin": node.environment["SELLERGATE_PUBLIC_URL"]}
    return browser.http.post(form.action, data=values, headers=origin).status_code


@dataclass
class Load:
    """Callers who never pause, and what they saw."""

    server: ServerProcess
    headers: dict[str, str]
    seen: list[tuple[float, int, float]] = field(default_factory=list)  # when, status, seconds

    @contextmanager
    def running(self) -> Iterator["Load"]:
        done = threading.Event()

        def keep_calling() -> None:
            with httpx2.Client(timeout=20, trust_env=False) as http:
                while not done.is_set():
                    started = time.monotonic()
                    url = f"{self.server.url}/seller/v2/sellers"
                    status = http.get(url, headers=self.headers).status_code
                    self.seen.append((started, status, time.monotonic() - started))

        callers = [threading.Thread(target=keep_calling) for _ in range(CALLERS)]
        for caller in callers:
            caller.start()
        try:
            yield self
        finally:
            done.set()
            for caller in callers:
                caller.join()

    def since(self, moment: float) -> "Load":
        later = [seen for seen in self.seen if seen[0] >= moment]
        return Load(self.server, self.headers, later)

    @property
    def statuses(self) -> set[int]:
        return {status for _, status, _ in self.seen}

    @property
    def seconds(self) -> list[float]:
        return sorted(seconds for _, _, seconds in self.seen)


@pytest.fixture
def server(tmp_path: Path, own_redis: RedisServer) -> Iterator[ServerProcess]:
    settings = {
        "SELLERGATE_CACHE_URL": own_redis.url,
        "SELLERGATE_CALLS_PER_MINUTE": "10000000",
        "SELLERGATE_LOG_LEVEL": "warning",
    }
    with run_process(tmp_path, **settings) as running:
        yield running


def a_caller(server: ServerProcess, **limits: int) -> tuple[Registered, dict[str, str]]:
    client, seller = a_client(server, **limits), a_seller(server)
    a_delegation(server, client, seller)
    return client, headers_for(a_token(server, client), seller.seller_id)


def readiness(server: ServerProcess) -> tuple[int, str | None]:
    answer = server.get("/readyz")
    return answer.status_code, answer.json().get("degraded")


def seconds_until_ready(server: ServerProcess, degraded: str | None) -> float:
    started = time.monotonic()
    while readiness(server) != (200, degraded):
        assert time.monotonic() - started < 30
        time.sleep(0.05)
    return time.monotonic() - started


def events(server: ServerProcess) -> list[str]:
    return [line["event"].split(":")[0] for line in server.log_lines()]


def test_a_store_killed_under_load_costs_no_call_and_comes_back_by_itself(
    server: ServerProcess, own_redis: RedisServer
) -> None:
    _client, headers = a_caller(server)
    with Load(server, headers).running() as load:
        time.sleep(1)
        own_redis.kill()
        down_after = seconds_until_ready(server, "cache")
        time.sleep(1)
        own_redis.start()
        back_after = seconds_until_ready(server, None)
        time.sleep(0.5)
        keys = own_redis.all_keys()

    assert load.statuses == {200}
    assert down_after < 1
    assert load.seconds[-1] < 1, "no call waited for it"
    assert back_after < RECOVERY
    assert any(key.endswith(" sellers") for key in keys), "calls are counted there again"
    assert events(server) == [
        "shared counters are not available",
        "shared counters are back",
    ]
    assert server.log_lines()[1]["failures"] > 0


def test_a_store_that_hangs_slows_nobody_down(
    server: ServerProcess, own_redis: RedisServer
) -> None:
    _client, headers = a_caller(server)
    with Load(server, headers).running() as load:
        time.sleep(0.5)
        own_redis.hang()
        seconds_until_ready(server, "cache")
        hung_at = time.monotonic()
        time.sleep(3)
        resumed_at = time.monotonic()
        own_redis.resume()
        back_after = seconds_until_ready(server, None)

    meanwhile = [s for at, _, s in load.since(hung_at).seen if at + s < resumed_at]
    assert load.statuses == {200}
    assert load.seconds[-1] < 1
    assert len(meanwhile) > 100
    assert sum(s > 0.08 for s in meanwhile) < len(meanwhile) / 100, "known to be down, not asked"
    assert back_after < RECOVERY


def test_while_the_store_is_down_quotas_hold_in_each_process(
    server: ServerProcess, own_redis: RedisServer
) -> None:
    wait_for_room_in_this_hour()
    client = a_client(server, tokens_per_hour=5)
    own_redis.kill()
    seconds_until_ready(server, "cache")

    answers = [
        server.http.post(server.settings.token_url, data=client.token_form) for _ in range(7)
    ]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert answers[4].headers["ratelimit"].startswith('"tokens";r=0;')


def test_a_store_that_is_down_at_the_start_keeps_nobody_from_serving(
    tmp_path: Path, own_redis: RedisServer
) -> None:
    own_redis.kill()
    settings = {"SELLERGATE_CACHE_URL": own_redis.tcp_url, "SELLERGATE_LOG_LEVEL": "warning"}
    with run_process(tmp_path, **settings) as server:
        _client, headers = a_caller(server)
        before = server.get("/seller/v2/sellers", headers=headers).status_code
        degraded = readiness(server)
        own_redis.start()
        back_after = seconds_until_ready(server, None)

    assert (before, degraded) == (200, (200, "cache"))
    assert back_after < RECOVERY
    log = server.log.read_text()
    assert own_redis.password not in log
    assert f"127.0.0.1:{own_redis.port}" in log, "the alarm says which store"
