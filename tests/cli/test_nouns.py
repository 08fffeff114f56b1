"""The operator's nouns: what each command does, prints and refuses."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import environment, run, run_json, run_ok

pytestmark = pytest.mark.slow  # starts the real command again and again

PASSWORD = "a few words in a row\n"


@pytest.fixture(scope="session")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Three databases, made once and copied for each test: empty, with a seller, with the seller's client."""
    folder = tmp_path_factory.mktemp("steps")
    env = environment(folder)
    made: dict[str, Any] = {"folder": folder}

    run_ok("migrate", env=env)
    shutil.copy(folder / "data.db", folder / "empty.db")
    made["seller"] = run_json(
        "sellers", "create", "--shop-name", "Atelier Nord", "--email", "a@nord.example", env=env
    )
    shutil.copy(folder / "data.db", folder / "seller.db")
    owner = ("--email", "a@nord.example", "--seller", str(made["seller"]["seller_id"]))
    made["client"] = run_json("clients", "create", "Atelier Nord API", *owner, env=env)
    shutil.copy(folder / "data.db", folder / "client.db")
    return made


@pytest.fixture
def env(tmp_path: Path, steps: dict[str, Any], request: pytest.FixtureRequest) -> dict[str, str]:
    """An installation with an empty, migrated database, or what the test's other fixtures put into it."""
    names = ("client", "seller", "empty")
    step = next((name for name in names if name in request.fixturenames), "empty")
    shutil.copy(steps["folder"] / f"{step}.db", tmp_path / "data.db")
    return environment(tmp_path)


@pytest.fixture
def seller(steps: dict[str, Any]) -> Any:
    return steps["seller"]


@pytest.fixture
def client(steps: dict[str, Any]) -> Any:
    return steps["client"]


def test_a_seller_is_created_listed_suspended_and_resumed(env: dict[str, str], seller: Any) -> None:
    seller_id = str(seller["seller_id"])

    run_ok("sellers", "suspend", seller_id, env=env)
    suspended = run_json("sellers", "list", env=env)
    run_ok("sellers", "resume", seller_id, env=env)
    resumed = run_json("sellers", "list", "--search", "nord", env=env)

    assert (suspended[0]["shop_name"], suspended[0]["state"]) == ("Atelier Nord", "Deactivated")
    assert resumed[0]["state"] == "Activated"


def test_a_refusal_names_the_option_and_leaves_with_1(env: dict[str, str], seller: Any) -> None:
    again = run(
        "sellers", "create", "--shop-name", "X", "--email", "x@y.example",
        "--seller-id", str(seller["seller_id"]), env=env,
    )  # fmt: skip

    assert again.returncode == 1
    assert again.stdout == ""
    assert again.stderr == (
        f"sellergate: SELLER_ID: Seller {seller['seller_id']} exists already.\n"
    )


def test_a_refused_seller_leaves_no_organisation_behind(env: dict[str, str], seller: Any) -> None:
    words = ("--shop-name", "Ghost Partner", "--email", "not an address")

    refused = run("sellers", "create", *words, env=env)

    assert refused.returncode == 1
    assert "--email" in refused.stderr
    shops = [row["shop_name"] for row in run_json("sellers", "list", env=env)]
    assert shops == ["Atelier Nord", "Test seller"]


def test_a_user_gets_the_password_from_standard_input(env: dict[str, str], seller: Any) -> None:
    user = run_json(
        "users", "create", "--email", "Owner@Nord.example", "--seller", str(seller["seller_id"]),
        "--password-stdin", env=env, stdin=PASSWORD,
    )  # fmt: skip

    assert user["email"] == "owner@nord.example"
    assert (user["organization"], user["kind"], user["role"]) == ("Atelier Nord", "seller", "main")


def test_operators_share_one_organisation(env: dict[str, str]) -> None:
    options = ("--operator", "--password-stdin")

    first = run_json(
        "users", "create", "--email", "a@op.example", *options, env=env, stdin=PASSWORD
    )
    second = run_json(
        "users", "create", "--email", "b@op.example", *options, env=env, stdin=PASSWORD
    )

    assert first["kind"] == "operator"
    assert first["organization_id"] == second["organization_id"]


