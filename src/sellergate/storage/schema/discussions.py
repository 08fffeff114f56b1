"""What sellers, customers and customer service write to each other (contract/07)."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, ref, table

discussions = table(
    "discussions",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("discussion_id", sa.String(24), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("sales_channel_id", sa.String(12), nullable=False),
    sa.Column("external_reference", sa.String(60)),  # the channel's own number
    sa.Column("order_id", sa.String(40)),
    sa.Column("order_reference", sa.String(60)),
    sa.Column("offer_id", sa.String(120)),
    sa.Column("product_id", sa.String(40)),
    sa.Column("customer_id", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("typology_code", sa.String(20), nullable=False),
    sa.Column("sub_typology_code", sa.String(60), nullable=False),
    sa.Column("graduation", sa.String(20), nullable=False),
    sa.Column("status", sa.String(12), nullable=False),  # ToTreat or Treated
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("ix_discussions_seller_id_updated_at_id", "seller_id", "updated_at", "id"),
    sa.Index(
        "ix_discussions_seller_id_status_updated_at", "seller_id", "status", "updated_at", "id"
    ),
    sa.Index("ix_discussions_seller_id_order_id", "seller_id", "order_id"),
    sa.Index("ix_discussions_seller_id_external_reference", "seller_id", "external_reference"),
    sqlite_autoincrement=True,
)

discussion_messages = table(
    "discussion_messages",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("message_id", sa.String(24), nullable=False, unique=True),
    ref("discussion_row", "discussions.id"),
    sa.Column("external_reference", sa.String(60)),
    sa.Column("body", sa.Text, nullable=False),  # as sent; escaped wherever it is shown
    sa.Column("sender_type", sa.String(12), nullable=False),
    sa.Column("sender_id", sa.String(40), nullable=False),
    sa.Column("receivers", sa.Text, nullable=False),  # JSON: [user id, user type]
    sa.Column("has_read", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Index("ix_discussion_messages_discussion_row_id", "discussion_row", "id"),
    sa.Index("ix_discussion_messages_external_reference", "external_reference"),
    sqlite_autoincrement=True,
)

discussion_attachments = table(
    "discussion_attachments",
    sa.Column(
        "message_row",
        sa.ForeignKey("discussion_messages.id"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("file_format", sa.String(8), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),  # tells the same file sent again
    sa.Column("document_key", sa.String(120), nullable=False),  # its bytes (`storage.documents`)
)
