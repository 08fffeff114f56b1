"""`sellergate doctor`: is this installation well, and what to do if not."""

import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import typer

from sellergate.access.issuers.models import TrustedIssuer
from sellergate.cli.options import ConfigOption, JsonOption
from sellergate.cli.output import print_json, printable
from sellergate.cli.runtime import CONFIGURATION, REFUSED, STORAGE
from sellergate.kit.urls import is_loopback
from sellergate.settings import (
    CONFIG_VARIABLE,
    FIELDS,
    Settings,
    SettingsInvalid,
    load_settings,
    sources_of,
)
from sellergate.storage.addresses import shown

LITTLE_SPACE, TOO_LITTLE_SPACE = 1_000_000_000, 100_000_000
TOLERANCE = timedelta(seconds=5)
OLDEST_POSTGRES = 15


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Finding(NamedTuple):
    """One line of the examination."""

    level: Level
    subject: str
    what: str
    remedy: str = ""


Findings = Iterator[Finding]


def doctor(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Examine configuration, database, documents, cache, keys, clock, issuers, upstreams, port, files and disk.

    Leaves with 0 when nothing fails, 3 when the configuration does, 4 when the database does, else 1.
    """
    findings = list(_examine(config))
    if as_json:
        print_json([finding._asdict() for finding in findings])
    else:
        width = max(len(finding.subject) for finding in findings)
        for finding in findings:
            remedy = f" {finding.remedy}" if finding.remedy else ""
            print(
                printable(f"{finding.level:<4}  {finding.subject:<{width}}  {finding.what}{remedy}")
            )
    failed = {finding.subject for finding in findings if finding.level is Level.FAIL}
    if failed:
        codes = {"configuration": CONFIGURATION, "secret key": CONFIGURATION, "database": STORAGE}
        raise typer.Exit(max(codes.get(subject, REFUSED) for subject in failed))


def _examine(config: Path | None) -> Findings:
    try:
        settings = load_settings(os.environ, config)
    except SettingsInvalid as error:
        for problem in error.problems:
            what = f"{problem.variable}: {problem.message}"
            yield Finding(Level.FAIL, "configuration", what, problem.remedy)
        return
    yield Finding(Level.OK, "configuration", f"Complete, for {settings.public_url}.")
    checks: tuple[Callable[[Settings], Findings], ...] = (
        _proxy,
        _certificate,
        _database,
        _cache,
        partial(_files, confidential=_files_with_secrets(config)),
        _documents,
        _scanner,
        _disk,
        _issuers,
        _upstreams,
        _port,
    )
    for check in checks:
        yield from check(settings)


def _proxy(settings: Settings) -> Findings:
    has_proxy = settings.public_url.startswith("https:") and settings.tls_cert is None
    if has_proxy and not settings.trusted_proxies:
        yield Finding(
            Level.WARN,
            "proxy",
            "People come by https, so through a proxy, but no proxy is trusted: all of them seem to have its address.",
            "Set SELLERGATE_TRUSTED_PROXIES to the proxy's network.",
        )


def _certificate(settings: Settings) -> Findings:
    if settings.tls_cert is None:
        return
    from sellergate.cli.certificates import CertificateRefused
    from sellergate.cli.tls import certificate_of
    from sellergate.kit.clock import system_clock

    try:
        found = certificate_of(settings, system_clock())
    except CertificateRefused as refusal:
        yield Finding(Level.FAIL, "certificate", str(refusal))
        return
    for warning in found.warnings:
        yield Finding(Level.WARN, "certificate", f"{warning}.")
    if not found.warnings:
        what = f"For {', '.join(found.names)}, until {found.ends_at:%Y-%m-%d}."
        yield Finding(Level.OK, "certificate", what)


def _database(settings: Settings) -> Findings:
    from sellergate.storage.database import StorageUnavailable
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.upkeep import state_of_database

    database = shown(settings.database_url)
    remedies = {
        SchemaState.EMPTY: "Run `sellergate migrate`.",
        SchemaState.OLDER: "Back it up, then run `sellergate migrate`.",
        SchemaState.IMPORTING: "Run `sellergate import` with the same folder again.",
        SchemaState.UNKNOWN: "It is of a newer version of Sellergate: run that version.",
    }
    try:
        state = state_of_database(settings.database_url)
    except StorageUnavailable as error:
        remedy = (
            "Check the path, its owner and the disk."
            if settings.database_path
            else "Check that the server runs, the address, user and password, and the network."
        )
        yield Finding(Level.FAIL, "database", f"{error}.", remedy)
        return
    if state is not SchemaState.CURRENT:
        yield Finding(
            Level.FAIL, "database", f"The schema of {database} is {state.value}.", remedies[state]
        )
        return
    yield Finding(Level.OK, "database", f"The schema of {database} is up to date.")
    if settings.database_path is None:
        yield from _postgres(settings)
    yield from _keys(settings)
    yield from _clock(settings)


def _postgres(settings: Settings) -> Findings:
    from sellergate.storage.upkeep import run_on_database

    version, risks = run_on_database(settings.database_url, _about_postgres)
    if version < OLDEST_POSTGRES:
        yield Finding(
            Level.FAIL,
            "database",
            f"PostgreSQL {version} is too old.",
            f"Move to PostgreSQL {OLDEST_POSTGRES} or later.",
        )
    for name in risks:
        yield Finding(
            Level.FAIL,
            "database",
            f"{name} is off: what was acknowledged is lost when the server dies.",
            f"ALTER SYSTEM SET {name} = on; then reload PostgreSQL.",
        )


def _about_postgres(conn: Any) -> tuple[int, list[str]]:
    """The major version, and the settings that promise less than durable commits."""

    def setting(name: str) -> str:
        return str(conn.exec_driver_sql(f"SHOW {name}").scalar())

    durable = ("fsync", "synchronous_commit", "full_page_writes")
    risks = [name for name in durable if setting(name) == "off"]
    return int(setting("server_version_num")) // 10_000, risks


def _keys(settings: Settings) -> Findings:
    from sellergate.cli.keycheck import open_signing_keys
    from sellergate.kit.clock import system_clock
    from sellergate.kit.secrets import SealBroken

    try:
        ring = open_signing_keys(settings)
    except SealBroken:
        yield Finding(
            Level.FAIL,
            "secret key",
            "It does not open the signing keys of this database.",
            "Set SELLERGATE_SECRET_KEY to the one that the database was made with.",
        )
        return
    if not ring.keys:
        yield Finding(Level.OK, "secret key", "No signing key yet: the first start makes one.")
    elif ring.signing_key(system_clock()) is None:
        yield Finding(
            Level.WARN,
            "secret key",
            f"It opens the signing keys, but none of them signs {settings.signing_algorithm} now.",
            "The next start makes one; or run `sellergate keys rotate --now`.",
        )
    else:
        yield Finding(Level.OK, "secret key", "It opens the signing keys.")


def _clock(settings: Settings) -> Findings:
    from sellergate.access.audit.store import page_of_events
    from sellergate.kit.clock import system_clock
    from sellergate.storage.upkeep import run_on_database

    now = system_clock()
    newest = run_on_database(settings.database_url, page_of_events, organization_ids=None, limit=1)
    if newest and newest[0].at > now + TOLERANCE:
        yield Finding(
            Level.FAIL,
            "clock",
            f"It says {now:%Y-%m-%d %H:%M} UTC, but the audit trail knows of {newest[0].at:%Y-%m-%d %H:%M} UTC.",
            "Set this machine's clock, for example by NTP: tokens and expiries depend on it.",
        )
    else:
        yield Finding(Level.OK, "clock", f"{now:%Y-%m-%d %H:%M} UTC, after all that is recorded.")


def _no_cache(settings: Settings) -> Findings:
    if settings.workers > 1:
        yield Finding(
            Level.WARN,
            "cache",
            f"Each of the {settings.workers} workers counts quotas for itself: they are {settings.workers} times as large. "
            "A DPoP proof is good once at each.",
            "Set SELLERGATE_CACHE_URL to a Valkey or Redis in which they count together.",
        )
    else:
        yield Finding(Level.OK, "cache", "None: each process counts quotas for itself.")


def _cache(settings: Settings) -> Findings:
    if settings.cache_url is None:
        yield from _no_cache(settings)
        return
    import asyncio

    from sellergate.storage.cache import CacheUnavailable
    from sellergate.storage.redis import RedisCache

    async def connect(address: str) -> None:
        cache = RedisCache(address)
        await cache.connect()
        await cache.stop()

    cache = shown(settings.cache_url)
    try:
        asyncio.run(connect(settings.cache_url))
    except CacheUnavailable as error:
        yield Finding(
            Level.FAIL,
            "cache",
            f"{cache} cannot count: {error}. Calls are served, but each process counts quotas for itself.",
            "Check SELLERGATE_CACHE_URL, that the store runs, and that this user may write in it.",
        )
        return
    yield Finding(Level.OK, "cache", f"{cache} counts quotas for all nodes.")
    parts = urlsplit(settings.cache_url)
    if parts.scheme == "redis" and not is_loopback(parts.hostname or ""):
        yield Finding(
            Level.WARN,
            "cache",
            "What is counted, and the password, travel in the clear.",
            "Use rediss://, unless that network is yours alone.",
        )


def _documents(settings: Settings) -> Findings:
    """The place of invoices and attachments, as a server would use it. A folder is left for the server to make."""
    import asyncio

    from sellergate.storage.documents import DocumentsUnavailable, open_home

    place = settings.documents
    folder = place.folder
    if folder is not None and not folder.exists():
        above = next(parent for parent in folder.parents if parent.is_dir())
        if os.access(above, os.W_OK):
            yield Finding(Level.OK, "documents", f"{folder} is made by the first start.")
        else:
            yield Finding(
                Level.FAIL,
                "documents",
                f"There is no folder {folder}, and this user may not make it.",
                "Make it, for the user that runs Sellergate.",
            )
        return
    try:
        asyncio.run(open_home(place).check())
    except DocumentsUnavailable as error:
        yield Finding(Level.FAIL, "documents", f"{str(error)[:1].upper()}{str(error)[1:]}.")
        return
    yield Finding(Level.OK, "documents", f"{folder or place.url} keeps what is put there.")
    host = urlsplit(place.endpoint or "").hostname
    if host and str(place.endpoint).startswith("http:") and not is_loopback(host):
        yield Finding(
            Level.WARN,
            "documents",
            "Invoices and attachments travel in the clear.",
            "Use https:// in SELLERGATE_DOCUMENTS_ENDPOINT, unless that network is yours alone.",
        )


def _scanner(settings: Settings) -> Findings:
    if settings.virus_scanner is None:
        return
    import asyncio

    from sellergate.market.order_invoices.scanning import Clamd, ScannerUnavailable

    try:
        asyncio.run(Clamd(settings.virus_scanner).check())
    except ScannerUnavailable as error:
        yield Finding(
            Level.FAIL,
            "virus scanner",
            f"{settings.virus_scanner}: {error}. Invoices wait until it does.",
            "Start clamd, or change SELLERGATE_VIRUS_SCANNER.",
        )
    else:
        yield Finding(Level.OK, "virus scanner", f"{settings.virus_scanner} answers.")


def _files_with_secrets(config: Path | None) -> set[Path]:
    """The settings file, when a secret is written in it."""
    file = str(config or os.environ.get(CONFIG_VARIABLE, ""))
    sources = sources_of(os.environ, config)
    holds_secret = any(
        sources.get(field.name) == file for field in FIELDS.values() if field.may_sign_in
    )
    return {Path(file)} if holds_secret else set()


def _files(settings: Settings, *, confidential: set[Path]) -> Findings:
    database = settings.database_path
    names = sorted(confidential)
    if database is not None:
        names += [database, database.with_name(database.name + "-wal")]
    if settings.secret_key_file:
        names.append(Path(settings.secret_key_file))
    open_ones = [path for path in names if path.exists() and _is_open_to_others(path)]
    for path in open_ones:
        yield Finding(
            Level.WARN,
            "files",
            f"{path} can be read by other users of this machine.",
            f"chmod 600 {path}",
        )
    folder = database.absolute().parent if database else None
    if folder and not folder.is_dir():
        yield Finding(Level.FAIL, "files", f"There is no folder {folder}.", f"mkdir -p {folder}")
    elif folder and not os.access(folder, os.W_OK):
        yield Finding(
            Level.FAIL,
            "files",
            f"This user may not write in {folder}.",
            "Give it to the user that runs Sellergate: the database makes files beside itself.",
        )
    elif not open_ones:
        yield Finding(Level.OK, "files", "For their owner only.")


def _is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _disk(settings: Settings) -> Findings:
    database = settings.database_path
    if database is None or not (folder := database.absolute().parent).is_dir():
        return
    free = shutil.disk_usage(folder).free
    what = f"{free / 1e9:,.1f} GB free for {folder}."
    if free < TOO_LITTLE_SPACE:
        yield Finding(Level.FAIL, "disk", what, "Make room: writes are about to fail.")
    elif free < LITTLE_SPACE:
        yield Finding(Level.WARN, "disk", what, "Make room soon.")
    else:
        yield Finding(Level.OK, "disk", what)


def _upstreams(settings: Settings) -> Findings:
    """Each service that a perimeter's calls are passed on to: is anybody there?"""
    for perimeter, origin in settings.upstreams.items():
        parts = urlsplit(origin)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            socket.create_connection((parts.hostname or "", port), timeout=3).close()
        except OSError as error:
            yield Finding(
                Level.FAIL,
                "upstream",
                f"{origin} ({perimeter}) cannot be reached: {error.strerror or error}.",
                "Start the service or change SELLERGATE_UPSTREAMS. Calls to it are answered with 502.",
            )
        else:
            yield Finding(Level.OK, "upstream", f"{origin} ({perimeter}) listens.")


def _issuers(settings: Settings) -> Findings:
    """Each trusted issuer: does it publish keys that can be used, as the server would fetch them?"""
    if not settings.trusted_issuers:
        return
    import asyncio

    from sellergate.access.issuers.errors import KeysUnusable
    from sellergate.access.issuers.fetch import fetch_keys

    for listed in settings.trusted_issuers:
        try:
            keys = asyncio.run(fetch_keys(listed))
        except KeysUnusable as error:
            yield Finding(
                Level.FAIL,
                "issuer",
                f"{listed.issuer}: {error}.",
                "See docs/operations/trusted-issuers.md. Its tokens are refused while no keys of it are known.",
            )
        else:
            kids = sorted({kid for kid, _algorithm in keys})
            yield Finding(Level.OK, "issuer", f"{listed.issuer} publishes {', '.join(kids)}.")
        yield from _mapped_clients(settings, listed)


def _mapped_clients(settings: Settings, listed: TrustedIssuer) -> Findings:
    from sellergate.access.clients.store import find_credential
    from sellergate.storage.database import StorageUnavailable
    from sellergate.storage.migrate import SchemaState
    from sellergate.storage.upkeep import run_on_database, state_of_database

    try:
        if state_of_database(settings.database_url) is not SchemaState.CURRENT:
            return  # said by its own check
    except StorageUnavailable:
        return
    for foreign_client, client_id in (listed.clients or {}).items():
        found = run_on_database(settings.database_url, find_credential, client_id)
        if found is None:
            yield Finding(
                Level.WARN,
                "issuer",
                f"{listed.issuer}: its client {foreign_client} is mapped to {client_id}, and there is no such clientId.",
                "Create that clientId, or map the client to another one.",
            )


def _port(settings: Settings) -> Findings:
    """Free, or ours: then the server must answer, and say of itself what is configured here."""
    host, port = settings.host, settings.port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError:
        yield from _server(settings)
    else:
        yield Finding(Level.OK, "port", f"{port} on {host} is free: nothing is served now.")


def _server(settings: Settings) -> Findings:
    import httpx2

    from sellergate.cli.tls import pinned_context

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    scheme = "http" if settings.tls_cert is None else "https"
    base = f"{scheme}://{'127.0.0.1' if host == '0.0.0.0' else host}:{settings.port}"  # noqa: S104
    discovery = f"{base}/auth/realms/{settings.realm}/.well-known/openid-configuration"
    try:
        tls = pinned_context(Path(settings.tls_cert)) if settings.tls_cert else True
        with httpx2.Client(timeout=3, trust_env=False, verify=tls) as http:
            healthy = http.get(f"{base}/healthz").status_code == 200
            answer = http.get(discovery)
        issuer = _issuer_told(answer.json(), settings.realm)
    except (httpx2.HTTPError, OSError, ValueError, AttributeError):
        healthy, issuer = False, None
    if not healthy or issuer is None:
        yield Finding(
            Level.FAIL,
            "port",
            f"{settings.port} on {settings.host} is taken, and what answers there is not Sellergate.",
            "Stop that program, or set SELLERGATE_PORT to a free port.",
        )
    elif issuer != settings.issuer:
        yield Finding(
            Level.WARN,
            "port",
            f"A Sellergate answers on {settings.port}, with other settings: it calls itself {issuer}.",
            f"Start it again, so that it calls itself {settings.issuer}.",
        )
    else:
        yield Finding(Level.OK, "port", f"{settings.port} on {settings.host} is served, healthy.")
        yield from _skew(answer)


def _issuer_told(document: dict[str, Any], realm: str) -> str | None:
    """What discovery says, or what a node without the token server says of the one that has it."""
    elsewhere = str(document.get("type", "")).partition("/docs/problems/not-served-here")
    if elsewhere[1]:
        return f"{elsewhere[0]}/auth/realms/{realm}"
    return document.get("issuer")


def _skew(answer: Any) -> Findings:
    from sellergate.kit.clock import system_clock

    told: datetime = parsedate_to_datetime(answer.headers["date"])
    if abs(system_clock() - told) > TOLERANCE:
        yield Finding(
            Level.WARN, "clock", "The server's clock and this one differ.", "Set both by NTP."
        )
