"""From a revocation to the first refusal: on the same node, and on another one with the node under load."""

import random
import time

from bench.client import ApiClient, sellers_request
from bench.load import background_load
from bench.machine import BenchFailed
from bench.servers import Server
from bench.stage import Stage
from bench.world import Login, Marketplace, OtherNode

POLL_OF_FEED = 0.2  # revocations begin at any moment between two looks at the feed
GIVE_UP_AFTER = 5.0


def next_refused(server: Server, login: Login, number: int) -> list[bool]:
    """Whether the request after each revocation of a token, at the server, was refused."""
    with ApiClient(server, login) as client:
        return [_refuses_next(client) for _ in range(number)]


def revocations_elsewhere(
    stage: Stage, server: Server, marketplace: Marketplace, number: int
) -> list[float]:
    """Milliseconds from the commits of revocations on another node to the refusals, under load."""
    with ApiClient(server, marketplace.busy) as client:
        busy = sellers_request(server, marketplace.busy, client.token())
    other = OtherNode(marketplace.database, marketplace.fickle)
    delays = []
    try:
        with background_load(busy, core=stage.cores.load):
            for done in range(number):
                stage.tell(f"revocation {done + 1} of {number}")
                with ApiClient(server, marketplace.fickle) as client:
                    delays.append(_delay(other, client) * 1000)
    finally:
        other.close()
    return delays


def _refuses_next(client: ApiClient) -> bool:
    token = client.token()
    client.check_call(token)
    client.revoke(token)
    return client.call_status(token) == 401


def _delay(other: OtherNode, client: ApiClient) -> float:
    """Seconds from the commit of a revocation to the first refusal in hand."""
    token = client.token()
    other.grant()
    _repeat_until(client, token, 200)
    time.sleep(random.uniform(0, POLL_OF_FEED))
    other.revoke()
    revoked = time.perf_counter()
    _repeat_until(client, token, 403)
    return time.perf_counter() - revoked


def _repeat_until(client: ApiClient, token: str, status: int) -> None:
    deadline = time.perf_counter() + GIVE_UP_AFTER
    while (seen := client.call_status(token)) != status:
        if seen not in {200, 403} or time.perf_counter() > deadline:
            raise BenchFailed(f"the call answers {seen}, and {status} was to come.")
