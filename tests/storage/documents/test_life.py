"""No bytes without a row for longer than a day, and no row without its bytes, whatever ends in between."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sellergate.storage.documents import DocumentGone, Documents, keep, let_go, open_home, store
from tests.builders.installation import Installation, MovableClock, run_installation


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("life"), clock=MovableClock()) as installation:
        yield installation


@pytest.fixture
def documents(on: Installation) -> Documents:
    return Documents(open_home(on.settings.documents), on.access.db, on.clock)


def put(on: Installation, documents: Documents, content: Any) -> str:
    key: str = on.run(documents.put(content))
    return key


def do(on: Installation, f: Any, *args: Any, **values: Any) -> None:
    on.run(on.access.db.write(f, *args, **values))


def sweep(on: Installation, documents: Documents) -> None:
    while keys := on.run(documents.sweep(20)):
        do(on, store.forget, keys)


def files(on: Installation) -> set[str]:
    folder = on.settings.documents.folder
    assert folder is not None
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_document_that_a_row_names_stays(on: Installation, documents: Documents) -> None:
    key = put(on, documents, b"kept")
    do(on, keep, key, now=on.clock())

    on.clock.advance(days=400)
    sweep(on, documents)

    assert key in files(on)


def test_bytes_whose_row_never_came_go_after_a_day(on: Installation, documents: Documents) -> None:
    key = put(on, documents, b"an orphan")
    on.clock.advance(hours=23)
    sweep(on, documents)
    assert key in files(on)

    on.clock.advance(hours=2)
    sweep(on, documents)

    assert key not in files(on)


def test_what_a_process_wrote_of_a_document_before_it_died_goes_too(
    on: Installation, documents: Documents
) -> None:
    key = "ab/died"
    do(on, store.expect, key, now=on.clock())
    folder = on.settings.documents.folder
    assert folder is not None
    (folder / "ab").mkdir(exist_ok=True)
    (folder / f"{key}.partial").write_bytes(b"half of")

    on.clock.advance(days=2)
    sweep(on, documents)

    assert f"{key}.partial" not in files(on)


def test_a_document_that_is_named_no_more_stays_a_day_for_copies_of_the_database(
    on: Installation, documents: Documents
) -> None:
    key = put(on, documents, b"replaced")
    do(on, keep, key, now=on.clock())
    do(on, let_go, key, now=on.clock())
    sweep(on, documents)
    assert key in files(on)

    on.clock.advance(days=1)
    sweep(on, documents)

    assert key not in files(on)


def test_what_may_be_removed_by_now_is_not_named_any_more(
    on: Installation, documents: Documents
) -> None:
    key = put(on, documents, b"late")

    with pytest.raises(DocumentGone):
        do(on, keep, key, now=on.clock() + timedelta(days=1))
    with pytest.raises(DocumentGone):
        do(on, keep, "ab/never", now=on.clock())
