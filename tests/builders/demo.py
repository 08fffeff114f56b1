"""The demo marketplace, served as `sellergate demo` serves it."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sellergate.demo.recent import write_recent_work
from sellergate.demo.seed import seed
from sellergate.demo.world import PASSWORD, build_world
from sellergate.kit.secrets import KeyedHash
from sellergate.storage.documents import open_home
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import database_in, embedded_database
from tests.builders.installation import (
    SECRET_KEY,
    Installation,
    MovableClock,
    run_installation,
    settings_in,
)

WORLD = build_world()
CLIENT_ID = WORLD.client.client_id
CLIENT_SECRET = WORLD.client.secrets[0].value
SELLER_ID = str(WORLD.seller_id)
SELLER_LOGIN = "seller@demo.example"
LOGIN_PASSWORD = PASSWORD

PLENTY = {"calls_per_minute": 1_000_000, "tokens_per_hour": 1_000_000}


def seed_demo(database: str) -> None:
    """Put the demo marketplace into a database with our schema."""
    run_on_database(database, seed, WORLD, KeyedHash(SECRET_KEY.encode(), "client secrets"))


def seeded_database(path: Path) -> None:
    """Make the database with the demo marketplace in it."""
    embedded_database(path, seed_demo)


@contextmanager
def run_demo(folder: Path, **choices: Any) -> Iterator[Installation]:
    """The seeded marketplace on a free port. Its limits are out of the way unless `choices` set them."""
    clock = choices.pop("clock", None) or MovableClock()
    database = database_in(folder, seed_demo)
    with ThreadPoolExecutor(1) as elsewhere:  # a driven browser has a loop running here already
        elsewhere.submit(asyncio.run, _let_days_happen(database, clock, folder)).result()
    with run_installation(
        folder, clock=clock, **{"database_url": database, "demo": True, **PLENTY, **choices}
    ) as on:
        yield on


async def _let_days_happen(database: str, clock: MovableClock, folder: Path) -> None:
    home = open_home(settings_in(folder, 0, database_url=database).documents)
    db = open_database(database, pool_size=1)
    try:
        await write_recent_work(db, WORLD, clock(), home)
    finally:
        await db.close()


def token_of_demo(on: Installation) -> str:
    """A token of the ready client."""
    answer = on.http.post(
        on.settings.token_url,
        data={"grant_type": "client_credentials"},
        auth=(CLIENT_ID, CLIENT_SECRET),
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])
