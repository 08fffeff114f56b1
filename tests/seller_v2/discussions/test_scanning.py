"""A virus scanner looks at every attachment before it is sent; without its verdict nothing is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.discussions import ANSWER, PDF, Desk, a_discussion, a_file, rows_of
from tests.builders.installation import Installation, run_installation
from tests.builders.invoices import EICAR, FakeClamd, run_clamd
from tests.builders.offer_packages import a_stall
from tests.builders.wire import assert_problem
from tests.portal.credentials.people import a_seller_login

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def clamd() -> Iterator[FakeClamd]:
    with run_clamd() as scanner:
        yield scanner


@pytest.fixture(scope="module")
def scanned(clamd: FakeClamd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("scanned")
    with run_installation(folder, virus_scanner=clamd.address) as on:
        yield on


def test_a_clean_file_is_sent_and_an_infected_one_is_named(
    scanned: Installation, clamd: FakeClamd
) -> None:
    desk = Desk(a_stall(scanned))
    discussion = a_discussion(scanned, desk.seller)

    infected = desk.reply(discussion, attachments=[a_file(), a_file(PDF + EICAR)])
    clean = desk.reply(discussion, attachments=[a_file()])

    problem = assert_problem(infected, 400, "validation")
    assert list(problem["errors"]) == ["attachments[1].content"]
    assert clean.status_code == 201
    assert clamd.scanned[-1] == len(PDF)
    assert len(rows_of(scanned, discussion)) == 2


def test_the_page_says_which_file_was_refused(scanned: Installation) -> None:
    login = a_seller_login(scanned)
    discussion = a_discussion(scanned, login.seller)
    browser = login.sign_in(scanned)
    browser.open(f"/discussions/{discussion}")
    form = browser.form(f"/discussions/{discussion}/messages")

    browser.answer = browser.http.post(
        form.action,
        data=form.values | {"body": ANSWER, "receiver": "Customer"},
        files=[("attachments", ("label.pdf", PDF + EICAR, "application/pdf"))],
        headers={"Origin": scanned.url},
    )

    assert "“label” was refused by the virus scanner. Nothing was sent." in browser.text
    assert len(rows_of(scanned, discussion)) == 1


def test_without_a_verdict_nothing_is_sent_and_it_can_be_sent_again(tmp_path: Path) -> None:
    with run_installation(tmp_path, virus_scanner="clamd://127.0.0.1:9") as on:
        desk = Desk(a_stall(on))
        discussion = a_discussion(on, desk.seller)

        answer = desk.reply(discussion, attachments=[a_file()])

        assert_problem(answer, 503, "unavailable")
        assert answer.headers["retry-after"]
        assert len(rows_of(on, discussion)) == 1
        assert desk.reply(discussion).status_code == 201
