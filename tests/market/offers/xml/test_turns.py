"""Whose turn it is when a host is down: JSON packages of the seller go on, its XML packages keep their order."""

import time

import pytest

from tests.builders.offer_packages import Stall, a_line
from tests.builders.world import a_token
from tests.builders.xml_packages import a_package_document, an_offer_element, zipped
from tests.market.offers.xml.conftest import OVER, Shop

pytestmark = pytest.mark.slow


def an_unavailable_package(shop: Shop, path: str) -> int:
    """The number of a package whose host was asked once and is down."""
    number: int = shop.submit(shop.host.publish(b"", status=503, path=path)).json()
    until = time.monotonic() + 10
    while not any(asked == path for asked, _ in shop.host.asked):
        assert time.monotonic() < until
        time.sleep(0.01)
    return number


def a_package(gtin: str, reference: str, price: str) -> bytes:
    return zipped(a_package_document(an_offer_element(gtin, reference, Price=price)))


def test_a_json_package_does_not_wait_for_a_host_that_is_down(shop: Shop) -> None:
    stall = Stall(shop.on, shop.seller, shop.client, a_token(shop.on, shop.client))
    number = an_unavailable_package(shop, "/down.zip")
    started = shop.on.clock()

    [result] = stall.put(a_line(shop.on, sellerExternalReference="JSON"))

    assert result["integrationStatus"] == "Integrated"
    assert shop.log(number)["package_integration_status"] not in OVER
    assert (shop.on.clock() - started).total_seconds() < 20
    shop.host.publish(a_package(shop.product().gtin, "XML", "29.90"), path="/down.zip")
    assert shop.ended(number, step=1.0)["package_integration_status"] == "Integrated"
    assert set(shop.offers()) == {"JSON", "XML"}


def test_xml_packages_count_in_their_order_also_when_a_host_was_down(shop: Shop) -> None:
    gtin = shop.product().gtin
    first = an_unavailable_package(shop, "/first.zip")

    second = shop.submit(shop.host.publish(a_package(gtin, "A", "20.00"))).json()
    shop.host.publish(a_package(gtin, "A", "10.00"), path="/first.zip")
    shop.ended(first, step=1.0)
    shop.ended(second, step=1.0)

    assert shop.offers()["A"]["price"] == 2000
