"""Money from the marketplace's side: payouts are confirmed, sellers charged, money held back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.books import Past, a_past, advance
from tests.builders.operator import Desk, Json, an_operator_client
from tests.builders.wire import assert_problem
from tests.builders.world import a_token

FEE = {
    "eventType": "LogisticFee",
    "reference": "LOG-1",
    "currencyCode": "EUR",
    "amount": 24.8,
    "vat": 4.13,
}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    with a_past(tmp_path_factory.mktemp("past")) as past:
        yield past


@pytest.fixture(scope="module")
def client(past: Past):
    return an_operator_client(past.stall.on)


@pytest.fixture
def desk(past: Past, client) -> Desk:
    return Desk(past.stall.on, client, a_token(past.stall.on, client))


@pytest.fixture
def own(past: Past) -> str:
    return f"/sellers/{past.stall.seller.seller_id}"


def test_payout_is_confirmed_once_and_its_operations_are_paid(
    past: Past, desk: Desk, own: str
) -> None:
    before = desk.call("GET", "/payments").json()["items"]
    payout = next(one for one in before if own.endswith(f"/{one['sellerId']}"))

    paid, again = (
        desk.call("POST", f"{own}/payments/{payout['paymentId']}/confirm") for _ in range(2)
    )

    assert (payout["paymentState"], payout["amount"]) == ("InProcess", 54.28)
    assert paid.status_code == 200, paid.text
    assert paid.json() == again.json()
    assert paid.json()["paymentState"] == "Paid"
    assert payout not in desk.call("GET", "/payments").json()["items"]
    assert past.stall.call("GET", "/operations/count?paymentState=Paid").json() == 4


def test_fee_is_an_operation_at_once_and_charged_once(past: Past, desk: Desk, own: str) -> None:
    made, again = (desk.call("POST", f"{own}/fees", json=FEE) for _ in range(2))

    assert (made.status_code, made.json()["amount"]) == (201, -24.8)
    assert again.json() == made.json()
    [seen] = past.stall.call("GET", "/operations?operationReference=LOG-1").json()["items"]
    assert seen["operationId"] == made.json()["operationId"]
    assert seen["amount"] == {"amountWithVat": -24.8, "amountWithoutVat": -20.67, "vat": -4.13}
    other = desk.call("POST", f"{own}/fees", json=FEE | {"amount": 25})
    assert list(other.json()["errors"]) == ["cause"]


def test_operation_is_blocked_and_unblocked_but_not_in_a_payout(desk: Desk, own: str) -> None:
    blocked = desk.call("POST", f"{own}/operations/6/block")
    unblocked = desk.call("POST", f"{own}/operations/6/unblock")

    assert (blocked.status_code, blocked.json()["paymentState"]) == (200, "Blocked")
    assert unblocked.json()["paymentState"] == "Estimated"
    refused = desk.call("POST", f"{own}/operations/1/block")
    assert refused.status_code in {400, 409}
    assert "payout already" in refused.json()["detail"]


def test_payouts_are_held_until_they_are_let_go(tmp_path: Path) -> None:
    with a_past(tmp_path) as past:
        on, own = past.stall.on, f"/sellers/{past.stall.seller.seller_id}"
        client = an_operator_client(on)

        def put(is_held: bool) -> Json:
            desk = Desk(on, client, a_token(on, client))
            answer = desk.call("PUT", f"{own}/finance", json={"payoutsHeld": is_held})
            assert answer.status_code == 200, answer.text
            return answer.json()

        def payments_from(day: str) -> list[Json]:
            seller = past.stall.with_new_token()
            return seller.call("GET", f"/payments?paymentDateMin={day}").json()["items"]

        held = put(is_held=True)
        estimated = payments_from("2026-01-12")
        advance(on, days=8)  # 21 January passes
        made_meanwhile = payments_from("2026-01-12")
        let_go = put(is_held=False)
        advance(on, days=10)  # 1 February

        assert (held["payoutsHeld"], estimated, made_meanwhile) == (True, [], [])
        assert let_go["payoutsHeld"] is False
        [made] = payments_from("2026-01-12")
        assert (made["paymentDate"], made["paymentState"]) == ("2026-02-01", "InProcess")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"eventType": "Sale"}, "eventType"),
        ({"eventType": "Rent"}, "eventType"),
        ({"reference": ""}, "reference"),
        ({"reference": "x" * 61}, "reference"),
        ({"currencyCode": "euro"}, "currencyCode"),
        ({"amount": 0, "vat": 0}, "amount"),
        ({"amount": 1.234}, "amount"),
        ({"amount": 1e9}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"vat": 30}, "vat"),
        ({"vat": -1}, "vat"),
        ({"label": "a\nb"}, "label"),
    ],
)
def test_wrong_fee_is_named(desk: Desk, own: str, changed: dict, field: str) -> None:
    refused = desk.call("POST", f"{own}/fees", json=FEE | changed)

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/sellers/999999/payments/none/confirm"),
        ("POST", "{own}/payments/none/confirm"),
        ("POST", "{own}/operations/9999/block"),
        ("POST", "{own}/operations/x/unblock"),
        ("GET", "/sellers/999999/finance"),
        ("GET", "/sellers/99999999999999999999/finance"),
        ("PUT", "/sellers/999999/finance"),
        ("POST", "/sellers/0/fees"),
    ],
)
def test_what_is_not_there_is_told(desk: Desk, own: str, method: str, path: str) -> None:
    body = {"json": FEE | {"payoutsHeld": True}} if method != "GET" else {}

    assert_problem(desk.call(method, path.format(own=own), **body), 404, "not-found")
