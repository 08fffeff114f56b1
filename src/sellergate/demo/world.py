"""The demo marketplace as pure data: people, companies, shops, clients and who may act for whom.

Everything is invented. Telephone numbers come from the ranges that are kept free for fiction, e-mail addresses from
`.example` (RFC 2606), and SIRET numbers begin with 000, which no company has.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sellergate.access.accounts.models import OrganizationKind, Role
from sellergate.access.clients.models import ClientKind
from sellergate.access.context import ClientId, SellerId
from sellergate.access.listings.models import ListingState
from sellergate.access.scopes import EVERYTHING, Perimeter, Rights
from sellergate.access.sellers.models import TEST_SELLER_ID, SellerState
from sellergate.demo.logos import Colour, Shape
from sellergate.kit.secrets import new_client_secret

SEED = "sellergate"
PASSWORD = "demo-marketplace"  # noqa: S105  (printed on the console: the demo listens on loopback only)
TODAY = datetime(2026, 11, 2, 17, 30, tzinfo=UTC)


def ago(days: float) -> datetime:
    """Some time of the day that many days before the world's today."""
    return TODAY - timedelta(days=days, minutes=int(days * 97) % 540)


class Chance:
    """Named draws from a seed: adding a thing to the world changes no other."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def bytes(self, name: str) -> bytes:
        """32 bytes."""
        return hashlib.sha256(f"{self._seed}\n{name}".encode()).digest()

    def between(self, name: str, low: float, high: float) -> float:
        """A number with one decimal."""
        share = int.from_bytes(self.bytes(name)[:4]) / 2**32
        return round(low + (high - low) * share, 1)

    def ids(self, name: str) -> Callable[[], str]:
        """A maker of UUIDs for the thing of that name."""
        count = 0

        def make() -> str:
            nonlocal count
            count += 1
            return str(uuid.UUID(bytes=self.bytes(f"id {name} {count}")[:16], version=4))

        return make


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation."""

    key: str
    kind: OrganizationKind
    name: str
    founded: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A user. `role` is what the console calls the login; people without it cannot sign in by password."""

    email: str
    name: str
    memberships: tuple[tuple[str, Role], ...]
    joined: datetime
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An address of a seller."""

    type: str
    address1: str
    zip_code: str
    city: str
    country: str
    address2: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator."""

    name: str
    threshold: float
    threshold_type: str
    value_d30: float | None
    value_d60: float | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription to a sales channel."""

    sales_channel_id: str
    status: str = "Active"
    action: str | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class DeliveryMode:
    """A delivery mode by its legacy code (contract/02)."""

    code: str
    name: str
    delivery_delay: int
    is_express: bool = False
    is_heavy: bool = False


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier of the marketplace."""

    code: str
    label: str
    needs_more: bool = False


@dataclass(frozen=True, slots=True)
class Shop:
    """A seller account with its profile. `company` None: nobody's, as the test seller is."""

    seller_id: SellerId
    company: str | None
    login: str
    shop_name: str
    company_name: str
    email: str
    opened: datetime
    places: tuple[Place, ...]
    indicators: tuple[Indicator, ...]
    subscriptions: tuple[Subscription, ...]
    delivery_modes: tuple[DeliveryMode, ...]
    shop_url: str | None = None
    phone_number: str | None = None
    mobile_number: str | None = None
    state: SellerState = SellerState.ACTIVATED
    sub_state: str = "ActiveSeller"
    subscription_step: str = "Finished"
    auto_accept_order: bool = False
    fulfillment_profile_id: str | None = None
    language: str = "fr-FR"
    siret_number: str | None = None
    legal_form: str | None = None
    share_capital: int | None = None
    vat_number: str | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret: its plain text lives here and nowhere else."""

    name: str
    value: str
    made: datetime
    expires: datetime | None = None
    revoked: datetime | None = None
    uses: int = 0
    last_use: datetime | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """A client. `author` is the e-mail of who made it."""

    client_id: ClientId
    kind: ClientKind
    company: str
    author: str
    made: datetime
    secrets: tuple[Secret, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """A delegation. `calls` are `(days ago, calls)`."""

    client_id: ClientId
    seller_id: SellerId
    author: str
    granted: datetime
    rights: Rights = EVERYTHING
    expires: datetime | None = None
    revoked: datetime | None = None
    calls: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A request to be in the aggregator list, and what became of it."""

    client_id: ClientId
    name: str
    description: str
    logo: tuple[Shape, Colour, Colour]
    asked: datetime
    state: ListingState = ListingState.APPROVED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """The whole demo marketplace."""

    chance: Chance
    companies: tuple[Company, ...]
    people: tuple[Person, ...]
    shops: tuple[Shop, ...]
    carriers: tuple[Carrier, ...]
    programs: tuple[Program, ...]
    accesses: tuple[Access, ...]
    entries: tuple[Entry, ...]
    client: Program  # the ready one, printed on the console
    operator_client: Program  # the marketplace's own
    seller_id: SellerId  # which the ready client may act for
    operator: str  # the e-mail of who decides

    @property
    def logins(self) -> tuple[Person, ...]:
        """Those who sign in with `PASSWORD`."""
        return tuple(person for person in self.people if person.role)


