"""Every setting, declared once: name, type, default, bounds and help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

import msgspec
from msgspec import Meta, Struct

from sellergate.access.issuers.models import TrustedIssuer
from sellergate.access.keys.models import Algorithm
from sellergate.access.scopes import Perimeter
from sellergate.access.tokens.profiles import TokenProfile
from sellergate.storage.addresses import file_of, without_sign_in
from sellergate.storage.places import DEFAULT_REGION, Place

PREFIX = "SELLERGATE_"
CONFIG_VARIABLE = PREFIX + "CONFIG"
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
    JOBS = "jobs"


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
            "Serve these parts alone: auth (token server), api (Seller API), site (every page), jobs (work in the "
            "background, which one node at least must do). "
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
    product_creations_per_hour: Annotated[
        int,
        _about(
            "How many product sheets a seller may create in an hour, by the clock. What is above is refused with the code "
            "QuotaExceeded; changes of sheets that are there do not count.",
            ge=1,
            le=100_000_000,
        ),
    ] = 100_000
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
    returns_address: Annotated[
        tuple[str, ...],
        _about(
            "Where customers send back what your warehouse in France had sent, line by line, as the labels of returns show "
            "it: name, street, postal code and town, country. In the environment, separated by commas. Default: the "
            "marketplace's name and the country."
        ),
    ] = ()
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
    package_hosts: Annotated[
        tuple[str, ...],
        _about(
            "The hosts that XML packages of offers may be fetched from: a name, or *. and a domain for all below it. "
            "Default: every public host; private addresses never. In the environment, separated by commas."
        ),
    ] = ()
    package_folder: Annotated[
        str | None,
        _about(
            "A folder that XML packages of offers may be taken from by file: addresses; in the demo marketplace only."
        ),
    ] = None
    documents_url: Annotated[
        str,
        _about(
            "Where invoices and attachments are kept: file:///var/lib/sellergate/documents for a folder, which all nodes "
            "must have in common, or s3://bucket/prefix for an S3-compatible store. Needed with PostgreSQL. Default: a folder "
            "beside the embedded database, named like it, with .documents."
        ),
    ] = ""
    documents_endpoint: Annotated[
        str | None,
        _about(
            "The address of the S3-compatible store of documents_url: scheme, host and port. Default: AWS."
        ),
    ] = None
    documents_region: Annotated[
        str,
        _about("The region of that store.", pattern=r"\A[a-z0-9-]{1,40}\Z"),
    ] = DEFAULT_REGION
    documents_access_key: Annotated[
        str | None,
        _about(
            "The access key at that store. Default: what AWS gives to the machine, or to its environment."
        ),
    ] = None
    documents_secret_key: Annotated[
        str | None, _about("The secret of documents_access_key.", extra=SECRET)
    ] = None
    virus_scanner: Annotated[
        str | None,
        _about(
            "The clamd that looks at invoices and attachments before anybody else can: clamd://host:3310, or "
            "clamd:///run/clamd.sock. While it does not answer, invoices wait, and messages with files are answered 503. "
            "Default: none, nothing is scanned."
        ),
    ] = None
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
    def documents(self) -> Place:
        """Where documents are kept."""
        return Place(
            self.documents_url,
            endpoint=self.documents_endpoint,
            region=self.documents_region,
            access_key=self.documents_access_key,
            secret_key=self.documents_secret_key,
        )

    @property
    def parts(self) -> frozenset[Part]:
        """What this node serves."""
        return frozenset(self.only or Part)

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
