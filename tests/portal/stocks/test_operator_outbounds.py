"""The operator prepares, ships and rejects what leaves the warehouses, and decides on cancellations."""

import re

import pytest

from sellergate.market.fulfillment.outbound.cancelling import ask_cancellation
from sellergate.market.fulfillment.outbound.models import OutboundStatus
from sellergate.market.warehouse.store import get_stock_of_row
from tests.builders.installation import Installation
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import Login, a_seller_login
from tests.portal.stocks.making import an_outbound, now_of

LIST = "/operator/outbound/"
ACCEPTED, IN_PREPARATION, SHIPPED = (
    OutboundStatus.ACCEPTED,
    OutboundStatus.IN_PREPARATION,
    OutboundStatus.SHIPPED,
)


@pytest.fixture
def login(on: Installation) -> Login:
    return a_seller_login(on)


def test_it_is_prepared_and_shipped_and_its_seller_sees_it(
    on: Installation, operator: Browser, login: Login
) -> None:
    one = an_outbound(on, login.seller)
    path = f"{LIST}{one.outbound_id}"

    operator.open(path)
    operator.submit(f"{path}/prepare")
    operator.submit(f"{path}/ship", carrier="GLS", parcels="G-1\nG-2 https://gls.example/G-2")

    after = now_of(on, one)
    assert after.status is SHIPPED
    assert [(p.parcel_number, p.tracking_url) for p in after.parcels] == [
        ("G-1", None),
        ("G-2", "https://gls.example/G-2"),
    ]
    seen = login.sign_in(on).open(f"/stocks/outbound/{one.outbound_id}").text
    assert "https://gls.example/G-2" in seen
    held = on.read(get_stock_of_row, one.lines[0].stock_row).quantities
    assert (held.available, held.allocated) == (3, 0)


def test_pressing_a_button_twice_does_it_once(
    on: Installation, operator: Browser, login: Login
) -> None:
    one = an_outbound(on, login.seller)
    path = f"{LIST}{one.outbound_id}"
    parcel = {"carrier": "GLS", "parcels": "G-7"}
    operator.open(path)
    token = operator.form(f"{path}/prepare").values["csrf_token"]

    for act, values in (("prepare", {}), ("ship", parcel)):
        answers = [
            operator.http.post(f"{path}/{act}", data={"csrf_token": token, **values})
            for _ in range(2)
        ]
        assert [len(answer.history) for answer in answers] == [1, 1]  # sent on, not told off

    assert len(now_of(on, one).parcels) == 1
    assert on.read(get_stock_of_row, one.lines[0].stock_row).quantities.available == 3


def test_what_a_second_tab_still_offers_is_told(
    on: Installation, operator: Browser, login: Login
) -> None:
    one = an_outbound(on, login.seller, IN_PREPARATION)
    path = f"{LIST}{one.outbound_id}"
    operator.open(path)
    form = operator.form(f"{path}/reject")
    operator.submit(f"{path}/ship", carrier="GLS", parcels="G-1")

    answer = operator.send(form)

    assert answer.status_code == 200
    assert "Shipped and cannot be rejected" in answer.text
    assert now_of(on, one).status is SHIPPED


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("carrier", {"carrier": " ", "parcels": "A"}),
        ("carrier", {"carrier": "x" * 101, "parcels": "A"}),
        ("parcels", {"carrier": "GLS", "parcels": "\n \n"}),
        ("parcels", {"carrier": "GLS", "parcels": "A javascript:alert(1)"}),
        ("parcels", {"carrier": "GLS", "parcels": "A" * 101}),
        ("parcels", {"carrier": "GLS", "parcels": "A\nA"}),
    ],
)
def test_a_wrong_parcel_is_told_at_its_field(
    on: Installation, operator: Browser, login: Login, field: str, values: dict[str, str]
) -> None:
    one = an_outbound(on, login.seller, IN_PREPARATION)
    path = f"{LIST}{one.outbound_id}"

    operator.open(path)
    answer = operator.submit(f"{path}/ship", **values)

    assert f'id="{field}-error"' in answer.text
    assert now_of(on, one).status is IN_PREPARATION


def test_what_cannot_be_sent_is_rejected_and_its_stock_is_back(
    on: Installation, operator: Browser, login: Login
) -> None:
    one = an_outbound(on, login.seller)
    path = f"{LIST}{one.outbound_id}"

    operator.open(path)
    operator.submit(f"{path}/reject", details="Wet")

    assert now_of(on, one).reason == "RejectedByWarehouse: Wet"
    assert on.read(get_stock_of_row, one.lines[0].stock_row).quantities.available == 5


@pytest.mark.parametrize(
    ("answer", "status"), [("grant", OutboundStatus.CANCELLED), ("refuse", IN_PREPARATION)]
)
def test_a_cancellation_while_goods_are_picked_waits_for_the_operator(
    on: Installation, operator: Browser, login: Login, answer: str, status: OutboundStatus
) -> None:
    one = an_outbound(on, login.seller, IN_PREPARATION)
    path = f"{LIST}{one.outbound_id}"
    now = on.access.clock()
    on.write(
        lambda conn, _: ask_cancellation(conn, login.seller.seller_id, one.outbound_id, now=now)
    )

    assert one.outbound_id in operator.open(f"{LIST}?status=to-decide").text
    assert "Cancellations to decide" in operator.open("/operator/").text
    operator.open(path)
    operator.submit(f"{path}/decide", answer=answer)

    assert now_of(on, one).status is status
    assert one.outbound_id not in operator.open(f"{LIST}?status=to-decide").text


def test_they_are_found_by_seller_state_country_and_reference(
    on: Installation, operator: Browser, login: Login
) -> None:
    first = an_outbound(on, login.seller)
    second = an_outbound(on, login.seller, SHIPPED)

    def listed(query: str) -> list[bool]:
        page = operator.open(f"{LIST}?seller={login.seller.seller_id}&{query}").text
        return [one.outbound_id in page for one in (first, second)]

    assert listed("") == [True, True]
    assert listed("status=Accepted") == [True, False]
    assert listed(f"q={second.reference}") == [False, True]
    assert listed("country=ES") == [False, False]
    assert listed("status=nonsense&country=XX&before=x") == [True, True]


def test_pages_go_on(
    on: Installation, operator: Browser, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sellergate.portal.operator.outbounds.PAGE_SIZE", 1)
    made = [an_outbound(on, login.seller).outbound_id for _ in range(2)]

    first = operator.open(f"{LIST}?seller={login.seller.seller_id}").text
    link = re.search(r'href="([^"]+)"[^>]*rel="next"', first)
    assert link
    second = operator.open(link[1].replace("&amp;", "&")).text

    assert [made[1] in first, made[0] in first] == [True, False]
    assert [made[1] in second, made[0] in second] == [False, True]


def test_what_is_not_there_is_not_found(operator: Browser) -> None:
    assert operator.open(f"{LIST}nothing").status_code == 404