MAISON, LINDQVIST, MORGENSTERN, BROCANTE, ORTEGA = map(
    SellerId, (41207, 41215, 41238, 41244, 41251)
)
READY_CLIENT = ClientId("maison-bruyere-api")

_SELLER, _PARTNER = OrganizationKind.SELLER, OrganizationKind.PARTNER
_AGGREGATOR = OrganizationKind.AGGREGATOR

COMPANIES = (
    Company("operator", OrganizationKind.OPERATOR, "Marketplace operations", ago(900)),
    Company("maison", _SELLER, "Maison Bruyère SAS", ago(720)),
    Company("lindqvist", _SELLER, "Lindqvist Hem AB", ago(610)),
    Company("morgenstern", _SELLER, "Kaffeehaus Morgenstern GmbH", ago(609)),
    Company("brocante", _SELLER, "La Brocante du Quai SARL", ago(455)),
    Company("ortega", _SELLER, "Bicicletas Ortega SL", ago(60)),
    Company("passerelle", _PARTNER, "Passerelle Conseil", ago(600)),
    Company("datenwerft", _PARTNER, "Datenwerft Integration GmbH", ago(410)),
    Company("horizon", _AGGREGATOR, "Flux Horizon", ago(650)),
    Company("feedlane", _AGGREGATOR, "Feedlane", ago(560)),
    Company("omnibaltica", _AGGREGATOR, "Omnibaltica OÜ", ago(520)),
    Company("catalinea", _AGGREGATOR, "Catalinea", ago(430)),
    Company("multivitrine", _AGGREGATOR, "Multivitrine", ago(390)),
    Company("kanalbruecke", _AGGREGATOR, "Kanalbrücke GmbH", ago(350)),
    Company("tournesol", _AGGREGATOR, "Tournesol Flux", ago(240)),
    Company("nuvolink", _AGGREGATOR, "Nuvolink Srl", ago(20)),
    Company("promptrank", _AGGREGATOR, "Promptrank", ago(90)),
)

_MAIN, _SUB = Role.MAIN, Role.SUB

PEOPLE = (
    Person(
        "operator@demo.example", "Inès Carpentier", (("operator", _MAIN),), ago(899), "operator"
    ),
    Person(
        "seller@demo.example",
        "Claire Bruyère",
        (("maison", _MAIN),),
        ago(720),
        "seller, main account",
    ),
    Person(
        "team@demo.example", "Hugo Lemaire", (("maison", _SUB),), ago(400), "seller, sub-account"
    ),
    Person(
        "owner@demo.example",
        "Astrid Lindqvist",
        (("lindqvist", _MAIN), ("morgenstern", _MAIN)),
        ago(608.5),
        "seller, two accounts",
    ),
    Person(
        "closed@demo.example",
        "Marc Delattre",
        (("brocante", _MAIN),),
        ago(455),
        "seller, deactivated",
    ),
    Person(
        "partner@demo.example",
        "Nadia Haddad",
        (("passerelle", _MAIN),),
        ago(600),
        "integration partner",
    ),
    Person(
        "aggregator@demo.example", "Tom Verbeke", (("horizon", _MAIN),), ago(650), "feed aggregator"
    ),
    Person(
        "newcomer@demo.example",
        "Giulia Fontana",
        (("nuvolink", _MAIN),),
        ago(20),
        "feed aggregator, not listed yet",
    ),
    Person("lucia@ortega-bikes.example", "Lucía Ortega", (("ortega", _MAIN),), ago(60)),
    Person("jens@datenwerft.example", "Jens Petersen", (("datenwerft", _MAIN),), ago(410)),
    Person("api@feedlane.example", "Maeve Byrne", (("feedlane", _MAIN),), ago(560)),
    Person("liis@omnibaltica.example", "Liis Tamm", (("omnibaltica", _MAIN),), ago(520)),
    Person("tech@catalinea.example", "Paul Roche", (("catalinea", _MAIN),), ago(430)),
    Person("it@multivitrine.example", "Sofia Almeida", (("multivitrine", _MAIN),), ago(390)),
    Person("api@kanalbruecke.example", "Karl Brandt", (("kanalbruecke", _MAIN),), ago(350)),
    Person("bonjour@tournesol.example", "Zoé Garnier", (("tournesol", _MAIN),), ago(240)),
    Person("hello@promptrank.example", "Rick Stone", (("promptrank", _MAIN),), ago(90)),
)

