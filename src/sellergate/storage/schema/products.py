"""The catalogue that all sellers share, and what sellers submitted to it (contract/03)."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, ref, table

categories = table(
    "categories",
    sa.Column("reference", sa.String(6), primary_key=True),  # two characters a level
    sa.Column("parent_reference", sa.String(6), index=True),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("label_fr", sa.String(200), nullable=False),
    sa.Column("label_en", sa.String(200), nullable=False),
    sa.Column("label_es", sa.String(200), nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("is_brand_mandatory", sa.Boolean, nullable=False),
    sa.Column("is_variant", sa.Boolean, nullable=False),
)

properties = table(
    "properties",
    sa.Column("reference", sa.String(10), primary_key=True),  # digits
    sa.Column("label_fr", sa.String(200), nullable=False),
    sa.Column("label_en", sa.String(200), nullable=False),
    sa.Column("label_es", sa.String(200), nullable=False),
    sa.Column("unit", sa.String(20)),
    sa.Column("is_multiple", sa.Boolean, nullable=False),
    sa.Column("is_ranged", sa.Boolean, nullable=False),
    sa.Column("is_numeric", sa.Boolean, nullable=False),
    sa.Column("is_variation", sa.Boolean, nullable=False),
    sa.Column("is_size", sa.Boolean, nullable=False),
)

property_choices = table(
    "property_choices",
    sa.Column("property_reference", sa.ForeignKey("properties.reference"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("label_fr", sa.String(200), nullable=False),
    sa.Column("label_en", sa.String(200), nullable=False),
    sa.Column("label_es", sa.String(200), nullable=False),
)

category_properties = table(
    "category_properties",
    sa.Column("category_reference", sa.ForeignKey("categories.reference"), primary_key=True),
    sa.Column(
        "property_reference", sa.ForeignKey("properties.reference"), primary_key=True, index=True
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("necessity", sa.String(12), nullable=False),
)

brands = table(
    "brands",
    sa.Column("reference", sa.String(20), primary_key=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("name_key", sa.String(120), nullable=False, unique=True),  # what names are matched by
)

# One sheet for each GTIN, whoever sells it.
products = table(
    "products",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("reference", sa.String(40), nullable=False, unique=True),
    sa.Column("gtin", sa.String(14), nullable=False),  # as its creator wrote it
    sa.Column("gtin_key", sa.String(14), nullable=False, unique=True),  # with leading zeros
    sa.Column("language", sa.String(5), nullable=False),  # of the texts beside
    sa.Column("title", sa.String(132), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("rich_description", sa.Text),
    sa.Column("translations", sa.Text),  # JSON: language -> [title, description, rich description]
    sa.Column("brand", sa.String(120)),
    sa.Column("category_reference", sa.ForeignKey("categories.reference"), nullable=False),
    sa.Column("variant_group_reference", sa.String(50)),
    sa.Column("color", sa.String(100)),
    sa.Column("size", sa.String(100)),
    sa.Column("attributes", sa.Text, nullable=False),  # JSON: property reference -> values
    sa.Column("pictures", sa.Text, nullable=False),  # JSON: [index, url, updated at in micros]
    sa.Column("is_marketable", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("ix_products_category_reference_id", "category_reference", "id"),
    sqlite_autoincrement=True,
)

product_sellers = table(
    "product_sellers",
    sa.Column(
        "seller_id", sa.ForeignKey("sellers.seller_id"), primary_key=True, autoincrement=False
    ),
    sa.Column("product_id", sa.ForeignKey("products.id"), primary_key=True, index=True),
    sa.Column("seller_product_reference", sa.String(50), nullable=False),
    sa.Column("is_creator", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("category_reference", sa.String(6), nullable=False),  # that of the sheet
    sa.Index(
        "ix_product_sellers_seller_id_category_reference_product_id",
        *("seller_id", "category_reference", "product_id"),
    ),
    sa.Index(
        "ix_product_sellers_seller_id_seller_product_reference",
        "seller_id",
        "seller_product_reference",
    ),
)

product_packages = table(
    "product_packages",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("package_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("language", sa.String(5), nullable=False),
    sa.Column("line_count", sa.Integer, nullable=False),
    sa.Column("done_count", sa.Integer, nullable=False),  # lines below it are judged
    sa.Column("integrated_count", sa.Integer, nullable=False),
    sa.Column("refused_count", sa.Integer, nullable=False),
    sa.Column("submitted_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    # Gone three days after its end.
    sa.Column("has_reports", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Index("ix_product_packages_seller_id_id", "seller_id", "id"),
    sa.Index("ix_product_packages_upkeep", "has_reports", "ended_at"),
    sqlite_autoincrement=True,
)

# Submitted sheets that wait to be judged: some of a package together. A row is there until its sheets are.
product_uploads = table(
    "product_uploads",
    sa.Column(
        "package_row", sa.ForeignKey("product_packages.id"), primary_key=True, autoincrement=False
    ),
    # The place of its first sheet in the package, from 0.
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("line_count", sa.Integer, nullable=False),
    sa.Column("lines", sa.Text, nullable=False),  # JSON: the sheets as submitted
    sa.Column("is_checked", sa.Boolean, nullable=False),  # there are reports of them
)

# What became of a submitted sheet. Kept three days.
product_reports = table(
    "product_reports",
    sa.Column("id", RowId, primary_key=True),
    ref("package_row", "product_packages.id"),
    sa.Column("number", sa.Integer, nullable=False),  # its place in the package, from 0
    sa.Column("seller_id", sa.BigInteger, nullable=False),
    sa.Column("gtin", sa.String(40), nullable=False),  # as submitted
    sa.Column("gtin_key", sa.String(14)),  # none: no GTIN
    sa.Column("seller_product_reference", sa.String(50), nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("operation", sa.String(12), nullable=False),
    sa.Column("category_code", sa.String(6)),
    sa.Column("product_reference", sa.String(40)),
    sa.Column("variant_group_reference", sa.String(50)),
    sa.Column(
        "notes", sa.Text, nullable=False
    ),  # JSON: [level, refusal, field, values of the text]
    sa.Column("submitted_at", Instant, nullable=False),
    sa.UniqueConstraint("package_row", "number"),
    sa.Index("ix_product_reports_seller_id_id", "seller_id", "id"),
    sa.Index("ix_product_reports_seller_id_gtin_key_id", "seller_id", "gtin_key", "id"),
    sqlite_autoincrement=True,
)

# How many sheets a seller created in the hour that began then.
product_creations = table(
    "product_creations",
    sa.Column(
        "seller_id", sa.ForeignKey("sellers.seller_id"), primary_key=True, autoincrement=False
    ),
    sa.Column("hour", Instant, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
)
