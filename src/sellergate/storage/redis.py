"""Shared counters on Valkey or Redis (docs/decisions/0017). The only module that knows the client library.

Uses that wait at the same time travel together: one script call, one answer, whatever their number. A store that fails or
is slow is left alone at once, and tried again in the background: no call waits for it meanwhile.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final, NamedTuple

import structlog
from redis.asyncio import Connection, ConnectionPool

from sellergate.storage.cache import CacheUnavailable

PREFIX: Final = b"sellergate:"
MAX_BATCH: Final = 500  # some 2 ms of the store's time
PATIENCE: Final = (
    0.08  # seconds for an answer; a store in the same network needs one of them in a hundred
)
GRACE: Final = (
    0.02  # to read what came while this event loop was busy: uvloop looks at timers before sockets
)
CONNECT_PATIENCE: Final = 1.0
KEEP_EVERY: Final = 0.5  # seconds between two looks at the connection
ALARM_EVERY: Final = 10.0  # seconds between two lines about the same outage
DROP: Final = -1

# Refused uses are not counted, so a limit that is raised lets through what it should. One string back: the client
# library takes longer over a list of numbers than the store over all of this.
SCRIPT: Final = """
local counts = {}
for i, key in ipairs(KEYS) do
  local limit = tonumber(ARGV[2 * i - 1])
  local uses = 0
  if limit < 0 then
    redis.call('DEL', key)
  else
    uses = tonumber(redis.call('GET', key)) or 0
    if uses < limit then
      uses = redis.call('INCR', key)
      if uses == 1 then redis.call('EXPIRE', key, ARGV[2 * i]) end
    else
      uses = 0
    end
  end
  counts[i] = uses
end
return table.concat(counts, ' ')
"""

log = structlog.get_logger()


class _Use(NamedTuple):
    key: bytes
    limit: int
    ttl: int


# Written when a connection is made: it also tells a store that is full, read-only or closed to this user.
_PROBE: Final = _Use(PREFIX + b"probe", 1_000_000_000, 60)


class RedisCache:
    """See `Cache`. Open it with `start`, let go of it with `stop`."""

    def __init__(self, url: str) -> None:
        self.failures = 0
        # No time-out of the library's own, which ours would double; no name told, which needs a right of its own.
        self._pool = ConnectionPool.from_url(url, socket_timeout=None, driver_info=None)
        self._connection: Connection | None = None
        self._script = b""
        self._waiting: list[tuple[_Use, asyncio.Future[int]]] = []
        self._sending: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()  # one exchange at a time
        self._is_idle = True
        self._down_since: float | None = None
        self._alarmed_at = -ALARM_EVERY

    @property
    def is_up(self) -> bool:
        """See `Cache.is_up`."""
        return self._connection is not None

    async def start(self) -> None:
        """Connect, and keep connected. A store that is down is no reason not to start."""
        await self._reconnect()
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Let go of the store. Whoever still waits is told that it is not there."""
        for task in (self._keeping, self._sending):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        self._give_up(self._waiting)
        await self._hang_up()

    async def count(self, key: str, *, limit: int, ttl: int) -> int:
        """See `Cache.count`."""
        return await self._ask(_Use(_key(key), limit, ttl))

    async def drop(self, key: str) -> None:
        """See `Cache.drop`."""
        await self._ask(_Use(_key(key), DROP, 0))

    async def connect(self) -> None:
        """Connect now, and see that counting works. Raises `CacheUnavailable`, which says why not."""
        connection: Connection = self._pool.make_connection()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(CONNECT_PATIENCE):
                await connection.connect()  # type: ignore[no-untyped-call]
                await connection.send_command("SCRIPT", "LOAD", SCRIPT)
                self._script = await connection.read_response()
                await self._exchange(connection, [_PROBE])
        except BaseException as error:
            await _close(connection)
            if isinstance(error, Exception):
                raise CacheUnavailable(_reason(error)) from error
            raise
        self._connection = connection

    async def _ask(self, use: _Use) -> int:
        if self._connection is None:
            self.failures += 1
            raise CacheUnavailable
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((use, answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())
        return await answer

    async def _send(self) -> None:
        """Send what waits, all of it at once, until nothing waits."""
        while self._waiting:
            batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            try:
                async with self._turn, _within(PATIENCE):
                    counts = await self._exchange(self._connection, [use for use, _ in batch])
                    self._is_idle = False
            except BaseException as error:
                await self._hang_up()
                self._give_up(batch + self._waiting)
                if not isinstance(error, Exception):
                    raise
                self._alarm(_reason(error))
                break
            for (_use, answer), uses in zip(batch, counts, strict=True):
                if not answer.done():  # its call may be gone
                    answer.set_result(uses)
        self._sending = None

    async def _exchange(self, connection: Connection | None, uses: Sequence[_Use]) -> list[int]:
        if connection is None:
            raise CacheUnavailable("the connection is gone")
        arguments = [value for _key, limit, ttl in uses for value in (limit, ttl)]
        keys = [use.key for use in uses]
        await connection.send_command("EVALSHA", self._script, len(keys), *keys, *arguments)
        counts = [int(count) for count in (await connection.read_response()).split()]
        if len(counts) != len(uses):
            raise CacheUnavailable(f"it answered {len(counts)} of {len(uses)} uses")
        return counts

    def _give_up(self, batch: list[tuple[_Use, asyncio.Future[int]]]) -> None:
        self._waiting = []
        for _use, answer in batch:
            if not answer.done():
                self.failures += 1
                answer.set_exception(CacheUnavailable())

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await _close(connection)

    async def _keep(self) -> None:
        """Notice an outage before a call does, and the end of one."""
        while True:
            await asyncio.sleep(KEEP_EVERY)
            if self._connection is not None and self._is_idle:
                await self._ping(self._connection)
            self._is_idle = True
            if self._connection is None:
                await self._reconnect()

    async def _ping(self, connection: Connection) -> None:
        """A connection that was closed while nobody used it is replaced without a word."""
        try:
            async with self._turn, _within(PATIENCE):
                if connection is self._connection:
                    await connection.send_command("PING")
                    await connection.read_response()
        except Exception:  # noqa: BLE001  (whatever it is, a new connection tells)
            await self._hang_up()

    async def _reconnect(self) -> None:
        try:
            await self.connect()
        except CacheUnavailable as error:
            self._alarm(str(error))
            return
        if self._down_since is not None:
            seconds = round(time.monotonic() - self._down_since, 1)
            self._down_since, self._alarmed_at = None, -ALARM_EVERY
            log.warning("shared counters are back", seconds=seconds, failures=self.failures)

    def _alarm(self, reason: str) -> None:
        now = time.monotonic()
        if self._down_since is None:
            self._down_since = now
        if now - self._alarmed_at >= ALARM_EVERY:
            self._alarmed_at = now
            log.error(
                "shared counters are not available: each process counts for itself",
                reason=reason,
                failures=self.failures,
            )


@asynccontextmanager
async def _within(seconds: float) -> AsyncIterator[None]:
    """`asyncio.timeout`, except that what has already come is read before time is up."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as limit:
        timer = loop.call_later(seconds, lambda: limit.reschedule(loop.time() + GRACE))
        try:
            yield
        finally:
            timer.cancel()


async def _close(connection: Connection) -> None:
    await connection.disconnect(nowait=True)  # waiting would be for a peer that may hang
    await asyncio.sleep(0)  # in which the transport lets go of its socket


def _key(key: str) -> bytes:
    return PREFIX + key.encode(errors="backslashreplace")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) and not str(error):
        return "it does not answer in time"
    return str(error).rstrip(".") or type(error).__name__
