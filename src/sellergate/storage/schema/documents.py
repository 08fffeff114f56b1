"""Documents that no row names: not yet, or no more (`storage.documents`)."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, table

unkept_documents = table(
    "unkept_documents",
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("due_at", Instant, nullable=False),  # when its bytes are removed
    sa.Index("ix_unkept_documents_due_at", "due_at"),
)
