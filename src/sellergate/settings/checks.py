"""What types cannot say of settings: addresses that exist, keys that cannot be guessed, what belongs together."""

import ipaddress
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from sellergate.access.issuers.listing import faults_of
from sellergate.access.issuers.models import TrustedIssuer
from sellergate.kit.urls import is_loopback, site_of
from sellergate.settings.declared import FIELDS, MIN_SECRET_KEY, NETWORKS, NEW_SECRET_KEY
from sellergate.settings.draft import Draft


def _check_required(draft: Draft) -> None:
    remedies = {
        "database_url": "Set it, for example to sqlite:////var/lib/sellergate/sellergate.db.",
        "secret_key": f"Make one and keep it: {NEW_SECRET_KEY}",
        "public_url": "Set it to the address people use, for example https://sellers.example.com.",
    }
    for name, remedy in remedies.items():
        if name not in draft.values and name not in draft.sources:
            draft.refuse(name, "it is not set, and there is no default.", remedy)


def _check_database(draft: Draft) -> None:
    url = draft.values.get("database_url")
    if url is None or re.fullmatch(r"sqlite:///[^?#\0]+", url):
        return
    if not _is_postgres(url):
        draft.refuse(
            "database_url",
            "it is not the address of a database.",
            "Write sqlite:/// and a path, for example sqlite:////var/lib/sellergate/sellergate.db, "
            "or postgresql://user:password@host/name, with / ? # @ in a password as %2F %3F %23 %40.",
        )
    elif draft.values.get("demo"):
        draft.refuse(
            "database_url", "the demo marketplace is embedded.", "Leave SELLERGATE_DEMO out."
        )


