"""The demo marketplace: from an empty folder to a first call, and the same bytes each time."""

import json
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sellergate.access.listings.service import parse_logo
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.demo.logos import draw_logo
from sellergate.demo.seed import seed
from sellergate.demo.world import ENTRIES, build_world
from sellergate.kit.secrets import KeyedHash, is_client_secret
from sellergate.storage.upkeep import migrate_database, run_on_database
from tests.cli.command import call_api, free_port, get, run, running, token_from

pytestmark = pytest.mark.slow  # starts the real command again and again

ENV = {"PATH": "/usr/bin:/bin"}


def facts_in(folder: Path) -> Any:
    return json.loads((folder / ".sellergate/demo.json").read_text())


def seeded(path: Path, seed_text: str = "sellergate") -> list[str]:
    """Every row of a freshly seeded database, as SQL."""
    migrate_database(path)
    run_on_database(path, seed, build_world(seed_text), KeyedHash(b"k" * 32, "client secrets"))
    with closing(sqlite3.connect(path)) as connection:
        # What tables look like is the migrations' matter, and they order constraints by chance.
        return [line for line in connection.iterdump() if line.startswith("INSERT")]


def luhn(digits: str) -> int:
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10


def test_the_same_seed_gives_the_same_rows(tmp_path: Path) -> None:
    first, second = seeded(tmp_path / "a.db"), seeded(tmp_path / "b.db")

    assert len(first) > 300
    assert first == second


def test_another_seed_gives_other_secrets_and_ids() -> None:
    one, other = build_world("one"), build_world("other")

    assert one.client.secrets[0].value != other.client.secrets[0].value
    assert one.chance.ids("user")() != other.chance.ids("user")()


def test_the_audit_trail_tells_the_story_in_order(tmp_path: Path) -> None:
    seeded(tmp_path / "a.db")

    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        instants = [at for (at,) in connection.execute("SELECT at FROM audit_events ORDER BY id")]
        events = {e for (e,) in connection.execute("SELECT event FROM audit_events")}

    assert instants == sorted(instants)
    assert {"delegation:revoked", "secret:revoked", "listing:denied", "seller:suspended"} <= events


def test_every_siret_has_right_check_digits() -> None:
    numbers = [shop.siret_number for shop in build_world().shops if shop.siret_number]

    assert len(numbers) >= 3
    assert [luhn(number) for number in numbers] == [0] * len(numbers)
    assert [luhn(number[:9]) for number in numbers] == [0] * len(numbers)


def test_the_world_has_what_the_product_promises() -> None:
    world = build_world()

    assert len(world.shops) >= 4
    assert TEST_SELLER_ID in {shop.seller_id for shop in world.shops}
    assert len([c for c in world.companies if c.kind == "partner"]) == 2
    assert len([e for e in world.entries if e.state == "approved"]) >= 6
    assert all(is_client_secret(s.value) for p in world.programs for s in p.secrets)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_logo_is_a_picture_that_the_platform_accepts(entry: Any) -> None:
    assert parse_logo(draw_logo(*entry.logo)).media_type == "image/png"


def test_a_stranger_gets_from_an_empty_folder_to_a_first_call(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    with running("demo", "--port", str(port), url=url, env=ENV, cwd=tmp_path) as server:
        facts = facts_in(tmp_path)
        token = token_from(facts["token_url"], facts["client_id"], facts["client_secret"])
        status, profile = call_api(facts["api_url"], token, facts["seller_id"])
        carriers = call_api(facts["api_url"], token, facts["seller_id"], "/carriers")[1]
        test_seller = call_api(facts["api_url"], token, 700982)[0]
        closed, problem = call_api(facts["api_url"], token, 41244)
        discovered = get(f"{facts['issuer']}/.well-known/openid-configuration")[1]
        server.send_signal(signal.SIGINT)
        left_with = server.wait(20)
    console = (tmp_path / "out").read_text()

    assert list(facts) == [
        "base_url", "issuer", "token_url", "api_url", "client_id", "client_secret", "seller_id",
        "operator_client_id", "operator_client_secret", "logins",
    ]  # fmt: skip
    assert (status, profile["shop_name"]) == (200, "Maison Bruyère")
    assert len(carriers) >= 12
    assert test_seller == 200
    assert (closed, problem["type"].rsplit("/", 1)[1]) == (403, "seller-not-delegated")
    assert discovered["token_endpoint"] == facts["token_url"]
    assert left_with == 0
    assert url in console
    assert facts["client_secret"] in console
    assert all(login["email"] in console for login in facts["logins"])
    assert all(len(login["password"]) >= 12 for login in facts["logins"])


def test_the_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    port = free_port()

    with running(
        "demo", "--port", str(port), url=f"http://127.0.0.1:{port}", env=ENV, cwd=tmp_path
    ):
        modes = {
            path.name: path.stat().st_mode & 0o777 for path in (tmp_path / ".sellergate").iterdir()
        }

    assert (tmp_path / ".sellergate").stat().st_mode & 0o777 == 0o700
    assert {mode for name, mode in modes.items() if name != "demo.documents"} == {0o600}
    assert modes["demo.documents"] == 0o700
    assert {"demo.json", "secret.key", "demo.db"} <= set(modes)


def test_another_port_serves_the_same_marketplace(tmp_path: Path) -> None:
    first, second = free_port(), free_port()

    with running(
        "demo", "--port", str(first), url=f"http://127.0.0.1:{first}", env=ENV, cwd=tmp_path
    ):
        before = facts_in(tmp_path)
    with running(
        "demo", "--port", str(second), url=f"http://127.0.0.1:{second}", env=ENV, cwd=tmp_path
    ):
        after = facts_in(tmp_path)
        token = token_from(after["token_url"], before["client_id"], before["client_secret"])
        status = call_api(after["api_url"], token, before["seller_id"])[0]

    assert after["base_url"] == f"http://127.0.0.1:{second}"
    assert after["client_secret"] == before["client_secret"]
    assert status == 200


def test_a_taken_port_is_told_with_the_way_to_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = run("demo", "--port", str(port), env=ENV, cwd=tmp_path)

    assert refused.returncode == 3
    assert f"port {port} is in use" in refused.stderr
    assert f"make run PORT={port + 1}" in refused.stderr


def test_the_demo_listens_on_this_machine_only(tmp_path: Path) -> None:
    refused = run("demo", "--host", "0.0.0.0", env=ENV, cwd=tmp_path)

    assert refused.returncode == 3
    assert "known passwords" in refused.stderr
    assert not (tmp_path / ".sellergate/demo.db").exists()


def test_the_demo_never_touches_the_database_of_a_real_marketplace(tmp_path: Path) -> None:
    port = free_port()
    real = tmp_path / "real.db"
    env = ENV | {
        "SELLERGATE_DATABASE_URL": f"sqlite:///{real}",
        "SELLERGATE_SECRET_KEY": "the-key-of-a-real-marketplace-0123456789",
    }

    with running(
        "demo", "--port", str(port), url=f"http://127.0.0.1:{port}", env=env, cwd=tmp_path
    ):
        pass

    assert not real.exists()


def test_a_lost_key_is_told_before_anything_starts(tmp_path: Path) -> None:
    folder = tmp_path / ".sellergate"
    folder.mkdir()
    (folder / "demo.db").write_bytes(b"")

    refused = run("demo", env=ENV, cwd=tmp_path)

    assert refused.returncode == 3
    assert "Delete .sellergate to start afresh" in refused.stderr
