"""Several processes on one listening socket: they are started, watched, and told to stop (docs/decisions/0015)."""

import gc
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import structlog

from sellergate.cli.protocol import GRACE_SECONDS
from sellergate.cli.tls import ServerTls
from sellergate.cli.worker import QUIET_SECONDS, serve_here
from sellergate.settings import Settings
from sellergate.telemetry.board import Board
from sellergate.telemetry.workers import Seat

STOPPING = (signal.SIGTERM, signal.SIGINT)
FORWARDED = (*STOPPING, signal.SIGHUP)
LEFT = (0, -signal.SIGTERM, -signal.SIGINT)  # as told; a signal meets some before they can catch it
SOON = 10.0  # seconds: a worker that fails within them of its start makes the next one wait
LONGEST_WAIT = 30.0
FORCE_AFTER = QUIET_SECONDS + GRACE_SECONDS + 5  # beyond the drain: what still runs then is stuck
READY = b"."

log = structlog.get_logger()


@dataclass
class _Slot:
    """The place of one worker, whoever fills it now. `ear` ends when the process does."""

    number: int
    pid: int = 0
    ear: int = -1
    started_at: float = 0.0
    due_at: float = 0.0
    failures: int = 0
    is_ready: bool = False


class Supervisor:
    """Keeps `settings.workers` workers alive. Serves nothing itself, holds no connection and no thread."""

    def __init__(
        self,
        listener: socket.socket,
        settings: Settings,
        on_ready: Callable[[], None],
        *,
        tls: ServerTls | None,
    ) -> None:
        self._listener = listener
        self._tls = tls
        self._settings = settings
        self._on_ready = on_ready
        self._slots = [_Slot(number) for number in range(settings.workers)]
        self._board = Board(settings.workers)
        self._selector = selectors.DefaultSelector()
        self._stop_at = 0.0  # when it was told to stop
        self._code = 0
        self._has_served = False
        self._lifeline, self._our_end = os.pipe()  # inherited by all; held open by us alone

    def run(self) -> int:
        """Supervise until told to stop; the exit code."""
        gc.freeze()  # what all workers share stays shared
        with self._signals():
            while not (self._stop_at and not any(slot.pid for slot in self._slots)):
                self._start_due()
                for key, _events in self._selector.select(self._patience()):
                    key.data()
                self._end_drain()
        return self._code

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Wake the selector for each signal."""
        self._ear, mouth = os.pipe()
        for fd in (self._ear, mouth):
            os.set_blocking(fd, False)
        self._selector.register(self._ear, selectors.EVENT_READ, self._on_signals)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        for number in FORWARDED:
            signal.signal(number, lambda _number, _frame: None)
        yield

    def _on_signals(self) -> None:
        for number in os.read(self._ear, 64):
            # A demo ends with its terminal.
            if number in STOPPING or (number == signal.SIGHUP and self._settings.demo):
                self._stop(0, again=bool(self._stop_at))
            elif number == signal.SIGHUP:
                self._tell_all(signal.SIGHUP)

    def _stop(self, code: int, *, again: bool = False) -> None:
        self._code = code
        self._stop_at = self._stop_at or time.monotonic()
        self._tell_all(signal.SIGINT if again else signal.SIGTERM)  # a second SIGINT: at once

    def _tell_all(self, number: signal.Signals) -> None:
        for slot in self._slots:
            if slot.pid:
                os.kill(slot.pid, number)

    def _end_drain(self) -> None:
        """When the workers accept no more, neither does the socket; who then does not leave is stuck."""
        if not self._stop_at:
            return
        elapsed = time.monotonic() - self._stop_at - self._settings.drain_seconds
        if elapsed > 0:
            self._listener.close()
        if elapsed > FORCE_AFTER:
            self._code = self._code or 1
            self._tell_all(signal.SIGKILL)

    def _patience(self) -> float | None:
        if self._stop_at:
            return 0.1
        waits = [slot.due_at - time.monotonic() for slot in self._slots if not slot.pid]
        return max(0.0, min(waits)) if waits else None

    def _start_due(self) -> None:
        now = time.monotonic()
        for slot in self._slots:
            if not slot.pid and slot.due_at <= now and not self._stop_at:
                self._start(slot)

    def _start(self, slot: _Slot) -> None:
        ear, mouth = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        # A signal between fork and the worker's own handlers would be heard by ours, and come back to us.
        signal.pthread_sigmask(signal.SIG_BLOCK, FORWARDED)
        pid = os.fork()
        if pid == 0:
            self._work(Seat(self._board, slot.number), mouth)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED)
        os.close(mouth)
        slot.pid, slot.ear, slot.started_at, slot.is_ready = pid, ear, time.monotonic(), False
        self._selector.register(ear, selectors.EVENT_READ, lambda: self._on_word(slot))

    def _work(self, seat: Seat, mouth: int) -> NoReturn:
        """Be a worker. Never returns: what the supervisor would do next is not a worker's."""
        code = 1

        def tell() -> None:
            os.write(mouth, READY)

        try:
            self._become_worker()
            code = serve_here(
                self._listener,
                self._settings,
                tell,
                tls=self._tls,
                seat=seat,
                lifeline=self._lifeline,
            )
        except (KeyboardInterrupt, SystemExit):
            code = 0  # told to stop before it had begun
        except BaseException:
            log.exception("worker failed")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _become_worker(self) -> None:
        """Let go of what is the supervisor's: its signals, and its ends of pipes."""
        signal.set_wakeup_fd(-1)
        for number in FORWARDED:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED)
        os.close(self._our_end)
        for key in list(self._selector.get_map().values()):
            os.close(key.fd)
        self._selector.close()

    def _on_word(self, slot: _Slot) -> None:
        if os.read(slot.ear, 1) == READY:
            slot.is_ready = True
            log.info("worker ready", worker=slot.number, pid=slot.pid)
            if not self._has_served and all(other.is_ready for other in self._slots):
                self._has_served = True
                self._on_ready()
        else:
            self._on_end(slot)

    def _on_end(self, slot: _Slot) -> None:
        """A worker is gone: start another one, at once the first time, later when it keeps failing."""
        self._selector.unregister(slot.ear)
        os.close(slot.ear)
        _pid, status = os.waitpid(slot.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        pid, slot.pid = slot.pid, 0
        if self._stop_at:
            if code not in LEFT:
                self._code = self._code or 1
            return
        if code and not self._has_served:
            self._stop(code if code > 0 else 1)  # nothing has worked yet, and the reason is above
            return
        failed_soon = code != 0 and time.monotonic() - slot.started_at < SOON
        slot.failures = slot.failures + 1 if failed_soon else 0
        wait = min(LONGEST_WAIT, 2.0 ** (slot.failures - 2)) if slot.failures > 1 else 0.0
        slot.due_at = time.monotonic() + wait
        level = log.error if code else log.info
        level("worker gone", worker=slot.number, pid=pid, code=code, next_in=wait)
