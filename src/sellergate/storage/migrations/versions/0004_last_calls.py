"""The last call of a delegation moves to the row that counts its calls: one row to write instead of two."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delegation_calls", sa.Column("last_at", sa.BigInteger(), nullable=True))
    op.execute(
        """
        UPDATE delegation_calls SET last_at = (
            SELECT last_call_at FROM delegations
            WHERE delegations.client_uid = delegation_calls.client_uid
            AND delegations.seller_id = delegation_calls.seller_id
        )
        WHERE day = (
            SELECT max(day) FROM delegation_calls AS other
            WHERE other.client_uid = delegation_calls.client_uid
            AND other.seller_id = delegation_calls.seller_id
        )
        """
    )
    op.drop_column("delegations", "last_call_at")
