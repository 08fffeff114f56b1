"""What a certificate file holds, and whether a server may speak for its address with it."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

ENDS_SOON = timedelta(days=14)
UNREADABLE = (ValueError, UnsupportedAlgorithm)


class CertificateRefused(Exception):
    """A server cannot use these files. The message says why, and what to do."""


class Certificate(NamedTuple):
    """What matters of a server's certificate, and what its operator should know."""

    names: tuple[str, ...]
    ends_at: datetime
    warnings: tuple[str, ...]


def read_certificate(cert: Path, key: Path, *, host: str | None, now: datetime) -> Certificate:
    """The certificate of two PEM files, for `host` unless that is None. Raises `CertificateRefused`."""
    leaf = _load_certificate(cert)
    _check_key(leaf, cert, key)
    if leaf.not_valid_after_utc <= now:
        raise CertificateRefused(
            f"tls_cert: {cert} has ended on {leaf.not_valid_after_utc:%Y-%m-%d %H:%M} UTC. Get a new one."
        )
    if leaf.not_valid_before_utc > now:
        raise CertificateRefused(
            f"tls_cert: {cert} begins on {leaf.not_valid_before_utc:%Y-%m-%d %H:%M} UTC only. "
            "Set this machine's clock, or wait."
        )
    names = _names_of(leaf)
    if host is not None and not any(_covers(name, host) for name in names):
        told = ", ".join(names) or "no name"
        raise CertificateRefused(
            f"tls_cert: {cert} is for {told}, and people come to {host} (public_url). "
            f"Get one for {host}, or correct public_url."
        )
    return Certificate(names, leaf.not_valid_after_utc, tuple(_warnings(leaf, cert, key, now)))


def _load_certificate(path: Path) -> x509.Certificate:
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())[0]
        found.public_key(), found.extensions  # both are read when first asked for
    except OSError as error:
        raise CertificateRefused(f"tls_cert: {path} cannot be read: {error.strerror}.") from error
    except (*UNREADABLE, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise CertificateRefused(f"tls_cert: {path} is not a certificate in PEM.") from error
    return found


def _check_key(leaf: x509.Certificate, cert: Path, path: Path) -> None:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise CertificateRefused(f"tls_key: {path} cannot be read: {error.strerror}.") from error
    except TypeError as error:
        raise CertificateRefused(
            f"tls_key: {path} has a passphrase, and nobody is there to type it. "
            f"Take it off: openssl pkey -in {path} -out NEW.key"
        ) from error
    except UNREADABLE as error:
        raise CertificateRefused(
            f"tls_key: {path} is not a private key in PEM, or of a kind that is not known."
        ) from error
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != leaf.public_key().public_bytes(*form):
        raise CertificateRefused(
            f"tls_key: {path} is not the key of {cert}. "
            "The first certificate in that file must be the server's own."
        )


def _names_of(leaf: x509.Certificate) -> tuple[str, ...]:
    """Subject alternative names; clients look at nothing else (RFC 9525 §2)."""
    try:
        found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return (
        *found.get_values_for_type(x509.DNSName),
        *map(str, found.get_values_for_type(x509.IPAddress)),
    )


def _covers(name: str, host: str) -> bool:
    """Whether a certificate for `name` is one for `host`: a star stands for one whole label (RFC 9525 §6.3)."""
    name, host = name.lower(), host.lower().rstrip(".")
    if name.startswith("*."):
        return host.partition(".")[2] == name[2:] and not _is_address(host)
    if _is_address(host):
        return _is_address(name) and ip_address(name) == ip_address(host)
    return name == host


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _warnings(leaf: x509.Certificate, cert: Path, key: Path, now: datetime) -> Iterator[str]:
    if key.stat().st_mode & stat.S_IRWXO:
        yield f"{key} can be read by other users of this machine: chmod o= {key}"
    if leaf.not_valid_after_utc - now < ENDS_SOON:
        yield f"{cert} ends on {leaf.not_valid_after_utc:%Y-%m-%d %H:%M} UTC: get a new one"
