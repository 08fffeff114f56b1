"""What each seller sells, and the packages that say so (contract/04). Amounts are in cents, VAT in hundredths of a percent."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, ref, table

offers = table(
    "offers",
    sa.Column("id", RowId, primary_key=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("sales_channel_id", sa.String(12), nullable=False),
    sa.Column("reference", sa.String(50), nullable=False),  # sellerExternalReference
    ref("product_id", "products.id"),
    sa.Column("condition", sa.String(24), nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False),
    # With the cheapest delivery: what offers of one product compete by.
    sa.Column("delivered_price", sa.BigInteger, nullable=False),
    sa.Column("origin_price", sa.BigInteger),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("vat", sa.Integer, nullable=False),
    sa.Column("eco_tax", sa.BigInteger, nullable=False),
    sa.Column("dea_tax", sa.BigInteger, nullable=False),
    sa.Column("delivery_modes", sa.Text, nullable=False),  # JSON: [code, cost, additional cost]
    sa.Column("preparation_time", sa.Integer, nullable=False),  # days
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.Column("comment", sa.String(200)),
    sa.Column("extras", sa.Text),  # JSON: what only XML packages say, such as price alignment
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.UniqueConstraint("seller_id", "sales_channel_id", "reference"),
    sa.UniqueConstraint("seller_id", "sales_channel_id", "product_id", "condition"),
    sa.Index("ix_offers_seller_id_sales_channel_id_id", "seller_id", "sales_channel_id", "id"),
    sa.Index(
        "ix_offers_seller_id_sales_channel_id_updated_at_id",
        "seller_id",
        "sales_channel_id",
        "updated_at",
        "id",
    ),
    sa.Index(
        "ix_offers_inactive",  # few of many, as a rule; the active ones are found among all
        *("seller_id", "sales_channel_id", "id"),
        sqlite_where=sa.text("state = 'Inactive'"),
        postgresql_where=sa.text("state = 'Inactive'"),
    ),
    sa.Index(
        "ix_offers_competition",
        *("product_id", "sales_channel_id", "state", "delivered_price", "id"),
    ),
    sqlite_autoincrement=True,
)

# `id` is the number that XML packages are known by, `package_id` the text that JSON packages are.
offer_packages = table(
    "offer_packages",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("package_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("source", sa.String(4), nullable=False),  # json or xml
    sa.Column("source_url", sa.Text),  # where the XML package is fetched from
    sa.Column("sales_channel_id", sa.String(12)),  # none: an XML package not yet read
    sa.Column("type", sa.String(8)),
    # Whether it removes the offers that it does not name.
    sa.Column("purges", sa.Boolean, nullable=False, default=False),
    sa.Column("language", sa.String(5), nullable=False),
    sa.Column("state", sa.String(24), nullable=False),
    sa.Column("upload_count", sa.Integer, nullable=False),
    sa.Column("line_count", sa.Integer, nullable=False),
    sa.Column("done_uploads", sa.Integer, nullable=False),  # uploads below it are judged
    sa.Column("done_count", sa.Integer, nullable=False),  # lines of those
    sa.Column("integrated_count", sa.Integer, nullable=False),
    sa.Column("rejected_count", sa.Integer, nullable=False),
    sa.Column("duplicated_count", sa.Integer, nullable=False),
    sa.Column("result_code", sa.String(8)),  # why the whole package was rejected
    sa.Column("result_detail", sa.String(200)),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Column("submitted_at", Instant),
    sa.Column("ended_at", Instant),
    # Its uploads and their outcomes are there; gone three days after its end.
    sa.Column("has_results", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Index("ix_offer_packages_seller_id_id", "seller_id", "id"),
    sa.Index("ix_offer_packages_upkeep", "has_results", "ended_at", "created_at"),
    sqlite_autoincrement=True,
)

# The lines of one upload together: a package of 50,000 lines is 500 rows.
offer_uploads = table(
    "offer_uploads",
    sa.Column(
        "package_row", sa.ForeignKey("offer_packages.id"), primary_key=True, autoincrement=False
    ),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # from 0
    sa.Column("line_count", sa.Integer, nullable=False),
    sa.Column("lines", sa.Text, nullable=False),  # JSON: the requests as uploaded
    sa.Column(
        "outcomes", sa.Text
    ),  # JSON, a line each: [status, [[code, detail], …]]; none: not yet
)
