"""The code of the guide to the Python client, with this installation's addresses. Tests run what is shown."""

from dataclasses import dataclass

from sellergate.devportal.installation import Installation


@dataclass(frozen=True, slots=True)
class PythonSamples:
    """Programs to copy."""

    here: Installation

    @property
    def first(self) -> str:
        """A first call, by the environment."""
        return f"""\
import os

from sellergate_client import SellerClient

with SellerClient(
    base_url="{self.here.public_url}",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    seller_id=os.environ["SELLER_ID"],
) as client:
    print(client.sellers.get().shop_name)
    for order in client.orders.list(status=["WaitingAcceptance"]):
        print(order.order_id)
"""

    @property
    def tasks(self) -> str:
        """The same with tasks."""
        return f"""\
import asyncio
import os

from sellergate_client import AsyncSellerClient


async def main():
    async with AsyncSellerClient(
        base_url="{self.here.public_url}",
        client_id=os.environ["CLIENT_ID"],
        client_secret=os.environ["CLIENT_SECRET"],
        seller_id=os.environ["SELLER_ID"],
    ) as client:
        seller = await client.sellers.get()
        print(seller.shop_name)


asyncio.run(main())
"""

    @property
    def poll(self) -> str:
        """Orders that changed since the last run, for a program that a timer starts."""
        return f"""\
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sellergate_client import SellerClient

STATE = Path("orders.state")

with SellerClient(
    base_url="{self.here.public_url}",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    seller_id=os.environ["SELLER_ID"],
) as client:
    since = STATE.read_text() if STATE.exists() else datetime.now(UTC) - timedelta(days=1)
    poll = client.orders.poll(since)
    for order in poll:
        print(order.order_id, order.status)
        STATE.write_text(poll.state)
"""

    @property
    def shell(self) -> str:
        """From a shell: a profile, then commands."""
        return """\
slg login
slg sellers show
slg orders list --status WaitingAcceptance
slg offers push offers.csv --channel CDISFR --report report.csv
slg doctor
"""
