"""A catalogue under load: as many product sheets as a plan says, of a seller that calls for them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from sqlalchemy import Connection

from bench.client import authorised
from bench.load import Request
from bench.machine import BenchFailed
from bench.peers import answer_of
from bench.servers import Server
from bench.world import Login, Marketplace
from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.kit.gtin import Gtin, check_digit
from sellergate.market.languages import Language
from sellergate.market.products.loading import LoadedProduct, load_products
from sellergate.market.products.referential import known_categories
from sellergate.storage.upkeep import run_on_database

SINCE = datetime(2026, 1, 2, tzinfo=UTC)
CHUNK = 5_000
LOOKED_UP = 10_000
PAGE = 1_000
PAGE_CONNECTIONS = 4  # for something that answers some times a second
PRODUCTS = "/seller/v2/products"

_DESCRIPTION = (
    "Coupe droite et matière souple, pour tous les jours. Les coutures plates ne marquent pas la peau, et la couleur "
    "ne passe pas, même après cinquante lavages. Se porte seul ou sous une veste. Fabriqué dans un atelier qui répare aussi."
)
_ATTRIBUTES = {"3263": ["bleu nuit"], "46831": ["M"], "1102": ["coton biologique"]}
_TRANSLATIONS = {
    Language.ENGLISH: ("T-shirt in organic cotton, midnight blue, M", _DESCRIPTION, None)
}


def gtin_of(number: int) -> Gtin:
    """The GTIN of a sheet. Of the range that shops use inside (GS1 prefix 20), which the demo marketplace does not."""
    digits = f"20{number:010d}"
    text = digits + check_digit(digits)
    return Gtin(text, text.zfill(14))


def add_sheets(marketplace: Marketplace, number: int) -> None:
    """Let the client's seller and another one create so many sheets, by turns."""
    run_on_database(marketplace.database, _write_sheets, marketplace.busy.seller_id, number)


def _write_sheets(conn: Connection, seller_id: int, number: int) -> None:
    category = max(known_categories(conn), key=len)
    sheets = _sheets((SellerId(seller_id), TEST_SELLER_ID), category)
    while chunk := list(islice(sheets, min(CHUNK, number))):
        load_products(conn, chunk)
        number -= len(chunk)


def _sheets(sellers: tuple[SellerId, SellerId], category: str) -> Iterator[LoadedProduct]:
    for number in count():
        gtin = gtin_of(number)
        yield LoadedProduct(
            gtin=gtin,
            category_reference=category,
            title=f"T-shirt en coton biologique, bleu nuit, M, modèle {number}",
            description=_DESCRIPTION,
            created_at=SINCE,
            translations=_TRANSLATIONS,
            brand="Bruyère",
            attributes=_ATTRIBUTES,
            pictures=[f"https://pictures.example/{gtin.text}-{n}.jpg" for n in (1, 2)],
            sellers=[(sellers[number % 2], f"REF-{number}")],
        )


class Catalogue:
    """What is asked of a server whose marketplace has `number` such sheets."""

    def __init__(self, server: Server, login: Login, token: str, number: int) -> None:
        self._url = server.url
        self._headers = authorised(login, token)
        self._number = number

    def look_ups(self, file: Path, *, own: bool) -> Request:
        """The sheet of a GTIN, another one each time, of those spread evenly over the catalogue. Checked once."""
        step = max(2, self._number // LOOKED_UP // 2 * 2)
        gtins = [gtin_of(number).text for number in range(not own, self._number, step)]
        file.write_text("".join(f"{PRODUCTS}?gtin={gtin}\n" for gtin in gtins))
        one = Request(f"{self._url}{PRODUCTS}?gtin={gtins[-1]}", headers=self._headers)
        found = [(item["gtin"], bool(item["sellers"])) for item in answer_of(one)["items"]]
        if found != [(gtins[-1], own)]:
            raise BenchFailed(f"{one.url} answers {found}")
        return Request(self._url, headers=self._headers, paths=file)

    def page(self, number: int) -> Request:
        """A page of the seller's sheets, full; `number` from 1 on."""
        cursor = ""
        for _ in range(1, number):
            cursor = "&cursor=" + answer_of(self._page(cursor + "&fields=gtin"))["cursor"]
        found = len(answer_of(self._page(cursor))["items"])
        if found != PAGE:
            raise BenchFailed(f"page {number} of products has {found} items")
        return self._page(cursor)

    def _page(self, cursor: str) -> Request:
        url = f"{self._url}{PRODUCTS}?limit={PAGE}{cursor}"
        return Request(url, headers=self._headers, connections=PAGE_CONNECTIONS)
