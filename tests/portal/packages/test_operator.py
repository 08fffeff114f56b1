"""What operators see of the packages of all sellers: what is worked on, what failed, and each as its seller sees it."""

from datetime import timedelta

import pytest

from sellergate.access.sellers.models import Seller
from sellergate.market.offers.packages import JOB
from sellergate.market.offers.xml.packages import JOB as XML_JOB
from sellergate.market.products.submissions import KIND
from tests.builders.installation import Installation
from tests.builders.packages import (
    DONE,
    NO_PRICE,
    TWICE,
    a_job,
    a_package,
    a_submission,
    end_package,
    forget_jobs,
)
from tests.portal.credentials.people import Visitor, a_seller_login, an_operator_login

pytestmark = pytest.mark.slow

PACKAGES = "/operator/packages/"
ASKS_AGAIN = 'data-hx-trigger="every'


@pytest.fixture
def operator(on: Installation) -> Visitor:
    forget_jobs(on)  # of the tests before
    return an_operator_login(on).sign_in(on)


def a_running_package(on: Installation, seller: Seller, *, attempts: int = 0) -> str:
    package_id = a_package(on, seller, [DONE] * 300, state="IntegrationPending", done=200)
    a_job(on, JOB, package_id, attempts=attempts, due_in=timedelta(minutes=5))
    return package_id


def test_what_is_worked_on_is_listed_for_all_sellers(on: Installation, operator: Visitor) -> None:
    first, second = (a_seller_login(on, shops=(name,)) for name in ("Shop <One>", "Shop Two"))
    running = a_running_package(on, first.seller)
    sheets = a_submission(on, second.seller, [[], []], done=1)
    a_job(on, KIND, sheets)
    fetched = a_package(on, second.seller, [], state="Ready", source="xml", type=None)
    a_job(on, XML_JOB, fetched)
    ended = a_package(on, second.seller)

    operator.open(PACKAGES)

    for text in (running, sheets, fetched, "Shop Two", "200 of 300 lines done", "not read yet"):
        assert text in operator.text
    assert "Shop &lt;One&gt;" in operator.page.text
    assert f'href="/operator/sellers/{first.seller.seller_id}"' in operator.page.text
    assert ended not in operator.text
    assert ASKS_AGAIN in operator.page.text


def test_what_has_ended_leaves_the_list(on: Installation, operator: Visitor) -> None:
    package_id = a_running_package(on, a_seller_login(on).seller)
    operator.open(f"{PACKAGES}list")
    before = operator.text
    end_package(on, package_id)

    operator.open(f"{PACKAGES}list")

    assert package_id in before
    assert package_id not in operator.text
    assert "<html" not in operator.text


def test_what_failed_is_told_with_its_next_attempt(on: Installation, operator: Visitor) -> None:
    package_id = a_running_package(on, a_seller_login(on).seller, attempts=3)
    a_job(on, "other-work", "something", attempts=2, due_in=timedelta(seconds=30))

    operator.open(PACKAGES)

    failed = operator.text.partition("tried again by itself")[2].partition("</table>")[0]
    assert f'href="{PACKAGES}offers/{package_id}"' in failed
    assert '<div class="cell">3</div>' in failed
    assert "in 5 minutes" in failed
    assert "other-work" in failed


def test_a_long_list_goes_on_on_further_pages(on: Installation, operator: Visitor) -> None:
    seller = a_seller_login(on).seller
    packages = [a_running_package(on, seller) for _ in range(52)]

    operator.open(PACKAGES)
    seen = []
    while 'rel="next"' in operator.page.text:
        seen.append(operator.text)
        operator.open(_next(operator))
    seen.append(operator.text)

    assert len(seen) >= 2
    listed = "".join(seen)
    assert [package_id for package_id in packages if listed.count(f">{package_id}<") != 1] == []


def _next(operator: Visitor) -> str:
    after = operator.text.rpartition(f"{PACKAGES}?after=")[2].partition('"')[0]
    return f"{PACKAGES}?after={after}"


def test_a_package_is_shown_as_its_seller_sees_it(on: Installation, operator: Visitor) -> None:
    seller = a_seller_login(on, shops=("Maison <Ana>",)).seller
    package_id = a_package(on, seller, [DONE, NO_PRICE, TWICE])

    operator.open(f"{PACKAGES}offers/{package_id}")
    for text in ("REF-2", "1006", "Send this member.", package_id):
        assert text in operator.text
    assert "Maison &lt;Ana&gt;" in operator.page.text
    assert f'href="/operator/sellers/{seller.seller_id}"' in operator.page.text
    table = operator.open(f"{PACKAGES}offers/{package_id}/refusals.csv")

    assert table.text.count("\r\n") == 3
    assert table.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_submission_follows_its_work(on: Installation, operator: Visitor) -> None:
    package_id = a_submission(on, a_seller_login(on).seller, [[], []], done=1)

    operator.open(f"{PACKAGES}products/{package_id}/progress")

    assert "1 of 2 lines done" in operator.text
    assert f'data-hx-get="{PACKAGES}products/{package_id}/progress"' in operator.text
    assert "<html" not in operator.text


@pytest.mark.parametrize("path", ["offers/unknown", "products/unknown/progress", "orders/x"])
def test_what_is_not_there_is_not_found(operator: Visitor, path: str) -> None:
    assert operator.open(PACKAGES + path).status_code == 404


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=99999999999999999999"])
def test_a_place_that_is_none_shows_a_page(operator: Visitor, query: str) -> None:
    assert operator.open(f"{PACKAGES}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["", "list", "offers/x", "offers/x/progress"])
def test_sellers_do_not_see_it(on: Installation, path: str) -> None:
    assert a_seller_login(on).sign_in(on).open(PACKAGES + path).status_code == 403
