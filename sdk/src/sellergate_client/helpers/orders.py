"""Orders that changed since last time, and parcels that are declared once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeAlias

from sellergate_client._core.calls import Core, Options, converse
from sellergate_client._core.messages import Flow
from sellergate_client._core.model import to_wire
from sellergate_client._drivers.running import Give, Stream
from sellergate_client.errors import (
    AnswerLost,
    BadRequest,
    ConfigurationError,
    Conflict,
    SellerApiError,
    ServerFault,
)
from sellergate_client.resources import orders as operations
from sellergate_client.types.orders import Order, Shipment

Parcel: TypeAlias = Shipment | Mapping[str, Any]
OVERLAP = timedelta(minutes=5)


@dataclass(slots=True)
class _Changes:
    """What was handed out: each state of an order once, also when the next reading begins earlier than this one ended."""

    since: datetime
    # The id of each → when it changed, and what it was then: two changes in one second have one date.
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def parse(cls, since: datetime | str) -> _Changes:
        if isinstance(since, datetime):
            if since.tzinfo is None:
                raise ConfigurationError(
                    "`since` has no time zone. Use datetime.now(UTC), or .astimezone() for local time."
                )
            return cls(since)
        try:
            state = json.loads(since)
            seen = {str(name): (str(at), str(what)) for name, (at, what) in state["seen"].items()}
            return cls(datetime.fromisoformat(state["since"]), seen)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigurationError(
                "`since` is neither an instant nor the `state` of an earlier poll."
            ) from error

    @property
    def state(self) -> str:
        return json.dumps({"since": self.since.isoformat(), "seen": self.seen})

    def read(self, core: Core, options: Options, filters: Mapping[str, Any]) -> Stream[Order]:
        listing = operations.list_orders(
            updated_at_min=self.since - OVERLAP, page_size=100, **filters
        )
        newest = self.since
        key: str | None = ""
        while key is not None:
            page = yield from converse(core, options, listing.page(key))
            for order in page.items:
                at = order.updated_at if order.raw.get("updatedAt") else self.since
                changed = (at.isoformat(), _digest(order))
                newest = max(newest, at)
                # An order that changes while pages are turned is met twice, and none is passed over.
                if self.seen.get(order.order_id) != changed:
                    self.seen[order.order_id] = changed
                    yield Give(order)
            key = None if page.next is None else page.next.removesuffix("+0")
        self.since = newest
        horizon = newest - OVERLAP
        self.seen = {name: was for name, was in self.seen.items() if _instant(was[0]) >= horizon}


class OrderPoll:
    """The orders that changed since an instant: `for order in poll: …`, again and again.

    Each state of an order is handed out once. `state` says how far it is: keep it, and give it to `orders.poll` after a restart.
    """

    def __init__(self, resource: Orders, changes: _Changes, filters: Mapping[str, Any]) -> None:
        self._resource = resource
        self._changes = changes
        self._filters = filters

    @property
    def state(self) -> str:
        """How far it is, as a text. It counts what was handed out; a reading that was broken off begins again without those."""
        return self._changes.state

    def __iter__(self) -> Iterator[Order]:
        client = self._resource._client
        stream = self._changes.read(client._core, client._options, self._filters)
        return self._resource._iterate(stream)


class AsyncOrderPoll:
    """The orders that changed since an instant: `async for order in poll: …`; see OrderPoll."""

    def __init__(
        self, resource: AsyncOrders, changes: _Changes, filters: Mapping[str, Any]
    ) -> None:
        self._resource = resource
        self._changes = changes
        self._filters = filters

    @property
    def state(self) -> str:
        """See OrderPoll.state."""
        return self._changes.state

    def __aiter__(self) -> AsyncIterator[Order]:
        client = self._resource._client
        stream = self._changes.read(client._core, client._options, self._filters)
        return self._resource._iterate(stream)


def ship(core: Core, options: Options, order_id: str, parcels: Sequence[Parcel]) -> Flow[None]:
    """Declare parcels. All of a call are taken, or none: when the answer is lost, the order says which."""
    if not parcels:
        raise ConfigurationError("Say which parcels: orders.ship(order_id, Shipment(…)).")
    declared = {str(to_wire(parcel).get("parcelNumber")) for parcel in parcels}
    call = operations.ship_order(order_id, parcels)
    failure: SellerApiError
    lost = False
    tries = options.retries.tries
    while True:
        tries -= 1
        try:
            return (yield from converse(core, options, call))
        except (AnswerLost, ServerFault) as error:
            lost, failure = True, error
        except (BadRequest, Conflict) as error:
            if not lost:  # else one that was given up may have arrived late
                raise
            tries, failure = 0, error
        order = yield from converse(core, options, operations.get_order(order_id))
        if declared <= {parcel.parcel_number for line in order.lines for parcel in line.parcels}:
            return None
        if tries <= 0:
            raise failure


def _filters(
    status: Sequence[str] | None, sales_channel_id: Sequence[str] | None
) -> dict[str, Any]:
    return {"status": status, "sales_channel_id": sales_channel_id}


def _digest(order: Order) -> str:
    text = json.dumps(to_wire(order.raw), sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


class Orders(operations.Orders):
    __doc__ = operations.Orders.__doc__

    def poll(
        self,
        since: datetime | str,
        *,
        status: Sequence[str] | None = None,
        sales_channel_id: Sequence[str] | None = None,
    ) -> OrderPoll:
        """The orders that changed since an instant, or since an earlier poll whose `state` this is.

        Ask every quarter of an hour: iterate over the same poll again, or over a new one with its `state`.
        Raises ConfigurationError for an instant without a zone.
        """
        return OrderPoll(self, _Changes.parse(since), _filters(status, sales_channel_id))

    def ship(self, order_id: str, *parcels: Parcel) -> None:
        """Declare the parcels of an order, once: when an answer is lost, the order is read before anything is repeated."""
        client = self._client
        self._run(ship(client._core, client._options, order_id, parcels))


class AsyncOrders(operations.AsyncOrders):
    __doc__ = operations.Orders.__doc__

    def poll(
        self,
        since: datetime | str,
        *,
        status: Sequence[str] | None = None,
        sales_channel_id: Sequence[str] | None = None,
    ) -> AsyncOrderPoll:
        """See Orders.poll."""
        return AsyncOrderPoll(self, _Changes.parse(since), _filters(status, sales_channel_id))

    async def ship(self, order_id: str, *parcels: Parcel) -> None:
        """See Orders.ship."""
        client = self._client
        await self._run(ship(client._core, client._options, order_id, parcels))
