"""Packages in every state, as the work on them leaves them behind."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import Act
from sellergate.access.sellers.models import Seller
from sellergate.storage.schema import (
    jobs,
    offer_packages,
    offer_uploads,
    product_packages,
    product_reports,
)
from tests.builders.world import Served

ELSEWHERE = "elsewhere/1"
Outcome = tuple[str, list[tuple[str, str]]]
DONE: Outcome = ("Integrated", [("8000", "")])
NO_PRICE: Outcome = ("Rejected", [("1006", "")])
TWICE: Outcome = ("Duplicated", [("1403", "")])


def a_package(
    on: Served,
    seller: Seller,
    outcomes: Sequence[Outcome] = (DONE,),
    *,
    state: str = "Integrated",
    done: int | None = None,
    references: Sequence[str] | None = None,
    **values: Any,
) -> str:
    """A package of offers, a line for each outcome, of which `done` are judged (all); its packageId."""
    package_id = f"pkg{on.number():08d}"
    judged = len(outcomes) if done is None else done
    names = references or [f"REF-{number}" for number in range(1, len(outcomes) + 1)]
    statuses = [status for status, _ in outcomes[:judged]]
    lines = [
        {"sellerExternalReference": name, "product": {"gtin": "0200000000017"}} for name in names
    ]

    def write(conn: Connection, act: Act) -> None:
        conn.execute(
            offer_packages.insert(),
            {
                "package_id": package_id,
                "seller_id": seller.seller_id,
                "source": "json",
                "sales_channel_id": "CDISFR",
                "type": "Upsert",
                "language": "fr-FR",
                "state": state,
                "upload_count": -(-len(outcomes) // 100),
                "line_count": len(outcomes),
                "done_uploads": judged // 100,
                "done_count": judged,
                "integrated_count": statuses.count("Integrated"),
                "rejected_count": statuses.count("Rejected"),
                "duplicated_count": statuses.count("Duplicated"),
                "created_at": act.now,
                "updated_at": act.now,
                "submitted_at": None if state == "WaitingForCompletion" else act.now,
                "ended_at": act.now if state in ("Integrated", "Rejected") else None,
                **values,
            },
        )
        row = conn.execute(sa.select(sa.func.max(offer_packages.c.id))).scalar_one()
        for number, first in enumerate(range(0, len(outcomes), 100)):
            part = outcomes[first : first + 100]
            conn.execute(
                offer_uploads.insert(),
                {
                    "package_row": row,
                    "number": number,
                    "line_count": len(part),
                    "lines": json.dumps(lines[first : first + 100]),
                    "outcomes": json.dumps(part) if first < judged else None,
                },
            )

    on.write(write)
    return package_id


def a_job(
    on: Served, kind: str, subject: str, *, attempts: int = 0, due_in: timedelta = timedelta()
) -> None:
    """Work that another node has had for ever, so that nobody here does it."""

    def write(conn: Connection, act: Act) -> None:
        conn.execute(
            jobs.insert(),
            {
                "kind": kind,
                "subject": subject,
                "lane": f"{kind}:{subject}",
                "due_at": act.now + due_in,
                "attempts": attempts,
                "leased_by": ELSEWHERE,
                "leased_until": act.now + timedelta(days=1),
                "created_at": act.now,
            },
        )

    on.write(write)


def forget_jobs(on: Served) -> None:
    """Nothing is worked on any more."""
    on.write(
        lambda conn, _act: conn.execute(jobs.delete().where(jobs.c.leased_by == ELSEWHERE)) and None
    )


def end_package(on: Served, package_id: str) -> None:
    """The work on a package ends well."""

    def write(conn: Connection, act: Act) -> None:
        conn.execute(jobs.delete().where(jobs.c.subject == package_id))
        conn.execute(
            offer_packages.update()
            .where(offer_packages.c.package_id == package_id)
            .values(
                state="Integrated",
                done_count=offer_packages.c.line_count,
                integrated_count=offer_packages.c.line_count,
                ended_at=act.now,
            )
        )

    on.write(write)


def forget_lines(on: Served, package_id: str) -> None:
    """Three days later."""
    rows = sa.select(offer_packages.c.id).where(offer_packages.c.package_id == package_id)
    on.write(
        lambda conn, _act: (
            conn.execute(offer_uploads.delete().where(offer_uploads.c.package_row.in_(rows)))
            and None
        )
    )


def a_submission(
    on: Served,
    seller: Seller,
    notes: Sequence[list[tuple[str, str, str, dict[str, Any]]]] = ([],),
    *,
    done: int | None = None,
) -> str:
    """A submission of sheets, each with what was said about it; one with an error is refused. Its packageId."""
    package_id = f"00000000-0000-4000-8000-{on.number():012d}"
    judged = len(notes) if done is None else done
    refused = [any(level == "errors" for level, *_ in said) for said in notes]

    def write(conn: Connection, act: Act) -> None:
        conn.execute(
            product_packages.insert(),
            {
                "package_id": package_id,
                "seller_id": seller.seller_id,
                "language": "fr-FR",
                "line_count": len(notes),
                "done_count": judged,
                "integrated_count": judged - sum(refused[:judged]),
                "refused_count": sum(refused[:judged]),
                "submitted_at": act.now,
                "ended_at": act.now if judged == len(notes) else None,
            },
        )
        row = conn.execute(sa.select(sa.func.max(product_packages.c.id))).scalar_one()
        conn.execute(
            product_reports.insert(),
            [
                {
                    "package_row": row,
                    "number": number,
                    "seller_id": seller.seller_id,
                    "gtin": "0200000000017",
                    "seller_product_reference": f"SHEET-{number + 1}",
                    "status": "Refused" if refused[number] else "Integrated",
                    "operation": "Creation",
                    "notes": json.dumps(notes[number]),
                    "submitted_at": act.now,
                }
                for number in range(judged)
            ],
        )

    on.write(write)
    return package_id
