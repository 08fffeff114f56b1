"""Kill -9 in the middle of an import of invoices: it goes on, and each order has its invoice, once, with the same bytes."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sellergate.kit.clock import system_clock
from sellergate.storage.schema import (
    invoice_documents,
    invoice_files,
    invoice_imports,
    jobs,
    unkept_documents,
)
from sellergate.storage.upkeep import run_on_database, run_on_snapshot
from tests.builders.invoices import a_pdf, a_shipped_order, a_ubl, a_zip
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.process import ServerProcess, run_process

pytestmark = pytest.mark.slow

ORDERS = 40
KILLS = 4


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Import:
    """An import on its way, looked at from beside the server."""

    def __init__(self, server: ServerProcess, import_id: str) -> None:
        self.server = server
        self.import_id = import_id

    def read(self, query: sa.Select[Any]) -> list[Any]:
        return run_on_snapshot(self.server.database, lambda conn: list(conn.execute(query)))

    def attached(self) -> int:
        return len(self.read(sa.select(invoice_documents.c.order_row)))

    def status(self) -> str:
        own = invoice_imports.c.import_id == self.import_id
        [(status,)] = self.read(sa.select(invoice_imports.c.status).where(own))
        return str(status)

    def let_leases_run_out(self) -> None:
        held = jobs.update().where(jobs.c.leased_by.is_not(None))
        over = held.values(leased_until=system_clock())
        run_on_database(self.server.database, lambda conn: conn.execute(over))


def sent(stall: Stall, files: dict[str, bytes]) -> str:
    """The id of an import of these files, half of them in an archive."""
    names = sorted(files)
    inside = {name: files[name] for name in names[::2]}
    parts = [("files", ("half.zip", a_zip(inside)))]
    parts += [("files", (name, files[name])) for name in names[1::2]]
    answer = stall.call("POST", "/order-invoice-imports", files=parts)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["importId"])


def test_an_import_survives_kills_and_attaches_each_invoice_once(tmp_path: Path) -> None:
    moments = random.Random(5)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        stall = a_stall(server)  # type: ignore[arg-type]  (served by another process)
        server.kill()  # else it would move the orders itself
        orders = [a_shipped_order(stall).order_id for _ in range(ORDERS)]
        server.start()
        make = (a_pdf, a_ubl)
        files = {f"{order}.x": make[n % 2](order) for n, order in enumerate(orders)}
        work = Import(server, sent(stall, files))
        for _ in range(KILLS):
            before = work.attached()
            wait_for(lambda before=before: work.attached() > before or work.status() != "Running")
            time.sleep(moments.random() / 20)
            server.kill()
            work.let_leases_run_out()
            server.start()

        wait_for(lambda: work.status() != "Running")

        assert work.status() == "Success"
        found = work.read(
            sa.select(invoice_documents.c.document_key, invoice_documents.c.file_name)
        )
        assert sorted(name for _, name in found) == sorted(files)
        folder = server.settings.documents.folder
        assert folder is not None
        assert all((folder / key).read_bytes() == files[name] for key, name in found)
        named = {key for key, _ in found}
        leaving = {key for (key,) in work.read(sa.select(unkept_documents.c.key))}
        assert not named & leaving
        there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
        assert {name.removesuffix(".partial") for name in there} <= named | leaving
        statuses = {status for (status,) in work.read(sa.select(invoice_files.c.status))}
        assert statuses == {"Success"}
