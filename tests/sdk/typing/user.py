"""Code as people write it who use the library. It is read by type checkers, and not run."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import assert_type

from sellergate_client import (
    AsyncPager,
    AsyncSellerClient,
    Dpop,
    File,
    PackageProgress,
    Page,
    Pager,
    PrivateKeyJwt,
    ProblemAnswer,
    RateLimited,
    Retries,
    SellerClient,
)
from sellergate_client.types import (
    LineResult,
    NewPackage,
    Offer,
    OfferRequest,
    Order,
    OrderStatus,
    PackageType,
    ProductReport,
    RequestedPrice,
    RequestedProduct,
    Seller,
    Shipment,
)


def first_call() -> None:
    with SellerClient(
        base_url="https://sellers.example.com",
        client_id="Atelier Nord API",
        client_secret="s",
        seller_id=41207,
    ) as client:
        seller = client.sellers.get()
        assert_type(seller, Seller)
        assert_type(client.for_seller("98979").with_options(timeout=5.0), SellerClient)


def orders(client: SellerClient) -> None:
    found = client.orders.list(
        status=["WaitingAcceptance"], updated_at_min=datetime.now(UTC) - timedelta(days=1)
    )
    assert_type(found, Pager[Order])
    for order in found:
        assert_type(order.order_id, str)
        assert_type(order.created_at, datetime)
        assert_type(order.status, OrderStatus)
        assert_type(order.reference, str | None)
        for line in order.lines:
            assert_type(line.quantity, int)
            assert_type(line.selling_price.unit_sales_price, Decimal)
        if order.status is OrderStatus.IN_PREPARATION:
            client.orders.ship(
                order.order_id, Shipment(parcel_number="6A1", carrier_name="Colissimo")
            )
    assert_type(found.first_page(), Page[Order])
    assert_type(client.orders.count(), int)
    for changed in client.orders.poll(datetime.now(UTC)):
        assert_type(changed, Order)


def lines() -> Iterator[OfferRequest]:
    yield OfferRequest(
        seller_external_reference="GANT-1",
        product=RequestedProduct(gtin="0400000000138"),
        condition="New",
        price=RequestedPrice(price=Decimal("29.90"), taxes=[]),
        quantity=12,
    )


def offers(client: SellerClient) -> None:
    def tell(progress: PackageProgress) -> None:
        print(progress.uploaded)

    for result in client.offers.upsert(lines(), sales_channel_id="CDISFR", progress=tell):
        assert_type(result, LineResult)
    package_id = client.offers.open_package(
        NewPackage(package_type=PackageType.UPSERT), sales_channel_id="CDISFR"
    )
    assert_type(package_id, str)
    assert_type(client.offers.upload_lines(package_id, [{"quantity": 1}]), None)
    assert_type(
        client.order_invoices.send("A1", File("a.pdf", Path("a.pdf").read_bytes())).import_id, str
    )
    assert_type(client.order_invoices.download("A1", "D1"), bytes)
    for report in client.products.submit([{"gtin": "0400000000138"}]):
        assert_type(report, ProductReport)


def trouble(client: SellerClient) -> None:
    try:
        client.sellers.get()
    except RateLimited as told:
        assert_type(told.retry_after, float | None)
    except ProblemAnswer as told:
        assert_type(told.errors, dict[str, list[str]])


async def tasks() -> None:
    async with AsyncSellerClient(
        profile="shop",
        private_key=PrivateKeyJwt(Path("key.pem"), key_id="1"),
        dpop=Dpop(),
        retries=Retries(tries=3),
    ) as client:
        assert_type(await client.sellers.get(), Seller)
        found = client.offers.list(sales_channel_id="CDISFR")
        assert_type(found, AsyncPager[Offer])
        async for offer in found:
            assert_type(offer, Offer)
        async for result in client.offers.update(async_lines(), sales_channel_id="CDISFR"):
            assert_type(result, LineResult)


async def async_lines() -> AsyncIterator[OfferRequest]:
    for line in lines():
        yield line


def mistakes(client: SellerClient) -> None:
    client.orders.get()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    client.orders.list(colour="red")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Shipment(parcel_number="6A1")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    client.sellers.get().shop_name = "x"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
