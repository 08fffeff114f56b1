"""What the sellers did in the last two days: submissions and packages, judged by the same work as everybody's.

Results are kept for three days, so these are dated from when the marketplace is made, not from its today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any, Final, Protocol

import msgspec
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.demo.catalogue.offers import offered_by
from sellergate.demo.catalogue.sheets import Sheet, all_sheets, gtin_of, loaded
from sellergate.demo.catalogue.words import brand_entries
from sellergate.demo.discussions import ABOUT_OFFERS, OfferTalk
from sellergate.demo.finance import keep_demo_books
from sellergate.demo.invoices import sent_invoices
from sellergate.demo.world import LINDQVIST, MAISON, Chance, World
from sellergate.devportal.xml_sample import sample_archive
from sellergate.jobs import store as jobs
from sellergate.jobs.handlers import Handler
from sellergate.kit.clock import Clock
from sellergate.kit.fetching import FetchRules
from sellergate.market.languages import DEFAULT, Language
from sellergate.market.offers import packages
from sellergate.market.offers.integration import PackageIntegration
from sellergate.market.offers.models import PackageType
from sellergate.market.offers.xml.fetching import PackageFetcher
from sellergate.market.offers.xml.handler import XmlPackages
from sellergate.market.offers.xml.packages import submit_package
from sellergate.market.products.integration import ProductsHandler
from sellergate.market.products.progress import SUBMISSIONS
from sellergate.market.products.submissions import accept_submission
from sellergate.storage.database import Database
from sellergate.storage.documents import Home

# What the reference shows.
SHOWN_SUBMISSION: Final = "0b5c2a1e-0000-4000-8000-000000000001"
SHOWN_PACKAGE: Final = "5b1f9a52-6a2e-4a51-9a5e-3d0c6f1d2e01"
OPEN_PACKAGE: Final = "5b1f9a52-6a2e-4a51-9a5e-3d0c6f1d2e02"
SHOWN_OFFER: Final = "TABL-0052"  # and the known ones: they stay as they are
SHOWN_OFFERS_ASKED: Final = ("41207_AUC0400000000015_6_CDISFR", "41207_AUC0400000000060_6_CDISFR")

_LINES: Final = 100  # of an upload
Body = dict[str, Any]


class Act(Protocol):
    """Something that a seller did some time before now."""

    @property
    def ago(self) -> timedelta: ...

    async def happen(self, db: Database, now: datetime) -> None:
        """Do it, and the work that it causes. `now` is when it happened."""
        ...


@dataclass(frozen=True, slots=True)
class Submission:
    """Sheets that were submitted."""

    ago: timedelta
    package_id: str
    seller_id: SellerId
    sheets: Sequence[Body]
    language: Language = DEFAULT

    async def happen(self, db: Database, now: datetime) -> None:
        await db.write(
            accept_submission,
            self.seller_id,
            self.package_id,
            [msgspec.json.encode(sheet) for sheet in self.sheets],
            language=self.language,
            now=now,
        )
        later = now + timedelta(seconds=48)
        await _work(
            db, lambda: later, lambda clock: ProductsHandler(clock, creations_per_hour=1000)
        )


@dataclass(frozen=True, slots=True)
class OfferPackage:
    """A package of offers; one that was not submitted is open still."""

    ago: timedelta
    package_id: str
    seller_id: SellerId
    channel: str
    type: PackageType
    lines: Sequence[Body]
    is_submitted: bool = True
    language: Language = DEFAULT

    async def happen(self, db: Database, now: datetime) -> None:
        await db.write(self._fill, now)
        if self.is_submitted:
            later = now + timedelta(seconds=64)
            await _work(db, lambda: later, PackageIntegration)

    def _fill(self, conn: Connection, now: datetime) -> None:
        packages.open_package(
            conn,
            self.seller_id,
            package_id=self.package_id,
            sales_channel_id=self.channel,
            type_=self.type,
            language=self.language,
            now=now,
        )
        for start in range(0, len(self.lines), _LINES):
            some = self.lines[start : start + _LINES]
            packages.add_upload(
                conn,
                self.seller_id,
                self.package_id,
                lines=msgspec.json.encode(some).decode(),
                line_count=len(some),
                now=now,
            )
        if self.is_submitted:
            packages.submit_package(
                conn, self.seller_id, self.package_id, now + timedelta(seconds=20)
            )


@dataclass(frozen=True, slots=True)
class XmlPackage:
    """An archive of offers that was fetched from the seller's site."""

    ago: timedelta
    package_id: str
    seller_id: SellerId
    archive: bytes

    async def happen(self, db: Database, now: datetime) -> None:
        await db.write(
            submit_package,
            self.seller_id,
            package_id=self.package_id,
            url="https://maison-bruyere.example/offers.zip",
            sales_channel_id=None,
            language=DEFAULT,
            now=now,
        )
        later = now + timedelta(seconds=64)

        def handler(clock: Clock) -> Handler:
            return XmlPackages(_At(self.archive), PackageIntegration(clock).run, clock)

        await _work(db, lambda: later, handler)


