"""TLS of a serving process: one context, whose certificate may change while connections live on."""

import ssl
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import structlog

from sellergate.cli.certificates import Certificate, CertificateRefused, read_certificate
from sellergate.kit.clock import Clock, system_clock
from sellergate.settings import Settings

LOOK_SECONDS: Final = 2.0  # how often the files are looked at
WARN_AGAIN: Final = timedelta(days=1)

log = structlog.get_logger()

Signature = tuple[tuple[int, int, int], ...]


class ServerTls:
    """The certificate and key of the settings, in a context for every handshake. Raises `CertificateRefused`."""

    def __init__(self, settings: Settings, *, clock: Clock = system_clock) -> None:
        self._settings = settings
        self._cert, self._key = _files_of(settings)
        self._clock = clock
        self._warned_at: datetime | None = None
        self._signature = self._look()
        self.certificate = self._read()
        self.context = _context()
        self._load_into(self.context)

    def follow(self) -> None:
        """Take the files again if they have changed; warn once a day of what is wrong with them."""
        signature = self._look()
        if signature != self._signature:
            self._signature = signature
            self.reload()
        elif self._warned_at and self._clock() - self._warned_at > WARN_AGAIN:
            self.reload()

    def reload(self) -> None:
        """Take the files as they are now, for the handshakes to come. Files that cannot be used change nothing."""
        try:
            found = self._read()
            self._load_into(_context())  # first where it does no harm
            self._load_into(self.context)
        except CertificateRefused as refusal:
            log.error("certificate not taken", reason=str(refusal))  # noqa: TRY400  (the reason is enough)
            return
        self.certificate = found
        log.info("certificate taken", names=found.names, ends_at=found.ends_at.isoformat())

    def _read(self) -> Certificate:
        now = self._clock()
        found = certificate_of(self._settings, now)
        self._warned_at = now if found.warnings else None
        for warning in found.warnings:
            log.warning("certificate", warning=warning)
        return found

    def _load_into(self, context: ssl.SSLContext) -> None:
        try:
            context.load_cert_chain(self._cert, self._key)
        except (OSError, ssl.SSLError) as error:
            raise CertificateRefused(
                f"tls_cert: {self._cert} cannot be used: {error}. Get another one."
            ) from error

    def _look(self) -> Signature:
        """What changes when the files do, a link to them included."""
        found = []
        for path in (self._cert, self._key):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(found)


def certificate_of(settings: Settings, now: datetime) -> Certificate:
    """The certificate that these settings name. Raises `CertificateRefused`."""
    cert, key = _files_of(settings)
    # Behind a proxy the certificate is for the proxy's eyes, and may name this machine instead.
    host = None if settings.trusted_proxies else urlsplit(settings.public_url).hostname
    return read_certificate(cert, key, host=host, now=now)


def _files_of(settings: Settings) -> tuple[Path, Path]:
    return Path(settings.tls_cert or ""), Path(settings.tls_key or "")


def pinned_context(cert: Path) -> ssl.SSLContext:
    """What a client of this machine needs to trust this very certificate and no other, whatever name it asks by."""
    context = ssl.create_default_context(cafile=str(cert))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # the certificate itself is the anchor
    context.check_hostname = False
    return context


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION
    context.set_alpn_protocols(["http/1.1"])
    return context
