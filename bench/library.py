"""The client library beside the HTTP client that people would use instead, and packages of offers pushed by it.

`python -m bench.library push URL CLIENT_ID SECRET SELLER LINES` pushes new offers in a process of its own, and prints JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import msgspec

from bench.machine import BenchFailed, status_mb
from bench.offers import CHANNEL, gtin_of
from bench.results import LibraryCalls, Pair, Pushed
from bench.servers import Server
from bench.world import Login
from sellergate_client import AsyncSellerClient, Retries, SellerClient
from sellergate_client.testing import demo_marketplace

CALLS = 400  # of a turn
PATH = "/seller/v2/sellers"


def call_times(server: Server, login: Login, token: str, turns: int) -> LibraryCalls:
    """Microseconds of a call, by turns: a bare client that reads JSON first, then the library."""
    threads, tasks = Pair([], []), Pair([], [])
    _blocking(server, login, token, 1, Pair([], []))
    _blocking(server, login, token, turns, threads)
    asyncio.run(_in_tasks(server, login, token, turns, tasks))
    return LibraryCalls(threads, tasks)


def _blocking(server: Server, login: Login, token: str, turns: int, found: Pair) -> None:
    headers = _headers(login, token)
    with (
        httpx2.Client(trust_env=False) as bare,
        SellerClient(**_settings(server.url, login)) as client,
    ):
        for _ in range(turns):
            started = time.perf_counter()
            for _ in range(CALLS):
                bare.get(server.url + PATH, headers=headers).json()
            between = time.perf_counter()
            for _ in range(CALLS):
                client.sellers.get()
            _note(found, started, between, time.perf_counter())


async def _in_tasks(server: Server, login: Login, token: str, turns: int, found: Pair) -> None:
    headers = _headers(login, token)
    async with (
        httpx2.AsyncClient(trust_env=False) as bare,
        AsyncSellerClient(**_settings(server.url, login)) as client,
    ):
        for _ in range(turns + 1):
            started = time.perf_counter()
            for _ in range(CALLS):
                (await bare.get(server.url + PATH, headers=headers)).json()
            between = time.perf_counter()
            for _ in range(CALLS):
                await client.sellers.get()
            _note(found, started, between, time.perf_counter())
    del found.bare[0], found.ours[0]  # the first turn fills the caches


def _note(found: Pair, started: float, between: float, ended: float) -> None:
    found.bare.append((between - started) / CALLS * 1e6)
    found.ours.append((ended - between) / CALLS * 1e6)


def marketplace_starts(turns: int) -> list[float]:
    """Seconds until the pytest plugin's client had its first answer, its data made before."""
    found = []
    for _ in range(turns + 1):
        with TemporaryDirectory() as folder:
            started = time.perf_counter()
            with demo_marketplace(Path(folder) / "demo") as served, served.client() as client:
                client.sellers.get()
                found.append(time.perf_counter() - started)
    return found[1:]  # the first one may have made the data


def pushed(server: Server, login: Login, lines: int, first: int, core: int) -> Pushed:
    """What a process of its own says of pushing so many new offers. Raises `BenchFailed`."""
    said = (server.url, login.client_id, login.client_secret, login.seller_id, lines, first)
    command = ["taskset", "-c", str(core), sys.executable, "-m", "bench.library", "push"]
    done = subprocess.run([*command, *map(str, said)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchFailed(f"the push failed: {done.stderr.strip()[-500:]}")
    return msgspec.json.decode(done.stdout, type=Pushed)


def _push(url: str, login: Login, lines: int, first: int) -> Pushed:
    before = status_mb("VmRSS")
    cpu, started = time.process_time(), time.perf_counter()
    with SellerClient(**_settings(url, login), retries=Retries(seconds=600)) as client:
        results = client.offers.upsert(_lines(lines, first), sales_channel_id=CHANNEL)
        good = sum(result.integration_status == "Integrated" for result in results)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return Pushed(lines, seconds, cpu, status_mb("VmHWM") - before, good)


def _lines(count: int, first: int) -> Iterator[dict[str, Any]]:
    for number in range(first, first + count):
        yield {
            "sellerExternalReference": f"PUSHED-{number}",
            "product": {"gtin": gtin_of(number)},
            "condition": "New",
            "price": {
                "price": 29.9,
                "taxes": [
                    {"code": "VAT", "value": 20},
                    {"code": "Ecotax", "value": 0},
                    {"code": "Deatax", "value": 0},
                ],
            },
            "deliveryModes": [{"code": "THD", "cost": 4.9, "additionalCost": 1.5}],
            "preparationTime": 2,
            "quantity": 12,
        }


def _settings(url: str, login: Login) -> dict[str, Any]:
    return {
        "base_url": url,
        "client_id": login.client_id,
        "client_secret": login.client_secret,
        "seller_id": login.seller_id,
        "share_tokens": False,
    }


def _headers(login: Login, token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "SellerId": str(login.seller_id)}


if __name__ == "__main__":
    _, _, url, client_id, secret, seller, lines, first = sys.argv
    found = _push(url, Login(client_id, secret, int(seller)), int(lines), int(first))
    print(json.dumps(msgspec.to_builtins(found)))