def test_a_short_password_is_refused_with_the_rule(env: dict[str, str]) -> None:
    options = ("--operator", "--password-stdin")

    refused = run("users", "create", "--email", "a@b.example", *options, env=env, stdin="short\n")

    assert refused.returncode == 1
    assert "at least 12 characters" in refused.stderr


def test_a_user_of_nobody_is_a_usage_error(env: dict[str, str]) -> None:
    refused = run("users", "create", "--email", "a@b.example", "--password-stdin", env=env)

    assert refused.returncode == 2
    assert "exactly one of --seller" in refused.stderr


def test_a_secret_is_printed_once_on_stdout_with_the_warning_on_stderr(
    env: dict[str, str], client: Any
) -> None:
    made = run("secrets", "create", client["client_id"], "--name", "laptop", env=env)
    listed = run_ok("secrets", "list", client["client_id"], "--json", env=env)

    assert made.returncode == 0
    assert made.stdout.startswith("sgs_")
    assert made.stdout.count("\n") == 1
    assert "not shown again" in made.stderr
    assert made.stdout.strip() not in listed
    assert json.loads(listed)[0]["hint"] == made.stdout.strip()[-4:]


def test_the_last_secret_is_revoked_only_when_asked_for(env: dict[str, str], client: Any) -> None:
    made = run_json("secrets", "create", client["client_id"], env=env)

    refused = run("secrets", "revoke", made["id"], env=env)
    run_ok("secrets", "revoke", made["id"], "--last", env=env)

    assert refused.returncode == 1
    assert "--last" in refused.stderr
    assert run_json("secrets", "list", client["client_id"], env=env)[0]["state"] == "revoked"


def test_a_delegation_is_limited_listed_and_revoked(
    env: dict[str, str], client: Any, seller: Any
) -> None:
    both = (client["client_id"], str(seller["seller_id"]))
    limits = ("--perimeter", "orders", "--perimeter", "offers", "--read-only")

    granted = run_json("delegations", "grant", *both, *limits, "--expires", "2031-01-01", env=env)
    run_ok("delegations", "revoke", *both, env=env)
    listed = run_json("delegations", "list", "--seller", both[1], env=env)

    assert granted["perimeters"] == ["offers", "orders"]
    assert granted["read_only"] is True
    assert granted["expires_at"] == "2031-01-01T00:00:00Z"
    assert [row["state"] for row in listed] == ["revoked"]


def test_an_unknown_perimeter_is_a_usage_error_that_names_those_there_are(
    env: dict[str, str], client: Any, seller: Any
) -> None:
    both = (client["client_id"], str(seller["seller_id"]))

    refused = run("delegations", "grant", *both, "--perimeter", "everything", env=env)

    assert refused.returncode == 2
    assert "fulfillment" in refused.stderr


def test_an_unknown_client_is_refused_with_its_name(env: dict[str, str]) -> None:
    refused = run("clients", "disable", "Nobody Knows", env=env)

    assert refused.returncode == 1
    assert "CLIENT_ID: There is no clientId “Nobody Knows”" in refused.stderr


def test_a_client_is_disabled_and_enabled(env: dict[str, str], client: Any) -> None:
    run_ok("clients", "disable", client["client_id"], env=env)
    disabled = run_json("clients", "list", env=env)
    run_ok("clients", "enable", client["client_id"], env=env)
    enabled = run_json("clients", "list", "--search", "nord", env=env)

    assert (disabled[0]["kind"], disabled[0]["state"]) == ("dedicated", "disabled")
    assert enabled[0]["state"] == "active"


def test_rotated_keys_are_published_before_they_sign(env: dict[str, str]) -> None:
    rotated = run_json("keys", "rotate", env=env)
    at_once = run_json("keys", "rotate", "--now", env=env)

    states = {row["kid"]: row["state"] for row in run_json("keys", "list", env=env)}

    assert rotated["state"] == "next"
    assert states[at_once["kid"]] == "signing"
    assert sorted(states.values()) == ["next", "retired", "signing"]


