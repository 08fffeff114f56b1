"""Documents: bytes that do not belong in rows, such as invoices and attachments (docs/decisions/0035).

They are in a folder or in an S3-compatible store; rows name them by keys that are made here. A document is written before
the row that names it is committed, and removed after the last one is gone: what is on the way is noted in a row of its own
first, so that whatever ends a process, upkeep finds what nothing names. The order of things, for who keeps a document:

    key = await documents.put(content)          # durable, but removed after a day unless…
    await db.write(name_it, key)                # …this transaction calls `keep(conn, key, now=now)`
    await db.write(name_it_no_more, key)        # calls `let_go(conn, key, now=now)`
"""

from sellergate.storage.documents.errors import (
    DocumentGone,
    DocumentsRefused,
    DocumentsUnavailable,
)
from sellergate.storage.documents.opening import open_home
from sellergate.storage.documents.service import Documents, Home
from sellergate.storage.documents.store import keep, let_go

__all__ = [
    "DocumentGone",
    "Documents",
    "DocumentsRefused",
    "DocumentsUnavailable",
    "Home",
    "keep",
    "let_go",
    "open_home",
]
