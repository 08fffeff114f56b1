"""Each file is attached or refused once, whoever does the work and whatever breaks it off; bytes follow the rows."""

from typing import Any

import pytest
import sqlalchemy as sa

from sellergate.jobs.models import Job
from sellergate.kit.ids import new_uuid
from sellergate.market.order_invoices.integration import InvoiceIntegration
from sellergate.market.order_invoices.retention import forget_imports
from sellergate.market.order_invoices.scanning import NoScanner
from sellergate.market.orders.lifecycle import Event
from sellergate.storage.documents import store as document_store
from sellergate.storage.schema import invoice_documents, invoice_files, unkept_documents
from tests.builders.installation import Installation
from tests.builders.invoices import (
    a_pdf,
    a_shipped_order,
    a_ubl,
    a_zip,
    bulk,
    documents_of,
    download,
    followed,
    invoices,
    judged,
    outcomes,
    send,
)
from tests.builders.offer_packages import Stall, a_stall, do_due
from tests.builders.orders import let_happen
from tests.builders.wire import assert_problem


@pytest.fixture
def stall(installation: Installation) -> Stall:
    """A seller of its own, whose imports wait for nobody else's."""
    return a_stall(installation)


class Broken(Exception):
    """The process ends here, as far as the work is concerned."""


class Breaking:
    """A scanner that breaks the work off at the nth file, once."""

    def __init__(self, at: int) -> None:
        self.left = at

    async def is_clean(self, _content: bytes) -> bool:
        self.left -= 1
        if self.left == 0:
            raise Broken
        return True


def keys(on: Installation) -> tuple[set[str], set[str], set[str]]:
    """Bytes in the folder; bytes that rows name; bytes that wait to be removed."""
    folder = on.settings.documents.folder
    assert folder is not None
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def read(conn: Any, column: Any) -> set[str]:
        return {key for key in conn.execute(sa.select(column)).scalars() if key}

    named = on.read(read, invoice_documents.c.document_key)
    named |= on.read(read, invoice_files.c.document_key)
    return there, named, on.read(read, unkept_documents.c.key)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_work_that_is_broken_off_goes_on_with_what_is_left(at: int, stall: Stall) -> None:
    on = stall.on
    orders = [a_shipped_order(stall).order_id for _ in range(3)]
    inside = {f"{order}.pdf": a_pdf(order) for order in orders[1:]}
    report = bulk(stall, (f"{orders[0]}.pdf", a_pdf(orders[0])), ("rest.zip", a_zip(inside)))

    with pytest.raises(Broken):
        do_due(on, InvoiceIntegration(documents_of(on), Breaking(at), on.clock, new_uuid))
    before = {order: invoices(stall, order) for order in orders[: at - 1]}
    on.clock.advance(seconds=30)  # the lease runs out
    done = judged(stall, report)

    assert set(outcomes(done).values()) == {"Attached"}
    assert [len(invoices(stall, order)) for order in orders] == [1, 1, 1]
    assert {order: invoices(stall, order) for order in orders[: at - 1]} == before
    assert [download(stall, invoices(stall, o)[0]).content for o in orders] == [
        a_pdf(order) for order in orders
    ]


def test_every_byte_is_named_or_waits_to_be_removed(stall: Stall) -> None:
    on = stall.on
    order, other = (a_shipped_order(stall).order_id for _ in range(2))
    judged(stall, send(stall, order, a_pdf("first")).json())
    judged(stall, send(stall, order, a_pdf("second")).json())
    judged(stall, send(stall, order, b"bad").json())
    judged(stall, bulk(stall, ("a.zip", a_zip({f"{other}.pdf": a_pdf(), "x": b""}))))

    there, named, leaving = keys(on)
    assert there <= named | leaving
    assert named <= there
    assert not named & leaving

    with on.clock.moved(days=2):
        on.run(_sweep(on))

    there, named, leaving = keys(on)
    assert (there, leaving) == (named, set())
    assert download(stall, invoices(stall, order)[0]).content == a_pdf("second")


async def _sweep(on: Installation) -> None:
    documents = documents_of(on)
    while found := await documents.sweep(20):
        await on.access.db.write(document_store.forget, found)


def test_an_order_that_is_cancelled_meanwhile_takes_no_invoice(stall: Stall) -> None:
    order = a_shipped_order(stall)
    report = send(stall, order.order_id, a_pdf()).json()
    let_happen(stall.on, order, Event.CANCELLATION_ASKED, Event.CANCELLED)

    assert outcomes(judged(stall, report)) == {"invoice.pdf": "OrderNotFulfilled"}


def test_work_that_never_succeeds_is_given_up_and_said_of_what_is_left(stall: Stall) -> None:
    on = stall.on
    order = a_shipped_order(stall).order_id
    report = bulk(stall, (f"{order}.pdf", a_pdf()), ("x.pdf", a_ubl()))
    handler = InvoiceIntegration(documents_of(on), NoScanner(), on.clock, new_uuid)

    def give_up(conn: Any, _act: Any) -> None:
        job = Job(0, "invoices", report["importId"], "", 5, "")
        handler.give_up(conn, job, "failed", on.clock())

    on.write(give_up)

    done = followed(stall, report)
    assert done["status"] == "Failure"
    assert set(outcomes(done).values()) == {"NotProcessed"}


def test_reports_go_after_ninety_days_and_invoices_stay(stall: Stall) -> None:
    on = stall.on
    order = a_shipped_order(stall).order_id
    report = send(stall, order, a_pdf()).json()
    judged(stall, report)
    [document] = invoices(stall, order)

    def forget(conn: Any, _act: Any) -> bool:
        return forget_imports(conn, on.clock())

    with on.clock.moved(days=91):
        while on.write(forget):
            pass

    gone = stall.call("GET", f"/order-invoice-imports/{report['importId']}")
    assert_problem(gone, 404, "not-found")
    assert invoices(stall, order) == [document]


@pytest.mark.embedded
def test_bytes_that_are_lost_are_told_and_nothing_else_fails(stall: Stall) -> None:
    on = stall.on
    lost, good = (a_shipped_order(stall).order_id for _ in range(2))
    report = bulk(stall, (f"{lost}.pdf", a_pdf("lost")), (f"{good}.pdf", a_pdf()))
    folder = on.settings.documents.folder
    assert folder is not None
    for path in folder.rglob("*"):
        if path.is_file() and path.read_bytes() == a_pdf("lost"):
            path.unlink()

    done = judged(stall, report)

    assert outcomes(done) == {f"{lost}.pdf": "NotProcessed", f"{good}.pdf": "Attached"}
