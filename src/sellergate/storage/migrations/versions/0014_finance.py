"""What the marketplace owes and bills its sellers."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ledger_postings',
    sa.Column('entry', sa.String(length=2), nullable=False),
    sa.Column('row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('account', sa.String(length=20), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('entry', 'row', 'account', name=op.f('pk_ledger_postings')),
    sqlite_with_rowid=False
    )
    op.create_table('finance_calendars',
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('reached_on', sa.String(length=10), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('holds_payouts', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_finance_calendars_seller_id')),
    sa.PrimaryKeyConstraint('seller_id', name=op.f('pk_finance_calendars'))
    )
    op.create_table('finance_invoices',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('invoice_id', sa.String(length=10), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('issued_on', sa.String(length=10), nullable=False),
    sa.Column('first_number', sa.Integer(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('operations', sa.Integer(), nullable=False),
    sa.Column('totals', sa.Text(), nullable=False),
    sa.Column('document_key', sa.String(length=120), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_finance_invoices_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_invoices')),
    sa.UniqueConstraint('invoice_id', name=op.f('uq_finance_invoices_invoice_id')),
    sa.UniqueConstraint('seller_id', 'issued_on', 'currency', name=op.f('uq_finance_invoices_seller_id_issued_on_currency')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_finance_invoices_seller_id_id', 'finance_invoices', ['seller_id', 'id'], unique=False)
    op.create_table('finance_payments',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payment_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('operations', sa.Integer(), nullable=False),
    sa.Column('planned_on', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.Column('paid_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_finance_payments_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_payments')),
    sa.UniqueConstraint('payment_id', name=op.f('uq_finance_payments_payment_id')),
    sa.UniqueConstraint('seller_id', 'planned_on', 'currency', name=op.f('uq_finance_payments_seller_id_planned_on_currency')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_finance_payments_seller_id_id', 'finance_payments', ['seller_id', 'id'], unique=False)
    op.create_index('ix_finance_payments_state_id', 'finance_payments', ['state', 'id'], unique=False)
    op.create_table('finance_reports',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('report_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('type', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('documents', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_finance_reports_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_reports')),
    sa.UniqueConstraint('report_id', name=op.f('uq_finance_reports_report_id')),
    sa.UniqueConstraint('seller_id', 'type', 'year', name=op.f('uq_finance_reports_seller_id_type_year')),
    sqlite_autoincrement=True
    )
    op.create_table('finance_operations',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('event_type', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=True),
    sa.Column('sales_channel_id', sa.String(length=12), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('occurred_at', sa.BigInteger(), nullable=False),
    sa.Column('booked_at', sa.BigInteger(), nullable=False),
    sa.Column('released_at', sa.BigInteger(), nullable=True),
    sa.Column('is_blocked', sa.Boolean(), nullable=False),
    sa.Column('payment_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['payment_row'], ['finance_payments.id'], name=op.f('fk_finance_operations_payment_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_finance_operations_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_operations')),
    sa.UniqueConstraint('seller_id', 'number', name=op.f('uq_finance_operations_seller_id_number')),
    sa.UniqueConstraint('seller_id', 'reference', 'line', 'event_type', 'cause', name=op.f('uq_finance_operations_seller_id_reference_line_event_type_cause')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_finance_operations_payment_row', 'finance_operations', ['payment_row', 'number'], unique=False)
    op.create_index('ix_finance_operations_seller_id_event_type', 'finance_operations', ['seller_id', 'event_type', 'number'], unique=False)
    op.create_index('ix_finance_operations_seller_id_occurred_at', 'finance_operations', ['seller_id', 'occurred_at', 'number'], unique=False)
    op.create_index('ix_finance_operations_unpaid', 'finance_operations', ['seller_id', 'currency', 'is_blocked', 'released_at', 'number', 'amount'], unique=False, sqlite_where=sa.text('payment_row IS NULL'), postgresql_where=sa.text('payment_row IS NULL'))
    op.add_column('orders', sa.Column('unbooked_since', sa.BigInteger(), nullable=True))
    op.execute("UPDATE orders SET unbooked_since = created_at")
    op.create_index('ix_orders_unbooked', 'orders', ['seller_id', 'unbooked_since', 'id'], unique=False, sqlite_where=sa.text('unbooked_since IS NOT NULL'), postgresql_where=sa.text('unbooked_since IS NOT NULL'))
