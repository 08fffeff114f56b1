"""Packages tell whether their results are still kept, and those whose time has come are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add("offer_packages", "has_results", "ended_at", "created_at")
    _add("product_packages", "has_reports", "ended_at")


def _add(table: str, column: str, *then: str) -> None:
    flag: sa.Column[bool] = sa.Column(column, sa.Boolean(), server_default=sa.true(), nullable=False)
    op.add_column(table, flag)
    op.create_index(f"ix_{table}_upkeep", table, [column, *then])
