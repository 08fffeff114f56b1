"""Audit events are chained by hashes, and the database itself refuses to change or delete one."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PAGE = 1000
INDEXED = ("client_uid", "organization_id", "seller_id")
CONTENT = "id, at, event, actor, actor_id, organization_id, client_uid, client_id, seller_id, detail"
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

ON_SQLITE = (
    """
    CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
    BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END
    """,
    """
    CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
    BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END
    """,
    # INSERT OR REPLACE deletes without asking the trigger above.
    """
    CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
    WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END
    """,
)
ON_POSTGRESQL = (
    """
    CREATE FUNCTION audit_events_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit events are never changed or deleted'
      USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_kept()
    """,
)


def upgrade() -> None:
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.add_column("audit_events", sa.Column("hash", sa.LargeBinary(length=32), nullable=True))
    conn = op.get_bind()
    event_id, last_hash = chain_events(conn)
    conn.execute(head.insert(), {"id": 1, "event_id": event_id, "hash": last_hash})
    # SQLite makes the table anew for this, and would make its indexes anew in any order.
    for name in INDEXED:
        op.drop_index(op.f(f"ix_audit_events_{name}"), "audit_events")
    with op.batch_alter_table(
        "audit_events", table_kwargs={"sqlite_autoincrement": True}
    ) as events:
        events.alter_column("hash", existing_type=sa.LargeBinary(length=32), nullable=False)
    for name in INDEXED:
        op.create_index(op.f(f"ix_audit_events_{name}"), "audit_events", [name], unique=False)
    for statement in ON_SQLITE if conn.dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def chain_events(conn: sa.Connection) -> tuple[int, bytes]:
    """Hash every event that is there, oldest first; the id and hash of the last one."""
    last, last_hash = 0, bytes(32)
    page = sa.text(f"SELECT {CONTENT} FROM audit_events WHERE id > :last ORDER BY id LIMIT {PAGE}")
    update = sa.text("UPDATE audit_events SET hash = :hash WHERE id = :id").bindparams(
        sa.bindparam("hash", type_=sa.LargeBinary)
    )
    while rows := conn.execute(page, {"last": last}).all():
        hashed = []
        for row in rows:
            last, last_hash = row.id, hashlib.sha256(last_hash + encode(list(row)).encode()).digest()
            hashed.append({"id": last, "hash": last_hash})
        conn.execute(update, hashed)
    return last, last_hash
