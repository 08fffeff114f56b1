"""https without a proxy: real handshakes, certificates that change under load, and files that cannot be used."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from sellergate.cli import authority
from tests.cli.command import free_port, run, run_ok, wait_until
from tests.serving.secure import SecureServer, make_certificate, run_secure, secure_environment

pytestmark = pytest.mark.slow  # real processes


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureServer]:
    with run_secure(tmp_path_factory.mktemp("secure"), SELLERGATE_WORKERS="2") as server:
        yield server


def serial_of(server: SecureServer) -> int:
    """The certificate that a new handshake is shown."""
    with (
        socket.create_connection(("localhost", server.port), timeout=10) as plain,
        server.trusting().wrap_socket(plain, server_hostname="localhost") as secure,
    ):
        shown = secure.getpeercert(binary_form=True)
        assert shown
        return x509.load_der_x509_certificate(shown).serial_number


def test_who_trusts_the_authority_connects_and_nobody_else(server: SecureServer) -> None:
    answer = server.get("/auth/realms/maas/.well-known/openid-configuration")

    assert answer.json()["issuer"] == f"{server.url}/auth/realms/maas"
    with pytest.raises(httpx2.ConnectError, match="certificate verify failed"):
        httpx2.get(server.url, trust_env=False)


def test_old_protocols_are_refused(server: SecureServer) -> None:
    old = server.trusting()
    old.set_ciphers("DEFAULT@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1

    with (
        socket.create_connection(("localhost", server.port), timeout=10) as plain,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        old.wrap_socket(plain, server_hostname="localhost")


def test_plain_http_gets_no_answer_and_harms_nobody(server: SecureServer) -> None:
    with pytest.raises(httpx2.TransportError):
        httpx2.get(f"http://localhost:{server.port}/healthz", trust_env=False)

    assert server.is_healthy()


def test_who_begins_no_handshake_is_let_go(server: SecureServer) -> None:
    with ExitStack() as stack:
        silent = [
            stack.enter_context(socket.create_connection(("localhost", server.port), timeout=30))
            for _ in range(100)
        ]
        assert server.is_healthy(), "others are served"
        ends = [connection.recv(1) for connection in silent]

    assert set(ends) == {b""}


@pytest.mark.parametrize("by", ["the files", "SIGHUP"])
def test_a_new_certificate_is_taken_without_losing_a_connection(
    server: SecureServer, by: str
) -> None:
    before, pid = serial_of(server), server.process.pid
    stop, statuses, failures = threading.Event(), [], []

    def call(client: httpx2.Client) -> None:
        with client:
            while not stop.is_set():
                try:
                    statuses.append(client.get(f"{server.url}/healthz").status_code)
                except httpx2.HTTPError as error:
                    failures.append(repr(error))

    def client(**limits: int) -> httpx2.Client:
        chosen = httpx2.Limits(**limits)
        return httpx2.Client(verify=server.trusting(), trust_env=False, limits=chosen, timeout=20)

    kept, fresh = client(), client(max_keepalive_connections=0)
    threads = [threading.Thread(target=call, args=[one]) for one in (kept, fresh)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(statuses) > 20, 20)

    make_certificate(server.folder)
    if by == "SIGHUP":
        os.kill(pid, signal.SIGHUP)
    took = wait_until(lambda: {serial_of(server) for _ in range(6)}.isdisjoint({before}), 10)

    so_far = len(statuses)
    wait_until(lambda: len(statuses) > so_far + 20, 20)
    stop.set()
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert set(statuses) == {200}
    assert took < 5


def test_files_that_do_not_fit_change_nothing_and_are_told(server: SecureServer) -> None:
    before = serial_of(server)
    key = server.folder / "tls" / "server.key"
    good = key.read_bytes()

    key.write_bytes(authority._pem_of_key(ec.generate_private_key(ec.SECP256R1())))
    wait_until(lambda: "is not the key of" in server.log(), 10)
    during = serial_of(server)
    key.write_bytes(good)

    assert during == before
    assert '"event":"certificate not taken"' in server.log()


def test_doctor_knows_a_server_with_a_certificate(server: SecureServer) -> None:
    examined = run("doctor", env=server.env)

    assert "is served, healthy" in examined.stdout
    assert "ok    certificate" in examined.stdout
    assert "proxy" not in examined.stdout


@pytest.mark.foreign
@pytest.mark.parametrize(
    ("command", "trust"),
    [
        (["curl", "-sS", "--cacert", "{ca}", "{url}/healthz"], {}),
        (
            [sys.executable, "-c", "import urllib.request as u; print(u.urlopen('{url}/healthz').read().decode())"],
            {"SSL_CERT_FILE": "{ca}"},
        ),
        (
            ["node", "-e", "fetch('{url}/healthz').then(a => a.text()).then(console.log)"],
            {"NODE_EXTRA_CA_CERTS": "{ca}"},
        ),
    ],
    ids=["curl", "python", "node"],
)  # fmt: skip
def test_other_programs_trust_it_as_the_page_says(
    server: SecureServer, command: list[str], trust: dict[str, str]
) -> None:
    def fill(text: str) -> str:
        return text.replace("{ca}", str(server.authority)).replace("{url}", server.url)

    done = subprocess.run(
        list(map(fill, command)),
        env={"PATH": os.environ["PATH"]} | {name: fill(value) for name, value in trust.items()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert '"status":"ok"' in done.stdout


# openssl ecparam -name secp112r1 -genkey -noout
ODD_KEY = """\
-----BEGIN EC PRIVATE KEY-----
MD4CAQEEDjI7W9gCbMDhjFDeXsiGoAcGBSuBBAAGoSADHgAETqL9d0ltjPsXLJxi
x8ZeL8oFrd9m1jy/5FAjGA==
-----END EC PRIVATE KEY-----
"""


def make_again(folder: Path, *, begins: timedelta, ends: timedelta) -> None:
    """A server certificate for another time."""
    found = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    signer = load_pem_private_key((folder / "ca.key").read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    now = datetime.now(UTC)
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    made = (
        x509.CertificateBuilder()
        .subject_name(found.subject)
        .issuer_name(found.issuer)
        .public_key(found.public_key())  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(names, critical=False)
    )
    (folder / "server.pem").write_bytes(authority._sign(made, signer).public_bytes(Encoding.PEM))


def ended(folder: Path) -> None:
    make_again(folder, begins=timedelta(days=-9), ends=timedelta(days=-1))


def not_begun(folder: Path) -> None:
    make_again(folder, begins=timedelta(days=1), ends=timedelta(days=9))


def for_another_host(folder: Path) -> None:
    make_certificate(folder.parent, "shop.example", "*.shops.example")


def of_another_key(folder: Path) -> None:
    shutil.copy(folder / "ca.key", folder / "server.key")


def with_passphrase(folder: Path) -> None:
    key = load_pem_private_key((folder / "server.key").read_bytes(), None)
    sealed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    (folder / "server.key").write_bytes(sealed)


def of_an_odd_curve(folder: Path) -> None:
    (folder / "server.key").write_text(ODD_KEY)


def gone(folder: Path) -> None:
    (folder / "server.pem").unlink()


def no_pem(folder: Path) -> None:
    (folder / "server.pem").write_text("words")


SPOILED = {
    ended: "has ended on",
    not_begun: "begins on",
    for_another_host: "is for shop.example, *.shops.example, and people come to localhost",
    of_another_key: "is not the key of",
    with_passphrase: "openssl pkey -in",
    of_an_odd_curve: "of a kind that is not known",
    gone: "No such file",
    no_pem: "is not a certificate in PEM",
}


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_a_certificate_that_cannot_serve_is_refused_with_its_reason(
    spoil: object, tmp_path: Path, server: SecureServer
) -> None:
    shutil.copytree(server.folder / "tls", tmp_path / "tls")
    env = secure_environment(tmp_path, free_port())
    env["SELLERGATE_DATABASE_URL"] = server.env["SELLERGATE_DATABASE_URL"]
    spoil(tmp_path / "tls")  # type: ignore[operator]

    refused = run("serve", env=env)

    assert refused.returncode == 3
    assert SPOILED[spoil] in refused.stderr  # type: ignore[index]
    assert "Traceback" not in refused.stderr


def test_an_open_key_and_an_end_that_is_near_are_warned_of(
    tmp_path: Path, server: SecureServer
) -> None:
    shutil.copytree(server.folder / "tls", tmp_path / "tls")
    make_again(tmp_path / "tls", begins=timedelta(days=-1), ends=timedelta(days=3))
    (tmp_path / "tls" / "server.key").chmod(0o644)
    env = secure_environment(tmp_path, server.port)
    run_ok("migrate", env=env)

    examined = run("doctor", env=env)

    assert "can be read by other users" in examined.stdout
    assert "get a new one" in examined.stdout


@pytest.mark.parametrize(
    "name", ["https://shop.example", "a..b", "shop.example/", "-x.example", "sh op"]
)
def test_what_is_no_name_gets_no_certificate(name: str, tmp_path: Path) -> None:
    refused = run("cert", "--folder", str(tmp_path / "tls"), "--", name, env={"PATH": "/usr/bin"})

    assert refused.returncode == 3
    assert "neither a host name nor an address" in refused.stderr
    assert not (tmp_path / "tls" / "server.pem").exists()


def test_keys_are_for_their_owner_only_and_the_authority_stays(tmp_path: Path) -> None:
    make_certificate(tmp_path, "localhost", "127.0.0.1", "::1", "*.shops.example")
    first = (tmp_path / "tls" / "ca.pem").read_bytes()
    make_certificate(tmp_path, "localhost")

    assert (tmp_path / "tls" / "ca.pem").read_bytes() == first
    for name in ("ca.key", "server.key"):
        assert (tmp_path / "tls" / name).stat().st_mode & 0o777 == 0o600
