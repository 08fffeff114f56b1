"""Work that was acknowledged and is still to be done (docs/decisions/0025)."""

import sqlalchemy as sa

from sellergate.storage.schema.kinds import Instant, RowId, table

# A row is there until its work is done. Who does it holds it by `leased_by` until `leased_until`.
jobs = table(
    "jobs",
    sa.Column("id", RowId, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),  # what it is about, such as a package
    sa.Column("lane", sa.String(120), nullable=False),  # jobs of one lane are done one by one
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),  # that failed, since it last got on
    sa.Column("leased_by", sa.String(64)),
    sa.Column("leased_until", Instant),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("kind", "subject"),
    sa.Index("ix_jobs_lane_id", "lane", "id"),
    sa.Index("ix_jobs_due_at_id", "due_at", "id"),
    sqlite_autoincrement=True,
)
