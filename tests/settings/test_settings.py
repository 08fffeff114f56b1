"""Settings: unsafe ones do not load, and each problem names what to set."""

from pathlib import Path

import pytest

from sellergate.access.issuers.models import TrustedIssuer
from sellergate.access.keys.models import Algorithm
from sellergate.settings import HIDDEN, Settings, SettingsInvalid, load_settings

GOOD = {
    "SELLERGATE_DATABASE_URL": "sqlite:////var/lib/sellergate/data.db",
    "SELLERGATE_SECRET_KEY": "correct-horse-battery-staple-0123456789",
    "SELLERGATE_PUBLIC_URL": "https://sellers.example.com",
}

SSO = "https://sso.example.com/realms/market"

REFUSED = {
    "a short key": ({"SECRET_KEY": "x1y2z3"}, "SECRET_KEY", "32 or more"),
    "a key of one letter": ({"SECRET_KEY": "a" * 40}, "SECRET_KEY", "can be guessed"),
    "http for a real host": ({"PUBLIC_URL": "http://shop.example"}, "PUBLIC_URL", "https://"),
    "a slash at the end": ({"PUBLIC_URL": "https://shop.example/"}, "PUBLIC_URL", "slash"),
    "a path": ({"PUBLIC_URL": "https://shop.example/api"}, "PUBLIC_URL", "path"),
    "a login in the address": ({"PUBLIC_URL": "https://a:b@shop.example"}, "PUBLIC_URL", "site"),
    "no address at all": ({"PUBLIC_URL": "shop.example"}, "PUBLIC_URL", "scheme"),
    "a port that is no number": ({"PUBLIC_URL": "https://shop.example:x"}, "PUBLIC_URL", "site"),
    "another database": ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL", "sqlite:///"),
    "a password that cuts the address": ({"DATABASE_URL": "postgresql://a:s3cr/t@host/name"}, "DATABASE_URL", "%2F"),
    "a port out of range": ({"PORT": "70000"}, "PORT", "from 1 to 65535"),
    "a number that is none": ({"TOKENS_PER_HOUR": "many"}, "TOKENS_PER_HOUR", "whole number"),
    "an unknown algorithm": ({"SIGNING_ALGORITHM": "none"}, "SIGNING_ALGORITHM", "ES256, RS256"),
    "a realm with a slash": ({"REALM": "a/b"}, "REALM", "[a-z0-9]"),
    "a word for yes": ({"DEMO": "please"}, "DEMO", "true or false"),
    "a proxy that is no network": ({"TRUSTED_PROXIES": "10.0.0.0/8, me"}, "TRUSTED_PROXIES", "me"),
    "the demo for everybody": ({"DEMO": "true", "HOST": "0.0.0.0"}, "HOST", "127.0.0.1"),
    "half an OpenID provider": ({"OIDC_CLIENT_ID": "x"}, "OIDC_ISSUER", "all or none"),
    "a certificate without key": ({"TLS_CERT": "/c.pem"}, "TLS_KEY", "set both"),
    "http with a certificate": ({"TLS_CERT": "/c.pem", "TLS_KEY": "/c.key", "PUBLIC_URL": "http://127.0.0.1:8080"}, "PUBLIC_URL", "https://"),
    "a contact that is none": ({"SECURITY_CONTACT": "Bob"}, "SECURITY_CONTACT", "mailto:"),
    "an issuer without an audience": ({"TRUSTED_ISSUERS": SSO}, "TRUSTED_ISSUERS", "“aud”"),
    "an issuer that anybody can answer for": ({"TRUSTED_ISSUERS": "http://sso.test api"}, "TRUSTED_ISSUERS", "https://"),
    "an issuer that is no address": ({"TRUSTED_ISSUERS": "keycloak api"}, "TRUSTED_ISSUERS", "“iss”"),
    "an issuer with a query": ({"TRUSTED_ISSUERS": f"{SSO}?a=b api"}, "TRUSTED_ISSUERS", "“iss”"),
    "an issuer with two audiences": ({"TRUSTED_ISSUERS": f"{SSO} api web"}, "TRUSTED_ISSUERS", "“aud”"),
    "an issuer listed twice": ({"TRUSTED_ISSUERS": f"{SSO} a, {SSO} b"}, "TRUSTED_ISSUERS", "once"),
    "ourselves as an issuer": (
        {"TRUSTED_ISSUERS": "https://sellers.example.com/auth/realms/maas seller-api"}, "TRUSTED_ISSUERS", "Remove it"),
    "a host of packages with a scheme": ({"PACKAGE_HOSTS": "https://files.example.com"}, "PACKAGE_HOSTS", "no scheme"),
    "a folder of packages beside the demo": ({"PACKAGE_FOLDER": "/srv"}, "PACKAGE_FOLDER", "demo marketplace"),
    "an upstream of no perimeter": ({"UPSTREAMS": "order=http://127.0.0.1:9000"}, "UPSTREAMS", "orders"),
    "an upstream with a path": ({"UPSTREAMS": "orders=http://127.0.0.1:9000/api"}, "UPSTREAMS", "http://127.0.0.1:9000"),
    "an upstream with a login": ({"UPSTREAMS": "orders=http://a:b@127.0.0.1"}, "UPSTREAMS", "http://127.0.0.1:9000"),
    "an upstream without a scheme": ({"UPSTREAMS": "orders=127.0.0.1:9000"}, "UPSTREAMS", "http://127.0.0.1:9000"),
    "an upstream without an address": ({"UPSTREAMS": "orders"}, "UPSTREAMS", "http://127.0.0.1:9000"),
    "an upstream's port that is none": ({"UPSTREAMS": "orders=http://h:x"}, "UPSTREAMS", "http://127.0.0.1:9000"),
    "PostgreSQL without a place for documents": ({"DATABASE_URL": "postgresql://host/name"}, "DOCUMENTS_URL", "s3://"),
    "a folder of documents that is relative": ({"DOCUMENTS_URL": "file://documents"}, "DOCUMENTS_URL", "file:///var"),
    "documents at another kind of place": ({"DOCUMENTS_URL": "gs://bucket"}, "DOCUMENTS_URL", "s3://"),
    "a folder of documents with a key": ({"DOCUMENTS_ACCESS_KEY": "a"}, "DOCUMENTS_ACCESS_KEY", "Remove"),
    "a bucket with half a key": ({"DOCUMENTS_URL": "s3://bucket", "DOCUMENTS_ACCESS_KEY": "a"}, "DOCUMENTS_SECRET_KEY", "both"),
    "a store of documents with a path": (
        {"DOCUMENTS_URL": "s3://bucket", "DOCUMENTS_ENDPOINT": "https://s3.example.com/x"}, "DOCUMENTS_ENDPOINT", "scheme, host"),
    "a store of documents with a login": (
        {"DOCUMENTS_URL": "s3://bucket", "DOCUMENTS_ENDPOINT": "https://a:b@s3.example.com"}, "DOCUMENTS_ENDPOINT", "scheme, host"),
    "a scanner of another kind": ({"VIRUS_SCANNER": "http://127.0.0.1:3310"}, "VIRUS_SCANNER", "clamd://127.0.0.1:3310"),
    "a scanner without a port": ({"VIRUS_SCANNER": "clamd://scanner"}, "VIRUS_SCANNER", "clamd://127.0.0.1:3310"),
    "a key file that is not there": ({"SECRET_KEY": "", "SECRET_KEY_FILE": "/no/key"}, "SECRET_KEY_FILE", "No such file"),
    "a cache of another kind": ({"CACHE_URL": "memcached://h:1"}, "CACHE_URL", "redis://"),
    "a cache without a host": ({"CACHE_URL": "redis:///0"}, "CACHE_URL", "redis://127.0.0.1"),
    "a cache database that is no number": ({"CACHE_URL": "redis://h/quotas"}, "CACHE_URL", "redis://"),
    "a cache port that is none": ({"CACHE_URL": "redis://h:port"}, "CACHE_URL", "redis://"),
    "a socket database that is none": ({"CACHE_URL": "unix:///s?db=x"}, "CACHE_URL", "?db=1"),
    "TLS that checks nothing": ({"CACHE_URL": "rediss://h?ssl_cert_reqs=none"}, "CACHE_URL", "ca.pem"),
    "an authority that is not there": ({"CACHE_URL": "rediss://h?ssl_ca_certs=/no.pem"}, "CACHE_URL", "PEM"),
}  # fmt: skip


