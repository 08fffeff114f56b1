"""What customers ordered, and what became of it (contract/05). Amounts are in cents, rates in hundredths of a percent."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, ref, table

# What a channel lets its sellers do. A channel without a row has the rules of `market.sales_channels.DEFAULT`.
sales_channels = table(
    "sales_channels",
    sa.Column("id", sa.String(12), primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("sellers_accept", sa.Boolean, nullable=False),  # unless they accept automatically
    sa.Column("one_parcel", sa.Boolean, nullable=False),  # an order is shipped as a whole
    sa.Column("sellers_open_discussions", sa.Boolean, nullable=False),
    sa.Column("gesture_rate", sa.Integer, nullable=False),  # of what the customer paid, at most
    sa.Column("commission_rate", sa.Integer, nullable=False),
    sa.Column("commission_vat", sa.Integer, nullable=False),
)

_ASKED = ("status", "sales_channel_id", "supply_mode", "shipping_country", "is_business")

orders = table(
    "orders",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("order_id", sa.String(40), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("reference", sa.String(60)),  # the channel's
    sa.Column("sales_channel_id", sa.String(12), nullable=False),
    sa.Column("is_business", sa.Boolean, nullable=False),
    sa.Column("customer_reference", sa.String(40), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    # Whether background work has something to do with it; else it waits for somebody, or is ended.
    sa.Column("is_moving", sa.Boolean, nullable=False),
    # Since when something happened to it that the ledger does not know; None: it knows all.
    sa.Column("unbooked_since", Instant),
    sa.Column("supply_mode", sa.String(12), nullable=False),  # of all its lines
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("payment_method", sa.String(30)),
    sa.Column("shipping_country", sa.String(2), nullable=False),
    sa.Column("billing_address", sa.Text, nullable=False),  # JSON
    sa.Column("shipping_address", sa.Text, nullable=False),  # JSON
    sa.Column("service_fees", sa.Text, nullable=False),  # JSON: [label, cents]
    sa.Column("offer_total", sa.BigInteger, nullable=False),
    sa.Column("selling_total", sa.BigInteger, nullable=False),
    sa.Column("purchased_at", Instant, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Column("ship_by", Instant, nullable=False),
    sa.Column("shipped_at", Instant),  # its last parcel
    sa.Column("delivered_at", Instant),
    # Behind what they sort by, the indexes have all else that is asked: pages are counted and skipped in them alone.
    sa.Index(
        "ix_orders_seller_id_updated_at_id", "seller_id", "updated_at", "id", "created_at", *_ASKED
    ),
    sa.Index(
        "ix_orders_seller_id_created_at_id", "seller_id", "created_at", "id", "updated_at", *_ASKED
    ),
    sa.Index("ix_orders_seller_id_shipped_at_id", "seller_id", "shipped_at", "id"),
    sa.Index("ix_orders_seller_id_status_updated_at", "seller_id", "status", "updated_at", "id"),
    sa.Index("ix_orders_seller_id_reference", "seller_id", "reference"),
    sa.Index(
        "ix_orders_moving",
        *("seller_id", "id"),
        sqlite_where=sa.text("is_moving"),
        postgresql_where=sa.text("is_moving"),
    ),
    sa.Index(
        "ix_orders_unbooked",
        *("seller_id", "unbooked_since", "id"),
        sqlite_where=sa.text("unbooked_since IS NOT NULL"),
        postgresql_where=sa.text("unbooked_since IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

order_lines = table(
    "order_lines",
    sa.Column("order_row", sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("line_id", sa.String(60), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("status_before", sa.String(20)),  # while a cancellation is asked for
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("offer_row", sa.BigInteger),  # whose stock it took; the offer may be gone
    sa.Column("offer_id", sa.String(120), nullable=False),  # as clients know it
    sa.Column("seller_product_id", sa.String(50), nullable=False),
    sa.Column("product_id", sa.String(40)),
    sa.Column("product_title", sa.String(200), nullable=False),
    sa.Column("product_gtin", sa.String(14)),
    sa.Column("condition", sa.String(24), nullable=False),
    sa.Column("offer_unit_price", sa.BigInteger, nullable=False),  # the seller's side
    sa.Column("offer_shipping_cost", sa.BigInteger, nullable=False),  # of the line
    sa.Column("unit_price", sa.BigInteger, nullable=False),  # what the customer pays, VAT included
    sa.Column("shipping_cost", sa.BigInteger, nullable=False),
    sa.Column("taxes", sa.Text, nullable=False),  # JSON: [code, target, cents, rate]
    sa.Column("commission_rate", sa.Integer, nullable=False),
    sa.Column("commission_without_vat", sa.BigInteger, nullable=False),
    sa.Column("commission_with_vat", sa.BigInteger, nullable=False),
    sa.Column("refunded", sa.BigInteger, nullable=False),  # by cancellations
    sa.Column("delivery_mode", sa.String(30), nullable=False),
    sa.Column("promised_at_min", Instant, nullable=False),
    sa.Column("promised_at_max", Instant, nullable=False),
    sqlite_with_rowid=False,  # the lines of an order are one place on the disk
)

order_parcels = table(
    "order_parcels",
    sa.Column("order_row", sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("parcel_number", sa.String(100), nullable=False),
    sa.Column("carrier_name", sa.String(100), nullable=False),
    sa.Column("tracking_url", sa.String(500)),
    sa.Column("lines", sa.Text, nullable=False),  # JSON: positions of the lines in it
    sa.Column("shipped_at", Instant, nullable=False),
    sa.Column("delivered_at", Instant),
    sqlite_with_rowid=False,
)

# What a client called its request to place an order: the same request sent again finds the order that it made.
order_keys = table(
    "order_keys",
    sa.Column("client_uid", sa.ForeignKey("clients.id"), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),  # of what was asked for
    ref("order_row", "orders.id"),
)

# What happened, in its order. `line` 0: to the order.
order_events = table(
    "order_events",
    sa.Column("order_row", sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

order_cancellations = table(
    "order_cancellations",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("request_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    ref("order_row", "orders.id"),
    sa.Column("is_partial", sa.Boolean, nullable=False),
    sa.Column("asked_by", sa.String(12), nullable=False),  # Seller, Customer or Marketplace
    sa.Column("status", sa.String(12), nullable=False),
    # JSON, a line each: [position, reason, whether shipping is refunded, cents refunded or null]
    sa.Column("lines", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("ix_order_cancellations_seller_id_id", "seller_id", "id"),
    sa.Index("ix_order_cancellations_seller_id_status_id", "seller_id", "status", "id"),
    sa.Index("ix_order_cancellations_order_row", "order_row"),
    sqlite_autoincrement=True,
)

order_gestures = table(
    "order_gestures",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("request_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    ref("order_row", "orders.id"),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("reason_details", sa.String(500)),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("ix_order_gestures_seller_id_id", "seller_id", "id"),
    sa.Index("ix_order_gestures_seller_id_status_id", "seller_id", "status", "id"),
    sa.Index("ix_order_gestures_order_row", "order_row"),
    sqlite_autoincrement=True,
)