class _At(PackageFetcher):
    """A seller's site that has this archive, and is on no network."""

    def __init__(self, archive: bytes) -> None:
        super().__init__(FetchRules())
        self._archive = archive

    async def fetch(self, url: str, into: IO[bytes]) -> None:  # noqa: ARG002  (one site, one file)
        into.write(self._archive)


async def write_recent_work(db: Database, world: World, now: datetime, home: Home) -> None:
    """Let the last two days happen, unless they have. What was uploaded is kept in `home`."""
    if await db.read(SUBMISSIONS.page, [MAISON], before=None, limit=1):
        return
    await keep_demo_books(db, world.chance, home)
    acts: list[Act] = [*_acts(world.chance), *sent_invoices(home)]
    for act in sorted(acts, key=lambda act: -act.ago):
        await act.happen(db, now - act.ago)


async def _work(db: Database, clock: Clock, make: "Maker") -> None:
    """Do the one job that there is, as a node would."""
    handler = make(clock)
    [waiting] = await db.read(jobs.all_jobs)
    job = await db.write(jobs.claim, waiting.id, lease="demo/1", now=clock())
    if job is None:
        raise RuntimeError(f"the job {waiting.subject} cannot be done")
    await handler.run(job, db)


class Maker(Protocol):
    """Makes the handler of a job."""

    def __call__(self, clock: Clock, /) -> Handler: ...


def _acts(chance: Chance) -> Iterator[Act]:
    name = chance.ids("recent work")
    sheets = all_sheets(chance, brand_entries(chance))
    own, in_germany = (
        [
            (sheet, code)
            for sheet, code in offered_by(chance, MAISON, channel, sheets)
            if code != SHOWN_OFFER and not sheet.key.startswith("known")
        ]
        for channel in ("CDISFR", "HANSDE")
    )
    hours = timedelta(hours=1)
    # The first package that there is: the reference shows the log of number 1.
    yield XmlPackage(47 * hours, chance.ids("recent XML")(), MAISON, sample_archive())
    yield Submission(46 * hours, name(), MAISON, list(_new_lamps()))
    yield OfferPackage(
        45 * hours, name(), MAISON, "CDISFR", PackageType.UPSERT, list(_lamp_offers())
    )
    yield OfferPackage(
        30 * hours, name(), MAISON, "CDISFR", PackageType.UPDATE, list(_repriced(own[:160]))
    )
    yield Submission(27 * hours, name(), MAISON, [_again(s, c, chance) for s, c in own[200:224]])
    yield Submission(
        26 * hours, name(), LINDQVIST, [_swedish(n) for n in range(6)], Language.ENGLISH
    )
    yield OfferPackage(
        22 * hours, name(), MAISON, "HANSDE", PackageType.UPDATE, list(_restocked(in_germany[:40]))
    )
    yield OfferPackage(
        11 * hours,
        name(),
        MAISON,
        "CDISFR",
        PackageType.UPDATE,
        list(_restocked(own[:4])),
        is_submitted=False,
    )
    yield Submission(9.5 * hours, SHOWN_SUBMISSION, MAISON, list(_gloves()))
    yield OfferPackage(
        9.25 * hours, SHOWN_PACKAGE, MAISON, "CDISFR", PackageType.UPSERT, list(_glove_offers())
    )
    for hour in (6, 4, 2):
        lines = list(_restocked(own[hour * 30 : hour * 30 + 90]))
        yield OfferPackage(hour * hours, name(), MAISON, "CDISFR", PackageType.UPDATE, lines)
    for hour, offer_id, talk in zip((50, 40), SHOWN_OFFERS_ASKED, ABOUT_OFFERS, strict=True):
        yield OfferTalk(hour * hours, chance, MAISON, offer_id, talk)
    rival = [
        {"sellerExternalReference": code, "quantity": 25} for code in ("TEST-LAMPE", "TEST-PLAID")
    ]
    yield OfferPackage(
        1.8 * hours,
        chance.ids("recent rival")(),
        TEST_SELLER_ID,
        "CDISFR",
        PackageType.UPDATE,
        rival,
    )
    gone = [{"sellerExternalReference": code} for code in ("PLAID-00", "BOUGIE-NOEL", own[5][1])]
    yield OfferPackage(1.5 * hours, name(), MAISON, "CDISFR", PackageType.DELETE, gone)
    yield OfferPackage(
        0.4 * hours,
        OPEN_PACKAGE,
        MAISON,
        "CDISFR",
        PackageType.UPSERT,
        list(_lamp_offers())[:2],
        is_submitted=False,
    )


def _sheet(number: int, code: str, title: str, category: str, **more: Any) -> Body:
    gtin = gtin_of(number).text
    return {
        "gtin": gtin,
        "sellerProductReference": code,
        "title": title,
        "description": f"{title}. Conçu dans notre atelier de Bordeaux, livré sous deux jours.",
        "brand": "Bruyère",
        "categoryCode": category,
        "sellerPictureUrls": [
            {"index": 1, "url": f"https://maison-bruyere.example/photos/{gtin}.jpg"}
        ],
        **more,
    }