TRK = DeliveryMode("TRK", "Envoi Suivi", 3)
REG = DeliveryMode("REG", "Recommandé", 3)
STD = DeliveryMode("STD", "Envoi Standard", 5)
EXP = DeliveryMode("EXP", "Livraison Express", 1, is_express=True)
LV1 = DeliveryMode("LV1", "Livraison sur rendez-vous", 7, is_heavy=True)
LV2 = DeliveryMode("LV2", "Livraison dans la pièce de votre choix", 9, is_heavy=True)
LV3 = DeliveryMode("LV3", "Livraison avec mise en service", 10, is_heavy=True)

CARRIERS = (
    Carrier("colissimo", "Colissimo"),
    Carrier("laposte", "La Poste Lettre Suivie"),
    Carrier("chronopost", "Chronopost"),
    Carrier("mondialrelay", "Mondial Relay", needs_more=True),
    Carrier("relaiscolis", "Relais Colis", needs_more=True),
    Carrier("dpd", "DPD"),
    Carrier("gls", "GLS"),
    Carrier("ups", "UPS"),
    Carrier("dhl", "DHL Express"),
    Carrier("fedex", "FedEx"),
    Carrier("colisprive", "Colis Privé"),
    Carrier("geodis", "Geodis", needs_more=True),
    Carrier("postnord", "PostNord"),
)

_THRESHOLDS = (
    ("order_acceptation", 90.0, "ThresholdMin", 94, 99.8),
    ("product_shipping", 95.0, "ThresholdMin", 95, 99.5),
    ("deadline_compliance", 90.0, "ThresholdMin", 91, 99),
    ("order_claims", 1.5, "ThresholdMax", 0.2, 1.4),
    ("order_refunds", 3.0, "ThresholdMax", 0.4, 2.8),
)

_DARK, _LIGHT = (24, 33, 54), (255, 255, 255)

ENTRIES = (
    Entry(
        ClientId("Flux Horizon"),
        "Flux Horizon",
        "Publishes your catalogue, prices and stock on 140 sales channels, and brings every order back to your shop.",
        (Shape.TARGET, (26, 86, 161), _LIGHT),
        ago(640),
    ),
    Entry(
        ClientId("Feedlane Hub"),
        "Feedlane",
        "Connects spreadsheets, ERPs and web shops to marketplaces. Rules rewrite titles and prices for each channel.",
        (Shape.CHEVRONS, (230, 92, 45), (255, 246, 235)),
        ago(555),
    ),
    Entry(
        ClientId("Omnibaltica"),
        "Omnibaltica",
        "Stock, orders and invoices of Nordic and Baltic sellers in one place, with customer service in seven languages.",
        (Shape.WAVES, (13, 116, 144), (224, 248, 252)),
        ago(510),
    ),
    Entry(
        ClientId("Catalinea Feeds"),
        "Catalinea",
        "Product information for fashion and home: variants, pictures and translations ready for every marketplace.",
        (Shape.DIAMOND, (126, 34, 94), (255, 236, 246)),
        ago(425),
    ),
    Entry(
        ClientId("Multivitrine"),
        "Multivitrine",
        "A plugin for web shops: your products on marketplaces within an hour, orders beside those of your own site.",
        (Shape.DOTS, (67, 56, 202), (238, 240, 255)),
        ago(380),
    ),
    Entry(
        ClientId("Kanalbruecke Connect"),
        "Kanalbrücke",
        "Bridges merchandise management systems and marketplaces, with stock that is right to the minute.",
        (Shape.BRIDGE, _DARK, (250, 204, 72)),
        ago(345),
    ),
    Entry(
        ClientId("Tournesol Flux"),
        "Tournesol",
        "Pour les petites boutiques : un catalogue, un prix par canal, et des commandes faciles à suivre.",
        (Shape.PETALS, (250, 190, 30), (90, 46, 8)),
        ago(230),
    ),
    Entry(
        ClientId("Nuvolink Sync"),
        "Nuvolink",
        "Synchronises stock and prices between Italian web shops and European marketplaces.",
        (Shape.HEXAGON, (5, 122, 85), (222, 250, 236)),
        ago(3),
        ListingState.REQUESTED,
    ),
    Entry(
        ClientId("Promptrank Deals"),
        "Promptrank",
        "Best rank guaranteed on all marketplaces or your money back.",
        (Shape.BARS, (185, 28, 28), _LIGHT),
        ago(80),
        ListingState.DENIED,
        "The description promises a rank that nobody can promise. Say what your product does, then ask again.",
    ),
)


