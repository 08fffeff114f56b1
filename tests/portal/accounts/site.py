"""The whole application on a loopback port, with a few people in it, and browsers that look at it."""

import html
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from argon2 import PasswordHasher
from sqlalchemy import Connection

from sellergate.access.accounts import service as accounts
from sellergate.access.accounts.models import OrganizationKind, Role
from sellergate.access.clients import service as clients
from sellergate.access.clients.models import Client, ClientKind
from sellergate.access.context import Act
from sellergate.access.listings import service as listings
from sellergate.access.platform import SYSTEM
from sellergate.access.sellers import service as sellers
from sellergate.app import create_app
from sellergate.demo.logos import Shape, draw_logo
from sellergate.kit.clock import system_clock
from sellergate.kit.ids import new_uuid
from sellergate.settings import load_settings
from sellergate.storage import schema
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import database_in
from tests.builders.http import QuickServer, http_client, http_get

PASSWORD = "correct horse battery"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
SELLER, OPERATOR, AGGREGATOR = "ana@maison.test", "olga@market.test", "ari@horizon.test"
SECRET_KEY = "correct-horse-battery-staple-0123456789"


@dataclass
class MovableClock:
    """The wall clock, plus what a test adds to it."""

    offset: timedelta = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.offset

    def advance(self, **amount: float) -> None:
        self.offset += timedelta(**amount)


