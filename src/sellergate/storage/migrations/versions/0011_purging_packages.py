"""A package may remove the offers that it does not name."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table(
        "offer_packages", table_kwargs={"sqlite_autoincrement": True}
    ) as packages:
        packages.add_column(
            sa.Column("purges", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table(
        "offer_packages", table_kwargs={"sqlite_autoincrement": True}
    ) as packages:
        packages.alter_column("purges", existing_type=sa.Boolean(), server_default=None)
