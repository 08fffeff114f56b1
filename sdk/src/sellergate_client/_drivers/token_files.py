"""Tokens in files of this user, and turns by file locks, which end with the process that holds them."""

import contextlib
import logging
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from sellergate_client._core.tokens import Memory, Store

log = logging.getLogger("sellergate_client")
NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def default_folder() -> Path:
    """Where programs of this user keep what they can obtain again."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return Path(base or Path.home() / ".cache") / "sellergate-client"


def open_store(folder: Path, key: str) -> Store:
    """Files in the folder; the memory of this process where there can be no safe ones."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_private(folder.lstat(), folder)
        return TokenFiles(folder, key)
    except (OSError, RuntimeError) as error:
        log.warning("tokens are not shared with other processes: %s", error)
        return Memory()


class TokenFiles:
    """The token of one account: `KEY.json`, beside `KEY.lock`."""

    def __init__(self, folder: Path, key: str) -> None:
        self._token = folder / f"{key}.json"
        self._lock = folder / f"{key}.lock"

    def load(self) -> str | None:
        """The text that was saved last; None when there is none, or others could have read or written it."""
        try:
            handle = os.open(self._token, os.O_RDONLY | NOFOLLOW)
        except OSError:
            return None
        with os.fdopen(handle, encoding="utf-8") as file:
            try:
                _check_private(os.fstat(handle), self._token)
                return file.read()
            except (OSError, ValueError) as error:
                log.warning("the saved token is not used: %s", error)
                return None

    def save(self, text: str) -> None:
        """Replace it as a whole. A full disk only means that others obtain their own."""
        new = self._token.with_suffix(f".{secrets.token_hex(6)}")
        try:
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NOFOLLOW, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            new.replace(self._token)
        except OSError as error:
            log.warning("the token is not saved for other processes: %s", error)
            with contextlib.suppress(OSError):
                new.unlink()

    def take_turn(self) -> Callable[[], None] | None:
        """The lock of the file. Each turn opens it anew, so it holds between threads and tasks as well."""
        try:
            handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | NOFOLLOW, 0o600)
        except OSError as error:
            log.warning("no turns with other processes: %s", error)
            return _nothing
        if _lock(handle):
            return lambda: os.close(handle)
        os.close(handle)
        return None


def _nothing() -> None:
    """There is no lock to give back."""


def _check_private(found: os.stat_result, path: Path) -> None:
    """Raise PermissionError when another user could read or change it."""
    if sys.platform == "win32":
        return  # a user's folders are private there
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{path} must be yours and nobody else's (chmod go-rwx).")
