"""The operator's commands for public keys of clients."""

from pathlib import Path
from typing import Any

import pytest

from tests.builders.keys import KeyPair
from tests.cli.command import environment, run, run_json, run_ok

pytestmark = pytest.mark.slow  # starts the real command again and again

CLIENT = "Atelier Nord API"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An installation with one client."""
    env = environment(tmp_path)
    run_ok("migrate", env=env)
    owner = ("--email", "a@nord.example", "--partner", "Atelier Nord")
    run_json("clients", "create", CLIENT, *owner, env=env)
    return env


def test_a_public_key_is_added_listed_and_removed(env: dict[str, str], tmp_path: Path) -> None:
    pair, pem = KeyPair.make(), tmp_path / "client.pub.pem"
    pem.write_text(pair.pem)

    [added] = run_json("client-keys", "add", CLIENT, str(pem), "--name", "server", env=env)
    run_ok("client-keys", "remove", added["id"], env=env)
    [listed] = run_json("client-keys", "list", CLIENT, env=env)

    assert added["thumbprint"] == pair.thumbprint
    assert (added["algorithms"], added["state"]) == ("ES256", "active")
    assert listed | {"state": "active", "removed_at": None} == added
    assert listed["state"] == "removed"


def test_private_keys_and_private_addresses_are_refused(
    env: dict[str, str], tmp_path: Path
) -> None:
    pem = tmp_path / "client.pem"
    pem.write_text(KeyPair.make().key.as_pem(private=True).decode())

    def refused(*args: str) -> str:
        done = run("client-keys", *args, env=env)
        assert done.returncode == 1
        return str(done.stderr)

    assert "This is a private key. It was not stored" in refused("add", CLIENT, str(pem))
    assert "begins with https://" in refused("add-url", CLIENT, "http://127.0.0.1/jwks")
    assert "private network" in refused("add-url", CLIENT, "https://127.0.0.1/jwks")
    assert run_json("client-keys", "list", CLIENT, env=env) == []


def test_proofs_are_required_and_no_more(env: dict[str, str]) -> None:
    def is_required() -> Any:
        return run_json("clients", "list", env=env)[0]["dpop_required"]

    run_ok("clients", "dpop", CLIENT, "--required", env=env)
    assert is_required() is True
    run_ok("clients", "dpop", CLIENT, "--not-required", env=env)
    assert is_required() is False
