"""Logs: one JSON object a line on stderr, or readable lines on a terminal. The same for ours and the server's."""

import logging
import sys
from typing import Any

import msgspec
import structlog

from sellergate.kit.clock import system_clock

_encode = msgspec.json.Encoder(enc_hook=str).encode


def configure_logs(*, log_format: str, level: str) -> None:
    """Set up structlog, and bring the standard library's loggers (uvicorn's) to the same form."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [_add_level_and_time]
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
        factory = structlog.BytesLoggerFactory(sys.stderr.buffer)
    structlog.configure(
        processors=[*shared, *end],
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


def _add_level_and_time(_logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Two processors in one: a line is written for every call."""
    event["level"] = method
    event["timestamp"] = system_clock().isoformat()
    return event


def _render_bytes(_logger: Any, _method: str, event: dict[str, Any]) -> bytes:
    return _encode(event)


def _render_text(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    return _encode(event).decode()
