"""Supply orders under whatever their seller and the warehouse do, in any order: no piece is lost, or counted twice.

After each act the status came there on a way that there is, and stock is what the receptions counted.
"""

from collections import Counter
from contextlib import suppress
from itertools import pairwise
from typing import Any, Final

import pytest
import sqlalchemy as sa
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection

from sellergate.kit.errors import Refusal
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.inbound import receiving, store
from sellergate.market.fulfillment.inbound.announcing import announce
from sellergate.market.fulfillment.inbound.checking import InboundChecks
from sellergate.market.fulfillment.inbound.models import (
    AnnouncedLine,
    Announcement,
    Reception,
    Shipment,
    Status,
)
from sellergate.market.fulfillment.inbound.receiving import Count
from sellergate.market.warehouse.models import Identified, Stock
from sellergate.storage.schema import stock_movements
from tests.builders.installation import Installation
from tests.builders.offer_packages import a_stall, do_due
from tests.builders.warehouse import a_stock, stock_again

pytestmark = pytest.mark.slow

# From which status a shipment may come into another one, seen from outside after each single act.
WAYS: Final = {
    Status.CREATED: {Status.ACCEPTED, Status.REFUSED, Status.CANCELLED},
    Status.ACCEPTED: {Status.IN_RECEPTION, Status.RECEIVED, Status.CANCELLED},
    Status.IN_RECEPTION: {Status.RECEIVED},
    Status.REFUSED: set(),
    Status.RECEIVED: set(),
    Status.CANCELLED: set(),
}
PIECES: Final = st.integers(0, 9)
COUNTS: Final = st.lists(
    st.tuples(st.integers(0, 3), PIECES, PIECES, PIECES), max_size=3, unique_by=lambda c: c[0]
)


def test_no_sequence_of_acts_counts_anything_wrongly(installation: Installation) -> None:
    stall = a_stall(installation)
    seller_id = stall.seller.seller_id

    class Supply(RuleBasedStateMachine):
        shipment: Shipment
        stocks: list[Stock]
        seen: list[Status]
        sent: list[tuple[str, list[Count], bool]]

        @initialize(is_known=st.booleans(), country=st.sampled_from(["FR", "GB", "DE"]))
        def announce(self, is_known: bool, country: str) -> None:
            self.stocks = [a_stock(installation, stall.seller) for _ in range(3)]
            self.sent = []
            names = [stock.seller_product_reference for stock in self.stocks[:2]]
            lines = [AnnouncedLine(Identified(name), 10) for name in names]
            if not is_known:
                lines.append(AnnouncedLine(Identified("NOBODYS"), 1))
            wanted = Announcement(
                reference=None, storage_country=country, expected_on=None, lines=tuple(lines)
            )
            self.shipment, _ = self.act(announce, seller_id, wanted, inbound_id=new_uuid())
            self.seen = [self.shipment.status]

        @rule()
        def check(self) -> None:
            do_due(installation, InboundChecks(installation.clock, new_uuid))

        @rule(counts=COUNTS, is_last=st.booleans())
        def count(self, counts: list[tuple[int, int, int, int]], is_last: bool) -> None:
            wanted = [Count(self.line(place), *pieces) for place, *pieces in counts]
            self.sent.append((f"DOCK-{installation.number()}", wanted, is_last))
            self.receive(self.sent[-1])

        @rule(which=st.integers(0, 20))
        def count_again(self, which: int) -> None:
            if self.sent:
                self.receive(self.sent[which % len(self.sent)])

        @rule()
        def cancel(self) -> None:
            self.try_act(receiving.cancel, self.shipment.inbound_id)

        def line(self, place: int) -> int | Identified:
            """0 to 2: a product by its name, of which the last is not announced; 3: the first line."""
            if place == 3:
                return 1
            return Identified(self.stocks[place].seller_product_reference)

        def receive(self, sent: tuple[str, list[Count], bool]) -> None:
            reference, counts, is_last = sent
            self.try_act(
                *(receiving.receive, self.shipment.inbound_id, counts),
                reference=reference,
                is_last=is_last,
            )

        def try_act(self, act: Any, *args: Any, **values: Any) -> None:
            with suppress(Refusal):
                self.act(act, *args, **values)

        def act(self, act: Any, *args: Any, **values: Any) -> Any:
            return installation.write(lambda conn, who: act(conn, *args, now=who.now, **values))

        @invariant()
        def nothing_is_lost_or_there_twice(self) -> None:
            if not hasattr(self, "shipment"):
                return
            shipment, receptions, moved = installation.read(
                seen, seller_id, self.shipment.inbound_id
            )
            if shipment.status is not self.seen[-1]:
                self.seen.append(shipment.status)
            assert all(after in WAYS[before] for before, after in pairwise(self.seen))
            counted: Counter[int] = Counter()
            for reception in receptions:
                for count in reception.lines:
                    counted[count.position] += count.total
            assert {line.position: line.received for line in shipment.lines if line.received} == (
                dict(counted)
            )
            assert moved == counted.total()
            held = [stock_again(installation, stock).quantities for stock in self.stocks]
            assert sum(map(sum, held)) == counted.total()
            damaged = sum(one.blocked + one.litigation for one in held)
            assert damaged == sum(line.damaged for line in shipment.lines)
            assert [one.number for one in receptions] == list(range(1, len(receptions) + 1))
            assert shipment.reception_count == len(receptions)
            assert shipment.line_count == len(shipment.lines)
            assert shipment.has_note == (Status.ACCEPTED in self.seen)

    run_state_machine_as_test(
        Supply, settings=settings(max_examples=20, stateful_step_count=12, deadline=None)
    )


def seen(
    conn: Connection, seller_id: Any, inbound_id: str
) -> tuple[Shipment, list[Reception], int]:
    """A shipment, what was counted of it, and how many pieces came in for it by the movements of stock."""
    shipment = store.get_shipment(conn, seller_id, inbound_id)
    moves = stock_movements.c
    into = sa.select(sa.func.coalesce(sa.func.sum(moves.quantity), 0)).where(
        moves.cause.like(f"inbound:{inbound_id}:%"), moves.source == ""
    )
    return shipment, store.receptions_of(conn, shipment), int(conn.execute(into).scalar_one())
