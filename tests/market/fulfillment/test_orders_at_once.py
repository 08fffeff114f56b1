"""An order's customer calls it off while the carrier takes it: one of both happens, and stock is counted once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sellergate.kit.errors import Refusal
from sellergate.kit.ids import new_uuid
from sellergate.market.orders.cancellations import CancellationWork
from sellergate.market.orders.models import Status
from tests.builders.installation import Installation
from tests.builders.offer_packages import a_stall, do_due
from tests.market.warehouse.test_orders import (
    Shelf,
    again,
    ask_to_cancel,
    buy,
    prepared,
    ship,
    shipment,
)

pytestmark = pytest.mark.slow


def test_an_order_is_shipped_or_called_off_whatever_comes_first(installation: Installation) -> None:
    stall = a_stall(installation)
    shelf = Shelf(stall, FR=20)
    sent = 0
    for _ in range(8):
        order = buy(stall, (shelf, 2))
        outbound = prepared(stall, order)

        with ThreadPoolExecutor(2) as threads:
            shipping = threads.submit(ship, stall, outbound)
            asking = threads.submit(
                ask_to_cancel, stall, order, "customer-changed-mind", new_uuid()
            )
            errors = [shipping.exception(), asking.exception()]
        do_due(installation, CancellationWork(installation.clock))

        assert [isinstance(error, Refusal) for error in errors].count(True) == 1
        is_sent = errors[0] is None
        sent += is_sent
        after, left = again(stall, order), shipment(stall, order)
        assert left is not None
        assert (after.status, left.status.value) == (
            (Status.SHIPPED, "Shipped") if is_sent else (Status.CANCELLED, "Cancelled")
        )
        assert shelf.held == shelf.held._replace(available=20 - 2 * sent, allocated=0)