def siret(siren_body: str, nic_body: str) -> str:
    """A SIRET whose two check digits are right: 8 digits and one, then 4 digits and one (Luhn)."""
    siren = siren_body + _luhn_digit(siren_body)
    return siren + nic_body + _luhn_digit(siren + nic_body)


def french_vat(siret_number: str) -> str:
    """The VAT number that belongs to a SIRET."""
    siren = int(siret_number[:9])
    return f"FR{(12 + 3 * (siren % 97)) % 97:02d}{siret_number[:9]}"


def build_world(seed: str = SEED) -> World:
    """The demo marketplace of a seed."""
    chance = Chance(seed)
    programs = _programs(chance)
    return World(
        chance=chance,
        companies=COMPANIES,
        people=PEOPLE,
        shops=_shops(chance),
        carriers=CARRIERS,
        programs=programs,
        accesses=_accesses(),
        entries=ENTRIES,
        client=next(p for p in programs if p.client_id == READY_CLIENT),
        operator_client=next(p for p in programs if p.kind is ClientKind.OPERATOR),
        seller_id=MAISON,
        operator="operator@demo.example",
    )


def _luhn_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def _indicators(chance: Chance, shop: str) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            name,
            threshold,
            threshold_type,
            chance.between(f"{shop} {name} 30", low, high),
            chance.between(f"{shop} {name} 60", low, high),
        )
        for name, threshold, threshold_type, low, high in _THRESHOLDS
    )


# An account too young to be measured.
_UNMEASURED = tuple(Indicator(name, at, kind, None, None) for name, at, kind, _, _ in _THRESHOLDS)


