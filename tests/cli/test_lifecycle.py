"""Configuration, schema, serving: what starts, what does not, and what the operator is told."""

import json
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders.redis import RedisServer
from tests.cli.command import (
    call_api,
    environment,
    free_port,
    run,
    run_json,
    run_ok,
    running,
    token_from,
    wait_until,
)

pytestmark = pytest.mark.slow  # starts the real command again and again


def served(folder: Path) -> tuple[dict[str, str], str]:
    """Settings and address of an installation on a free port, migrated."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = environment(folder, SELLERGATE_PORT=str(port), SELLERGATE_PUBLIC_URL=url)
    run_ok("migrate", env=env)
    return env, url


def test_every_problem_of_the_configuration_is_told_at_once() -> None:
    env = {"PATH": "/usr/bin", "SELLERGATE_PROT": "80", "SELLERGATE_LOG_LEVEL": "loud"}

    refused = run("serve", env=env)

    assert refused.returncode == 3
    assert "5 problems" in refused.stderr
    assert (
        "SELLERGATE_PROT: there is no such setting. Did you mean SELLERGATE_PORT?" in refused.stderr
    )
    assert (
        "SELLERGATE_LOG_LEVEL: the value cannot be used. It must be one of debug" in refused.stderr
    )
    assert "SELLERGATE_DATABASE_URL: it is not set" in refused.stderr


def test_config_show_hides_secrets_and_says_where_values_come_from(tmp_path: Path) -> None:
    file = tmp_path / "sellergate.toml"
    file.write_text('port = 9000\nhost = "127.0.0.2"\n')
    env = environment(tmp_path, SELLERGATE_PORT="9001")

    shown = run_ok("config", "show", "--config", str(file), "--json", env=env)
    rows = {row["name"]: row for row in json.loads(shown)}

    assert env["SELLERGATE_SECRET_KEY"] not in shown
    assert rows["secret_key"]["value"] == "(set, hidden)"
    assert (rows["port"]["value"], rows["port"]["from"]) == (9001, "environment")
    assert (rows["host"]["value"], rows["host"]["from"]) == ("127.0.0.2", str(file))
    assert rows["realm"]["from"] == "default"


def test_nothing_is_served_before_the_database_is_migrated(tmp_path: Path) -> None:
    refused = run("serve", env=environment(tmp_path))

    assert refused.returncode == 4
    assert "sellergate migrate" in refused.stderr
    assert not (tmp_path / "data.db").exists()


def test_migrate_check_tells_by_its_exit_code_and_changes_nothing(tmp_path: Path) -> None:
    env = environment(tmp_path)

    before = run("migrate", "--check", env=env)
    existed = (tmp_path / "data.db").exists()
    run_ok("migrate", env=env)
    after = run("migrate", "--check", env=env)

    assert (before.returncode, existed, after.returncode) == (4, False, 0)


def test_the_database_is_for_its_owner_only(tmp_path: Path) -> None:
    run_ok("migrate", env=environment(tmp_path))

    assert (tmp_path / "data.db").stat().st_mode & 0o777 == 0o600


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    env = environment(tmp_path)
    run_ok("migrate", env=env)
    with closing(sqlite3.connect(tmp_path / "data.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    serve, migrate = run("serve", env=env), run("migrate", env=env)

    assert (serve.returncode, migrate.returncode) == (4, 4)
    assert "newer version" in serve.stderr
    assert "newer version" in migrate.stderr


def test_a_file_that_is_no_database_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "data.db").write_text("these are words, and not a database " * 100)

    refused = run("sellers", "list", env=environment(tmp_path))

    assert refused.returncode == 4
    assert "data.db" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_serving_under_another_secret_key_is_refused(tmp_path: Path) -> None:
    run_ok("migrate", env=environment(tmp_path))
    run_ok("keys", "list", env=environment(tmp_path))
    other = environment(tmp_path, SELLERGATE_SECRET_KEY="another-key-of-the-same-good-length-42")

    refused, examined = run("serve", env=other), run("doctor", env=other)

    assert (refused.returncode, examined.returncode) == (3, 3)
    assert "SELLERGATE_SECRET_KEY" in refused.stderr
    assert "does not open the signing keys" in examined.stdout


def test_a_server_follows_what_the_command_line_does_and_stops_in_good_order(
    tmp_path: Path,
) -> None:
    env, url = served(tmp_path)
    seller = run_json("sellers", "create", "--shop-name", "Nord", "--email", "a@n.example", env=env)
    seller_id = str(seller["seller_id"])

    with running("serve", url=url, env=env, cwd=tmp_path) as server:
        run_ok(
            "clients", "create", "Nord Machine", "--email", "m@n.example", "--seller", seller_id,
            env=env,
        )  # fmt: skip
        secret = run_ok("secrets", "create", "Nord Machine", env=env).strip()
        token = token_from(
            f"{url}/auth/realms/maas/protocol/openid-connect/token", "Nord Machine", secret
        )
        undelegated, _ = call_api(f"{url}/seller/v2", token, seller_id)
        run_ok("delegations", "grant", "Nord Machine", seller_id, env=env)
        # Another process changes what this server remembers. How soon: tests/faults/test_other_process.py.
        wait_until(lambda: call_api(f"{url}/seller/v2", token, seller_id)[0] == 200, 10)
        _, profile = call_api(f"{url}/seller/v2", token, seller_id)
        run_ok("clients", "disable", "Nord Machine", env=env)
        wait_until(lambda: call_api(f"{url}/seller/v2", token, seller_id)[0] == 401, 10)
        _, problem = call_api(f"{url}/seller/v2", token, seller_id)
        examined = run("doctor", env=env)
        server.send_signal(signal.SIGTERM)
        left_with = server.wait(20)

    assert undelegated == 403
    assert profile["shop_name"] == "Nord"
    assert problem["type"].endswith("/client-disabled")
    assert examined.returncode == 0, examined.stdout
    assert "is served, healthy" in examined.stdout
    assert left_with == 0
    assert secret not in (tmp_path / "err").read_text()


def test_a_taken_port_is_told_with_the_remedy(tmp_path: Path) -> None:
    env, url = served(tmp_path)

    with running("serve", url=url, env=env, cwd=tmp_path):
        second = run("serve", env=env)

    assert second.returncode == 3
    assert f"port {env['SELLERGATE_PORT']} is in use" in second.stderr
    assert "SELLERGATE_PORT=" in second.stderr


def test_answers_tell_the_date_and_not_the_server(tmp_path: Path) -> None:
    import urllib.request

    env, url = served(tmp_path)

    with (
        running("serve", url=url, env=env, cwd=tmp_path),
        urllib.request.urlopen(f"{url}/healthz") as answer,
    ):
        headers = answer.headers

    assert headers["date"] is not None
    assert headers["server"] is None


def test_doctor_names_each_thing_that_is_not_well(tmp_path: Path) -> None:
    env = environment(tmp_path, SELLERGATE_PUBLIC_URL="https://sellers.example.com")
    run_ok("migrate", env=env)
    (tmp_path / "data.db").chmod(0o644)

    findings = {row["subject"]: row for row in run_json("doctor", env=env)}

    assert findings["database"]["level"] == "ok"
    assert findings["files"] == {
        "level": "warn",
        "subject": "files",
        "what": f"{tmp_path}/data.db can be read by other users of this machine.",
        "remedy": f"chmod 600 {tmp_path}/data.db",
    }
    assert findings["proxy"]["level"] == "warn"
    assert findings["port"]["level"] in {"ok", "fail"}


def test_doctor_asks_whether_the_services_behind_the_gateway_are_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = f"http://127.0.0.1:{listener.getsockname()[1]}"
        gone = f"http://127.0.0.1:{free_port()}"
        upstreams = {"SELLERGATE_UPSTREAMS": f"orders={there},offers={gone}"}
        env = environment(tmp_path, **upstreams)
        run_ok("migrate", env=env)

        examined = run("doctor", "--json", env=env)

    rows = [row for row in json.loads(examined.stdout) if row["subject"] == "upstream"]
    assert [row["level"] for row in rows] == ["ok", "fail"]
    assert gone in rows[1]["what"]
    assert examined.returncode == 1


def test_doctor_tells_a_settings_file_whose_secrets_others_can_read(tmp_path: Path) -> None:
    env = environment(tmp_path)
    run_ok("migrate", env=env)
    file = tmp_path / "sellergate.toml"
    file.write_text(f'secret_key = "{env.pop("SELLERGATE_SECRET_KEY")}"\n')
    file.chmod(0o640)

    examined = run("doctor", "--config", str(file), env=env)

    assert f"warn  files          {file} can be read by other users" in examined.stdout


def test_doctor_tells_whether_the_shared_counters_count(
    tmp_path: Path, own_redis: RedisServer
) -> None:
    env = environment(tmp_path, SELLERGATE_CACHE_URL=own_redis.tcp_url)
    run_ok("migrate", env=env)

    well = run("doctor", env=env)
    own_redis.kill()
    ill = run("doctor", env=env)

    address = f"redis://127.0.0.1:{own_redis.port}/0"
    assert f"ok    cache          {address} counts quotas for all nodes." in well.stdout
    assert f"fail  cache          {address} cannot count: " in ill.stdout
    assert ill.returncode == 1
    assert own_redis.password not in well.stdout + ill.stdout + ill.stderr


def test_doctor_tells_that_workers_do_not_count_together(tmp_path: Path) -> None:
    env = environment(tmp_path, SELLERGATE_WORKERS="3")

    assert (
        "warn  cache          Each of the 3 workers counts quotas" in run("doctor", env=env).stdout
    )


def test_doctor_tells_a_clock_that_went_back(tmp_path: Path) -> None:
    env = environment(tmp_path)
    run_ok("migrate", env=env)
    run_ok("sellers", "create", "--shop-name", "N", "--email", "a@n.example", env=env)
    with closing(sqlite3.connect(tmp_path / "data.db")) as connection, connection:
        connection.execute("DROP TRIGGER audit_events_no_update")
        connection.execute("UPDATE audit_events SET at = at + 86400000000")

    examined = run("doctor", env=env)

    assert examined.returncode == 1
    assert "fail  clock" in examined.stdout


def test_doctor_tells_a_port_that_another_program_has(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        examined = run("doctor", env=environment(tmp_path, SELLERGATE_PORT=port))

    assert "is not Sellergate" in examined.stdout


def test_doctor_tells_every_problem_of_the_configuration() -> None:
    examined = run("doctor", env={"PATH": "/usr/bin"})

    assert examined.returncode == 3
    assert examined.stdout.count("fail  configuration") == 3


def test_help_lists_the_commands_and_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from sellergate.cli.commands import app; "
        "print([m for m in ('litestar', 'sqlalchemy', 'uvicorn', 'alembic') if m in sys.modules])"
    )
    heavy = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    helped = run_ok("--help", env={"PATH": "/usr/bin"})

    assert heavy == "[]\n"
    assert "delegations" in helped


def test_the_version_is_that_of_the_package() -> None:
    from sellergate import __version__

    assert run_ok("version", env={"PATH": "/usr/bin"}) == f"sellergate {__version__}\n"
