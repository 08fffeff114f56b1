"""The operator's settings. Each is declared once; loading reports every problem at once. Reads nothing by itself."""

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints
from urllib.parse import parse_qsl, urlsplit

import msgspec
from msgspec import Meta, Struct

from sellergate.access.issuers.listing import faults_of
from sellergate.access.issuers.models import TrustedIssuer
from sellergate.access.keys.models import Algorithm
from sellergate.access.scopes import Perimeter
from sellergate.access.tokens.profiles import TokenProfile
from sellergate.kit.urls import is_loopback, site_of
from sellergate.storage.addresses import file_of, without_sign_in

PREFIX = "SELLERGATE_"
CONFIG_VARIABLE = PREFIX + "CONFIG"
ENVIRONMENT, COMMAND_LINE = "environment", "command line"
MIN_SECRET_KEY = 32
HIDDEN = "(set, hidden)"
NETWORKS = ("trusted_proxies", "client_jwks_networks")  # lists of networks
SECRET = {"secret": True}
ADDRESS = {"address": True}  # shown without the password in it
NEW_SECRET_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'  # noqa: S105


class LogFormat(StrEnum):
    """How log lines look."""

    JSON = "json"
    CONSOLE = "console"


class LogLevel(StrEnum):
    """What is logged: this and everything graver."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Part(StrEnum):
    """What a node may serve alone."""

    AUTH = "auth"
    API = "api"
    SITE = "site"


def _about(description: str, **constraints: Any) -> Meta:
    return Meta(description=description, **constraints)


class Settings(Struct, frozen=True, kw_only=True):
    """Every choice of an operator, checked. `load_settings` makes them."""

    database_url: Annotated[
        str,
        _about(
            "Where the data is: sqlite:///relative/path.db or sqlite:////absolute/path.db for the "
            "embedded database, postgresql://user:password@host/name for PostgreSQL 15 or later. "
            "Several hosts, separated by commas, are tried until one is the primary.",
            extra=ADDRESS,
        ),
    ]
    cache_url: Annotated[
        str | None,
        _about(
            "A Valkey or Redis in which all nodes count quotas and sign-in attempts together: redis://host:6379/0, "
            "rediss:// for TLS (?ssl_ca_certs=/path/ca.pem for a private authority) or unix:///path/of/socket. "
            "Without it each process counts for itself.",
            extra=ADDRESS,
        ),
    ] = None
    secret_key: Annotated[
        str,
        _about(
            "The key under which client secrets are hashed and signing keys sealed, 32 characters "
            f"or more. Keep it: without it nothing opens. Make one: {NEW_SECRET_KEY}",
            extra=SECRET,
        ),
    ]
    database_pool_size: Annotated[
        int,
        _about("How many connections to PostgreSQL a process may hold.", ge=1, le=1000),
    ] = 10
    secret_key_file: Annotated[
        str | None, _about("A file that holds the secret key, instead of SELLERGATE_SECRET_KEY.")
    ] = None
    public_url: Annotated[
        str,
        _about(
            "The address people and programs use: scheme and host, no path. "
            "https unless the host is this machine."
        ),
    ]
    host: Annotated[str, _about("The address to listen on.")] = "127.0.0.1"
    port: Annotated[int, _about("The port to listen on.", ge=1, le=65535)] = 8080
    tls_cert: Annotated[
        str | None,
        _about(
            "A file with the server's certificate and those that lead to its authority (PEM), to serve "
            "https without a proxy. Read again when it changes."
        ),
    ] = None
    tls_key: Annotated[
        str | None, _about("The file with the private key of tls_cert (PEM, no passphrase).")
    ] = None
    workers: Annotated[
        int,
        _about(
            "How many processes serve, all on one port: about as many as there are cores.",
            ge=1,
            le=256,
        ),
    ] = 1
    only: Annotated[
        tuple[Part, ...],
        _about(
            "Serve these parts alone: auth (token server), api (Seller API), site (every page). "
            "Default: all of them. In the environment, separated by commas."
        ),
    ] = ()
    drain_seconds: Annotated[
        int,
        _about(
            "How long a server that was told to stop still accepts calls, in seconds, while /readyz "
            "answers 503: give a load balancer time to look. 0 without one.",
            ge=0,
            le=600,
        ),
    ] = 0
    start_wait_seconds: Annotated[
        int,
        _about(
            "How long a start waits for a database server that does not answer yet, in seconds.",
            ge=0,
            le=3600,
        ),
    ] = 60
    realm: Annotated[
        str,
        _about("The name in the token server's addresses.", pattern=r"\A[a-z0-9][a-z0-9-]{0,39}\Z"),
    ] = "maas"
    audience: Annotated[
        str, _about("The audience of access tokens.", pattern=r"\A[A-Za-z0-9:/._-]{1,200}\Z")
    ] = "seller-api"
    token_lifetime: Annotated[
        int, _about("How long an access token lives, in seconds.", ge=60, le=86400)
    ] = 7200
    tokens_per_hour: Annotated[
        int, _about("How many tokens a client may obtain in an hour.", ge=1, le=1_000_000)
    ] = 500
    calls_per_minute: Annotated[
        int,
        _about(
            "How many calls a client may make in a minute, for each seller and perimeter.",
            ge=1,
            le=10_000_000,
        ),
    ] = 600
    test_seller_calls_per_hour: Annotated[
        int,
        _about(
            "How many calls a client may make in an hour to the test seller.", ge=0, le=1_000_000
        ),
    ] = 10
    signing_algorithm: Annotated[
        Algorithm, _about("The signature of access tokens: ES256, RS256 or EdDSA.")
    ] = Algorithm.ES256
    token_profile: Annotated[
        TokenProfile,
        _about(
            "The claims of access tokens: keycloak, as clients of this API know them, or rfc9068. "
            "Tokens of both are accepted whatever it says."
        ),
    ] = TokenProfile.KEYCLOAK
    key_overlap_minutes: Annotated[
        int,
        _about(
            "How long a new signing key is published before it signs, in minutes.", ge=1, le=10_080
        ),
    ] = 60
    secret_warning_days: Annotated[
        int,
        _about(
            "How many days before a client secret ends its owner and its program are warned; 0: never.",
            ge=0,
            le=365,
        ),
    ] = 14
    demo: Annotated[
        bool,
        _about("Serve the demo marketplace; only on this machine. `sellergate demo` sets it."),
    ] = False
    log_format: Annotated[LogFormat, _about("How log lines look: json or console.")] = (
        LogFormat.JSON
    )
    log_level: Annotated[
        LogLevel, _about("The least grave lines to log: debug, info, warning or error.")
    ] = LogLevel.INFO
    marketplace_name: Annotated[
        str, _about("Your marketplace's name, as every page shows it.", min_length=1, max_length=60)
    ] = "Sellergate marketplace"
    trusted_proxies: Annotated[
        tuple[str, ...],
        _about(
            "Networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, "
            "for example 10.0.0.0/8. In the environment, separated by commas."
        ),
    ] = ()
    metrics_token: Annotated[
        str | None,
        _about(
            "The Bearer token that /metrics wants. Without one, only programs on this machine may read it.",
            min_length=16,
            max_length=256,
            pattern=r"\A[!-~]+\Z",
            extra=SECRET,
        ),
    ] = None
    client_jwks_networks: Annotated[
        tuple[str, ...],
        _about(
            "Private networks that clients' key sets (JWKS URLs) may be fetched from, for example "
            "10.20.0.0/16. Public addresses always may. In the environment, separated by commas."
        ),
    ] = ()
    upstreams: Annotated[
        dict[Perimeter, str],
        _about(
            "Perimeters that services of your own answer, behind the gateway's checks: the address of each, scheme, host "
            "and port. In TOML a table; in the environment orders=http://127.0.0.1:9000,offers=https://…"
        ),
    ] = {}
    upstream_timeout: Annotated[
        int,
        _about(
            "How long an upstream may take to begin its answer, and to rest in the middle of it, in seconds.",
            ge=1,
            le=3600,
        ),
    ] = 30
    traces_endpoint: Annotated[
        str | None,
        _about(
            "Where traces are sent, by OTLP over HTTP: the address of a collector, for example "
            "http://127.0.0.1:4318. Needs the extra `traces`."
        ),
    ] = None
    traces_percent: Annotated[
        int, _about("How many of a hundred requests are traced.", ge=1, le=100)
    ] = 100
    oidc_issuer: Annotated[
        str | None,
        _about("Your own OpenID provider, for people to sign in with: its issuer address."),
    ] = None
    oidc_client_id: Annotated[
        str | None, _about("The client_id that your OpenID provider knows Sellergate by.")
    ] = None
    oidc_client_secret: Annotated[
        str | None, _about("The client_secret at your OpenID provider.", extra=SECRET)
    ] = None
    oidc_label: Annotated[
        str,
        _about("What the sign-in button calls your OpenID provider.", min_length=1, max_length=40),
    ] = "Marketplace account"
    trusted_issuers: Annotated[
        tuple[TrustedIssuer, ...],
        _about(
            "Token servers of yours, such as Keycloak or Hydra, whose access tokens are accepted beside our own: "
            "see docs/operations/trusted-issuers.md. In the environment an issuer and the audience of its tokens, "
            "separated by a blank; several of them separated by commas."
        ),
    ] = ()
    security_contact: Annotated[
        str | None,
        _about("Who to tell about a vulnerability: a mailto: or https: address, for security.txt."),
    ] = None

    @property
    def issuer(self) -> str:
        """The issuer of access tokens."""
        return f"{self.public_url}/auth/realms/{self.realm}"

    @property
    def token_url(self) -> str:
        """Where a client obtains a token."""
        return f"{self.issuer}/protocol/openid-connect/token"

    @property
    def api_url(self) -> str:
        """The base of the Seller API."""
        return f"{self.public_url}/seller/v2"

    @property
    def database_path(self) -> Path | None:
        """The file of the embedded database, None with PostgreSQL."""
        return file_of(self.database_url)

    @property
    def parts(self) -> frozenset[Part]:
        """What this node serves."""
        return frozenset(self.only or Part)

    @property
    def signs_in_by_oidc(self) -> bool:
        """Whether people may sign in through the marketplace's own OpenID provider."""
        return self.oidc_issuer is not None

    def redacted(self) -> dict[str, Any]:
        """Every setting by name, secrets hidden: fit to be shown."""
        return {field.name: field.shown(getattr(self, field.name)) for field in FIELDS.values()}


