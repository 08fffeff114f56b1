"""Opens the access rooms on the configured database: for the server, and for commands that need no server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from sellergate.access.platform import Access, Policy
from sellergate.access.quotas.models import Quota
from sellergate.access.scopes import Scope
from sellergate.access.tokens.service import TokenService
from sellergate.kit.clock import Clock, system_clock
from sellergate.kit.fetching import FetchRules
from sellergate.kit.ids import IdMaker, new_uuid
from sellergate.settings import Settings
from sellergate.storage.cache import Cache
from sellergate.storage.opening import open_database

if TYPE_CHECKING:
    from sellergate.telemetry.traces import Tracing


@asynccontextmanager
async def open_access(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    new_id: IdMaker = new_uuid,
    cache: Cache | None = None,
    tracing: "Tracing | None" = None,
) -> AsyncIterator[Access]:
    """The access rooms on the configured database.

    `cache` and `tracing` are for who serves: without a cache, this process counts alone.
    """
    db = open_database(settings.database_url, pool_size=settings.database_pool_size)
    if tracing is not None:
        system = "sqlite" if settings.database_path else "postgresql"
        db = tracing.database(db, system)
    policy = Policy(
        tokens=Quota(settings.tokens_per_hour, 3600),
        calls=Quota(settings.calls_per_minute, 60),
        test_seller_calls=Quota(settings.test_seller_calls_per_hour, 3600),
        algorithm=settings.signing_algorithm,
        key_overlap=timedelta(minutes=settings.key_overlap_minutes),
        trusted_issuers=settings.trusted_issuers,
        key_sets=FetchRules.of(settings.client_jwks_networks, loopback=settings.demo),
        secret_warning=timedelta(days=settings.secret_warning_days),
    )
    tokens = TokenService(
        issuer=settings.issuer,
        audience=settings.audience,
        lifetime=settings.token_lifetime,
        roles=tuple(scope.role for scope in Scope),
        clock=clock,
        profile=settings.token_profile,
    )
    access = Access(
        db=db,
        clock=clock,
        new_id=new_id,
        master_key=settings.secret_key.encode(),
        policy=policy,
        tokens=tokens,
        cache=cache,
    )
    if tracing is not None:
        access.meter.on_request = tracing.on_request
    try:
        await access.start()
        yield access
    finally:
        await access.stop()
        await db.close()


@asynccontextmanager
async def open_cache(settings: Settings) -> AsyncIterator[Cache | None]:
    """The configured store of shared counters, up or down; None when none is configured."""
    if settings.cache_url is None:
        yield None
        return
    from sellergate.storage.redis import RedisCache  # half a second that one process does not need

    cache = RedisCache(settings.cache_url)
    await cache.start()
    try:
        yield cache
    finally:
        await cache.stop()


@asynccontextmanager
async def open_traces(settings: Settings) -> AsyncIterator["Tracing | None"]:
    """What makes spans; None when no collector is configured, and then nothing of it is imported."""
    if settings.traces_endpoint is None:
        yield None
        return
    from sellergate.telemetry.traces import open_tracing

    async with open_tracing(settings.traces_endpoint, percent=settings.traces_percent) as tracing:
        yield tracing