def test_lists_go_on_where_a_page_ended(env: dict[str, str], seller: Any) -> None:
    run_json("sellers", "create", "--shop-name", "Zwei", "--email", "z@z.example", env=env)

    first = run("sellers", "list", "--limit", "1", "--json", env=env)
    rest = run_json("sellers", "list", "--after", str(seller["seller_id"]), env=env)

    assert len(json.loads(first.stdout)) == 1
    assert f"--after {seller['seller_id']}" in first.stderr
    assert [row["shop_name"] for row in rest] == ["Zwei", "Test seller"]


def test_what_others_wrote_does_not_steer_the_terminal(env: dict[str, str]) -> None:
    run_ok(
        "sellers", "create", "--shop-name", "\x1b[2Jgone [bold]", "--email", "x@y.example", env=env
    )

    table = run_ok("sellers", "list", env=env)

    assert "\x1b" not in table
    assert "[2Jgone [bold]" in table


def test_an_empty_list_says_so_on_stderr(env: dict[str, str]) -> None:
    empty = run("listings", "list", env=env)

    assert (empty.returncode, empty.stdout) == (0, "")
    assert empty.stderr == "There is no such request.\n"


def test_acts_on_the_command_line_are_in_the_audit_trail(env: dict[str, str], seller: Any) -> None:
    import sqlite3

    path = env["SELLERGATE_DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        events = connection.execute("SELECT event, actor FROM audit_events").fetchall()
    connection.close()

    assert [event for event, _ in events] == [
        "key:created",
        "seller:created",
        "organization:created",
        "seller:created",
    ]
    assert [actor for event, actor in events if not actor.startswith("command line (")] == [
        "system"
    ]


def secrets_listed(env: dict[str, str], *query: str) -> Any:
    return run_json("secrets", "list", *query, env=env)


def test_a_new_secret_lets_the_others_end_when_it_is_told(env: dict[str, str], client: Any) -> None:
    name = client["client_id"]
    for others in ([], ["--others-end", "36h"], ["--others-end", "now"]):
        run_ok("secrets", "create", name, *others, env=env)

    third, second, first = secrets_listed(env, name)

    assert (third["state"], third["expires_at"]) == ("active", None)
    assert second["state"] == first["state"] == "revoked"
    assert first["expires_at"] is not None
    assert second["expires_at"] is None


def test_secrets_of_everybody_that_end_soon_or_lie_idle_are_listed(
    env: dict[str, str], client: Any
) -> None:
    name = client["client_id"]
    run_ok("secrets", "create", name, "--name", "lasting", env=env)
    kept = run_json("secrets", "create", name, "--name", "short", env=env)
    run_ok("secrets", "end", kept["id"], "--at", "20d", env=env)

    soon = secrets_listed(env, "--ending", "30d")

    assert [(one["name"], one["client_id"], one["uses"]) for one in soon] == [("short", name, 0)]
    assert secrets_listed(env, "--ending", "19d") == []
    assert [one["name"] for one in secrets_listed(env, "--unused", "0h")] == ["short", "lasting"]
    assert secrets_listed(env, "--unused", "90d") == []
    run_ok("secrets", "end", kept["id"], "--never", env=env)
    assert secrets_listed(env, "--ending", "30d") == []


WRONG = {
    "a span": ("secrets", "list", "--ending", "soon"),
    "a moment": ("secrets", "create", "X", "--others-end", "next week"),
    "nothing to list": ("secrets", "list"),
    "too much to list": ("secrets", "list", "X", "--unused", "90d"),
    "no end": ("secrets", "end", "X"),
    "two ends": ("secrets", "end", "X", "--at", "7d", "--never"),
}


@pytest.mark.parametrize("command", WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_meant_is_refused_as_usage(
    env: dict[str, str], command: tuple[str, ...]
) -> None:
    assert run(*command, env=env).returncode == 2