def _is_postgres(url: str) -> bool:
    """Whether it is an address that asyncpg reads; hosts may be several, so their ports are its to check."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # A slash, ? or # of a password that is not encoded ends the host, and the rest would be shown as a path.
    is_cut = "@" in parts.path + parts.query + parts.fragment
    has_database = len(parts.path) > 1 and not parts.path.endswith("/") and not is_cut
    return parts.scheme in {"postgresql", "postgres"} and bool(parts.netloc) and has_database


def _check_cache(draft: Draft) -> None:
    url = draft.values.get("cache_url")
    if url is None:
        return
    example = "for example redis://127.0.0.1:6379/0"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    match parts.scheme:
        case "redis" | "rediss" if parts.hostname and re.fullmatch(r"(/\d*)?", parts.path):
            allowed = {"ssl_ca_certs"} if parts.scheme == "rediss" else set()
        case "unix" if parts.path and not parts.hostname:
            allowed = {"db"}
        case _:
            draft.refuse(
                "cache_url",
                "it is not an address of a Valkey or Redis.",
                f"Write redis://, rediss:// or unix://, {example}.",
            )
            return
    unknown = sorted(options.keys() - allowed)
    if unknown or parts.fragment or not options.get("db", "0").isdecimal():
        draft.refuse(
            "cache_url",
            f"it asks for {', '.join(unknown)}, which is not offered."
            if unknown
            else "what follows the address cannot be read.",
            "After rediss:// there may be ?ssl_ca_certs=/path/ca.pem, after unix:// ?db=1, and nothing else.",
        )
    elif "ssl_ca_certs" in options and not Path(options["ssl_ca_certs"]).is_file():
        draft.refuse(
            "cache_url",
            f"there is no file {options['ssl_ca_certs']}.",
            "Name the certificate of the authority that signed the store's own, in PEM.",
        )


def _check_secret_key(draft: Draft) -> None:
    key = draft.values.get("secret_key")
    if key is None:
        return
    if len(key) < MIN_SECRET_KEY:
        draft.refuse(
            "secret_key",
            f"it has {len(key)} characters and needs {MIN_SECRET_KEY} or more.",
            f"Make one: {NEW_SECRET_KEY}",
        )
    elif len(set(key)) < 8:
        draft.refuse(
            "secret_key",
            "it repeats a few characters and can be guessed.",
            f"Make one: {NEW_SECRET_KEY}",
        )


def _check_addresses(draft: Draft) -> None:
    host = draft.values.get("host", "127.0.0.1")
    if draft.values.get("demo") and not is_loopback(host):
        draft.refuse(
            "host",
            f"the demo marketplace has known passwords and does not listen on {host}.",
            "Use 127.0.0.1, or serve your own data without SELLERGATE_DEMO.",
        )
    if "public_url" in draft.values:
        draft.values["public_url"] = _check_url(draft, "public_url", with_path=False)
    if draft.values.get("oidc_issuer"):
        _check_url(draft, "oidc_issuer", with_path=True)
    for name in NETWORKS:
        _check_networks(draft, name)
    _check_packages(draft)
    _check_upstreams(draft)
    contact = draft.values.get("security_contact")
    if contact and not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://\S+)", contact):
        draft.refuse(
            "security_contact",
            "it is not an address to write to.",
            "Write mailto:security@example.com or an https:// page.",
        )


def _check_networks(draft: Draft, name: str) -> None:
    networks = []
    for text in draft.values.get(name, ()):
        try:
            networks.append(str(ipaddress.ip_network(text)))
        except ValueError as error:
            draft.refuse(
                name,
                f"{text} is not a network: {error}.",
                "Write networks such as 10.0.0.0/8 or 192.0.2.7/32.",
            )
    if networks:
        draft.values[name] = tuple(networks)


def _check_packages(draft: Draft) -> None:
    hosts = [host.lower() for host in draft.values.get("package_hosts", ())]
    for host in hosts:
        if not re.fullmatch(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*", host):
            draft.refuse(
                "package_hosts",
                f"{host} is not the name of a host.",
                "Write names such as files.example.com, or *.example.com for all below it: no scheme, port or path.",
            )
    if hosts:
        draft.values["package_hosts"] = tuple(hosts)
    if draft.values.get("package_folder") and not draft.values.get("demo"):
        draft.refuse(
            "package_folder",
            "sellers would read files of this machine.",
            "Leave it out: it is for the demo marketplace.",
        )


def _check_upstreams(draft: Draft) -> None:
    for perimeter, address in draft.values.get("upstreams", {}).items():
        try:
            parts = urlsplit(address)
            is_origin = (
                parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
            )
        except ValueError:
            is_origin = False
        if (
            not is_origin
            or parts.username is not None
            or address != f"{parts.scheme}://{parts.netloc}"
        ):
            draft.refuse(
                "upstreams",
                f"the address of {perimeter} is not one of a server, or has more than scheme, host and port.",
                "Write it like http://127.0.0.1:9000; the paths of calls stay as they are.",
            )


def _check_documents(draft: Draft) -> None:
    url = draft.values.get("documents_url", "")
    given = [
        name
        for name in ("documents_endpoint", "documents_access_key", "documents_secret_key")
        if draft.values.get(name)
    ]
    if not url:
        if _is_postgres(draft.values.get("database_url", "")):
            draft.refuse(
                "documents_url",
                "it is not set, and with PostgreSQL there is no default: every node needs the same documents.",
                "Set it to s3://bucket/prefix, or to file:/// and a folder that all nodes have in common.",
            )
        return
    if re.fullmatch(r"file:///[^?#\0]+", url):
        if given:
            draft.refuse(
                given[0], "it is for s3:// addresses, but documents_url is a folder.", "Remove it."
            )
        return
    if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w.-]+)*/?", url):
        draft.refuse(
            "documents_url",
            "it is not the address of a folder or of a bucket.",
            "Write file:///var/lib/sellergate/documents, or s3://bucket/prefix.",
        )
    if ("documents_access_key" in given) != ("documents_secret_key" in given):
        missing = {"documents_access_key", "documents_secret_key"}.difference(given).pop()
        draft.refuse(missing, "it is not set, but the other one is.", "Set both, or none.")
    endpoint = draft.values.get("documents_endpoint")
    if endpoint and (site := site_of(endpoint)) and not (site.path or site.query or site.fragment):
        return
    if endpoint:
        draft.refuse(
            "documents_endpoint",
            "it is not the address of a server, or has more than scheme, host and port.",
            "Write it like https://s3.example.com.",
        )


def _check_scanner(draft: Draft) -> None:
    address = draft.values.get("virus_scanner")
    if address is None:
        return
    try:
        parts = urlsplit(address)
        is_server = bool(parts.hostname) and bool(parts.port) and not parts.path
    except ValueError:
        parts, is_server = urlsplit(""), False
    is_socket = not parts.netloc and len(parts.path) > 1
    if parts.scheme != "clamd" or parts.username or parts.query or not (is_server or is_socket):
        draft.refuse(
            "virus_scanner",
            "it is not the address of a clamd.",
            "Write clamd://127.0.0.1:3310, or clamd:///run/clamav/clamd.ctl.",
        )


def _check_url(draft: Draft, name: str, *, with_path: bool) -> str:
    """Refuse what is not a plain http(s) address; the address in its one spelling."""
    url: str = draft.values[name]
    example = "for example https://sellers.example.com"
    parts = site_of(url)
    if parts is None:
        draft.refuse(name, "it is not an address of a site.", f"Write scheme and host, {example}.")
        return url
    if not with_path and (parts.path or parts.query or parts.fragment or url.endswith(("?", "#"))):
        draft.refuse(
            name,
            "it has a path or a slash at its end.",
            f"Write scheme and host only, {example}.",
        )
    elif parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        draft.refuse(
            name,
            "secrets would travel in the clear.",
            "Use https:// (http:// is accepted for this machine only: 127.0.0.1 or localhost).",
        )
    return url if with_path else f"{parts.scheme}://{parts.netloc.lower()}"


def _check_trusted_issuers(draft: Draft) -> None:
    listed: tuple[TrustedIssuer, ...] = draft.values.get("trusted_issuers", ())
    for number, one in enumerate(listed):
        if any(one.issuer == other.issuer for other in listed[:number]):
            draft.refuse("trusted_issuers", f"{one.issuer} is listed twice.", "List it once.")
        for fault, remedy in faults_of(one):
            draft.refuse("trusted_issuers", f"{one.issuer or 'an issuer'}: {fault}", remedy)
    own = draft.values.get("public_url")
    if own is None:
        return
    own_realm = f"{own}/auth/realms/{draft.values.get('realm', FIELDS['realm'].default)}"
    for one in listed:
        if one.issuer.rstrip("/").lower() in {own, own_realm}:
            draft.refuse(
                "trusted_issuers",
                f"{one.issuer} is this platform itself, whose tokens need no trust of yours.",
                "Remove it.",
            )


def _can_trace() -> bool:
    try:
        return find_spec("opentelemetry.exporter.otlp.proto.http") is not None
    except ModuleNotFoundError:  # a package above it is not there
        return False


def _check_traces(draft: Draft) -> None:
    """A collector's address; without a path, the one that OTLP has for traces."""
    endpoint = draft.values.get("traces_endpoint")
    if endpoint is None:
        return
    try:
        parts = urlsplit(endpoint)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        draft.refuse(
            "traces_endpoint",
            "it is not the address of a collector.",
            "Write scheme, host and port, for example http://127.0.0.1:4318.",
        )
    elif not _can_trace():
        draft.refuse(
            "traces_endpoint",
            "traces need programs that are not installed.",
            "Install them: pip install 'sellergate[traces]'. Or remove the setting.",
        )
    elif parts.path in {"", "/"}:
        draft.values["traces_endpoint"] = f"{endpoint.rstrip('/')}/v1/traces"