def _attributes(**values: str) -> list[Body]:
    return [{"propertyReference": name[1:], "values": [value]} for name, value in values.items()]


def _new_lamps() -> Iterator[Body]:
    """Five lamps, of which two are refused."""
    said = _attributes(p1308="E27", p3264="noir", p1102="métal")
    for place, model in enumerate(("Orbec", "Fenlia", "Norvane")):
        title = f"Lampadaire {model} en métal, noir"
        yield _sheet(500 + place, f"LAMPADAIRE-{place + 1}", title, "0A0A0B", attributes=said)
    title = "Lampadaire Morsane en métal, fuchsia"
    wrong = _attributes(p1308="E27", p3264="fuchsia")
    yield _sheet(503, "LAMPADAIRE-4", title, "0A0A0B", attributes=wrong)
    title = "Lampadaire Querdis en métal, noir"
    yield _sheet(504, "LAMPADAIRE-5", title, "0A0A0B", attributes=said, sellerPictureUrls=[])


def _gloves() -> Iterator[Body]:
    """Two variants, the second without its size."""
    said = _attributes(p3263="rose poudré", p46831="M", p1102="polyester recyclé", p1103="Mixte")
    for number, size in ((510, "M"), (511, "L")):
        yield _sheet(
            number,
            f"GANT-ALDIS-R{size}",
            f"Gant technique Aldis en polyester recyclé, rose poudré, {size}",
            "0I0C0A",
            variantGroupReference="GANT-ALDIS",
            color="rose poudré",
            attributes=said if size == "M" else said[:1] + said[2:],
        )


def _swedish(place: int) -> Body:
    """A chair of Lindqvist Hem; two of six have a mistake."""
    title = f"Tordane chair in oak, natural, number {place + 1}"
    said = _attributes(p1102="oak", p3264="natural", p1201="45", p1202="48", p1203="82")
    sheet = _sheet(520 + place, f"LH-STOL-{place + 1}", title, "0C0C0B", attributes=said)
    sheet |= {"brand": "Lindqvist Hem", "description": f"{title}. Made in Göteborg to last."}
    if place == 2:
        sheet["brand"] = "Lindkvist Hemma"
    if place == 4:
        sheet["title"] = f"<b>{title}</b>"
    return sheet


def _again(sheet: Sheet, code: str, chance: Chance) -> Body:
    """A sheet as it was submitted before: nothing new in it."""
    product = loaded(sheet, chance)
    body = {
        "gtin": product.gtin.text,
        "sellerProductReference": code,
        "title": product.title,
        "description": product.description,
        "brand": product.brand,
        "categoryCode": product.category_reference,
        "variantGroupReference": product.variant_group_reference,
        "color": product.color,
        "size": product.size,
        "sellerPictureUrls": [
            {"index": n, "url": url} for n, url in enumerate(product.pictures, 1)
        ],
        "attributes": [
            {"propertyReference": reference, "values": values}
            for reference, values in product.attributes.items()
        ],
    }
    return {name: value for name, value in body.items() if value is not None}


def _offer(code: str, number: int, price: float, quantity: int, **more: Any) -> Body:
    return {
        "sellerExternalReference": code,
        "product": {"gtin": gtin_of(number).text},
        "condition": "New",
        "price": {
            "price": price,
            "taxes": [
                {"code": "VAT", "value": 20},
                {"code": "Ecotax", "value": 0},
                {"code": "Deatax", "value": 0},
            ],
        },
        "deliveryModes": [{"code": "THD", "cost": 4.9, "additionalCost": 1.5}],
        "preparationTime": 2,
        "quantity": quantity,
        **more,
    }


def _lamp_offers() -> Iterator[Body]:
    """Offers of the new lamps: of the refused ones there is no product to sell."""
    for place in range(5):
        yield _offer(f"LAMPADAIRE-{place + 1}", 500 + place, 89.9 + 10 * place, 6)


def _glove_offers() -> Iterator[Body]:
    """The new glove, and the one whose sheet was refused."""
    yield _offer("GANT-ALDIS-RM", 510, 29.9, 20)
    yield _offer("GANT-ALDIS-RL", 511, 29.9, 20)


def _repriced(own: Sequence[tuple[Sheet, str]]) -> Iterator[Body]:
    """New prices, with the mistakes that spreadsheets make; two lines are there twice."""
    for place, (sheet, code) in enumerate(own):
        price: Any = sheet.leaf.prices[0] + place % 17 + 0.9
        line: Body = {"sellerExternalReference": code, "price": {"price": price}}
        match place % 40:
            case 7:
                line["price"] = {"price": 0}
            case 19:
                line["preparationTime"] = "2 jours"
            case 31:
                line["sellerExternalReference"] = f"{code}-OLD"
        yield line
    for _sheet_twice, code in own[:2]:
        yield {"sellerExternalReference": code, "quantity": 3}


def _restocked(own: Sequence[tuple[Sheet, str]]) -> Iterator[Body]:
    for place, (_sheet_of, code) in enumerate(own):
        yield {"sellerExternalReference": code, "quantity": 4 + place * 7 % 60}
