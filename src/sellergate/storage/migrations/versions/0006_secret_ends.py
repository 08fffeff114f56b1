"""Secrets are found by when they end."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_client_secrets_expires_at"), "client_secrets", ["expires_at"], unique=False
    )
