"""Draw every component, with its empty, error and long-content states, as a folder to look at.

python tools/gallery.py [folder]              write the pages (default: .gallery)
python -m http.server -b 127.0.0.1 -d .gallery 8090
"""

import argparse
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sellergate.web.templates import STATIC_DIR, create_environment, render_template

PAGES_DIR = Path(__file__).parent / "gallery_pages"
NOW = datetime(2026, 6, 3, 14, 5, tzinfo=UTC)


@dataclass(frozen=True)
class User:
    """A signed-in reader."""

    name: str = "Camille Lefèvre-Bartholoméus"
    email: str = "camille.lefevre@boutique-des-trois-rivieres.example"
    organization_name: str = "La Boutique des Trois Rivières"
    organization_kind: str = "seller"


@dataclass(frozen=True)
class Page:
    """What the layout reads."""

    title: str
    path: str
    locale: str = "en"
    description: str = "Every component of the pages, in each of its states."
    demo: bool = True
    marketplace: str = "Marché du Port"
    user: User | None = None
    csrf_token: str = "token"
    flashes: list[tuple[str, str]] = field(default_factory=list)
    section: str = "api-credentials"


@dataclass(frozen=True)
class Client:
    """A row of the example tables."""

    client_id: str
    status: str
    created_at: datetime
    last_call_at: datetime | None
    calls: int


CLIENTS = [
    Client("shop-1", "active", NOW - timedelta(days=40), NOW - timedelta(minutes=3), 12_970),
    Client("Trois Rivières stock sync 2026", "expiring", NOW - timedelta(days=400), None, 0),
    Client(
        "a-very-long-client-name-that-somebody-typed-without-a-single-space-in-it-1234567",
        "revoked",
        NOW - timedelta(days=4),
        NOW - timedelta(days=2),
        1_204_331,
    ),
]
AGGREGATORS = [
    {"value": "channelwave", "title": "Channelwave", "text": "Feeds for fashion and sport"},
    {"value": "feedline", "title": "Feedline", "text": ""},
    {"value": "lengow-like", "title": "Éclair Flux", "text": "Stock and price in near real time"},
    {
        "value": "long",
        "title": "The Very Long Named International Marketplace Integration Company of Greater Europe",
        "text": "Everything for everybody, everywhere, in a description that takes more than one line",
    },
]
CURL = """curl -X POST "https://auth.market.example/auth/realms/maas/protocol/openid-connect/token" \\
  -u "shop-1:$CLIENT_SECRET" \\
  -d grant_type=client_credentials"""
PYTHON = """import httpx

answer = httpx.post(TOKEN_URL, auth=("shop-1", secret), data={"grant_type": "client_credentials"})
token = answer.json()["access_token"]"""
POSTMAN = """1. Open the collection, then Authorization.
2. Choose OAuth 2.0 and press Get New Access Token."""
WEEK = [
    (f"{NOW - timedelta(days=13 - day):%d %b}", count)
    for day, count in enumerate([120, 340, 90, 0, 0, 410, 560, 233, 180, 640, 720, 30, 0, 512])
]
CONTEXT = {
    "clients": CLIENTS,
    "aggregators": AGGREGATORS,
    "panels": [
        {"title": "curl", "code": CURL},
        {"title": "Python", "code": PYTHON},
        {"title": "Postman", "code": POSTMAN},
    ],
    "week": WEEK,
    "now": NOW,
    "secret": "sgs_1f6Zk3Vq9TQm4cNw8pLr2yXa7uHd5bEj0sGo_c81d",
}
PAGES = {
    "components.html": Page("Components", "/components.html", user=User()),
    "composants.html": Page("Composants", "/composants.html", locale="fr", user=User()),
    "form.html": Page("Create a client", "/form.html"),
    "sidebar.html": Page(
        "Who has access",
        "/sidebar.html",
        user=User(),
        flashes=[("success", "Access revoked. The very next call of this client is refused.")],
    ),
}
TEMPLATES = {"composants.html": "components.html"}


def main() -> None:
    """Write the pages and the static files beside them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=".gallery", type=Path)
    write_gallery(parser.parse_args().folder)


def write_gallery(folder: Path) -> None:
    """Write the gallery into `folder`."""
    environment = create_environment(PAGES_DIR, now=lambda: NOW)
    shutil.copytree(STATIC_DIR, folder / "static", dirs_exist_ok=True)
    for name, page in PAGES.items():
        html = render_template(
            environment, TEMPLATES.get(name, name), page.locale, page=page, **CONTEXT
        )
        (folder / name).write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main()
