"""Settings: an argument, else the environment, else the profile; and secrets that others cannot read."""

import sys
from importlib.metadata import requires
from pathlib import Path
from types import ModuleType

import pytest
from joserfc.jwk import ECKey
from packaging.requirements import Requirement

from sellergate_client import ConfigurationError, Dpop, PrivateKeyJwt, SellerClient

PROFILES = """
[default]
base_url = "https://sellers.example"
client_id = "Atelier"
client_secret = "from the profile"
seller_id = "41207"

[original]
platform = "octopia"
client_id = "Atelier"
client_secret = "x"
"""


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    path = tmp_path / "profiles.toml"
    path.write_text(PROFILES)
    path.chmod(0o600)
    return path


def secret_of(client: SellerClient) -> str:
    form = client._core.account.credential.form("", "")
    return form["client_secret"]


@pytest.mark.usefixtures("profiles")
def test_an_argument_comes_before_the_environment_and_that_before_the_profile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert secret_of(SellerClient()) == "from the profile"

    monkeypatch.setenv("SLG_CLIENT_SECRET", "from the environment")
    assert secret_of(SellerClient()) == "from the environment"
    assert secret_of(SellerClient(client_secret="said")) == "said"
    assert secret_of(SellerClient(profile="default")) == "from the profile"


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    with pytest.raises(ConfigurationError, match="No such file"):
        PrivateKeyJwt(file)

    file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    for mode in (0o644, 0o640, 0o620):
        file.chmod(mode)
        with pytest.raises(ConfigurationError, match="chmod 600"):
            PrivateKeyJwt(file)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        Dpop(file)

    file.chmod(0o400)
    assert PrivateKeyJwt(file).identity == PrivateKeyJwt(file.read_bytes()).identity


@pytest.mark.usefixtures("profiles")
def test_a_profile_switches_to_the_original() -> None:
    """contract/00 §1."""
    found = SellerClient(profile="original")._core.account.endpoints

    assert found.api_url == "https://api.octopia-io.net/seller/v2"
    assert found.token_url == (
        "https://auth.octopia-io.net/auth/realms/maas/protocol/openid-connect/token"
    )


@pytest.mark.usefixtures("profiles")
def test_an_address_that_is_said_hides_those_of_the_profile() -> None:
    found = SellerClient(base_url="https://other.example")._core.account.endpoints

    assert found.api_url == "https://other.example/seller/v2"


def test_a_secret_that_others_can_read_is_refused(profiles: Path) -> None:
    profiles.chmod(0o640)

    with pytest.raises(ConfigurationError, match="chmod 600"):
        SellerClient()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Say where the API is"),
        ({"base_url": "https://a.example"}, "Say who calls"),
        ({"base_url": "https://a.example", "client_id": "A"}, "There is no secret for 'A'"),
        ({"base_url": "http://a.example", "client_id": "A", "client_secret": "s"}, "https"),
        ({"base_url": "a.example", "client_id": "A", "client_secret": "s"}, "no address"),
        ({"base_url": "https://é.example", "client_id": "A", "client_secret": "s"}, "no address"),
        ({"platform": "amazon", "client_id": "A", "client_secret": "s"}, "no platform 'amazon'"),
        ({"profile": "shop"}, "does not exist"),
    ],
)
def test_what_is_missing_is_told(said: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        SellerClient(**said)  # type: ignore[arg-type]


def test_the_keyring_is_asked_last(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    keyring.get_password = lambda service, name: f"{service}/{name}"  # type: ignore[attr-defined]
    errors.KeyringError = OSError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)

    client = SellerClient(base_url="https://a.example", client_id="A")

    assert secret_of(client) == "sellergate-client/A"
    assert "sellergate-client/A" not in repr(client._core)


def test_it_pulls_six_packages_at_most() -> None:
    """docs/decisions/0042: what pip would install beside it."""
    found: set[str] = set()
    waiting = [("sellergate-client", "")]
    while waiting:
        name, extra = waiting.pop()
        for line in requires(name) or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                waiting += [(wanted.name, each) for each in ("", *wanted.extras)]
                found.add(wanted.name.replace("_", "-"))

    assert len(found) == 6, found