def _shops(chance: Chance) -> tuple[Shop, ...]:
    maison, brocante, test = (
        siret("00041207", "0001"),
        siret("00041244", "0002"),
        siret("00070098", "0001"),
    )
    return (
        Shop(
            seller_id=MAISON,
            company="maison",
            login="maison-bruyere",
            shop_name="Maison Bruyère",
            company_name="Maison Bruyère SAS",
            shop_url="https://maison-bruyere.example/",
            email="contact@maison-bruyere.example",
            phone_number="+33536491207",
            mobile_number="+33639981207",
            opened=ago(719),
            siret_number=maison,
            vat_number=french_vat(maison),
            legal_form="SAS",
            share_capital=50_000,
            places=(
                Place("Billing", "14 rue des Tisserands", "33000", "Bordeaux", "FR", "Bâtiment B"),
                Place("Return", "Entrepôt 7, avenue du Port", "33300", "Bordeaux", "FR"),
                Place("Shipping", "Entrepôt 6, avenue du Port", "33300", "Bordeaux", "FR"),
            ),
            indicators=_indicators(chance, "maison"),
            subscriptions=(
                Subscription("LUMIES", "Terminated", "Unsubscribed"),
                Subscription("CDISFR"),
                Subscription("HANSDE"),
            ),
            delivery_modes=(TRK, REG, STD, EXP, LV1),
        ),
        Shop(
            seller_id=LINDQVIST,
            company="lindqvist",
            login="lindqvist-hem",
            shop_name="Lindqvist Hem",
            company_name="Lindqvist Hem AB",
            shop_url="https://lindqvist-hem.example/fr/",
            email="order@lindqvist-hem.example",
            phone_number="+46701740605",
            opened=ago(608),
            sub_state="Holidays",
            language="sv-SE",
            legal_form="AB",
            share_capital=25_000,
            vat_number="SE000000041215",
            places=(
                Place("Billing", "Hamngatan 3", "411 06", "Göteborg", "SE"),
                Place("Shipping", "Lagervägen 21", "417 05", "Göteborg", "SE"),
            ),
            indicators=_indicators(chance, "lindqvist"),
            subscriptions=(Subscription("CDISFR"), Subscription("NORDSE", currency="SEK")),
            delivery_modes=(TRK, REG, LV1, LV2, LV3),
        ),
        Shop(
            seller_id=MORGENSTERN,
            company="morgenstern",
            login="morgenstern",
            shop_name="Kaffeehaus Morgenstern",
            company_name="Kaffeehaus Morgenstern GmbH",
            email="versand@morgenstern.example",
            phone_number="+493023125238",
            opened=ago(478),
            state=SellerState.PUT_ON_NOTICE,
            language="de-DE",
            legal_form="GmbH",
            share_capital=25_000,
            vat_number="DE000041238",
            places=(Place("Billing", "Am Speicher 9", "20457", "Hamburg", "DE"),),
            indicators=(
                Indicator("order_acceptation", 90.0, "ThresholdMin", 86.4, 91.2),
                *_indicators(chance, "morgenstern")[1:],
            ),
            subscriptions=(Subscription("HANSDE"), Subscription("CDISFR", "Suspended", "OnNotice")),
            delivery_modes=(TRK, STD),
        ),
        Shop(
            seller_id=BROCANTE,
            company="brocante",
            login="brocante-du-quai",
            shop_name="La Brocante du Quai",
            company_name="La Brocante du Quai SARL",
            email="bonjour@brocante-du-quai.example",
            phone_number="+33465711244",
            opened=ago(450),
            state=SellerState.DEACTIVATED,
            siret_number=brocante,
            vat_number=french_vat(brocante),
            legal_form="SARL",
            share_capital=8_000,
            places=(Place("Billing", "2 quai des Anciens", "13002", "Marseille", "FR"),),
            indicators=_indicators(chance, "brocante"),
            subscriptions=(Subscription("CDISFR", "Terminated", "Closed"),),
            delivery_modes=(TRK,),
        ),
        Shop(
            seller_id=ORTEGA,
            company="ortega",
            login="ortega-bikes",
            shop_name="Bicicletas Ortega",
            company_name="Bicicletas Ortega SL",
            email="lucia@ortega-bikes.example",
            opened=ago(59),
            subscription_step="BankReferences",
            language="es-ES",
            legal_form="SL",
            share_capital=3_000,
            places=(Place("Billing", "Avenida del Molino 18", "46001", "Valencia", "ES"),),
            indicators=_UNMEASURED,
            subscriptions=(Subscription("LUMIES", "Pending", "Subscribe"),),
            delivery_modes=(TRK, LV1),
        ),
        Shop(
            seller_id=TEST_SELLER_ID,
            company=None,
            login="test-seller",
            shop_name="Test seller",
            company_name="Test seller SAS",
            shop_url=None,
            email="test-seller@demo.example",
            phone_number="+33199000982",
            opened=ago(880),
            siret_number=test,
            vat_number=french_vat(test),
            legal_form="SAS",
            share_capital=1_000,
            places=(Place("Billing", "1 rue des Essais", "75001", "Paris", "FR"),),
            indicators=_indicators(chance, "test"),
            subscriptions=(Subscription("CDISFR"),),
            delivery_modes=(TRK, REG),
        ),
    )