def _check_oidc(draft: Draft) -> None:
    needed = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
    given = [name for name in (*needed, "oidc_label") if name in draft.sources]
    if not given:
        return
    for name in needed:
        if name not in draft.sources:
            draft.refuse(
                name,
                f"it is not set, but {', '.join(given)} {'is' if len(given) == 1 else 'are'}.",
                "Sign-in through your OpenID provider needs issuer, client_id and client_secret: set all or none.",
            )


def _check_tls(draft: Draft) -> None:
    given = [name for name in ("tls_cert", "tls_key") if draft.values.get(name)]
    if len(given) == 1:
        other = "tls_key" if given == ["tls_cert"] else "tls_cert"
        draft.refuse(
            other, f"it is not set, but {given[0]} is.", "A certificate needs its key: set both."
        )
    if given and str(draft.values.get("public_url", "https:")).startswith("http:"):
        draft.refuse(
            "public_url",
            "it begins with http://, but this server has a certificate and speaks https only.",
            "Write https://, or remove tls_cert and tls_key.",
        )


CHECKS: tuple[Callable[[Draft], None], ...] = (
    _check_required,
    _check_database,
    _check_cache,
    _check_secret_key,
    _check_addresses,
    _check_documents,
    _check_scanner,
    _check_oidc,
    _check_traces,
    _check_trusted_issuers,
    _check_tls,
)