def load(**more: str) -> Settings:
    return load_settings(GOOD | {f"SELLERGATE_{name}": value for name, value in more.items()})


def test_three_settings_are_enough() -> None:
    settings = load()

    assert settings.issuer == "https://sellers.example.com/auth/realms/maas"
    assert settings.database_path == Path("/var/lib/sellergate/data.db")
    assert settings.signing_algorithm is Algorithm.ES256
    assert settings.demo is False


@pytest.mark.parametrize("case", REFUSED)
def test_an_unsafe_or_wrong_value_is_refused_with_its_variable_and_remedy(case: str) -> None:
    values, variable, remedy = REFUSED[case]

    with pytest.raises(SettingsInvalid) as refused:
        load(**values)

    told = [str(p) for p in refused.value.problems if p.variable == f"SELLERGATE_{variable}"]
    assert any(remedy in line for line in told), refused.value.problems


def test_a_problem_never_repeats_a_secret() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        load(SECRET_KEY="tooshort-but-secret", PORT="x")

    assert "tooshort-but-secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://10.0.0.7:6379/2", "redis://10.0.0.7:6379/2"),
        ("rediss://node:pass%40word@cache.example:6380", "rediss://cache.example:6380"),
        ("redis://:pass%40word@[::1]/0", "redis://[::1]/0"),
        ("unix://:pass%40word@/run/redis.sock?db=1", "unix:///run/redis.sock"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert load(CACHE_URL=url).redacted()["cache_url"] == shown


def test_a_problem_of_an_address_does_not_repeat_its_password() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        load(CACHE_URL="redis://:hunter2@h/0?password=hunter2#hunter2")

    assert "password" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_what_is_missing_is_told_together() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        load_settings({"SELLERGATE_PORT": "0", "SELLERGATE_HSOT": "x"})

    assert [problem.variable for problem in refused.value.problems] == [
        "SELLERGATE_HSOT",
        "SELLERGATE_PORT",
        "SELLERGATE_DATABASE_URL",
        "SELLERGATE_SECRET_KEY",
        "SELLERGATE_PUBLIC_URL",
    ]


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('port = 9000\nrealm = "shops"\ntrusted_proxies = ["10.0.0.0/8"]\n')

    settings = load_settings(GOOD | {"SELLERGATE_PORT": "9001"}, file)

    assert (settings.port, settings.realm) == (9001, "shops")
    assert settings.trusted_proxies == ("10.0.0.0/8",)


def test_a_file_is_as_strict_and_named_in_the_problem(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('port = "9000"\nrelam = "x"\n')

    with pytest.raises(SettingsInvalid) as refused:
        load_settings(GOOD | {"SELLERGATE_CONFIG": str(file)})

    first, second = refused.value.problems
    assert first.variable == f"SELLERGATE_PORT (port in {file})"
    assert second.variable == f"relam in {file}"
    assert "Did you mean realm?" in second.remedy


@pytest.mark.parametrize(
    "content", [b"port = ", b"\xff\xfe", None], ids=["broken", "binary", "missing"]
)
def test_a_file_that_cannot_be_read_is_one_problem(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SettingsInvalid) as refused:
        load_settings(GOOD, file)

    assert [problem.variable for problem in refused.value.problems] == ["SELLERGATE_CONFIG"]
    assert str(file) in str(refused.value)


def test_the_key_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("correct-horse-battery-staple-file-1234\n")

    settings = load(SECRET_KEY="", SECRET_KEY_FILE=str(file))

    assert settings.secret_key == "correct-horse-battery-staple-file-1234"


def test_redacted_hides_what_is_secret_and_shows_the_rest() -> None:
    shown = load(
        OIDC_ISSUER="https://id.example", OIDC_CLIENT_ID="sg", OIDC_CLIENT_SECRET="hush-hush"
    ).redacted()

    assert shown["secret_key"] == shown["oidc_client_secret"] == HIDDEN
    assert shown["oidc_client_id"] == "sg"
    assert "hush-hush" not in str(shown)


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:9000"])
def test_http_is_accepted_for_this_machine(host: str) -> None:
    assert load(PUBLIC_URL=f"http://{host}").public_url == f"http://{host}"


def test_the_demo_knows_its_own_address() -> None:
    environ = {name: value for name, value in GOOD.items() if "PUBLIC" not in name}

    settings = load_settings(environ | {"SELLERGATE_DEMO": "true", "SELLERGATE_PORT": "9000"})

    assert settings.public_url == "http://127.0.0.1:9000"


def test_an_issuer_and_its_audience_fit_into_a_variable() -> None:
    settings = load(TRUSTED_ISSUERS=f"{SSO} seller-api, http://localhost:4444/ api")

    assert settings.trusted_issuers == (
        TrustedIssuer(issuer=SSO, audience="seller-api"),
        TrustedIssuer(issuer="http://localhost:4444/", audience="api"),
    )


ISSUER_TABLE = f"""
[[trusted_issuers]]
issuer = "{SSO}"
audience = "seller-api"
"""

TABLES = {
    "everything": ('jwks_url = "https://sso.example.com/keys"\nclients = { "erp" = "Atelier ERP connection" }', ""),
    "clients that are none": ("clients = {}", "leave it out"),
    "a clientId that cannot be one": ('clients = { "erp" = "a@b" }', "My credentials"),
    "keys in the clear": ('jwks_url = "http://sso.example.com/keys"', "https://"),
    "a word of another product": ('jwks_uri = "https://sso.example.com/keys"', "jwks_uri"),
    "a number": ("clients = 3", "tables with issuer and audience"),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_an_issuer_is_a_table_of_the_file(tmp_path: Path, case: str) -> None:
    more, told = TABLES[case]
    file = tmp_path / "sellergate.toml"
    file.write_text(ISSUER_TABLE + more)
    try:
        load_settings(GOOD, file)
    except SettingsInvalid as refused:
        problems = str(refused)
    else:
        problems = ""

    assert told in problems
    assert bool(told) == bool(problems)


def test_upstreams_are_a_table_in_a_file_and_pairs_in_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "sellergate.toml"
    path.write_text('[upstreams]\norders = "http://127.0.0.1:9000"\noffers = "https://o.example"\n')

    from_file = load_settings(GOOD, path).upstreams
    from_environment = load(UPSTREAMS="orders=http://127.0.0.1:9000, offers=https://o.example")

    assert from_file == from_environment.upstreams
    assert from_file == {"orders": "http://127.0.0.1:9000", "offers": "https://o.example"}
    assert load().upstreams == {}
