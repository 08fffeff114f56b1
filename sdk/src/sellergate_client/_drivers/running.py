"""Flows, run below a thread or below a task. The two halves say the same, in two colours."""

import itertools
import time
from collections.abc import AsyncIterable, AsyncIterator, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

import anyio

from sellergate_client._core.messages import Flow, Send, Step
from sellergate_client._drivers.http import AsyncTransport, Transport

T = TypeVar("T")
_END: Any = object()


@dataclass(frozen=True, slots=True)
class Give(Generic[T]):
    """Effect of a stream: hand this to the caller, and go on when the next one is wanted."""

    value: T


@dataclass(frozen=True, slots=True)
class Take:
    """Effect of a stream: come back with the next of what the caller brought, as a list; empty at its end."""

    count: int


Stream: TypeAlias = Generator[Step | Give[T] | Take, Any, None]


def run(flow: Flow[T], transport: Transport) -> T:
    """Do all steps of a flow."""
    try:
        step = next(flow)
        while True:
            try:
                came = _do(step, transport)
            except BaseException as error:  # noqa: BLE001 # the flow decides: try again, give its turn back
                step = flow.throw(error)
            else:
                step = flow.send(came)
    except StopIteration as end:
        value: T = end.value
        return value


def _do(step: Step, transport: Transport) -> Any:
    if isinstance(step, Send):
        return transport.send(step.request)
    time.sleep(step.seconds)
    return None


def iterate(stream: Stream[T], transport: Transport, source: Iterable[Any] = ()) -> Iterator[T]:
    """Do the steps of a stream as its values are wanted."""
    brought = iter(source)
    try:
        step = next(stream)
        while True:
            try:
                match step:
                    case Give(value):
                        came = yield value
                    case Take(count):
                        came = list(itertools.islice(brought, count))
                    case _:
                        came = _do(step, transport)
            except Exception as error:  # noqa: BLE001 # as above
                step = stream.throw(error)
            else:
                step = stream.send(came)
    except StopIteration:
        return
    finally:
        stream.close()


async def run_async(flow: Flow[T], transport: AsyncTransport) -> T:
    """Do all steps of a flow."""
    try:
        step = next(flow)
        while True:
            try:
                came = await _do_async(step, transport)
            except BaseException as error:  # noqa: BLE001 # as in `run`; a cancellation too
                step = flow.throw(error)
            else:
                step = flow.send(came)
    except StopIteration as end:
        value: T = end.value
        return value


async def _do_async(step: Step, transport: AsyncTransport) -> Any:
    if isinstance(step, Send):
        return await transport.send(step.request)
    await anyio.sleep(step.seconds)
    return None


async def iterate_async(
    stream: Stream[T], transport: AsyncTransport, source: Iterable[Any] | AsyncIterable[Any] = ()
) -> AsyncIterator[T]:
    """Do the steps of a stream as its values are wanted."""
    brought = source if isinstance(source, AsyncIterable) else _as_async(source)
    brought = aiter(brought)
    try:
        step = next(stream)
        while True:
            try:
                match step:
                    case Give(value):
                        came = yield value
                    case Take(count):
                        came = await _some(brought, count)
                    case _:
                        came = await _do_async(step, transport)
            except Exception as error:  # noqa: BLE001 # as above
                step = stream.throw(error)
            else:
                step = stream.send(came)
    except StopIteration:
        return
    finally:
        stream.close()


async def _as_async(source: Iterable[T]) -> AsyncIterator[T]:
    for one in source:
        yield one


async def _some(brought: AsyncIterator[T], count: int) -> list[T]:
    found: list[T] = []
    while len(found) < count and (one := await anext(brought, _END)) is not _END:
        found.append(one)
    return found
