"""Logs: one JSON object a line on stderr, or readable lines on a terminal. The same for ours and the server's."""

import asyncio
import logging
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

import msgspec
import structlog

from sellergate.kit.clock import system_clock

Processor = Callable[[Any, str, dict[str, Any]], dict[str, Any]]

# One list for ever: loggers keep the one that they were first used with.
_processors: list[Any] = []
PIPE_BUF = getattr(select, "PIPE_BUF", 4096)  # what a pipe takes whole; Windows does not say
_encode = msgspec.json.Encoder(enc_hook=str).encode


def configure_logs(*, log_format: str, level: str, trace_ids: bool = False) -> None:
    """Set up structlog, and bring the standard library's loggers (uvicorn's) to the same form."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [_add_level_and_time]
    if trace_ids:
        shared.append(_trace_ids())
    if log_format == "console":
        end: list[Any] = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,  # the default shows locals
            )
        ]
        factory: Any = structlog.PrintLoggerFactory(sys.stderr)
    else:
        # Without locals, as above: they would carry tokens and passwords into the log.
        tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        end = [structlog.processors.ExceptionRenderer(tracebacks), _render_bytes]
        lines = _Lines(sys.stderr.buffer)
        factory = lambda *_names: lines  # noqa: E731
    _processors[:] = [*shared, *end]
    structlog.configure(
        processors=_processors,
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=factory,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    renderer = [*end[:-1], _render_text] if log_format == "json" else end
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(number, logging.WARNING), force=True)


class _Lines:
    """Writes lines to a stream. Ordinary ones of one turn of the event loop go out together: a system call each would be a
    tenth of what a call of the API costs. Never more at once than a pipe takes whole: the lines of several processes share
    it. A disk that is full or a reader that is gone stops no call.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: list[bytes] = []

    def info(self, line: bytes) -> None:
        """Write before the event loop waits again; at once where there is none."""
        self._waiting.append(line)
        if len(self._waiting) > 1:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._flush()
        else:
            loop.call_soon(self._flush)

    def error(self, line: bytes) -> None:
        """Write at once."""
        self._waiting.append(line)
        self._flush()

    debug = info
    warning = critical = exception = error

    def _flush(self) -> None:
        lines, self._waiting = self._waiting, []
        piece: list[bytes] = []
        size = 0
        for line in lines:
            if piece and size + len(line) >= PIPE_BUF:
                self._write(piece)
                piece, size = [], 0
            piece.append(line)
            size += len(line) + 1
        if piece:
            self._write(piece)

    def _write(self, lines: list[bytes]) -> None:
        with suppress(OSError):
            self._stream.write(b"\n".join(lines) + b"\n")
            self._stream.flush()


def _trace_ids() -> Processor:
    """What adds the trace that a line was written in."""
    from opentelemetry import trace

    def add_trace_id(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            event["trace_id"] = f"{context.trace_id:032x}"
        return event

    return add_trace_id


def _add_level_and_time(_logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Two processors in one: a line is written for every call."""
    event["level"] = method
    event["timestamp"] = system_clock().isoformat()
    return event


def _render_bytes(_logger: Any, _method: str, event: dict[str, Any]) -> bytes:
    return _encode(event)


def _render_text(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    return _encode(event).decode()
