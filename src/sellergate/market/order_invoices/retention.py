"""What is not kept: the reports of imports after ninety days. Invoices stay with their orders."""

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.order_invoices.models import REPORTS_KEPT_FOR, ImportStatus
from sellergate.storage.schema import invoice_files, invoice_imports

IMPORTS: Final = 10  # at once, so that a step stays short: each may have a thousand files

_I = invoice_imports.c


def forget_imports(conn: Connection, now: datetime) -> bool:
    """Delete some of the imports whose time has come; whether there may be more."""
    is_over = sa.and_(
        _I.created_at <= now - REPORTS_KEPT_FOR, _I.status != ImportStatus.RUNNING.value
    )
    found = sa.select(_I.id).where(is_over).order_by(_I.created_at).limit(IMPORTS)
    rows = list(conn.execute(found).scalars())
    conn.execute(invoice_files.delete().where(invoice_files.c.import_row.in_(rows)))
    conn.execute(invoice_imports.delete().where(_I.id.in_(rows)))
    return bool(rows)