def _programs(chance: Chance) -> tuple[Program, ...]:
    def secret(client_id: str, name: str, made: float, **more: datetime | int | None) -> Secret:
        value = new_client_secret(chance.bytes(f"secret {client_id} {name}"))
        return Secret(name, value, ago(made), **more)  # type: ignore[arg-type]

    def aggregator(client_id: str, company: str, author: str, made: float) -> Program:
        only = secret(client_id, "production", made, uses=4_120, last_use=ago(0.2))
        return Program(
            ClientId(client_id), ClientKind.AGGREGATOR, company, author, ago(made), (only,)
        )

    ready = secret(READY_CLIENT, "production", 300, uses=2_288, last_use=ago(0.1))
    laptop = secret(READY_CLIENT, "old laptop", 310, expires=ago(120), uses=41, last_use=ago(121))
    horizon = aggregator("Flux Horizon", "horizon", "aggregator@demo.example", 648)
    horizon_first = secret("Flux Horizon", "first server", 648, revoked=ago(200), uses=90_310)
    return (
        Program(
            READY_CLIENT, ClientKind.DEDICATED, "maison", "seller@demo.example", ago(310), (ready, laptop)
        ),
        Program(
            ClientId("Lindqvist Hem Lager"),
            ClientKind.DEDICATED,
            "lindqvist",
            "owner@demo.example",
            ago(150),
            (secret("Lindqvist Hem Lager", "warehouse", 150),),
        ),
        Program(
            ClientId("Passerelle Conseil ERP"),
            ClientKind.PARTNER,
            "passerelle",
            "partner@demo.example",
            ago(598),
            (
                secret("Passerelle Conseil ERP", "production", 598, uses=18_044, last_use=ago(0.4)),
                secret("Passerelle Conseil ERP", "staging", 30, uses=12, last_use=ago(9)),
            ),
        ),
        Program(
            ClientId("Datenwerft Connect"),
            ClientKind.PARTNER,
            "datenwerft",
            "jens@datenwerft.example",
            ago(405),
            (secret("Datenwerft Connect", "production", 405),),
        ),
        Program(
            horizon.client_id, horizon.kind, horizon.company, horizon.author, horizon.made,
            (horizon_first, secret("Flux Horizon", "production", 210, uses=31_077, last_use=ago(0.05))),
        ),
        aggregator("Feedlane Hub", "feedlane", "api@feedlane.example", 558),
        aggregator("Omnibaltica", "omnibaltica", "liis@omnibaltica.example", 515),
        aggregator("Catalinea Feeds", "catalinea", "tech@catalinea.example", 428),
        aggregator("Multivitrine", "multivitrine", "it@multivitrine.example", 385),
        aggregator("Kanalbruecke Connect", "kanalbruecke", "api@kanalbruecke.example", 348),
        aggregator("Tournesol Flux", "tournesol", "bonjour@tournesol.example", 235),
        aggregator("Nuvolink Sync", "nuvolink", "newcomer@demo.example", 10),
        aggregator("Promptrank Deals", "promptrank", "hello@promptrank.example", 85),
        Program(
            ClientId("marketplace-backoffice"),
            ClientKind.OPERATOR,
            "operator",
            "operator@demo.example",
            ago(640),
            (secret("marketplace-backoffice", "production", 640),),
        ),
    )  # fmt: skip


def _accesses() -> tuple[Access, ...]:
    orders_only = Rights(frozenset({Perimeter.ORDERS, Perimeter.INVOICES}), read_only=True)
    catalogue = Rights(frozenset({Perimeter.SELLERS, Perimeter.PRODUCTS, Perimeter.OFFERS}))
    read_all = Rights(None, read_only=True)
    return (
        Access(
            READY_CLIENT,
            MAISON,
            "seller@demo.example",
            ago(309),
            calls=((0, 61), (1, 118), (2, 97)),
        ),
        Access(
            ClientId("Flux Horizon"),
            MAISON,
            "seller@demo.example",
            ago(640),
            calls=((0, 410), (1, 1204), (2, 1188), (4, 1311)),
        ),
        Access(
            ClientId("Passerelle Conseil ERP"),
            MAISON,
            "team@demo.example",
            ago(200),
            orders_only,
            expires=datetime(2031, 12, 31, 23, tzinfo=UTC),
            calls=((0, 24), (3, 25)),
        ),
        Access(
            ClientId("Catalinea Feeds"),
            MAISON,
            "seller@demo.example",
            ago(420),
            catalogue,
            expires=ago(55),
            calls=((60, 12),),
        ),
        Access(ClientId("Feedlane Hub"), MAISON, "seller@demo.example", ago(550), revoked=ago(500)),
        Access(
            ClientId("Lindqvist Hem Lager"),
            LINDQVIST,
            "owner@demo.example",
            ago(150),
            calls=((0, 12), (1, 12)),
        ),
        Access(
            ClientId("Flux Horizon"),
            LINDQVIST,
            "owner@demo.example",
            ago(380),
            catalogue,
            calls=((0, 77),),
        ),
        Access(
            ClientId("Datenwerft Connect"), MORGENSTERN, "owner@demo.example", ago(300), read_all
        ),
        Access(
            ClientId("Passerelle Conseil ERP"),
            BROCANTE,
            "closed@demo.example",
            ago(440),
            calls=((130, 3),),
        ),
        Access(
            ClientId("Flux Horizon"), ORTEGA, "lucia@ortega-bikes.example", ago(40), calls=((1, 5),)
        ),
    )
