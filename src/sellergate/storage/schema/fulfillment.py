"""What sellers keep in the marketplace's warehouses, and what is done with it (contract/09). Days as 2026-11-29."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, ref, table

_QUANTITIES = (
    "available",
    "allocated",
    "blocked",
    "litigation",
    "removal",
    "returned",
    "logistic_operations",
)

# What a seller told the warehouses about a product. Judged in the background.
fulfillment_products = table(
    "fulfillment_products",
    sa.Column("id", RowId, primary_key=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("seller_product_reference", sa.String(50), nullable=False),
    sa.Column("gtin", sa.String(14), nullable=False),
    sa.Column("product_id", sa.String(40)),  # the platform's, once it is found
    sa.Column("product_state", sa.String(12), nullable=False),  # New, Used, Refurbished
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("details", sa.Text, nullable=False),  # JSON: measures, traceability, hazards, customs
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("reason", sa.String(200)),  # why it was refused
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.UniqueConstraint("seller_id", "seller_product_reference"),
    sa.UniqueConstraint("seller_id", "gtin", "product_state"),
    sa.Index("ix_fulfillment_products_seller_id_id", "seller_id", "id"),
    sa.Index("ix_fulfillment_products_seller_id_status_id", "seller_id", "status", "id"),
    sqlite_autoincrement=True,
)

# A product of a seller in the warehouses: what all of them hold together, and `document`, the record as it is told.
stocks = table(
    "stocks",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("stock_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    ref("product_row", "fulfillment_products.id"),
    sa.Column("product_id", sa.String(40), nullable=False),
    sa.Column("product_state", sa.String(12), nullable=False),
    sa.Column("seller_product_reference", sa.String(50), nullable=False),
    sa.Column("available", sa.BigInteger, nullable=False),
    sa.Column("allocated", sa.BigInteger, nullable=False),
    sa.Column("blocked", sa.BigInteger, nullable=False),
    sa.Column("litigation", sa.BigInteger, nullable=False),
    sa.Column("removal", sa.BigInteger, nullable=False),
    sa.Column("returned", sa.BigInteger, nullable=False),
    sa.Column("logistic_operations", sa.BigInteger, nullable=False),
    sa.Column("document", sa.Text, nullable=False),  # JSON
    sa.Column("updated_at", Instant, nullable=False),
    sa.UniqueConstraint("product_row"),
    sa.UniqueConstraint("seller_id", "seller_product_reference"),
    sa.Index("ix_stocks_seller_id_product_id", "seller_id", "product_id", "product_state"),
    sa.Index("ix_stocks_seller_id_id", "seller_id", "id"),
    sa.Index("ix_stocks_seller_id_updated_at_id", "seller_id", "updated_at", "id"),
    *(
        sa.Index(f"ix_stocks_seller_id_{quantity}_id", "seller_id", quantity, "id")
        for quantity in _QUANTITIES
    ),
    sqlite_autoincrement=True,
)

# What one warehouse holds of it.
stock_places = table(
    "stock_places",
    sa.Column("stock_row", sa.ForeignKey("stocks.id"), primary_key=True, autoincrement=False),
    sa.Column("country", sa.String(2), primary_key=True),
    sa.Column("available", sa.BigInteger, nullable=False),
    sa.Column("allocated", sa.BigInteger, nullable=False),
    sa.Column("blocked", sa.BigInteger, nullable=False),
    sa.Column("litigation", sa.BigInteger, nullable=False),
    sa.Column("removal", sa.BigInteger, nullable=False),
    sa.Column("returned", sa.BigInteger, nullable=False),
    sa.Column("logistic_operations", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.String(24), nullable=False),  # of the last change
    sa.Column("updated_at", Instant, nullable=False),
    *(
        sa.CheckConstraint(f"{quantity} >= 0", name=f"ck_stock_places_{quantity}")
        for quantity in _QUANTITIES
    ),
)

# All that ever moved: so many from one state to another, or in from outside (`source` empty), or out (`target` empty).
stock_movements = table(
    "stock_movements",
    sa.Column("id", RowId, primary_key=True),
    ref("stock_row", "stocks.id"),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("target", sa.String(20), nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("cause", sa.String(60), nullable=False),  # such as outbound:<id>:<line>
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_stock_movements_stock_row_id", "stock_row", "id"),
    sqlite_autoincrement=True,
)

# Which stock is promised to which line of an order that a warehouse ships. Gone once it is sent, or given back.
order_allocations = table(
    "order_allocations",
    sa.Column("order_row", sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # of the line
    ref("seller_id", "sellers.seller_id"),
    ref("stock_row", "stocks.id"),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),  # Placed, Called, Prepared, Released
    sa.Index("ix_order_allocations_seller_id_status", "seller_id", "status", "order_row"),
)

inbound_shipments = table(
    "inbound_shipments",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("inbound_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("reference", sa.String(60)),  # the seller's
    sa.Column("code", sa.String(20), nullable=False, unique=True),  # ours
    sa.Column("storage_country", sa.String(2), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(40)),  # why it was refused: a code
    sa.Column("expected_on", sa.String(10)),
    sa.Column("line_count", sa.Integer, nullable=False),
    sa.Column("reception_count", sa.Integer, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Column("accepted_at", Instant),
    sa.Column("received_at", Instant),  # when the last of it was counted
    sa.Index("ix_inbound_shipments_seller_id_id", "seller_id", "id"),
    sa.Index("ix_inbound_shipments_seller_id_status_id", "seller_id", "status", "id"),
    sa.Index("ix_inbound_shipments_seller_id_reference", "seller_id", "reference"),
    sa.Index("ix_inbound_shipments_seller_id_updated_at_id", "seller_id", "updated_at", "id"),
    sa.Index("ix_inbound_shipments_status_id", "status", "id"),
    sqlite_autoincrement=True,
)

inbound_lines = table(
    "inbound_lines",
    sa.Column(
        "inbound_row", sa.ForeignKey("inbound_shipments.id"), primary_key=True, autoincrement=False
    ),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("seller_product_reference", sa.String(50)),
    sa.Column("product_id", sa.String(40)),
    sa.Column("product_state", sa.String(12)),
    sa.Column("stock_row", sa.ForeignKey("stocks.id")),  # of the product, once it is found
    sa.Column("reason", sa.String(40)),  # why the line was refused: a code
    sa.Column("quantity", sa.Integer, nullable=False),  # announced: 0 of what came unexpectedly
    sa.Column("received", sa.Integer, nullable=False),
    sa.Column("damaged", sa.Integer, nullable=False),  # of those received
)

# What one counting found. The warehouse's own reference makes that it is counted once, however often it is sent.
inbound_receptions = table(
    "inbound_receptions",
    sa.Column(
        "inbound_row", sa.ForeignKey("inbound_shipments.id"), primary_key=True, autoincrement=False
    ),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("reference", sa.String(60), nullable=False),
    sa.Column("lines", sa.Text, nullable=False),  # JSON: [[position, good, blocked, in litigation]]
    sa.Column("is_last", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.UniqueConstraint("inbound_row", "reference"),
)

# What leaves a warehouse: for an order of the marketplace (`order_row`), or as the seller asked.
outbound_shipments = table(
    "outbound_shipments",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("outbound_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    ref("order_row", "orders.id", nullable=True),
    sa.Column("reference", sa.String(60)),  # the seller's, or the order's
    sa.Column("storage_country", sa.String(2), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),  # Valid, Invalid, Cancelled
    sa.Column("reason", sa.String(200)),  # why it was rejected
    sa.Column("delivery_mode", sa.String(30), nullable=False),
    sa.Column("delivery_address", sa.Text, nullable=False),  # JSON
    sa.Column("carrier_name", sa.String(100)),
    sa.Column("parcels", sa.Text, nullable=False),  # JSON: [[id, number, tracking URL, positions]]
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Column("status_updated_at", Instant, nullable=False),
    sa.Column("shipped_at", Instant),
    sa.UniqueConstraint("order_row"),
    sa.Index("ix_outbound_shipments_seller_id_id", "seller_id", "id"),
    sa.Index("ix_outbound_shipments_seller_id_status_id", "seller_id", "status", "id"),
    sa.Index("ix_outbound_shipments_seller_id_created_at", "seller_id", "created_at", "id"),
    sa.Index("ix_outbound_shipments_seller_id_updated_at", "seller_id", "updated_at", "id"),
    sa.Index(
        "ix_outbound_shipments_seller_id_status_updated_at",
        *("seller_id", "status_updated_at", "id"),
    ),
    sa.Index("ix_outbound_shipments_seller_id_reference", "seller_id", "reference"),
    sa.Index("ix_outbound_shipments_status_id", "status", "id"),
    sqlite_autoincrement=True,
)

outbound_lines = table(
    "outbound_lines",
    sa.Column(
        "outbound_row",
        sa.ForeignKey("outbound_shipments.id"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("seller_product_reference", sa.String(50)),
    sa.Column("product_id", sa.String(40)),
    sa.Column("product_state", sa.String(12)),
    sa.Column("stock_row", sa.ForeignKey("stocks.id")),  # whose stock is allocated to it
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("returned", sa.Integer, nullable=False),  # declared by returns
)

outbound_cancellations = table(
    "outbound_cancellations",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("request_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    ref("outbound_row", "outbound_shipments.id"),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("reason", sa.String(200)),  # why it was refused
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("ix_outbound_cancellations_outbound_row", "outbound_row"),
    sa.Index("ix_outbound_cancellations_seller_id_id", "seller_id", "id"),
    sa.Index("ix_outbound_cancellations_status_id", "status", "id"),
    sqlite_autoincrement=True,
)

returns = table(
    "returns",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("return_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    ref("outbound_row", "outbound_shipments.id"),
    sa.Column("type", sa.String(12), nullable=False),  # Customer, Carrier
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("reason", sa.String(24), nullable=False),
    sa.Column("recommended_reason", sa.String(24)),  # the warehouse's, once it looked
    sa.Column("comment", sa.String(500)),
    sa.Column("warehouse_comment", sa.String(500)),
    sa.Column("reference", sa.String(60)),
    sa.Column("order_seller_id", sa.String(60)),
    sa.Column("parcel_id", sa.String(100)),
    sa.Column("storage_country", sa.String(2), nullable=False),
    sa.Column("received_at", Instant),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("ix_returns_seller_id_id", "seller_id", "id"),
    sa.Index("ix_returns_seller_id_status_id", "seller_id", "status", "id"),
    sa.Index("ix_returns_seller_id_created_at_id", "seller_id", "created_at", "id"),
    sa.Index("ix_returns_seller_id_updated_at_id", "seller_id", "updated_at", "id"),
    sa.Index("ix_returns_outbound_row", "outbound_row"),
    sa.Index("ix_returns_status_id", "status", "id"),
    sqlite_autoincrement=True,
)

return_lines = table(
    "return_lines",
    sa.Column("return_row", sa.ForeignKey("returns.id"), primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("outbound_line", sa.Integer, nullable=False),  # 0: it was not in the shipment
    sa.Column("stock_row", sa.ForeignKey("stocks.id")),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("received", sa.Integer, nullable=False),  # of what was declared
    sa.Column("unexpected", sa.Integer, nullable=False),  # received beyond what was declared
    sa.Column("restocked", sa.Integer, nullable=False),  # by inspection
    sa.Column("blocked", sa.Integer, nullable=False),  # likewise
)