@dataclass
class Form:
    """A form of a page: where it goes and what its fields hold."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(values.get("action", ""), values.get("method", "get"))
            self.forms.append(self._open)
        elif tag == "input" and self._open and "name" in values and _is_sent(values):
            self._open.values[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def _is_sent(values: dict[str, str]) -> bool:
    return values.get("type") not in ("checkbox", "radio") or "checked" in values


def forms_of(page: str) -> list[Form]:
    parser = _Forms()
    parser.feed(page)
    return parser.forms


class Browser:
    """An HTTP client that keeps cookies, follows redirects and sends the forms of the page it is on."""

    def __init__(self, base_url: str, **headers: str) -> None:
        self.http = http_client(
            base_url=base_url,
            follow_redirects=True,
            headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0", **headers},
        )
        self.answer: httpx2.Response | None = None

    @property
    def page(self) -> httpx2.Response:
        assert self.answer is not None
        return self.answer

    @property
    def text(self) -> str:
        return html.unescape(self.page.text)

    @property
    def place(self) -> str:
        """Path and query of the page it is on."""
        return self.page.url.raw_path.decode()

    def open(self, path: str) -> httpx2.Response:
        self.answer = self.http.get(path)
        return self.answer

    def form(self, action: str) -> Form:
        """The form of the present page whose address begins so."""
        found = [f for f in forms_of(self.page.text) if f.action.startswith(action)]
        assert found, f"no form to {action} on {self.place}: {self.page.text[:2000]}"
        return found[0]

    def send(self, form: Form, **values: str) -> httpx2.Response:
        origin = f"{self.page.url.scheme}://{self.page.url.netloc.decode()}"
        self.answer = self.http.request(
            form.method.upper(),
            str(self.page.url.join(form.action)),
            data=form.values | values,
            headers={"Origin": origin},
        )
        return self.answer

    def submit(self, action: str, **values: str) -> httpx2.Response:
        """Fill in and send the form of the present page whose address begins so."""
        return self.send(self.form(action), **values)

    def sign_in(
        self, email: str = SELLER, password: str = PASSWORD, back: str = "/account/"
    ) -> "Browser":
        self.open(f"/account/sign-in?next={back}")
        self.submit("/account/sign-in", email=email, password=password)
        return self

    def session_cookie(self) -> str:
        return self.http.cookies.get("sellergate_session") or ""


@dataclass
class World:
    """Who and what a new site has."""

    client: Client
    other_client: Client
    seller_id: int


@dataclass
class Site:
    """A running application."""

    port: int
    database: str
    clock: MovableClock
    world: World
    browsers: list[Browser] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def browser(self, **headers: str) -> Browser:
        browser = Browser(self.url, **headers)
        self.browsers.append(browser)
        return browser

    def renew(self) -> "Site":
        """As good as new, for the next test: later than every session and window of before, all states as at first."""
        for browser in self.browsers:
            browser.http.close()
        self.browsers.clear()
        self.clock.advance(hours=13)
        run_on_database(self.database, _renew)
        return self

    def write(self, f: Any, /, *args: Any, **values: Any) -> Any:
        """Run an act of the system beside the running application, as the command line does."""
        act = Act(SYSTEM, self.clock(), new_uuid)
        return run_on_database(self.database, lambda conn: f(conn, act, *args, **values))

    def read(self, f: Any, /, *args: Any, **values: Any) -> Any:
        return run_on_database(self.database, f, *args, **values)


def people(conn: Connection, act: Act) -> World:
    """A seller, an aggregator that asked to be listed, and the operator."""
    organizations = {
        kind: accounts.create_organization(conn, act, kind=kind, name=name)
        for kind, name in (
            (OrganizationKind.SELLER, "Maison Ana"),
            (OrganizationKind.AGGREGATOR, "Horizon SAS"),
            (OrganizationKind.OPERATOR, "Market"),
        )
    }
    for email, name, kind in (
        (SELLER, "Ana", OrganizationKind.SELLER),
        (AGGREGATOR, "Ari", OrganizationKind.AGGREGATOR),
        (OPERATOR, "Olga", OrganizationKind.OPERATOR),
    ):
        accounts.create_user(
            conn,
            act,
            email=email,
            name=name,
            organization_id=organizations[kind].id,
            role=Role.MAIN,
            password_hash=PASSWORD_HASH,
        )
    seller = sellers.create_seller(
        conn,
        act,
        organization_id=organizations[OrganizationKind.SELLER].id,
        shop_name="Maison <Ana>",
        email=SELLER,
    )
    aggregator, dedicated = (
        clients.create_client(
            conn, act, client_id=client_id, kind=kind, organization_id=owner, email=email
        )
        for client_id, kind, owner, email in (
            (
                "Horizon Flux",
                ClientKind.AGGREGATOR,
                organizations[OrganizationKind.AGGREGATOR].id,
                AGGREGATOR,
            ),
            (
                "maison ana api",
                ClientKind.DEDICATED,
                organizations[OrganizationKind.SELLER].id,
                SELLER,
            ),
        )
    )
    listings.request_listing(
        conn,
        act,
        client_uid=aggregator.uid,
        name="Horizon",
        description="Sends your offers everywhere.",
        logo=draw_logo(Shape.DOTS, (20, 60, 90), (255, 255, 255)),
    )
    return World(aggregator, dedicated, seller.seller_id)


def _renew(conn: Connection) -> None:
    for statement in (
        schema.sessions.delete(),
        schema.users.update().values(password_hash=PASSWORD_HASH, external_subject=None),
        schema.clients.update().values(state="active", tokens_per_hour=None, calls_per_minute=None),
        schema.sellers.update().values(seller_state="Activated"),
        schema.listings.update().values(state="requested", reason=None, decided_at=None),
    ):
        conn.execute(statement)


@contextmanager
def running_site(
    folder: Path, listener: socket.socket | None = None, **more: str
) -> Iterator[Site]:
    """Serve the application; `more` are settings by their environment names."""
    listener = listener or socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    database = database_in(folder)
    settings = load_settings(
        {
            "SELLERGATE_DATABASE_URL": database,
            "SELLERGATE_DOCUMENTS_URL": (folder / "documents").absolute().as_uri(),
            "SELLERGATE_SECRET_KEY": SECRET_KEY,
            "SELLERGATE_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SELLERGATE_MARKETPLACE_NAME": "Marché Test",
            **more,
        }
    )
    clock = MovableClock()
    world = run_on_database(database, people, Act(SYSTEM, clock(), new_uuid))
    config = uvicorn.Config(
        create_app(settings, clock=clock),
        lifespan="on",
        log_config=None,
        access_log=False,
        ws="none",
    )
    server = QuickServer(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    site = Site(port, database, clock, world)
    _await_health(site)
    try:
        yield site
    finally:
        for browser in site.browsers:
            browser.http.close()
        server.stop()
        thread.join(15)
        listener.close()


def _await_health(site: Site) -> None:
    deadline = system_clock() + timedelta(seconds=20)
    while system_clock() < deadline:
        try:
            if http_get(f"{site.url}/healthz").status_code == 200:
                return
        except httpx2.TransportError:
            threading.Event().wait(0.01)
    raise AssertionError("the site did not start")
