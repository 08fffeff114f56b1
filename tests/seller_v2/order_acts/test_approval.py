"""Sellers accept and refuse orders that wait for them."""

from typing import Any

import pytest

from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order, Status
from tests.builders.offer_packages import Stall
from tests.builders.order_acts import (
    an_order_of,
    answer,
    prepare,
    read_again,
    statuses,
    stock_of,
    to_ship,
)
from tests.builders.orders import let_happen

pytestmark = pytest.mark.slow


def waiting(stall: Stall, lines: int = 2) -> Order:
    return let_happen(stall.on, an_order_of(stall, lines), Event.SENT_FOR_ACCEPTANCE)


def test_an_accepted_order_is_prepared_in_the_background(stall: Stall) -> None:
    """contract/05 §6: the effect is asynchronous, `Accepted` and then `InPreparation`."""
    order = waiting(stall)

    told = answer(stall, order, "Accepted")
    at_once = statuses(stall.on, order)
    prepare(stall.on)

    assert (told.status_code, told.content) == (204, b"")
    assert at_once == (Status.ACCEPTED, [Status.ACCEPTED] * 2)
    assert statuses(stall.on, order)[0] is Status.IN_PREPARATION


def test_a_refused_order_gives_its_stock_back_once(stall: Stall) -> None:
    """contract/05 §1.2: `Refused` from `WaitingAcceptance`."""
    order = waiting(stall)
    taken = stock_of(stall.on, order)

    codes = [answer(stall, order, "Refused").status_code for _ in range(2)]

    assert codes == [204, 204]
    assert statuses(stall.on, order) == (Status.REFUSED, [Status.REFUSED] * 2)
    assert (taken, stock_of(stall.on, order)) == ([11, 11], [12, 12])


def test_the_same_answer_again_changes_nothing(stall: Stall) -> None:
    """Clients repeat a call whose answer they did not get."""
    order = waiting(stall)
    answer(stall, order, "Accepted")
    prepare(stall.on)
    known = read_again(stall.on, order)

    again = answer(stall, order, "Accepted")

    assert again.status_code == 204
    assert read_again(stall.on, order) == known


def test_the_opposite_answer_comes_too_late(stall: Stall) -> None:
    """contract/05 §6: only from `WaitingAcceptance`; another state is a problem of 400."""
    order = waiting(stall)
    answer(stall, order, "Accepted")

    told = answer(stall, order, "Refused")

    assert told.status_code == 400
    assert "is Accepted and cannot be refused" in told.json()["errors"]["status"][0]


def test_an_order_that_was_accepted_by_itself_takes_no_answer(stall: Stall) -> None:
    """contract/05 §6: only from `WaitingAcceptance`."""
    told = answer(stall, to_ship(stall), "Accepted")

    assert told.status_code == 400
    assert told.headers["Content-Type"] == "application/problem+json"
    assert "is InPreparation and cannot be accepted" in told.json()["detail"]


@pytest.mark.parametrize("name", ["approval_status", "approvalStatus", "ApprovalStatus"])
@pytest.mark.parametrize("value", ["Accepted", "accepted"])
def test_the_member_has_two_spellings_in_any_letter_case(
    stall: Stall, name: str, value: str
) -> None:
    """contract/05 §6 (snake_case) and §10 (any letter case)."""
    order = waiting(stall, 1)

    told = stall.call("POST", f"/orders/{order.order_id}/approval-status", json={name: value})

    assert told.status_code == 204
    assert statuses(stall.on, order)[0] is Status.ACCEPTED


@pytest.mark.parametrize(
    "body", [{}, {"approval_status": "Maybe"}, {"approval_status": None}, {"approval_status": [1]}]
)
def test_any_other_answer_is_told(stall: Stall, body: Any) -> None:
    """contract/05 §6: `Accepted` or `Refused`, and nothing else."""
    order = waiting(stall, 1)

    told = stall.call("POST", f"/orders/{order.order_id}/approval-status", json=body)

    assert told.status_code == 400
    assert told.json()["errors"] == {"approval_status": ["must be Accepted or Refused"]}
    assert statuses(stall.on, order)[0] is Status.WAITING_ACCEPTANCE


def test_the_order_of_another_seller_is_unknown(stall: Stall, neighbour: Stall) -> None:
    order = waiting(stall, 1)

    foreign = answer(neighbour, order, "Refused")

    assert foreign.status_code == 404
    assert statuses(stall.on, order)[0] is Status.WAITING_ACCEPTANCE
