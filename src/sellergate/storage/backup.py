"""Copies of the embedded database while it is in use, and back (docs/decisions/0020)."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

PAGES: Final = 1024  # 4 MiB at a time
LOCK_WAIT: Final = 2.0  # seconds, for a command that is just ending

Progress = Callable[[int, int], None]
Check = Callable[[Path], None]


class BackupRefused(Exception):
    """It cannot be done. The message says what is in the way."""


def back_up(source: Path, target: Path, *, check: Check, on_progress: Progress) -> None:
    """Write the database as it is now to the new file `target`; who writes meanwhile does not wait.

    `check` is handed the copy before it gets its name, and raises when the copy is not to be kept. Raises `BackupRefused`.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists already, and is kept")
    with _staged(target) as staged:
        # Opened for writing, so that the last one to close it tidies the write-ahead log away.
        with _opened(source, mode="rw") as connection:
            _copy(connection, staged, on_progress)
        check_integrity(staged)
        check(staged)
        _make_durable(staged)
        try:
            os.link(staged, target)  # unlike a rename, it never replaces a file
        except FileExistsError:
            raise BackupRefused(f"{target} exists already, and is kept") from None


def restore(
    source: Path, target: Path, *, now: datetime, check: Check, on_progress: Progress
) -> Path | None:
    """Put the backup `source` in the place of the database `target`; where that one is kept, None when there was none.

    `check` is handed a copy of the backup before anything is touched. Raises `BackupRefused`.
    """
    if not source.is_file():
        raise BackupRefused(f"{source} is not a file")
    if target.exists() and source.samefile(target):
        raise BackupRefused(f"{source} is the database itself")
    with _staged(target) as staged:
        with _opened(source, mode="ro") as connection:
            _copy(connection, staged, on_progress)
        check_integrity(staged)
        check(staged)
        _make_durable(staged)
        if not target.exists():
            staged.replace(target)
            _sync_folder(target.parent)
            return None
        kept = target.with_name(f"{target.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
        if kept.exists():
            raise BackupRefused(f"{kept} exists already, and is kept")
        _replace(target, staged, kept)
        return kept


def check_integrity(path: Path) -> None:
    """Raises `BackupRefused` unless the file is a sound database."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            [(found,), *_] = connection.execute("PRAGMA integrity_check(1)").fetchall()
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupRefused(f"it is not a sound database: {error}") from error
    if found != "ok" or broken is not None:
        raise BackupRefused(f"it is not a sound database: {found if found != 'ok' else broken[0]}")


def _replace(target: Path, staged: Path, kept: Path) -> None:
    """Write the staged rows into the database file itself, in one transaction, while nobody else has it open.

    The file is not renamed: a server that starts at this moment waits for the lock, and does not write into a file
    that is no longer the database.
    """
    try:
        with closing(sqlite3.connect(target, timeout=LOCK_WAIT)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").close()
            # Leaving the write-ahead log needs the file for oneself: a server that is idle refuses this, too.
            connection.execute("PRAGMA journal_mode=DELETE").close()
            connection.execute("BEGIN EXCLUSIVE").close()
            connection.execute("COMMIT").close()
            _copy(connection, kept, lambda _done, _total: None)
            _make_durable(kept)
            with closing(sqlite3.connect(staged)) as rows:
                rows.backup(connection)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise BackupRefused(f"{target} could not be replaced: {error}") from error
        kept.unlink(missing_ok=True)
        raise BackupRefused(
            f"{target} is in use. Stop the server and every command that works on it, then repeat"
        ) from error
    except sqlite3.DatabaseError:  # damaged: nobody can have it open, and there is nothing to lock
        kept.unlink(missing_ok=True)
        target.rename(kept)
        for suffix in ("-wal", "-shm"):
            beside = target.with_name(target.name + suffix)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + suffix))
        staged.replace(target)
    _sync_folder(target.parent)


def _copy(source: sqlite3.Connection, target: Path, on_progress: Progress) -> None:
    """The state of this instant, in steps: an open reading transaction keeps later writes out of it."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    source.isolation_level = None
    source.execute("BEGIN").close()
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(target)) as copy:
            source.backup(
                copy,
                pages=PAGES,
                progress=lambda _status, left, total: on_progress(total - left, total),
                sleep=0,
            )
    except sqlite3.Error as error:
        raise BackupRefused(f"it cannot be read: {error}") from error
    finally:
        if source.in_transaction:
            source.execute("ROLLBACK").close()


@contextmanager
def _opened(path: Path, *, mode: str) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)
    except sqlite3.Error as error:
        raise BackupRefused(f"{path} cannot be opened: {error}") from error
    with closing(connection):
        yield connection


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A file beside `target` that is gone in the end, whatever happens."""
    staged = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield staged
    except OSError as error:
        raise BackupRefused(f"{target.parent} cannot be written to: {error.strerror}") from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            staged.with_name(staged.name + suffix).unlink(missing_ok=True)


def _make_durable(path: Path) -> None:
    """One file that is whole by itself, without a write-ahead log beside it, on the disk."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").close()
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
