"""The files of deploy/: what they name exists, and what they promise is written in them."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from sellergate.cli.commands import app
from sellergate.cli.protocol import GRACE_SECONDS
from sellergate.settings import CONFIG_VARIABLE, FIELDS, load_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = DEPLOY / "container" / "Containerfile"
COMPOSE = DEPLOY / "compose" / "compose.yaml"
UNIT = DEPLOY / "systemd" / "sellergate.service"

VARIABLES = {field.variable for field in FIELDS.values()} | {CONFIG_VARIABLE}
COMMANDS = {command.callback.__name__ for command in app.registered_commands if command.callback}
VALUES = {
    "PUBLIC_URL": "https://localhost",
    "SECRET_KEY": "correct-horse-battery-staple-0123456789",
    "POSTGRES_PASSWORD": "another-long-word",
}


def texts() -> list[Path]:
    return sorted(path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".json")


@pytest.mark.parametrize("path", texts(), ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_setting_that_a_file_names_is_one(path: Path) -> None:
    named = set(re.findall(r"SELLERGATE_[A-Z_]+[A-Z]", path.read_text()))

    assert named <= VARIABLES


def instructions() -> list[tuple[str, str]]:
    """Of the Containerfile: name and words, continued lines joined."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE.read_text(), flags=re.MULTILINE)
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(name, words) for name, _, words in (line.partition(" ") for line in lines)]


def test_the_image_is_made_of_files_that_are_there_and_not_ignored() -> None:
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    copied = [
        source
        for name, words in instructions()
        if name == "COPY" and not words.startswith("--from")
        for source in words.split()[:-1]
    ]

    assert copied
    assert ignore[1] == "*", "only what is named gets into the image"
    for source in copied:
        assert (ROOT / source).exists()
        assert f"!{source}" in ignore


def test_the_image_ends_with_a_user_who_is_not_root_and_serves() -> None:
    last = dict(instructions())
    users = [words for name, words in instructions() if name == "USER"]

    assert users[-1].split(":")[0].isdigit()
    assert int(users[-1].split(":")[0]) > 0
    assert (last["ENTRYPOINT"], last["CMD"]) == ('["sellergate"]', '["serve"]')
    assert len([name for name, _ in instructions() if name == "FROM"]) == 2


def test_the_image_installs_what_the_lock_says() -> None:
    installs = [
        words
        for name, words in instructions()
        if (name == "RUN" and "install" in words) or "sync" in words
    ]

    assert all("--locked" in words or "--require-hashes" in words for words in installs)


def interpolated(text: str) -> str:
    """As compose does it: ${NAME:?message} wants a value."""
    return re.sub(r"\$\{([A-Z_]+):\?[^}]*\}", lambda found: VALUES[found[1]], text)


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(interpolated(COMPOSE.read_text()))
    return found


def test_the_nodes_of_compose_have_settings_that_load(composed: dict[str, Any]) -> None:
    for name in ("migrate", "node-a", "node-b"):
        settings = load_settings(
            {"SELLERGATE_HOST": "0.0.0.0"} | composed["services"][name]["environment"]
        )

        assert settings.database_path is None
        assert settings.cache_url
        assert settings.workers == 2


def test_compose_gives_nobody_more_than_it_needs(composed: dict[str, Any]) -> None:
    services = composed["services"]
    for name in ("migrate", "node-a", "node-b", "valkey"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]
    published = [name for name, service in services.items() if "ports" in service]

    assert published == ["nginx"]


def test_what_compose_depends_on_and_mounts_is_there(composed: dict[str, Any]) -> None:
    services = composed["services"]
    for service in services.values():
        assert set(service.get("depends_on", [])) <= set(services)
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            local = (
                source.startswith("./") and source != "./tls"
            )  # the certificate is made by the README
            assert source in composed["volumes"] or not local or (COMPOSE.parent / source).exists()
    assert composed["services"]["migrate"]["command"][0] in COMMANDS


def test_no_secret_of_compose_has_a_default() -> None:
    assert set(re.findall(r"\$\{(\w+)", COMPOSE.read_text())) == set(VALUES)
    assert ":-" not in COMPOSE.read_text()


def unit() -> dict[str, list[str]]:
    """Keys of the unit, each with its values in order."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text().splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_runs_a_command_that_there_is() -> None:
    program, command = shlex.split(unit()["ExecStart"][0])

    assert Path(program).name == "sellergate"
    assert command in COMMANDS


def test_the_unit_gives_time_for_what_a_stop_takes() -> None:
    assert int(unit()["TimeoutStopSec"][0]) > GRACE_SECONDS + 10


@pytest.mark.foreign
def test_systemd_takes_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text().replace("/opt/sellergate/.venv/bin/sellergate", "/bin/true"))
    analyze = shutil.which("systemd-analyze")
    assert analyze, "this test needs systemd's own programs: apt install systemd"

    verified = subprocess.run(
        [analyze, "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    examined = subprocess.run(
        [analyze, "security", "--offline=yes", copy], capture_output=True, text=True, check=False
    )

    assert (verified.returncode, verified.stderr) == (0, "")
    exposure = re.search(r"exposure level for \S+: ([\d.]+)", examined.stdout)
    assert exposure
    assert float(exposure[1]) < 2


@pytest.mark.foreign
def test_nginx_takes_the_configuration_of_compose(tmp_path: Path) -> None:
    from sellergate.cli.authority import make_certificate

    make_certificate(tmp_path, ["localhost"], 30)
    site = (DEPLOY / "compose" / "nginx.conf").read_text()
    for name, value in {
        "node-a:8080": "127.0.0.1:18080",
        "node-b:8080": "127.0.0.1:18081",
        "/etc/nginx/tls": str(tmp_path),
        "listen 443": "listen 18443",
    }.items():
        assert name in site
        site = site.replace(name, value)
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\nhttp {{ access_log off;\n{site}\n}}\n"
    )

    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin") or str(
        ROOT / ".tools/debian/bin/nginx"
    )
    tested = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", whole], capture_output=True, text=True, check=False
    )

    assert tested.returncode == 0, tested.stderr
