"""Documents in a folder of this machine, or of one that all nodes have mounted."""

import asyncio
import errno
import os
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import IO, Final, TypeVar

from sellergate.storage.documents.errors import (
    DocumentGone,
    DocumentsRefused,
    DocumentsUnavailable,
)
from sellergate.storage.documents.service import Content, new_key

A = TypeVar("A")
T = TypeVar("T")

PART: Final = 256 * 1024
PARTIAL: Final = ".partial"
_OURS: Final = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


class Folder:
    """A `Home`. Files are their owner's alone, and are on the disk before they get their names."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def put(self, key: str, content: Content) -> None:
        """See `Home.put`."""
        file = await self._do(self._create, key)
        try:
            if isinstance(content, bytes):
                await self._do(file.write, content)
            else:
                async for part in content:
                    await self._do(file.write, part)
            await self._do(os.fsync, file.fileno())
        finally:
            file.close()
        await self._do(self._name, key)

    async def get(self, key: str) -> AsyncGenerator[bytes]:
        """See `Home.get`."""
        return self._read(await self._do(self._open, key))

    async def delete(self, key: str) -> None:
        """See `Home.delete`."""
        await self._do(self._delete, key)

    async def check(self) -> None:
        """See `Home.check`. Makes the folder when it is not there."""
        key = new_key()
        await self.put(key, b"check")
        await self.delete(key)

    async def _read(self, file: IO[bytes]) -> AsyncGenerator[bytes]:
        try:
            while part := await self._do(file.read, PART):
                yield part
        finally:
            file.close()

    async def _do(self, work: Callable[[A], T], argument: A) -> T:
        """The value of `work`, which waits for the disk, beside everything else. Raises `DocumentsUnavailable`."""
        try:
            return await asyncio.to_thread(work, argument)
        except OSError as error:
            raise self._fault(error) from error

    def _open(self, key: str) -> IO[bytes]:
        try:
            return (self.path / key).open("rb", buffering=0)
        except FileNotFoundError:
            raise DocumentGone from None

    def _create(self, key: str) -> IO[bytes]:
        folder = (self.path / key).parent
        if not folder.is_dir():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self.path)
            _sync_folder(self.path.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        return os.fdopen(os.open(self._partial(key), flags, 0o600), "wb", buffering=0)

    def _name(self, key: str) -> None:
        path = self.path / key
        self._partial(key).rename(path)
        _sync_folder(path.parent)

    def _delete(self, key: str) -> None:
        for path in (self._partial(key), self.path / key):
            path.unlink(missing_ok=True)

    def _partial(self, key: str) -> Path:
        return self.path / f"{key}{PARTIAL}"

    def _fault(self, error: OSError) -> DocumentsUnavailable:
        said = f"documents cannot be kept in {self.path}: {error.strerror or error}"
        if error.errno in _OURS:
            return DocumentsRefused(
                f"{said}. Give that folder to the user that runs Sellergate, or set SELLERGATE_DOCUMENTS_URL to another one"
            )
        return DocumentsUnavailable(said)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
