"""What is not kept: results of packages after three days, packages after ninety. And packages that stay open too long."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.offers.models import OPEN_FOR, RESULTS_KEPT_FOR, PackageState, Source
from sellergate.market.offers.results import LAPSED
from sellergate.market.offers.store import OPEN_HOURS
from sellergate.storage.schema import offer_packages, offer_uploads

PACKAGES_KEPT_FOR: Final = timedelta(days=90)
PACKAGES: Final = 50  # at once, so that a step stays short
UPLOADS: Final = 50

_P = offer_packages.c
_U = offer_uploads.c


def reject_lapsed(conn: Connection, now: datetime) -> bool:
    """Reject some of the packages that were left open for more than six hours; whether there may be more.

    Their sellers see them rejected from that instant on (contract/04 §B).
    """
    is_open = sa.and_(
        *(_P.has_results.is_(True), _P.ended_at.is_(None), _P.created_at <= now - OPEN_FOR),
        *(_P.state == PackageState.WAITING_FOR_COMPLETION.value, _P.source == Source.JSON.value),
    )
    packages = sa.select(_P.id).where(is_open).order_by(_P.created_at).limit(PACKAGES)
    rejected = offer_packages.update().where(_P.id.in_(packages))
    values = {
        "state": PackageState.REJECTED.value,
        "result_code": LAPSED,
        "result_detail": OPEN_HOURS,
        "updated_at": now,
        "ended_at": now,
    }
    return bool(conn.execute(rejected.values(values)).rowcount)


def forget_results(conn: Connection, now: datetime) -> bool:
    """Delete some of the uploads whose time has come, with what became of them; whether there may be more."""
    ended = _P.ended_at <= now - RESULTS_KEPT_FOR
    packages = sa.select(_P.id).where(_P.has_results.is_(True), ended).order_by(_P.ended_at)
    rows = list(conn.execute(packages.limit(PACKAGES)).scalars())
    theirs = sa.select(_U.package_row, _U.number).where(_U.package_row.in_(rows))
    uploads = [tuple(upload) for upload in conn.execute(theirs.limit(UPLOADS))]
    conn.execute(offer_uploads.delete().where(sa.tuple_(_U.package_row, _U.number).in_(uploads)))
    if len(uploads) < UPLOADS:
        forgotten = offer_packages.update().where(_P.id.in_(rows))
        conn.execute(forgotten.values(has_results=False))
    return bool(rows)


def forget_packages(conn: Connection, now: datetime) -> bool:
    """Delete some of the packages whose time has come; whether there may be more."""
    ended = _P.ended_at <= now - PACKAGES_KEPT_FOR
    packages = sa.select(_P.id).where(_P.has_results.is_(False), ended).order_by(_P.ended_at)
    gone = offer_packages.delete().where(_P.id.in_(packages.limit(PACKAGES)))
    return bool(conn.execute(gone).rowcount)
