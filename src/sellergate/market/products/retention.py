"""What is not kept: reports of sheets after three days (contract/03), submissions after ninety."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.products.reports import KEPT
from sellergate.storage.schema import product_packages, product_reports, product_uploads

SUBMISSIONS_KEPT_FOR: Final = timedelta(days=90)
PACKAGES: Final = 50  # at once, so that a step stays short
REPORTS: Final = 500

_P = product_packages.c


def forget_reports(conn: Connection, now: datetime) -> bool:
    """Delete some of the reports whose time has come; whether there may be more."""
    ended = _P.ended_at <= now - KEPT
    packages = sa.select(_P.id).where(_P.has_reports.is_(True), ended).order_by(_P.ended_at)
    rows = list(conn.execute(packages.limit(PACKAGES)).scalars())
    theirs = product_reports.c.package_row.in_(rows)
    found = conn.execute(sa.select(product_reports.c.id).where(theirs).limit(REPORTS))
    reports = list(found.scalars())
    conn.execute(product_reports.delete().where(product_reports.c.id.in_(reports)))
    if len(reports) < REPORTS:
        # Of a submission that was given up, sheets still wait.
        conn.execute(product_uploads.delete().where(product_uploads.c.package_row.in_(rows)))
        forgotten = product_packages.update().where(_P.id.in_(rows))
        conn.execute(forgotten.values(has_reports=False))
    return bool(rows)


def forget_submissions(conn: Connection, now: datetime) -> bool:
    """Delete some of the submissions whose time has come; whether there may be more."""
    ended = _P.ended_at <= now - SUBMISSIONS_KEPT_FOR
    packages = sa.select(_P.id).where(_P.has_reports.is_(False), ended).order_by(_P.ended_at)
    gone = product_packages.delete().where(_P.id.in_(packages.limit(PACKAGES)))
    return bool(conn.execute(gone).rowcount)
