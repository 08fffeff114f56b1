"""The books of the demo marketplace: what the guide and the reference show is there, the same each time."""

from collections.abc import Iterator

import pytest

from sellergate.demo.world import TODAY
from sellergate.seller_v2.finance.examples import INVOICE_ID, REPORT_ID
from tests.builders.demo import SELLER_ID, run_demo, token_of_demo
from tests.builders.installation import Installation, MovableClock
from tests.builders.papers import read_pdf
from tests.builders.world import headers_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo"), clock=MovableClock(TODAY)) as on:
        yield on


def asked(demo: Installation, path: str, **headers: str):
    own = headers_for(token_of_demo(demo), int(SELLER_ID))
    answer = demo.get(f"/seller/v2{path}", headers=own | headers)
    assert answer.status_code == 200, answer.text
    return answer


def test_every_state_of_money_has_operations(demo: Installation) -> None:
    states = ("NotPayable", "Estimated", "InProcess", "Paid")

    counts = [asked(demo, f"/operations/count?paymentState={state}").json() for state in states]

    assert min(counts) > 0
    assert sum(counts) == asked(demo, "/operations/count").json()


def test_statement_of_the_reference_is_a_pdf_in_french(demo: Installation) -> None:
    read = read_pdf(asked(demo, f"/invoices/{INVOICE_ID}/documents").content)

    assert "Relevé de commissions" in read.text
    assert INVOICE_ID in read.text
    assert len(read.pages) == 1


def test_report_of_the_reference_is_there(demo: Installation) -> None:
    path = f"/reports/{REPORT_ID}/report-documents"

    assert b"DPI_OECD" in asked(demo, path, Accept="application/xml").content
    assert "Q4" in asked(demo, path, Accept="text/csv").text


def test_payouts_are_the_sum_of_their_operations(demo: Installation) -> None:
    operations = asked(demo, "/operations?limit=1000").json()["items"]
    payments = asked(demo, "/payments?limit=100").json()["items"]

    cents: dict[str | None, int] = {}
    for one in operations:
        amount = round(100 * one["amount"]["amountWithVat"])
        cents[one["paymentId"]] = cents.get(one["paymentId"], 0) + amount
    made = [one for one in payments if one["paymentId"]]
    assert len(made) > 5
    assert [round(100 * one["amount"]) for one in made] == [cents[p["paymentId"]] for p in made]
