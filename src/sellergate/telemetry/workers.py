"""What the worker processes of one server have counted, told to each other, so that a scrape of any shows all.

Each worker writes its snapshot once a second, and before it answers a scrape: a number that was shown is on the board, so
the sum never goes back. A worker that takes a place goes on from what the one before it had counted.
"""

import asyncio
import time
from typing import Final, NamedTuple

import msgspec
import structlog

from sellergate.access.platform import Access
from sellergate.jobs.runner import Runner
from sellergate.telemetry.board import Board
from sellergate.telemetry.snapshot import Snapshot, merge_snapshots, take_snapshot

EVERY: Final = 1.0
IS_GONE_AFTER: Final = 10.0  # seconds without a word

log = structlog.get_logger()


class Seat(NamedTuple):
    """A worker's place on the board that it shares with the others."""

    board: Board
    place: int


class _Word(msgspec.Struct):
    """What a worker tells: what it and those before it counted, and when it said so."""

    at: float  # time.monotonic, the same for all processes of a machine
    snapshot: Snapshot


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Word).decode


class Workers:
    """The worker and those beside it. Without a seat it is alone."""

    def __init__(self, access: Access, seat: Seat | None, runner: Runner | None = None) -> None:
        self._access = access
        self._runner = runner
        self._seat = seat
        before = seat and _read(seat)
        self._before = [before.snapshot] if before else []

    def snapshot(self) -> Snapshot:
        """The sum over all workers."""
        if self._seat is None:
            return take_snapshot(self._access, self._runner)
        living: list[Snapshot] = [self._tell(self._seat)]
        gone: list[Snapshot] = []
        board, own = self._seat
        for place in range(board.number):
            word = _read(Seat(board, place)) if place != own else None
            if word is not None:
                is_living = time.monotonic() - word.at < IS_GONE_AFTER
                (living if is_living else gone).append(word.snapshot)
        return merge_snapshots(living, gone)

    async def keep_telling(self) -> None:
        """Tell the others every second, for ever."""
        while self._seat is not None:
            self._tell(self._seat)
            await asyncio.sleep(EVERY)

    def _tell(self, seat: Seat) -> Snapshot:
        own = merge_snapshots([take_snapshot(self._access, self._runner)], self._before)
        if not seat.board.write(seat.place, _encode(_Word(time.monotonic(), own))):
            log.warning("metrics not shared", place=seat.place)
        return own


def _read(seat: Seat) -> _Word | None:
    content = seat.board.read(seat.place)
    return _decode(content) if content else None
