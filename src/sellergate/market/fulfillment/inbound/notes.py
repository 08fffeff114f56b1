"""The delivery note of an inbound shipment: what travels with the goods, and what the warehouse counts by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from babel.dates import format_date
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers.store import find_seller
from sellergate.market.fulfillment.inbound import store
from sellergate.market.fulfillment.inbound.errors import NoteNotThere
from sellergate.market.fulfillment.inbound.models import Shipment
from sellergate.market.fulfillment.inbound.store import ProductName
from sellergate.market.papers import Column, Fact, Language, Note, Paper, Table, draw_paper
from sellergate.market.warehouse.models import ProductState, StorageCountry
from sellergate.market.warehouse.referencing import shown_gtin


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """Everything that stands on a delivery note."""

    shipment: Shipment
    shop_name: str
    names: Mapping[int, ProductName]  # by stock


class _Texts(NamedTuple):
    title: str
    code: str
    reference: str
    sender: str
    seller: str
    destination: str
    countries: Mapping[str, str]
    announced_on: str
    accepted_on: str
    expected_on: str
    products: str
    columns: tuple[str, ...]
    states: Mapping[str, str]
    total: str
    how: str
    note: str


_ENGLISH: Final = _Texts(
    title="Delivery note",
    code="Shipment",
    reference="Your reference",
    sender="From",
    seller="seller {}",
    destination="To the warehouse in",
    countries={
        StorageCountry.FR: "France (FR)",
        StorageCountry.ES: "Spain (ES)",
        StorageCountry.GB: "United Kingdom (GB)",
    },
    announced_on="Announced on",
    accepted_on="Accepted on",
    expected_on="Expected on",
    products="Products",
    columns=("Line", "Your reference", "GTIN", "Product", "Condition", "Announced", "Counted"),
    states={
        ProductState.NEW: "New",
        ProductState.USED: "Used",
        ProductState.REFURBISHED: "Refurbished",
    },
    total="Total",
    how="For the driver and the warehouse",
    note=(
        "Put one copy of this note into the first parcel or on each pallet, with the bar code to the outside. The warehouse "
        "counts line by line: what is damaged, missing or was not announced is told in the shipment, in the Seller API and on "
        "your pages."
    ),
)
_FRENCH: Final = _Texts(
    title="Bon de livraison",
    code="Expédition",
    reference="Votre référence",
    sender="De",
    seller="vendeur {}",
    destination="À l'entrepôt de",
    countries={
        StorageCountry.FR: "France (FR)",
        StorageCountry.ES: "Espagne (ES)",
        StorageCountry.GB: "Royaume-Uni (GB)",
    },
    announced_on="Annoncée le",
    accepted_on="Acceptée le",
    expected_on="Attendue le",
    products="Produits",
    columns=("Ligne", "Votre référence", "GTIN", "Produit", "État", "Annoncé", "Compté"),
    states={
        ProductState.NEW: "Neuf",
        ProductState.USED: "Occasion",
        ProductState.REFURBISHED: "Reconditionné",
    },
    total="Total",
    how="Pour le transporteur et l'entrepôt",
    note=(
        "Mettez un exemplaire de ce bon dans le premier colis ou sur chaque palette, code-barres vers l'extérieur. L'entrepôt "
        "compte ligne par ligne : ce qui est abîmé, manquant ou non annoncé est indiqué dans l'expédition, par l'API vendeur et "
        "sur vos pages."
    ),
)
_TEXTS: Final[Mapping[Language, _Texts]] = {"en": _ENGLISH, "fr": _FRENCH}


def get_note_facts(conn: Connection, seller_id: SellerId, inbound_id: str) -> NoteFacts:
    """What stands on the note of the seller's shipment. Raises `InboundUnknown`, and `NoteNotThere` before it is accepted."""
    shipment = store.get_shipment(conn, seller_id, inbound_id)
    if not shipment.has_note:
        raise NoteNotThere(status=shipment.status.value)
    rows = [line.stock_row for line in shipment.lines if line.stock_row is not None]
    seller = find_seller(conn, seller_id)
    return NoteFacts(
        shipment=shipment,
        shop_name=seller.shop_name if seller else "",
        names=store.names_of(conn, seller_id, rows),
    )


def draw_note(facts: NoteFacts, *, marketplace: str, language: Language) -> bytes:
    """The PDF: the same bytes for the same shipment, also after it was received. Hundreds of lines want a thread."""
    shipment, texts = facts.shipment, _TEXTS[language]
    head = [
        Fact(texts.code, shipment.code),
        Fact(texts.sender, f"{facts.shop_name}\n{texts.seller.format(shipment.seller_id)}"),
        Fact(texts.destination, texts.countries[shipment.storage_country]),
        Fact(texts.announced_on, _day(shipment.created_at, language)),
    ]
    if shipment.reference is not None:
        head.insert(1, Fact(texts.reference, shipment.reference))
    if shipment.accepted_at is not None:
        head.append(Fact(texts.accepted_on, _day(shipment.accepted_at, language)))
    if shipment.expected_on is not None:
        head.append(
            Fact(texts.expected_on, _day(date.fromisoformat(shipment.expected_on), language))
        )
    widths = (0.85, 2.0, 2.05, 3.5, 1.95, 1.35, 1.2)
    columns = [
        Column(title, width, is_number=place in {0, 5, 6})
        for place, (title, width) in enumerate(zip(texts.columns, widths, strict=True))
    ]
    total = ("", texts.total, "", "", "", str(shipment.quantity), "")
    return draw_paper(
        Paper(
            marketplace=marketplace,
            title=texts.title,
            subtitle=shipment.code,
            barcode=shipment.code,
            facts=head,
            parts=[
                Table(columns, _rows(facts, texts), title=texts.products, totals=[total]),
                Note(texts.note, title=texts.how),
            ],
            footer=f"{texts.title} {shipment.code}",
            language=language,
        )
    )


def _rows(facts: NoteFacts, texts: _Texts) -> Iterator[tuple[str, ...]]:
    """What was announced; nothing of what the warehouse found besides, for that came without a note."""
    for line in facts.shipment.lines:
        name = None if line.stock_row is None else facts.names.get(line.stock_row)
        if name is None or not line.quantity:
            continue
        yield (
            str(line.position),
            name.seller_product_reference,
            shown_gtin(name.gtin),
            name.title,
            texts.states[name.product_state],
            str(line.quantity),
            "",
        )


def _day(instant: datetime | date, language: Language) -> str:
    return format_date(instant, format="long", locale=language)
