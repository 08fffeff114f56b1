"""Health: is the process alive, and can it serve."""

import sqlalchemy as sa
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from sellergate.storage.database import StorageUnavailable
from sellergate.web.injected import Access


@get("/healthz", include_in_schema=False, sync_to_thread=False)
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@get("/readyz", include_in_schema=False)
async def readyz(access: Access) -> Response[dict[str, str]]:
    """Say whether calls can be served: the database answers and there is a key to sign with.

    Without the shared counters they can: then each process counts for itself, and `degraded` says so.
    """
    problems = []
    try:
        await access.db.read(_ping)
    except StorageUnavailable:
        problems.append("database")
    ring = access.tokens.ring
    if ring is None or ring.signing_key(access.clock()) is None:
        problems.append("signing key")
    if problems:
        return Response({"status": "not ready", "missing": ", ".join(problems)}, status_code=503)
    if access.cache is not None and not access.cache.is_up:
        return Response({"status": "ready", "degraded": "cache"})
    return Response({"status": "ready"})


def _ping(conn: Connection) -> None:
    conn.execute(sa.text("SELECT version_num FROM alembic_version"))  # SELECT 1 reads no file


def health_routes() -> list[HTTPRouteHandler]:
    """The routes `/healthz` and `/readyz`."""
    return [healthz, readyz]
