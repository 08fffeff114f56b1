"""Offers compete by their price with the cheapest delivery, and the few that are inactive are found by themselves."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OFFERS = sa.table(
    "offers",
    sa.column("id", sa.BigInteger),
    sa.column("price", sa.BigInteger),
    sa.column("delivered_price", sa.BigInteger),
    sa.column("delivery_modes", sa.Text),
)


def upgrade() -> None:
    op.add_column("offers", sa.Column("delivered_price", sa.BigInteger(), nullable=True))
    _fill(op.get_bind())
    op.drop_index("ix_offers_product_id", table_name="offers")
    kept = {"sqlite_autoincrement": True}
    with op.batch_alter_table("offers", table_kwargs=kept) as offers:
        offers.alter_column("delivered_price", existing_type=sa.BigInteger(), nullable=False)
    op.create_index(
        "ix_offers_competition",
        "offers",
        ["product_id", "sales_channel_id", "state", "delivered_price", "id"],
    )
    inactive = sa.text("state = 'Inactive'")
    op.create_index(
        "ix_offers_inactive",
        "offers",
        ["seller_id", "sales_channel_id", "id"],
        sqlite_where=inactive,
        postgresql_where=inactive,
    )


def _fill(conn: sa.Connection) -> None:
    """As the market reckons it: the price and the least cost of a delivery mode."""
    t = OFFERS.c
    for id_, price, modes in conn.execute(sa.select(t.id, t.price, t.delivery_modes)).all():
        cheapest = min((mode[1] for mode in json.loads(modes)), default=0)
        filled = sa.update(OFFERS).where(t.id == id_).values(delivered_price=price + cheapest)
        conn.execute(filled)
