"""Fetches the archive of a package from where its seller put it."""

import asyncio
from pathlib import Path
from typing import IO, Final
from urllib.parse import unquote, urlsplit

from sellergate.kit.errors import Refusal
from sellergate.kit.fetching import (
    AddressRefused,
    Fetcher,
    FetchFailed,
    FetchFault,
    FetchRules,
    check_address,
)
from sellergate.market.offers.xml.refusals import (
    ARCHIVE_TOO_LARGE,
    COMPRESSED,
    NO_ANSWER,
    NO_FILE,
    NO_HOST,
    NOT_ALLOWED,
    STATUS,
    TOO_SLOW,
    HostUnavailable,
    PackageRefused,
)

MAX_URL: Final = 2_000
MAX_ARCHIVE: Final = 50 * 1024 * 1024
TIMEOUT: Final = 60.0  # for all of it: name, connection, archive
SILENCE: Final = 10.0  # for each wait in it
AT_ONCE: Final = 2  # a process does more work than fetching from hosts that are slow on purpose

_MIB: Final = 1024 * 1024
_CHUNK: Final = 65_536
_PASSING: Final = frozenset({408, 425, 429, *range(500, 600)})  # statuses that may pass


class PackageUrlRefused(Refusal):
    """Not an address that a package may be fetched from."""

    field = "body"
    message = (
        "must be the address of the zip archive as a JSON string: https://, a host that is allowed, at most "
        "2,000 ASCII characters, without user, password or #fragment"
    )


class PackageFetcher:
    """Fetches archives within the operator's rules; `folder` is where file: addresses may lead, if anywhere."""

    def __init__(self, rules: FetchRules, *, folder: Path | None = None) -> None:
        self._rules = rules
        self._folder = folder
        self.fetcher = Fetcher(rules, name="package-names", at_once=AT_ONCE * 4)
        self.slots = asyncio.Semaphore(AT_ONCE)

    def check(self, url: str) -> None:
        """See whether a package may be at this address, asking nobody. Raises `PackageUrlRefused`."""
        if self._folder is not None and url[:5].casefold() == "file:":
            return  # which file it is, is looked at when it is read
        try:
            parts = check_address(url, self._rules, longest=MAX_URL)
        except AddressRefused as error:
            raise PackageUrlRefused from error
        if not self._rules.may_name(parts.hostname or ""):
            raise PackageUrlRefused

    async def fetch(self, url: str, into: IO[bytes]) -> None:
        """Write the archive at `url`. Raises `PackageRefused`; `HostUnavailable` when it may be had later."""
        try:
            self.check(url)
        except PackageUrlRefused as error:  # the operator's rules have changed since it was sent
            raise PackageRefused(NOT_ALLOWED) from error
        if url[:5].casefold() == "file:":
            await self._copy(url, into)
            return
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._download(url, into)
        except TimeoutError as error:
            raise PackageRefused(TOO_SLOW, seconds=int(TIMEOUT)) from error
        except FetchFailed as error:
            raise _refusal_of(error) from error

    async def _download(self, url: str, into: IO[bytes]) -> None:
        accept = "application/zip, application/octet-stream, */*"
        async with self.fetcher.open(urlsplit(url), accept=accept, seconds=SILENCE) as arriving:
            async for part in arriving:
                _write(into, part)

    async def _copy(self, url: str, into: IO[bytes]) -> None:
        path = self._path_of(url)
        with path.open("rb") as file:
            while part := file.read(_CHUNK):
                _write(into, part)
                await asyncio.sleep(0)

    def _path_of(self, url: str) -> Path:
        """The file in the folder that is meant, wherever links in it lead. Raises `PackageRefused`."""
        try:
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve(strict=True)
            is_ours = self._folder is not None and path.is_relative_to(self._folder.resolve())
            if parts.netloc not in {"", "localhost"} or not is_ours or not path.is_file():
                raise PackageRefused(NO_FILE)
        except (
            OSError,
            ValueError,
            RuntimeError,
        ) as error:  # not there, a null in it, a circle of links
            raise PackageRefused(NO_FILE) from error
        return path


def _write(into: IO[bytes], part: bytes) -> None:
    into.write(part)
    if into.tell() > MAX_ARCHIVE:
        raise PackageRefused(ARCHIVE_TOO_LARGE, limit=MAX_ARCHIVE // _MIB)


def _refusal_of(failed: FetchFailed) -> PackageRefused:
    match failed.fault:
        case FetchFault.NO_HOST:
            return HostUnavailable(NO_HOST)
        case FetchFault.NO_ANSWER:
            return HostUnavailable(NO_ANSWER)
        case FetchFault.PRIVATE:
            return PackageRefused(NOT_ALLOWED)
        case FetchFault.COMPRESSED:
            return PackageRefused(COMPRESSED)
        case FetchFault.STATUS:
            kind = HostUnavailable if failed.status in _PASSING else PackageRefused
            return kind(STATUS, status=failed.status)
