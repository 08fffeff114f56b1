"""Traffic in minutes and hours, and when each change of the access feed was made."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LATENCY_COLUMNS = (
    *("within_250", "within_500", "within_1000", "within_2500", "within_5000"),
    *("within_10000", "within_25000", "within_50000", "within_100000", "within_250000"),
    *("within_1000000", "within_5000000", "beyond"),
)


def upgrade() -> None:
    op.add_column("access_changes", sa.Column("at", sa.BigInteger(), nullable=True))
    op.create_table(
        "traffic",
        sa.Column("seconds", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("surface", sa.String(length=8), nullable=False),
        sa.Column("operation", sa.String(length=120), nullable=False),
        sa.Column("status", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in LATENCY_COLUMNS),
        sa.PrimaryKeyConstraint(
            "seconds", "at", "surface", "operation", "status", "reason", name=op.f("pk_traffic")
        ),
    )
    op.create_table(
        "traffic_clients",
        sa.Column("seconds", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("client_uid", sa.String(length=36), nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seconds", "at", "client_uid", name=op.f("pk_traffic_clients")),
    )
