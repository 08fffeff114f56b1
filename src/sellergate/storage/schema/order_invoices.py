"""The invoices that sellers issue to their customers (contract/06). Their bytes are documents (`storage.documents`)."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, ref, table

invoice_imports = table(
    "invoice_imports",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("import_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    ref("order_row", "orders.id", nullable=True),  # none: orders are named by the files
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("ix_invoice_imports_seller_id_id", "seller_id", "id"),
    sa.Index("ix_invoice_imports_created_at", "created_at"),
    sqlite_autoincrement=True,
)

# A file as it came, or one that was in an archive: then `archive` names that.
invoice_files = table(
    "invoice_files",
    sa.Column(
        "import_row", sa.ForeignKey("invoice_imports.id"), primary_key=True, autoincrement=False
    ),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("file_name", sa.String(255), nullable=False),
    sa.Column("archive", sa.String(255)),
    sa.Column("order_id", sa.String(40)),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("integration_status", sa.String(40)),
    sa.Column("document_key", sa.String(120)),  # until it is judged
    sa.Column("size", sa.BigInteger, nullable=False),
)

# The one invoice of an order: a new one replaces it.
invoice_documents = table(
    "invoice_documents",
    sa.Column("order_row", sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("document_id", sa.String(36), nullable=False, unique=True),
    sa.Column("file_name", sa.String(255), nullable=False),
    sa.Column("media_type", sa.String(60), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.LargeBinary(32), nullable=False),
    sa.Column("document_key", sa.String(120), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)
