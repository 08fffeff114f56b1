"""The rows of work to be done. Sellers have no rows here: whose a job is, its subject says.

Every transaction of a job's work begins with `hold`. A node whose lease was taken by another one fails there, with all
that the transaction would have written: so each step is done once, however many nodes believe that it is theirs.
"""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.jobs.models import LEASE, Job, LeaseLost, Waiting
from sellergate.storage.batches import conditional_insert
from sellergate.storage.schema import Instant, jobs
from sellergate.storage.turns import take_turn


def enqueue(
    conn: Connection,
    kind: str,
    subject: str,
    *,
    lane: str,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Let `subject` be worked on by the handler of `kind`, at `due_at` or at once, after what waits in `lane`.

    It belongs into the transaction that acknowledges. There is one job of a kind for a subject: of two, the one that is
    due earlier.
    """
    # Ids of one lane are given in the order of the commits, so its first job stays the first until it is done.
    take_turn(conn, f"lane {lane}")
    row = {
        "kind": kind,
        "subject": subject,
        "lane": lane,
        "due_at": due_at or now,
        "attempts": 0,
        "created_at": now,
    }
    insert = conditional_insert(conn, jobs).values(row)
    # The row is written even when nothing changes: on PostgreSQL the last step of the job that is there, which may just
    # have seen that nothing is left to do, is then done again and finds this.
    earlier = sa.case(
        (jobs.c.due_at <= insert.excluded.due_at, jobs.c.due_at), else_=insert.excluded.due_at
    )
    key = [jobs.c.kind, jobs.c.subject]
    conn.execute(insert.on_conflict_do_update(index_elements=key, set_={"due_at": earlier}))


def hold(conn: Connection, job: Job, *, now: datetime, gets_on: bool = False) -> None:
    """Renew the lease, first thing in each transaction of the work. Raises `LeaseLost`.

    `gets_on`: this transaction moves the position of the work, so that attempts that failed before are forgotten.
    """
    values = {"leased_until": now + LEASE} | ({"attempts": 0} if gets_on else {})
    _held(conn.execute(jobs.update().where(_is_held(job)).values(values)))


def finish(conn: Connection, job: Job) -> None:
    """The work is done: in its last transaction. Raises `LeaseLost`."""
    _held(conn.execute(jobs.delete().where(_is_held(job))))


def due_jobs(conn: Connection, kinds: Collection[str], *, now: datetime, limit: int) -> list[int]:
    """The jobs that may be begun now, those that are due longest first: no two of one lane.

    A lane costs two steps into an index, however many jobs wait in it. What is found here is only promising: to have it,
    `claim` it.
    """
    found = conn.execute(_due_jobs(tuple(kinds)), {"now": now, "limit": limit})
    return list(found.scalars())


@lru_cache
def _due_jobs(kinds: tuple[str, ...]) -> sa.Select[int]:
    """Made once: it is asked twenty times a second."""
    now = sa.bindparam("now", type_=Instant)
    first = sa.select(sa.func.min(jobs.c.lane).label("lane")).cte("lanes", recursive=True)
    following = sa.select(sa.func.min(jobs.c.lane)).where(jobs.c.lane > first.c.lane)
    lanes = first.union_all(sa.select(following.scalar_subquery()).where(first.c.lane.is_not(None)))
    waiting = jobs.alias("waiting")
    head = sa.select(sa.func.min(waiting.c.id)).where(waiting.c.lane == lanes.c.lane)
    return (
        sa.select(jobs.c.id)
        .select_from(lanes)
        .join(jobs, jobs.c.id == head.scalar_subquery())
        .where(jobs.c.kind.in_(kinds), jobs.c.due_at <= now, _is_free(now))
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(sa.bindparam("limit"))
    )


def claim(conn: Connection, job_id: int, *, lease: str, now: datetime) -> Job | None:
    """Take a job that is due and the first of its lane; None when it is not, or another node has it.

    A lease that ran out is a failed attempt: the work may have ended the process that did it.
    """
    earlier = jobs.alias("earlier")
    is_first = ~sa.exists().where(earlier.c.lane == jobs.c.lane, earlier.c.id < jobs.c.id)
    lost = sa.case((jobs.c.leased_by.is_not(None), 1), else_=0)
    taken = (
        jobs.update()
        .where(jobs.c.id == job_id, jobs.c.due_at <= now, _is_free(now), is_first)
        .values(leased_by=lease, leased_until=now + LEASE, attempts=jobs.c.attempts + lost)
        .returning(jobs.c.id, jobs.c.kind, jobs.c.subject, jobs.c.lane, jobs.c.attempts)
    )
    row = conn.execute(taken).one_or_none()
    if row is None:
        return None
    return Job(row.id, row.kind, row.subject, row.lane, row.attempts, lease)


def let_go(conn: Connection, job: Job, *, due_at: datetime | None = None) -> None:
    """Let any node go on with it, at once or at `due_at`. Raises `LeaseLost`."""
    values = _NOBODY | ({} if due_at is None else {"due_at": due_at})
    _held(conn.execute(jobs.update().where(_is_held(job)).values(values)))


def move(conn: Connection, job: Job, *, lane: str, due_at: datetime) -> None:
    """Let go of a job and let it go on in `lane`, where none that was asked for later may be. Raises `LeaseLost`."""
    take_turn(conn, f"lane {lane}")
    values = {**_NOBODY, "lane": lane, "due_at": due_at}
    _held(conn.execute(jobs.update().where(_is_held(job)).values(values)))


def is_empty(conn: Connection, lane: str) -> bool:
    """Whether nothing waits or is done in the lane."""
    found = sa.select(jobs.c.id).where(jobs.c.lane == lane).limit(1)
    return conn.execute(found).first() is None


def count_failure(conn: Connection, job: Job) -> int:
    """Count an attempt that failed; how many did since it last got on. Raises `LeaseLost`."""
    counted = jobs.update().where(_is_held(job)).values(attempts=jobs.c.attempts + 1)
    attempts = conn.execute(counted.returning(jobs.c.attempts)).scalar_one_or_none()
    if attempts is None:
        raise LeaseLost
    return int(attempts)


def queue(conn: Connection, *, now: datetime) -> tuple[int, datetime | None]:
    """How many jobs there are, and since when the one is due that waits longest for somebody to do it."""
    number = conn.execute(sa.select(sa.func.count()).select_from(jobs)).scalar_one()
    waits = sa.select(jobs.c.due_at).where(jobs.c.due_at <= now, _is_free(now))
    return number, conn.execute(waits.order_by(jobs.c.due_at, jobs.c.id).limit(1)).scalar()


def all_jobs(conn: Connection) -> list[Waiting]:
    """Everything that is to be done, lane by lane, in the order in which it will be."""
    return _waiting(conn, _WAITING.order_by(jobs.c.lane, jobs.c.id))


def page_of_jobs(
    conn: Connection, kinds: Collection[str], *, after: int | None, limit: int
) -> list[Waiting]:
    """What is to be done of these kinds, what was asked first; `after` is the number where the former page ended."""
    place = sa.true() if after is None else jobs.c.id > after
    of_kinds = _WAITING.where(jobs.c.kind.in_(kinds), place)
    return _waiting(conn, of_kinds.order_by(jobs.c.id).limit(limit))


def failed_jobs(conn: Connection, *, limit: int) -> list[Waiting]:
    """What failed and will be tried again, whatever it is, what failed most often first."""
    failed = _WAITING.where(jobs.c.attempts > 0)
    return _waiting(conn, failed.order_by(jobs.c.attempts.desc(), jobs.c.id).limit(limit))


_WAITING = sa.select(
    *(jobs.c.id, jobs.c.kind, jobs.c.subject, jobs.c.lane, jobs.c.due_at),
    *(jobs.c.attempts, jobs.c.leased_by, jobs.c.leased_until, jobs.c.created_at),
)
_NOBODY = {"leased_by": None, "leased_until": None}


def _is_held(job: Job) -> sa.ColumnElement[bool]:
    return sa.and_(jobs.c.id == job.id, jobs.c.leased_by == job.lease)


def _is_free(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    return sa.or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= now)


def _held(result: sa.CursorResult[tuple[()]]) -> None:
    if not result.rowcount:
        raise LeaseLost


def _waiting(conn: Connection, query: sa.Select[tuple[object, ...]]) -> list[Waiting]:
    return [
        Waiting(
            row.id,
            row.kind,
            row.subject,
            row.lane,
            row.due_at,
            row.attempts,
            None if row.leased_by is None else row.leased_by.partition("/")[0],
            row.leased_until,
            row.created_at,
        )
        for row in conn.execute(query)
    ]
