"""XML packages as their sellers see them: sent, and looked at (contract/04 §E)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.market.languages import Language
from sellergate.market.offers import store as package_store
from sellergate.market.offers.channels import channels_of
from sellergate.market.offers.errors import PackageUnknown
from sellergate.market.offers.models import RESULTS_KEPT_FOR, LineStatus, PackageState, Source
from sellergate.market.offers.packages import lane_of
from sellergate.market.offers.xml import store
from sellergate.market.offers.xml.store import LoggedOffer, XmlPackage

JOB: Final = "offers-xml"


def fetching_lane_of(seller_id: SellerId) -> str:
    """The lane in which packages are fetched whose host was not there at once, so that no other package waits for it."""
    return f"xml:{seller_id}"


@dataclass(frozen=True, slots=True)
class Log:
    """A package, how many of its offers have a log, and those of a page; `products` are their references by the seller's."""

    package: XmlPackage
    total: int
    offers: list[LoggedOffer]
    products: dict[str, str]


def submit_package(
    conn: Connection,
    seller_id: SellerId,
    *,
    package_id: str,
    url: str,
    sales_channel_id: str | None,
    language: Language,
    now: datetime,
) -> int:
    """Let the package at `url` be fetched and integrated; the number that it is known by.

    `sales_channel_id` is for a package that names no channel by itself; one that the seller does not have is none.
    """
    wanted = (sales_channel_id or "").strip().upper()
    channel = next((c.id for c in channels_of(conn, seller_id) if c.id.upper() == wanted), None)
    row = package_store.insert_package(
        conn,
        seller_id,
        package_id=package_id,
        source=Source.XML,
        source_url=url,
        sales_channel_id=channel,
        type_=None,
        language=language,
        now=now,
    )
    package_store.change_package(conn, row, state=PackageState.READY.value, submitted_at=now)
    jobs.enqueue(conn, JOB, package_id, lane=lane_of(seller_id), now=now)
    return row


def get_package(conn: Connection, seller_id: SellerId, row: int) -> XmlPackage:
    """The seller's package. Raises `PackageUnknown`."""
    package = store.find_package(conn, seller_id, row)
    if package is None:
        raise PackageUnknown
    return package


def page_of_log(
    conn: Connection, seller_id: SellerId, row: int, *, page: int, limit: int, now: datetime
) -> Log:
    """The package and a page of its log. Raises `PackageUnknown`.

    The log is there once the package is integrated, and for as long as results are kept.
    """
    package = get_package(conn, seller_id, row)
    is_there = (
        package.state is PackageState.INTEGRATED
        and package.ended_at is not None
        and now < package.ended_at + RESULTS_KEPT_FOR
    )
    if not is_there:
        return Log(package, 0, [], {})
    logged = store.page_of_log(conn, row, skip=(page - 1) * limit, limit=limit)
    references = [
        offer.line.get("sellerExternalReference", "")
        for offer in logged
        if offer.status == LineStatus.INTEGRATED
    ]
    products = store.products_of(conn, seller_id, package.sales_channel_id or "", references)
    return Log(package, package.line_count, logged, products)
