"""Copies of a folder of documents, and back. Documents never change: what is there already is not copied again."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from sellergate.storage.documents.folder import PARTIAL

AT_ONCE: Final = 1_000  # between two turns of the progress

Progress = Callable[[int, int], None]


def copy_documents(source: Path, target: Path, *, on_progress: Progress) -> int:
    """Copy what `source` has and `target` has not, and say how many that were. Nothing is ever removed from `target`.

    When it returns they are on the disk. Raises `OSError`; what was copied until then is good.
    """
    missing = sorted(_keys(source) - _keys(target))
    copied = 0
    for done, key in enumerate(missing, 1):
        copied += _copy(source / key, target / key)
        if done % AT_ONCE == 0 or done == len(missing):
            on_progress(done, len(missing))
    if copied:
        os.sync()
    return copied


def _keys(folder: Path) -> set[str]:
    """The documents in the folder; none, when there is no such folder."""
    return {str(path.relative_to(folder)) for path in folder.glob("??/*") if path.suffix != PARTIAL}


def _copy(source: Path, target: Path) -> bool:
    """False when it is gone: then nothing has named it for a day."""
    target.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    partial = target.with_name(f"{target.name}{PARTIAL}")
    partial.unlink(missing_ok=True)
    try:
        with source.open("rb") as read, _create(partial) as written:
            shutil.copyfileobj(read, written)
    except FileNotFoundError:
        if source.exists():
            raise
        return False
    partial.rename(target)
    return True


def _create(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
