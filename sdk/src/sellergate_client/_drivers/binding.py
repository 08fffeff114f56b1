"""Operations as methods: each is described once, and is called by a SellerClient or awaited by an AsyncSellerClient."""

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import Any, Generic, ParamSpec, Protocol, Self, TypeVar, overload

from sellergate_client._core.calls import Core, Options, converse
from sellergate_client._core.messages import Call, Flow
from sellergate_client._core.paging import Listing, Page, parse_position
from sellergate_client._drivers.http import AsyncTransport, Transport
from sellergate_client._drivers.running import Stream, iterate, iterate_async, run, run_async

P = ParamSpec("P")
T = TypeVar("T")


class Caller(Protocol):
    """What resources need of a SellerClient."""

    _core: Core
    _options: Options
    _transport: Transport


class AsyncCaller(Protocol):
    """What resources need of an AsyncSellerClient."""

    _core: Core
    _options: Options
    _transport: AsyncTransport


class Resource:
    """One perimeter of the API, for one seller."""

    def __init__(self, client: Caller) -> None:
        self._client = client

    def _call(self, call: Call[T]) -> T:
        client = self._client
        return run(converse(client._core, client._options, call), client._transport)

    def _run(self, flow: Flow[T]) -> T:
        return run(flow, self._client._transport)

    def _iterate(self, stream: Stream[T], source: Iterable[Any] = ()) -> Iterator[T]:
        return iterate(stream, self._client._transport, source)


class AsyncResource:
    """One perimeter of the API, for one seller."""

    def __init__(self, client: AsyncCaller) -> None:
        self._client = client

    async def _call(self, call: Call[T]) -> T:
        client = self._client
        return await run_async(converse(client._core, client._options, call), client._transport)

    async def _run(self, flow: Flow[T]) -> T:
        return await run_async(flow, self._client._transport)

    def _iterate(self, stream: Stream[T], source: Any = ()) -> AsyncIterator[T]:
        return iterate_async(stream, self._client._transport, source)


class Pager(Generic[T]):
    """A list that is read as it is walked through: `for order in client.orders.list(): …`."""

    def __init__(self, resource: Resource, listing: Listing[T]) -> None:
        self._resource = resource
        self._listing = listing
        #: Where to go on after the item that was handed out last; keep it, and give it to `resume`.
        self.position = ""

    def resume(self, position: str) -> Self:
        """The same list from a position on. Raises ConfigurationError when it is none."""
        parse_position(position)
        made = type(self)(self._resource, self._listing)
        made.position = position
        return made

    def pages(self) -> Iterator[Page[T]]:
        """The list page by page."""
        return _pages(self._resource, self._listing, parse_position(self.position)[0])

    def first_page(self) -> Page[T]:
        """One page, and no more calls."""
        return next(self.pages())

    def __iter__(self) -> Iterator[T]:
        skip = parse_position(self.position)[1]
        for page in self.pages():
            start = page.position.removesuffix("+0")
            for number, item in enumerate(page.items[skip:], skip + 1):
                self.position = _after(page, start, number)
                yield item
            skip = 0


class AsyncPager(Generic[T]):
    """A list that is read as it is walked through: `async for order in client.orders.list(): …`."""

    def __init__(self, resource: AsyncResource, listing: Listing[T]) -> None:
        self._resource = resource
        self._listing = listing
        #: Where to go on after the item that was handed out last; keep it, and give it to `resume`.
        self.position = ""

    def resume(self, position: str) -> Self:
        """The same list from a position on. Raises ConfigurationError when it is none."""
        parse_position(position)
        made = type(self)(self._resource, self._listing)
        made.position = position
        return made

    def pages(self) -> AsyncIterator[Page[T]]:
        """The list page by page."""
        return _pages_async(self._resource, self._listing, parse_position(self.position)[0])

    async def first_page(self) -> Page[T]:
        """One page, and no more calls."""
        return await anext(self.pages())

    async def __aiter__(self) -> AsyncIterator[T]:
        skip = parse_position(self.position)[1]
        async for page in self.pages():
            start = page.position.removesuffix("+0")
            for number, item in enumerate(page.items[skip:], skip + 1):
                self.position = _after(page, start, number)
                yield item
            skip = 0


def _pages(resource: Resource, listing: Listing[T], key: str) -> Iterator[Page[T]]:
    while True:
        page = resource._call(listing.page(key))
        yield page
        if page.next is None:
            return
        key = page.next.removesuffix("+0")


async def _pages_async(
    resource: AsyncResource, listing: Listing[T], key: str
) -> AsyncIterator[Page[T]]:
    while True:
        page = await resource._call(listing.page(key))
        yield page
        if page.next is None:
            return
        key = page.next.removesuffix("+0")


def _after(page: Page[Any], start: str, number: int) -> str:
    """The position behind an item: on the next page when it is the last of this one."""
    if number == len(page.items) and page.next is not None:
        return page.next
    return f"{start}+{number}"


class method(Generic[P, T]):  # noqa: N801 # it stands where a function would
    """An operation of a SellerClient."""

    def __init__(self, describe: Callable[P, Call[T]]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: Resource, owner: type) -> Callable[P, T]: ...
    def __get__(self, resource: Resource | None, owner: type) -> Any:
        if resource is None:
            return self

        @functools.wraps(self.describe)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            return resource._call(self.describe(*args, **kwargs))

        return call


class async_method(Generic[P, T]):  # noqa: N801 # as above
    """An operation of an AsyncSellerClient."""

    def __init__(self, describe: Callable[P, Call[T]]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: AsyncResource, owner: type) -> Callable[P, Awaitable[T]]: ...
    def __get__(self, resource: AsyncResource | None, owner: type) -> Any:
        if resource is None:
            return self

        @functools.wraps(self.describe)
        async def call(*args: P.args, **kwargs: P.kwargs) -> T:
            return await resource._call(self.describe(*args, **kwargs))

        return call


class listing(Generic[P, T]):  # noqa: N801 # as above
    """A list of a SellerClient."""

    def __init__(self, describe: Callable[P, Listing[T]]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: Resource, owner: type) -> Callable[P, Pager[T]]: ...
    def __get__(self, resource: Resource | None, owner: type) -> Any:
        if resource is None:
            return self

        @functools.wraps(self.describe)
        def call(*args: P.args, **kwargs: P.kwargs) -> Pager[T]:
            return Pager(resource, self.describe(*args, **kwargs))

        return call


class async_listing(Generic[P, T]):  # noqa: N801 # as above
    """A list of an AsyncSellerClient."""

    def __init__(self, describe: Callable[P, Listing[T]]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: AsyncResource, owner: type) -> Callable[P, AsyncPager[T]]: ...
    def __get__(self, resource: AsyncResource | None, owner: type) -> Any:
        if resource is None:
            return self

        @functools.wraps(self.describe)
        def call(*args: P.args, **kwargs: P.kwargs) -> AsyncPager[T]:
            return AsyncPager(resource, self.describe(*args, **kwargs))

        return call
