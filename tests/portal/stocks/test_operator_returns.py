"""The operator receives and inspects what comes back: each piece is on sale again or blocked, once."""

import pytest
from sqlalchemy import Connection

from sellergate.market.fulfillment.outbound.models import Outbound, OutboundStatus
from sellergate.market.fulfillment.overview import Wanted, page_of_returns
from sellergate.market.fulfillment.returns.declaring import declare_carrier_return
from sellergate.market.fulfillment.returns.models import Return, ReturnReason, ReturnStatus
from sellergate.market.fulfillment.returns.store import get_any_return
from sellergate.market.warehouse.models import Quantities
from sellergate.market.warehouse.store import get_stock_of_row
from tests.builders.installation import Installation
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import Login, a_seller_login
from tests.portal.stocks.making import an_outbound

LIST = "/operator/returns/"


@pytest.fixture
def login(on: Installation) -> Login:
    return a_seller_login(on)


@pytest.fixture
def outbound(on: Installation, login: Login) -> Outbound:
    """Two of five pieces, sent."""
    return an_outbound(on, login.seller, OutboundStatus.SHIPPED)


@pytest.fixture
def returned(on: Installation, outbound: Outbound) -> Return:
    """Both of them, on their way back."""

    def step(conn: Connection, act: object) -> Return:
        reason = ReturnReason.UNDELIVERABLE
        return declare_carrier_return(conn, outbound.outbound_id, on.access.clock(), reason=reason)

    made: Return = on.write(step)
    return made


def now_of(on: Installation, one: Return) -> Return:
    found: Return = on.read(get_any_return, one.return_id)
    return found


def held(on: Installation, one: Return) -> Quantities:
    found: Quantities = on.read(get_stock_of_row, one.lines[0].stock_row).quantities
    return found


FOUND = {"available-1": "1", "blocked-1": "1", "reason": "Damaged", "comment": "Wet."}


def test_it_comes_and_is_inspected_and_its_seller_sees_it(
    on: Installation, operator: Browser, login: Login, returned: Return
) -> None:
    path = f"{LIST}{returned.return_id}"

    operator.open(path)
    operator.submit(f"{path}/receive")
    assert held(on, returned).returned == 2
    operator.submit(f"{path}/inspect", **FOUND)

    after = now_of(on, returned)
    assert (after.status, after.warehouse_comment) == (ReturnStatus.COMPLETED, "Wet.")
    assert (held(on, returned).available, held(on, returned).blocked) == (4, 1)
    assert "Wet." in login.sign_in(on).open(f"/stocks/returns/{returned.return_id}").text


def test_what_is_inspected_at_once_has_come_with_it(
    on: Installation, operator: Browser, returned: Return
) -> None:
    path = f"{LIST}{returned.return_id}"

    operator.open(path)
    operator.submit(f"{path}/inspect", reason="Undeliverable")  # else as the form says: all is well

    assert now_of(on, returned).status is ReturnStatus.COMPLETED
    assert held(on, returned).available == 5


def test_pressing_a_button_twice_counts_once(
    on: Installation, operator: Browser, returned: Return
) -> None:
    path = f"{LIST}{returned.return_id}"
    operator.open(path)
    token = operator.form(f"{path}/receive").values["csrf_token"]

    for act, values in (("receive", {}), ("inspect", FOUND)):
        answers = [
            operator.http.post(f"{path}/{act}", data={"csrf_token": token, **values})
            for _ in range(2)
        ]
        assert [len(answer.history) for answer in answers] == [1, 1]  # sent on, not told off

    assert (held(on, returned).available, held(on, returned).blocked) == (4, 1)


def test_what_a_second_tab_found_otherwise_is_told(
    on: Installation, operator: Browser, returned: Return
) -> None:
    path = f"{LIST}{returned.return_id}"
    operator.open(path)
    form = operator.form(f"{path}/inspect")
    operator.submit(f"{path}/inspect", **FOUND)

    answer = operator.send(form, **FOUND | {"available-1": "2", "blocked-1": "0"})

    assert "is Completed and cannot be" in answer.text
    assert held(on, returned).blocked == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("available-1", "some"), ("blocked-1", "-1"), ("available-1", "999999"), ("reason", "x")],
)
def test_a_wrong_value_is_told_at_its_field(
    on: Installation, operator: Browser, returned: Return, name: str, value: str
) -> None:
    path = f"{LIST}{returned.return_id}"

    operator.open(path)
    answer = operator.submit(f"{path}/inspect", **FOUND | {name: value})

    assert f'id="{name}-error"' in answer.text
    assert now_of(on, returned).status is ReturnStatus.ACCEPTED


def test_every_piece_that_came_is_told_of(
    on: Installation, operator: Browser, returned: Return
) -> None:
    path = f"{LIST}{returned.return_id}"

    operator.open(path)
    operator.submit(f"{path}/receive")
    answer = operator.submit(f"{path}/inspect", **FOUND | {"blocked-1": "0"})

    assert "error-summary" in answer.text
    assert now_of(on, returned).status is ReturnStatus.PENDING


def test_a_carrier_brings_a_parcel_back(
    on: Installation, operator: Browser, login: Login, outbound: Outbound
) -> None:
    path = f"/operator/outbound/{outbound.outbound_id}"

    operator.open(path)
    made = operator.submit(f"{path}/back", reason="RefusedByCustomer")

    [one] = on.read(page_of_returns, Wanted(seller_ids=[login.seller.seller_id]), limit=2)
    assert made.url.path == f"{LIST}{one.return_id}"
    assert (one.type, one.reason, one.quantity) == ("Carrier", "RefusedByCustomer", 2)
    assert "A carrier brings it back" not in operator.open(path).text


def test_they_are_found_by_seller_state_and_reference(
    on: Installation, operator: Browser, login: Login, returned: Return
) -> None:
    def is_listed(query: str) -> bool:
        page = operator.open(f"{LIST}?seller={login.seller.seller_id}&{query}").text
        return returned.return_id in page

    assert is_listed("")
    assert is_listed("status=waiting")
    assert is_listed(f"q={returned.reference}")
    assert not is_listed("status=Completed")
    assert not is_listed("country=ES")


def test_what_is_not_there_is_not_found(operator: Browser) -> None:
    assert operator.open(f"{LIST}nothing").status_code == 404
