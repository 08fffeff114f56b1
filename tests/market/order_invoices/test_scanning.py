"""A virus scanner looks at every invoice before anybody else can; while it gives no verdict, invoices wait."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.installation import Installation
from tests.builders.invoices import (
    EICAR,
    FakeClamd,
    a_pdf,
    a_shipped_order,
    a_zip,
    bulk,
    followed,
    invoices,
    outcomes,
    run_clamd,
    send,
    work,
)
from tests.builders.offer_packages import Stall, a_stall
from tests.cli.command import environment, run as command

pytestmark = pytest.mark.slow  # waits for a scanner


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    with run_clamd() as scanner:
        yield scanner


@pytest.fixture
def stall(installation: Installation) -> Stall:
    """A seller of its own, whose imports wait for nobody else's."""
    return a_stall(installation)


def work_for_a_while(on: Installation, scanner: str) -> None:
    """What waits for the scanner is due again every ten seconds."""
    for _ in range(3):
        work(on, scanner=scanner)
        on.clock.advance(seconds=11)


def test_a_clean_invoice_is_scanned_and_attached(stall: Stall, clamd: FakeClamd) -> None:
    order, invoice = a_shipped_order(stall).order_id, a_pdf(size=300_000)

    report = send(stall, order, invoice).json()
    work(stall.on, scanner=clamd.address)

    assert outcomes(followed(stall, report)) == {"invoice.pdf": "Attached"}
    assert clamd.scanned == [len(invoice)]


def test_an_infected_file_is_refused_and_stops_no_other(stall: Stall, clamd: FakeClamd) -> None:
    bad, good, inner = (a_shipped_order(stall).order_id for _ in range(3))
    infected = a_pdf(EICAR.decode())

    report = bulk(
        stall,
        (f"{bad}.pdf", infected),
        (f"{good}.pdf", a_pdf()),
        ("all.zip", a_zip({f"{inner}.pdf": infected})),
    )
    work(stall.on, scanner=clamd.address)

    done = followed(stall, report)
    assert done["status"] == "PartialSuccess"
    assert outcomes(done) == {
        f"{bad}.pdf": "VirusFound",
        f"{good}.pdf": "Attached",
        f"{inner}.pdf": "VirusFound",
    }
    assert invoices(stall, bad) == invoices(stall, inner) == []


@pytest.mark.parametrize("mood", ["silent", "odd", "small"])
def test_what_got_no_verdict_waits_and_is_scanned_again(
    mood: str, stall: Stall, clamd: FakeClamd
) -> None:
    order = a_shipped_order(stall).order_id
    report = send(stall, order, a_pdf()).json()
    clamd.mood = mood

    work_for_a_while(stall.on, clamd.address)

    waiting = followed(stall, report)
    assert waiting["status"] == "Running"
    assert outcomes(waiting) == {"invoice.pdf": "FileChecked"}
    assert invoices(stall, order) == []

    clamd.mood = "well"
    work_for_a_while(stall.on, clamd.address)

    assert outcomes(followed(stall, report)) == {"invoice.pdf": "Attached"}


def test_a_scanner_that_is_down_lets_nothing_pass(stall: Stall) -> None:
    with run_clamd() as gone:
        address = gone.address
    order = a_shipped_order(stall).order_id
    report = send(stall, order, a_pdf()).json()

    for _ in range(10):  # more often than a job may fail
        work_for_a_while(stall.on, address)

    assert followed(stall, report)["status"] == "Running"
    assert invoices(stall, order) == []
    work(stall.on)


def test_doctor_says_whether_the_scanner_answers(tmp_path: Path, clamd: FakeClamd) -> None:
    def told(address: str) -> str:
        env = environment(tmp_path, SELLERGATE_VIRUS_SCANNER=address)
        return next(
            line for line in command("doctor", env=env).stdout.splitlines() if "virus" in line
        )

    assert told(clamd.address).startswith("ok")
    assert told("clamd://127.0.0.1:1").startswith("fail")
