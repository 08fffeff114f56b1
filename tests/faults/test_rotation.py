"""Key rotation while four processes serve and verify: nobody is refused for it."""

import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.builders.http import http_client
from tests.builders.process import ServerProcess, run_process
from tests.builders.world import Registered, a_client, a_delegation, a_seller, headers_for

pytestmark = pytest.mark.slow

ROTATIONS = 6
CALLERS = 4
PLENTY = {
    "SELLERGATE_WORKERS": "4",
    "SELLERGATE_TOKENS_PER_HOUR": "1000000",
    "SELLERGATE_CALLS_PER_MINUTE": "1000000",
    "SELLERGATE_LOG_LEVEL": "warning",
}


class Caller(threading.Thread):
    """Obtains token after token, each from whichever process answers, and calls with it on connections of its own."""

    def __init__(self, server: ServerProcess, client: Registered, seller_id: int) -> None:
        super().__init__()
        self.server = server
        self.client = client
        self.seller_id = seller_id
        self.told: Counter[str] = Counter()
        self.keys: set[str] = set()
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            with http_client(base_url=self.server.url) as http:
                issued = http.post(self.server.settings.token_url, data=self.client.token_form)
            if issued.status_code != 200:
                self.told[f"token {issued.status_code}"] += 1
                continue
            token = issued.json()["access_token"]
            self.keys.add(token.partition(".")[0])
            for _ in range(3):  # a new connection may come to another process
                with http_client(base_url=self.server.url) as http:
                    answer = http.get(
                        "/seller/v2/sellers", headers=headers_for(token, self.seller_id)
                    )
                self.told[f"call {answer.status_code}"] += 1


@pytest.mark.parametrize("how", [["--now"], []], ids=["at once", "with overlap"])
def test_no_call_fails_while_keys_are_rotated(tmp_path: Path, how: list[str]) -> None:
    with run_process(tmp_path, **PLENTY) as server:
        client, seller = a_client(server), a_seller(server)
        a_delegation(server, client, seller)
        callers = [Caller(server, client, seller.seller_id) for _ in range(CALLERS)]
        for caller in callers:
            caller.start()
        for _ in range(ROTATIONS):
            server.command("keys", "rotate", *how)
        for caller in callers:
            caller.stop.set()
            caller.join()

    told = sum((caller.told for caller in callers), Counter())
    assert set(told) == {"call 200"}, told
    assert told["call 200"] > 50
    signers = set().union(*(caller.keys for caller in callers))
    assert len(signers) > 2 if how else len(signers) == 1
