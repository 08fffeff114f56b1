"""GET /orders and GET /orders/count: which orders are found, and in which order."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from sellergate.market.orders import finding
from sellergate.market.orders.finding import SortKey
from sellergate.market.orders.models import Status, SupplyMode
from sellergate.rest.queries import read_query
from sellergate.seller_v2.orders.asked import SORT_KEYS, filter_of, order_of
from sellergate.seller_v2.orders.schemas import OrderQuery
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.orders import ADDRESS, copies, place
from tests.builders.wire import assert_problem
from tests.seller_v2.wire.outcomes import outcome_of

Json = dict[str, Any]
START = datetime(2026, 3, 1, 12, 0, 30, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _order(reference: str, hour: int, **values: Any) -> Json:
    """Created at an hour of the day; the first were changed last."""
    created, updated = START + hour * HOUR, START + (20 - hour) * HOUR
    return {"reference": reference, "created_at": created, "updated_at": updated} | values


KNOWN = [
    _order("A", 0, status=Status.WAITING_ACCEPTANCE),
    _order("B", 1, status=Status.IN_PREPARATION),
    _order("C", 2, status=Status.IN_PREPARATION, is_business=True),
    _order("D", 3, status=Status.SHIPPED, shipped_at=START + 5 * HOUR),
    _order("E", 4, status=Status.DELIVERED, shipped_at=START + 4 * HOUR),
    _order("F", 5, shipping_address=replace(ADDRESS, country_code="ES")),
    _order("G", 6, sales_channel_id="HANSDE", supply_mode=SupplyMode.FULFILLMENT),
    _order("H,I", 7, supply_mode=SupplyMode.XDOCK),
]
EVERY = "ABCDEFGH"


@pytest.fixture(scope="module")
def full(installation: Installation) -> Stall:
    """A seller with the known orders, beside another with the same."""
    stalls = [a_stall(installation) for _ in range(2)]
    pattern = place(installation, a_stall(installation).seller)
    for stall in stalls:
        whose = {"seller_id": stall.seller.seller_id}
        copies(installation, pattern, *(known | whose for known in KNOWN))
    return stalls[0]


def found(stall: Stall, query: str) -> str:
    """The first letters of the references of what is found, in its order."""
    answer = stall.call("GET", f"/orders?{query}")
    assert answer.status_code == 200, answer.text
    return "".join(item["reference"][0] for item in answer.json()["items"])


FILTERS = [
    ("", EVERY),
    ("status=InPreparation", "BC"),
    ("status=InPreparation,Shipped", "BCD"),
    ("status=InPreparation&status=Shipped", "BCD"),
    ("status=inpreparation, SHIPPED,", "BCD"),
    ("status=Refused", ""),
    ("status=", EVERY),
    ("reference=B", "B"),
    ("reference=H,I", "H"),
    ("reference=b", ""),
    ("reference=%00", ""),
    ("salesChannelId=CDISFR", "ABCDEFH"),
    ("salesChannelId=hansde", "G"),
    ("salesChannelId=HANSDE,CDISFR", EVERY),
    ("salesChannelId=NONE", ""),
    ("salesChannelId=%00", ""),
    ("businessOrder=true", "C"),
    ("businessOrder=False", "ABDEFGH"),
    ("supplyMode=Seller", "ABCDEF"),
    ("supplyMode=Xdock,Fulfillment", "GH"),
    ("shippingCountry=ES", "F"),
    ("shippingCountry=fr", "ABCDEGH"),
    ("createdAtMin=2026-03-01T16:00:30.25Z", "EFGH"),
    ("createdAtMin=2026-03-01T16:00:30Z", "EFGH"),
    ("createdAtMin=2026-03-01T16:00:31Z", "FGH"),
    ("createdAtMax=2026-03-01T14:00:30Z", "ABC"),
    ("createdAtMax=2026-03-01T14:00:29Z", "AB"),
    ("createdAtMax=2026-03-01T14:00:30.249Z", "AB"),
    ("createdAtMin=2026-03-01T13:00&createdAtMax=2026-03-01T15:00", "BC"),
    ("createdAtMin=2026-03-01T15:00&createdAtMax=2026-03-01T13:00", ""),
    ("updatedAtMin=2026-03-02T06:00:00Z", "ABC"),
    ("updatedAtMax=2026-03-02T03:00:00Z", "GH"),
    ("shippedAtMin=2026-03-01T00:00:00Z", "DE"),
    ("shippedAtMin=2026-03-01T17:00:00Z", "D"),
    ("shippedAtMax=2026-03-01T16:30:00Z", "E"),
    ("status=InPreparation&updatedAtMin=2026-03-02T06:30", "B"),
    ("status=Processing&shippingCountry=FR&supplyMode=Fulfillment&createdAtMin=2026-03-01", "G"),
]  # fmt: skip


@pytest.mark.parametrize("few", [0, 10_000], ids=["walking", "finding"])
@pytest.mark.parametrize(("query", "wanted"), FILTERS)
def test_a_filter_finds_what_it_says_by_every_way_and_the_count_agrees(
    full: Stall, monkeypatch: pytest.MonkeyPatch, query: str, wanted: str, few: int
) -> None:
    """contract/05 §2 and §3: statuses with commas, bounds included, a bare number for the count."""
    monkeypatch.setattr(finding, "FEW", few)

    orders = [found(full, f"{query}&sort={sort}") for sort in SORT_KEYS]
    count = full.call("GET", f"/orders/count?{query}")

    assert ["".join(sorted(one)) for one in orders] == [wanted] * 3
    assert orders[0] == wanted
    assert orders[1] == wanted[::-1]
    assert count.text == str(len(wanted))


@pytest.mark.parametrize(
    "instant",
    [
        "2026-03-01T16:00:30.250Z",
        "2026-03-01T16:00:30Z",
        "2026-03-01T16:00",
        "2026-03-01T17:00:30+01:00",
        "2026-03-01T17:00:30%2B01:00",
        "2026-03-01T16:00:30.2500000%2B00:00",
        "2026-03-01 16:00:30",
        "2026-03-01T16:00:30%2B0000",
    ],
)
def test_instants_are_read_in_every_form(full: Stall, instant: str) -> None:
    """contract/05 §2: with milliseconds, without seconds, without a zone, which is UTC; contract/00 §7: offsets of PHP."""
    assert found(full, f"createdAtMin={instant}&sort=createdAt") == "EFGH"


def test_what_an_order_shows_finds_it_again(full: Stall) -> None:
    """Instants are shown to the second; both bounds include what is shown so."""
    shown = quote(full.call("GET", "/orders?reference=E").json()["items"][0]["createdAt"])

    assert found(full, f"createdAtMin={shown}&createdAtMax={shown}") == "E"


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("sort=createdAt", "ABCDEFGH"),
        ("sort=CREATEDAT", "ABCDEFGH"),
        ("sort=asc:createdAt", "ABCDEFGH"),
        ("sort=desc:createdAt", "HGFEDCBA"),
        ("sort=-createdAt", "HGFEDCBA"),
        ("sort=-updatedAt", "ABCDEFGH"),
        ("sort=updatedAt", "HGFEDCBA"),
        ("sort=asc:updatedAt", "HGFEDCBA"),
        ("sort=updatedAt&desc=updatedAt", "ABCDEFGH"),
        ("sort=createdAt&desc=true", "HGFEDCBA"),
        ("sort=createdAt&desc=1", "HGFEDCBA"),
        ("sort=createdAt&desc=false", "ABCDEFGH"),
        ("sort=createdAt,updatedAt&desc=createdAt", "HGFEDCBA"),
        ("sort=createdAt,updatedAt&desc=updatedAt", "ABCDEFGH"),
        ("desc=updatedAt", "ABCDEFGH"),
        ("sort=shippedAt", "ABCFGHED"),
        ("sort=shippedAt&desc=shippedAt", "DEHGFCBA"),
        ("", "HGFEDCBA"),
        ("desc=true", "HGFEDCBA"),
        ("desc=false", "ABCDEFGH"),
        ("createdAtMin=2026-01-01", "HGFEDCBA"),
        ("updatedAtMin=2026-01-01", "ABCDEFGH"),
        ("updatedAtMin=2026-01-01&desc=0", "HGFEDCBA"),
        ("shippedAtMin=2026-01-01", "DE"),
    ],
)
def test_orders_are_sorted_in_every_notation(full: Stall, query: str, order: str) -> None:
    """contract/05 §2: a field, `asc:` and a field, `sort` with `desc`. Without, the newest by the date that is asked for."""
    assert found(full, query) == order


@pytest.mark.parametrize(
    "query",
    [
        "limit=1", "page=2", "size=1", "offset=3", "states=new", "order=asc", "Foo=bar",
        "limit=1&pageSize=100", "orderBy=x&include[]=lines", "limit=abc", "&&=&%20=1",
    ],
)  # fmt: skip
def test_parameters_that_nobody_knows_are_ignored(full: Stall, query: str) -> None:
    """contract/05 §2: `limit` has no effect here, nor have `page`, `size`, `offset`, `states` and `order`."""
    assert found(full, query) == EVERY[::-1]


def test_a_get_with_a_content_type_or_a_body_is_a_get(full: Stall) -> None:
    """contract/05 §0: some clients send `Content-Type` on GET as well."""
    for path in ("/orders", "/orders/count"):
        answer = full.call("GET", path, headers={"Content-Type": "application/json"}, content="{]")
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("status=new", "status", "'new'"),
        ("status=InPreparation,InProgress", "status", "'InProgress'"),
        ("status=CancelRequest", "status", "WaitingAcceptance"),
        ("status=WaitingForSellerAcceptation", "status", "WaitingAcceptance"),
        ("businessOrder=maybe", "businessOrder", "true or false"),
        ("supplyMode=Me", "supplyMode", "Fulfillment"),
        ("createdAtMin=yesterday", "createdAtMin", "instant"),
        ("updatedAtMax=2026-13-01", "updatedAtMax", "instant"),
        ("shippedAtMin=1767225600", "shippedAtMin", "instant"),
        ("reference=" + "x" * 201, "reference", "200"),
        ("pageIndex=0", "pageIndex", "from 1"),
        ("pageIndex=-1", "pageIndex", "from 1"),
        ("pageIndex=1.5", "pageIndex", "whole number"),
        ("pageIndex=99999999999999999999", "pageIndex", "whole number"),
        ("pageSize=0", "pageSize", "from 1 to 100"),
        ("pageSize=101", "pageSize", "from 1 to 100"),
        ("pageSize=all", "pageSize", "whole number"),
        ("sort=price", "sort", "createdAt"),
        ("sort=up:createdAt", "sort", "asc:"),
        ("sort=createdAt&desc=price", "desc", "createdAt"),
        ("sort=createdAt&desc=updatedAt", "desc", "sort"),
        ("status=" + ",".join(["Shipped"] * 1001), "status", "1000"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_name(
    full: Stall, query: str, field: str, said: str
) -> None:
    """contract/05 §2: an unknown status is refused, by the server."""
    problem = assert_problem(full.call("GET", f"/orders?{query}"), 400, "validation")

    assert list(problem["errors"]) == [field]
    assert said in problem["errors"][field][0]


def test_several_wrong_values_are_told_at_once(full: Stall) -> None:
    answer = full.call("GET", "/orders/count?status=new&createdAtMin=x&pageSize=1000")

    assert set(assert_problem(answer, 400, "validation")["errors"]) == {"status", "createdAtMin"}


NAMES = st.sampled_from([
    "status", "STATUS", "reference", "salesChannelId", "businessOrder", "supplyMode", "sort", "desc",
    "shippingCountry", "createdAtMin", "createdatmax", "updatedAtMin", "updatedAtMax", "shippedAtMin",
    "shippedAtMax", "pageIndex", "pageSize", "limit", "status[]", "sort[0]",
])  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(
        ["createdAt", "desc:updatedAt", "true", "0", "Shipped", "FR", "2026-01-01", "7"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_any_query_is_understood_or_told(pairs: list[tuple[str, str]]) -> None:
    text = "&".join(f"{name}={quote(value)}" for name, value in pairs)

    def read() -> tuple[SortKey, bool]:
        query = read_query({"query_string": text.encode()}, OrderQuery)
        filter_of(query)
        return order_of(query)

    asked, error = outcome_of(read)

    assert error or asked[0] in SORT_KEYS.values()