class SettingField(NamedTuple):
    """A setting as `--help`, the reference and the loader see it."""

    name: str
    variable: str
    type: Any
    default: Any
    is_required: bool
    is_secret: bool
    is_address: bool
    help: str

    @property
    def may_sign_in(self) -> bool:
        """Whether its value can open something: a secret, or an address with a password in it."""
        return self.is_secret or self.is_address

    def shown(self, value: Any) -> Any:
        """The value as it may be shown."""
        if self.is_secret and value:
            return HIDDEN
        if self.is_address and value and file_of(value) is None:
            return without_sign_in(value)
        return msgspec.to_builtins(value)


class SettingsProblem(NamedTuple):
    """One thing wrong with the settings. `variable` is what to set."""

    variable: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.variable}: {self.message} {self.remedy}"


class SettingsInvalid(Exception):
    """The settings cannot be used. Carries all problems at once."""

    def __init__(self, problems: list[SettingsProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def _declared() -> dict[str, SettingField]:
    hints = get_type_hints(Settings, include_extras=True)
    fields = {}
    for info in msgspec.structs.fields(Settings):
        meta = next(arg for arg in get_args(hints[info.name]) if isinstance(arg, Meta))
        fields[info.name] = SettingField(
            name=info.name,
            variable=PREFIX + info.name.upper(),
            type=hints[info.name],
            default=None if info.default is msgspec.NODEFAULT else info.default,
            is_required=info.required,
            is_secret=bool((meta.extra or {}).get("secret")),
            is_address=bool((meta.extra or {}).get("address")),
            help=meta.description or "",
        )
    return fields


FIELDS = _declared()


def _issuer_from_text(text: str) -> dict[str, str]:
    issuer, _, audience = text.strip().partition(" ")
    return {"issuer": issuer, "audience": audience.strip()}


# What a list holds when it comes from the environment, where its parts are separated by commas.
_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "trusted_proxies": str.strip,
    "client_jwks_networks": str.strip,
    "trusted_issuers": _issuer_from_text,
    "only": str.strip,
}


def _pair_from_text(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip()


_TABLES = {"trusted_issuers"}  # holds nothing secret, so that what is wrong with it can be shown


class _Draft:
    """Settings on their way: values found so far and what is wrong with them."""

    def __init__(self, environ: Mapping[str, str], config_path: Path | None) -> None:
        self.problems: list[SettingsProblem] = []
        self.values: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        path = config_path or (
            Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None
        )
        if path is not None:
            self._take_file(path)
        self._take_environment(environ)

    def refuse(self, name: str, message: str, remedy: str) -> None:
        source = self.sources.get(name, ENVIRONMENT)
        where = {ENVIRONMENT: "", COMMAND_LINE: f" ({COMMAND_LINE})"}.get(
            source, f" ({name} in {source})"
        )
        self.problems.append(SettingsProblem(PREFIX + name.upper() + where, message, remedy))

    def override(self, overrides: Mapping[str, Any]) -> None:
        """Take values of a command line; they win."""
        for name, value in overrides.items():
            self._put(name, value, COMMAND_LINE, lax=False)

    def _take_file(self, path: Path) -> None:
        try:
            found = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            self.problems.append(
                SettingsProblem(
                    CONFIG_VARIABLE,
                    f"{path} cannot be read: {reason}.",
                    "Name a TOML file that this user may read.",
                )
            )
            return
        except tomllib.TOMLDecodeError as error:
            self.problems.append(
                SettingsProblem(CONFIG_VARIABLE, f"{path} is not TOML: {error}.", "Mend that line.")
            )
            return
        for key, value in found.items():
            if key in FIELDS:
                self._put(key, value, str(path), lax=False)
            else:
                self.problems.append(
                    SettingsProblem(
                        f"{key} in {path}", "there is no such setting.", _nearest(key, [*FIELDS])
                    )
                )

    def _take_environment(self, environ: Mapping[str, str]) -> None:
        names = {field.variable: field.name for field in FIELDS.values()}
        for variable in sorted(environ):
            if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE:
                continue
            if variable not in names:
                self.problems.append(
                    SettingsProblem(
                        variable,
                        "there is no such setting.",
                        _nearest(variable, [*names, CONFIG_VARIABLE]),
                    )
                )
            elif environ[variable].strip():  # empty means: not set
                self._put(names[variable], environ[variable].strip(), ENVIRONMENT, lax=True)

    def _put(self, name: str, value: Any, source: str, *, lax: bool) -> None:
        self.sources[name] = source
        field = FIELDS[name]
        if lax and name in _FROM_TEXT:
            value = [_FROM_TEXT[name](part) for part in value.split(",") if part.strip()]
        if lax and name == "upstreams":
            value = dict(_pair_from_text(part) for part in value.split(",") if part.strip())
        try:
            self.values[name] = msgspec.convert(value, field.type, strict=not lax)
        except msgspec.ValidationError as error:
            self.values.pop(name, None)
            fault = f" ({error})" if name in _TABLES else ""
            self.refuse(
                name, f"the value cannot be used{fault}.", f"It must be {_expectation(field)}."
            )


def load_settings(
    environ: Mapping[str, str],
    config_path: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings of a TOML file (`config_path`, else SELLERGATE_CONFIG), the environment, and a command line.

    Later ones win. Raises `SettingsInvalid` with every problem.
    """
    draft = _Draft(environ, config_path)
    draft.override(overrides or {})
    _read_secret_key_file(draft)
    _fill_demo(draft)
    for check in (
        _check_required,
        _check_database,
        _check_cache,
        _check_secret_key,
        _check_addresses,
        _check_oidc,
        _check_traces,
        _check_trusted_issuers,
        _check_tls,
    ):
        check(draft)
    if draft.problems:
        raise SettingsInvalid(draft.problems)
    return Settings(**draft.values)


def sources_of(environ: Mapping[str, str], config_path: Path | None = None) -> dict[str, str]:
    """Where each setting that is not left at its default comes from."""
    draft = _Draft(environ, config_path)
    _read_secret_key_file(draft)
    return draft.sources


def _read_secret_key_file(draft: _Draft) -> None:
    name = draft.values.get("secret_key_file")
    if not name or "secret_key" in draft.values:
        return
    try:
        draft.values["secret_key"] = Path(name).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        draft.refuse(
            "secret_key_file",
            f"{name} cannot be read: {reason}.",
            "Name a file that this user may read, with the key and nothing else in it.",
        )
    draft.sources["secret_key"] = "secret_key_file"  # noqa: S105  (where from, not what)


def _fill_demo(draft: _Draft) -> None:
    """A demo says http of itself; every other default is the same as elsewhere."""
    if draft.values.get("demo") and "public_url" not in draft.sources:
        host, port = (draft.values.get(name, FIELDS[name].default) for name in ("host", "port"))
        draft.values["public_url"] = f"http://{_in_url(host)}:{port}"
        draft.sources["public_url"] = "demo"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _check_required(draft: _Draft) -> None:
    remedies = {
        "database_url": "Set it, for example to sqlite:////var/lib/sellergate/sellergate.db.",
        "secret_key": f"Make one and keep it: {NEW_SECRET_KEY}",
        "public_url": "Set it to the address people use, for example https://sellers.example.com.",
    }
    for name, remedy in remedies.items():
        if name not in draft.values and name not in draft.sources:
            draft.refuse(name, "it is not set, and there is no default.", remedy)


def _check_database(draft: _Draft) -> None:
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


def _check_cache(draft: _Draft) -> None:
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


def _check_secret_key(draft: _Draft) -> None:
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


def _check_addresses(draft: _Draft) -> None:
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
    _check_upstreams(draft)
    contact = draft.values.get("security_contact")
    if contact and not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://\S+)", contact):
        draft.refuse(
            "security_contact",
            "it is not an address to write to.",
            "Write mailto:security@example.com or an https:// page.",
        )


def _check_networks(draft: _Draft, name: str) -> None:
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


def _check_upstreams(draft: _Draft) -> None:
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


def _check_url(draft: _Draft, name: str, *, with_path: bool) -> str:
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


def _check_trusted_issuers(draft: _Draft) -> None:
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


def _check_traces(draft: _Draft) -> None:
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


def _check_oidc(draft: _Draft) -> None:
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


def _check_tls(draft: _Draft) -> None:
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


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {close[0]}? Otherwise remove it."
    return "Remove it; `sellergate config show` lists every setting."


def _expectation(field: SettingField) -> str:
    """What a value must be, in words, from its declared type."""
    hint, *metas = get_args(field.type)
    meta = next(m for m in metas if isinstance(m, Meta))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return "one of " + ", ".join(hint)
    if hint is bool:
        return "true or false"
    if hint is int:
        return f"a whole number from {meta.ge} to {meta.le}"
    if field.name == "upstreams":
        return f"addresses by perimeter, which are {', '.join(Perimeter)}"
    if field.name in NETWORKS:
        return "a list of networks"
    if field.name == "only":
        return "a list of " + ", ".join(Part)
    if field.name == "trusted_issuers":
        return "tables with issuer and audience, and where needed jwks_url and clients"
    if meta.pattern is not None:
        return f"text that matches {meta.pattern.removeprefix(chr(92) + 'A').removesuffix(chr(92) + 'Z')}"
    if meta.max_length is not None:
        return f"text of {meta.min_length} to {meta.max_length} characters"
    return "text"
