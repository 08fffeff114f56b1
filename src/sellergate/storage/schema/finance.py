"""What the marketplace owes and bills its sellers: a double-entry ledger (contract/08). Amounts are in cents, days as 2026-11-29.

An operation is an entry of the ledger: its postings add up to 0. Of the seller's point of view `amount` is what it
changes in what the marketplace owes the seller: a sale more, a commission less.
"""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, ref, table

# Numbered without a gap for each seller, in the order in which they are booked: so pages are found without counting, and
# what a statement groups is a range of numbers.
finance_operations = table(
    "finance_operations",
    sa.Column("id", RowId, primary_key=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("number", sa.Integer, nullable=False),  # from 1
    sa.Column("event_type", sa.String(20), nullable=False),
    # What it is about: an order, with its line, or what a fee is charged for. `cause` tells apart several of one line: a
    # request to cancel, a gesture; else empty.
    sa.Column("reference", sa.String(60), nullable=False),  # of the order, or of what is charged
    sa.Column("line", sa.Integer, nullable=False),  # 0: the whole
    sa.Column("cause", sa.String(40), nullable=False),
    sa.Column("label", sa.String(200)),
    sa.Column("sales_channel_id", sa.String(12)),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),  # signed, with VAT
    sa.Column("vat", sa.BigInteger, nullable=False),  # signed, contained in it
    sa.Column("occurred_at", Instant, nullable=False),
    sa.Column("booked_at", Instant, nullable=False),
    sa.Column("released_at", Instant),  # when it became payable
    sa.Column("is_blocked", sa.Boolean, nullable=False),
    sa.Column("payment_row", sa.ForeignKey("finance_payments.id")),
    sa.UniqueConstraint("seller_id", "number"),
    sa.UniqueConstraint("seller_id", "reference", "line", "event_type", "cause"),
    sa.Index("ix_finance_operations_seller_id_occurred_at", "seller_id", "occurred_at", "number"),
    sa.Index("ix_finance_operations_seller_id_event_type", "seller_id", "event_type", "number"),
    sa.Index("ix_finance_operations_payment_row", "payment_row", "number"),
    # What is neither paid nor on its way to be: what balances are summed up of, and the next payout is made of.
    sa.Index(
        "ix_finance_operations_unpaid",
        *("seller_id", "currency", "is_blocked", "released_at", "number", "amount"),
        sqlite_where=sa.text("payment_row IS NULL"),
        postgresql_where=sa.text("payment_row IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# The legs of an operation, and of a payout: debits are positive, credits negative; each entry adds up to 0.
ledger_postings = table(
    "ledger_postings",
    sa.Column("entry", sa.String(2), primary_key=True),  # OP: of an operation, PY: of a payment
    sa.Column("row", RowId, primary_key=True, autoincrement=False),
    sa.Column("account", sa.String(20), primary_key=True),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

finance_payments = table(
    "finance_payments",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("payment_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("state", sa.String(12), nullable=False),  # Preparing, InProcess, Paid
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("operations", sa.Integer, nullable=False),  # how many it pays
    sa.Column("planned_on", sa.String(10), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Column("paid_at", Instant),
    sa.UniqueConstraint("seller_id", "planned_on", "currency"),
    sa.Index("ix_finance_payments_seller_id_id", "seller_id", "id"),
    sa.Index("ix_finance_payments_state_id", "state", "id"),
    sqlite_autoincrement=True,
)

# Commission statements: each groups the operations of the seller from one number to another.
finance_invoices = table(
    "finance_invoices",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("invoice_id", sa.String(10), nullable=False, unique=True),  # ten digits
    ref("seller_id", "sellers.seller_id"),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("issued_on", sa.String(10), nullable=False),
    sa.Column("first_number", sa.Integer, nullable=False),
    sa.Column("last_number", sa.Integer, nullable=False),
    sa.Column("operations", sa.Integer, nullable=False),  # of its currency, in the range
    # JSON: {event type: [cents, VAT in it, how many]}
    sa.Column("totals", sa.Text, nullable=False),
    # None until the PDF is written; until then nobody is told of the statement.
    sa.Column("document_key", sa.String(120)),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("seller_id", "issued_on", "currency"),
    sa.Index("ix_finance_invoices_seller_id_id", "seller_id", "id"),
    sqlite_autoincrement=True,
)

# Yearly reports to tax authorities, a seller's own part (DAC7).
finance_reports = table(
    "finance_reports",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("report_id", sa.String(36), nullable=False, unique=True),
    ref("seller_id", "sellers.seller_id"),
    sa.Column("type", sa.String(12), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("documents", sa.Text, nullable=False),  # JSON: [[media type, file name, key, size]]
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("seller_id", "type", "year"),
    sqlite_autoincrement=True,
)

# How far the calendar of a seller has come. What happened before `reached_on` is booked, and what the calendar has on that
# day and before is done.
finance_calendars = table(
    "finance_calendars",
    sa.Column("seller_id", sa.ForeignKey("sellers.seller_id"), primary_key=True),
    sa.Column("reached_on", sa.String(10), nullable=False),
    sa.Column("last_number", sa.Integer, nullable=False),  # of the seller's operations
    sa.Column("holds_payouts", sa.Boolean, nullable=False, server_default=sa.false()),
)
