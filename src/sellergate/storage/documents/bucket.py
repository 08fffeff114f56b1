"""Documents in a bucket of an S3-compatible store."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import obstore
from obstore.exceptions import (
    BaseError,
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from sellergate.storage.documents.errors import (
    DocumentGone,
    DocumentsRefused,
    DocumentsUnavailable,
)
from sellergate.storage.documents.service import Content, new_key
from sellergate.storage.places import Place

PART: Final = 5 * 1024 * 1024  # the least that S3 takes as a part of an upload
AT_ONCE: Final = 2  # parts of one upload: the memory that it takes
READ: Final = 256 * 1024

_WAITS: Any = {
    "connect_timeout": timedelta(seconds=5),
    "timeout": timedelta(seconds=60),
}
_TRIES: Any = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=15),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2)},
}


class Bucket:
    """A `Home`. What S3 answered to is durable, by its own promise."""

    def __init__(self, place: Place) -> None:
        given = {
            "endpoint": place.endpoint,
            "access_key_id": place.access_key,
            "secret_access_key": place.secret_key,
        }
        config: Any = {name: value for name, value in given.items() if value is not None}
        config["disable_bulk_delete"] = True  # which not every store has
        plain = bool(place.endpoint and place.endpoint.startswith("http:"))
        options: Any = {**_WAITS, "allow_http": plain}
        self._name = f"{place.url} at {place.endpoint or 'AWS'}"
        self._store = S3Store(
            place.bucket,
            prefix=place.prefix or None,
            region=place.region,
            config=config,
            client_options=options,
            retry_config=_TRIES,
        )

    async def put(self, key: str, content: Content) -> None:
        """See `Home.put`."""
        with self._faults():
            await obstore.put_async(
                self._store, key, content, chunk_size=PART, max_concurrency=AT_ONCE
            )

    async def get(self, key: str) -> AsyncGenerator[bytes]:
        """See `Home.get`."""
        with self._faults():
            found = await obstore.get_async(self._store, key)
        return self._read(found)

    async def delete(self, key: str) -> None:
        """See `Home.delete`."""
        with self._faults():
            await obstore.delete_async(self._store, key)

    async def check(self) -> None:
        """See `Home.check`."""
        key = new_key()
        await self.put(key, b"check")
        try:
            parts = [part async for part in await self.get(key)]
        except DocumentGone:
            parts = []
        await self.delete(key)
        if parts != [b"check"]:
            raise DocumentsUnavailable(f"{self._name} does not give back what was put there")

    async def _read(self, found: "obstore.GetResult") -> AsyncGenerator[bytes]:
        with self._faults():
            async for part in found.stream(min_chunk_size=READ):
                yield bytes(part)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (NotFoundError, FileNotFoundError) as error:
            if "NoSuchBucket" in str(error):
                raise DocumentsRefused(
                    f"there is no bucket {self._name}. Make it, or change SELLERGATE_DOCUMENTS_URL"
                ) from error
            raise DocumentGone from error
        except (PermissionDeniedError, UnauthenticatedError) as error:
            raise DocumentsRefused(
                f"{self._name} refuses our access key{_reason(error)}. Check SELLERGATE_DOCUMENTS_ACCESS_KEY and "
                "SELLERGATE_DOCUMENTS_SECRET_KEY, and that it may put, get and delete objects there"
            ) from error
        except BaseError as error:
            raise DocumentsUnavailable(f"{self._name} does not answer{_reason(error)}") from error


def _reason(error: Exception) -> str:
    """The code that S3 gives, such as SignatureDoesNotMatch; else nothing: the rest may name what nobody should read."""
    _, found, rest = str(error).partition("<Code>")
    return f" ({rest.partition('</Code>')[0][:60]})" if found else ""
