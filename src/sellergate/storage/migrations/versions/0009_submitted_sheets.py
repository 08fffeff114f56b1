"""Submitted sheets wait some together, and their reports begin when they are judged; sheets created in an hour are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # No program has written a report yet.
    op.drop_table("product_reports")
    op.create_table(
        "product_reports",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("package_row", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        sa.Column("gtin", sa.String(length=40), nullable=False),
        sa.Column("gtin_key", sa.String(length=14), nullable=True),
        sa.Column("seller_product_reference", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("operation", sa.String(length=12), nullable=False),
        sa.Column("category_code", sa.String(length=6), nullable=True),
        sa.Column("product_reference", sa.String(length=40), nullable=True),
        sa.Column("variant_group_reference", sa.String(length=50), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_row"], ["product_packages.id"], name=op.f("fk_product_reports_package_row")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_reports")),
        sa.UniqueConstraint(
            "package_row", "number", name=op.f("uq_product_reports_package_row_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_product_reports_seller_id_id", "product_reports", ["seller_id", "id"])
    op.create_index(
        "ix_product_reports_seller_id_gtin_key_id",
        "product_reports",
        ["seller_id", "gtin_key", "id"],
    )
    op.create_table(
        "product_uploads",
        sa.Column("package_row", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_row"], ["product_packages.id"], name=op.f("fk_product_uploads_package_row")
        ),
        sa.PrimaryKeyConstraint("package_row", "number", name=op.f("pk_product_uploads")),
    )
    op.create_table(
        "product_creations",
        sa.Column("seller_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["sellers.seller_id"], name=op.f("fk_product_creations_seller_id")
        ),
        sa.PrimaryKeyConstraint("seller_id", name=op.f("pk_product_creations")),
    )
