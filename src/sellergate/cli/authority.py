"""An authority of one's own: a key, a certificate that signs others, and server certificates from it."""

import os
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from sellergate.kit.clock import system_clock

AUTHORITY_DAYS = 3650
BACKDATED = timedelta(hours=1)  # clocks of a network differ


def make_certificate(folder: Path, names: list[str], days: int) -> None:
    """Write server.pem and server.key for `names`, and ca.pem and ca.key when there is no authority yet.

    Raises `ValueError` on what is no name, `OSError` where the folder cannot be used.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    alternatives = [_name(name) for name in names]
    authority, authority_key = _authority(folder)
    now = system_clock()
    key = ec.generate_private_key(ec.SECP256R1())
    usages = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    made = (
        _builder(names[0], key, now, days)
        .issuer_name(authority.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(usages, critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
    )
    signed = _sign(made, authority_key)
    _write(folder / "server.key", _pem_of_key(key), 0o600)
    _write(folder / "server.pem", _pem(signed), 0o644)


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The authority of this folder, made at first."""
    cert_file, key_file = folder / "ca.pem", folder / "ca.key"
    if cert_file.exists():
        found = load_pem_private_key(key_file.read_bytes(), password=None)
        if not isinstance(found, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{key_file} was not made by this command. Choose another --folder.")
        return x509.load_pem_x509_certificate(cert_file.read_bytes()), found
    key = ec.generate_private_key(ec.SECP256R1())
    subject = f"Sellergate local authority {os.urandom(3).hex()}"
    made = _builder(subject, key, system_clock(), AUTHORITY_DAYS)
    authority = _sign(
        made.issuer_name(_subject(subject))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True),
        key,
    )
    _write(key_file, _pem_of_key(key), 0o600)
    _write(cert_file, _pem(authority), 0o644)
    return authority, key


def _builder(
    name: str, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])


def _name(text: str) -> x509.GeneralName:
    """An address or a host name, as a certificate writes it. Raises `ValueError`."""
    try:
        return x509.IPAddress(ip_address(text.strip("[]")))
    except ValueError:
        pass
    labels = text.removeprefix("*.").split(".")
    if not all(label and label.strip("-") == label and _is_plain(label) for label in labels):
        raise ValueError(
            f"“{text}” is neither a host name nor an address. Write it without https://."
        )
    return x509.DNSName(text.lower())


def _is_plain(label: str) -> bool:
    return label.isascii() and label.replace("-", "").isalnum() and len(label) < 64


def _usage(**used: bool) -> x509.KeyUsage:
    known = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in known})


def _sign(made: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    return made.sign(key, SHA256())


def _pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(Encoding.PEM)


def _pem_of_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes, mode: int) -> None:
    """In one step: a server may be reading."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    draft.replace(path)
