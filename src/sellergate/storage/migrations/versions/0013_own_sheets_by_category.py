"""The own sheets of a seller are found by their category."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PRODUCTS = sa.table(
    "products", sa.column("id", sa.BigInteger), sa.column("category_reference", sa.String)
)
PRODUCT_SELLERS = sa.table(
    "product_sellers",
    sa.column("product_id", sa.BigInteger),
    sa.column("category_reference", sa.String),
)


def upgrade() -> None:
    op.add_column(
        "product_sellers", sa.Column("category_reference", sa.String(length=6), nullable=True)
    )
    category = sa.select(PRODUCTS.c.category_reference).where(
        PRODUCTS.c.id == PRODUCT_SELLERS.c.product_id
    )
    op.execute(sa.update(PRODUCT_SELLERS).values(category_reference=category.scalar_subquery()))
    with op.batch_alter_table("product_sellers") as own:
        own.alter_column(
            "category_reference", existing_type=sa.String(length=6), nullable=False
        )
    op.create_index(
        "ix_product_sellers_seller_id_category_reference_product_id",
        "product_sellers",
        ["seller_id", "category_reference", "product_id"],
    )
