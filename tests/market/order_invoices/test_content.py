"""Whatever bytes come, a file is an invoice or is refused with a step that is known; nothing else happens, and soon."""

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellergate.market.order_invoices.archive import Archive
from sellergate.market.order_invoices.content import check_content, is_zip
from sellergate.market.order_invoices.models import MAX_FILE
from sellergate.market.order_invoices.steps import STEPS, FileRefused
from tests.builders.invoices import a_pdf, a_ubl, a_zip

GOOD = (a_pdf(), a_ubl(), a_ubl(root="CreditNote"))
ZIP = a_zip({"2611071032ABCDE.pdf": a_pdf(), "a/b.xml": a_ubl(), "c.txt": b"words"})


def changed(original: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with some of them overwritten, cut out or put in: what hostile files are like."""

    def change(edits: list[tuple[int, int, bytes]]) -> bytes:
        made = bytearray(original)
        for at, length, put in edits:
            place = at % (len(made) + 1)
            made[place : place + length] = put
        return bytes(made)

    edit = st.tuples(st.integers(0, len(original)), st.integers(0, 64), st.binary(max_size=64))
    return st.lists(edit, max_size=6).map(change)


FAILURES = {code for code, step in STEPS.items() if step.is_failure}


def refusal_of(work: Callable[[], Any]) -> str | None:
    """The step that work ends in when it refuses; None when it does not. Any other exception is a fault."""
    try:
        work()
    except FileRefused as refused:
        return refused.step.code
    return None


def is_good(content: bytes) -> bool:
    return refusal_of(lambda: check_content(content)) is None


hostile = st.one_of(
    st.binary(max_size=4_000),
    st.binary(max_size=400).map(b"%PDF-1.7".__add__),
    st.binary(max_size=400).map(b"<Invoice ".__add__),
    *map(changed, GOOD),
)


@given(hostile)
def test_any_bytes_are_an_invoice_or_are_refused(content: bytes) -> None:
    begun = time.perf_counter()

    step = refusal_of(lambda: check_content(content))

    assert step is None or step in FAILURES
    assert time.perf_counter() - begun < 1


@given(st.one_of(st.binary(max_size=4_000).map(ZIP[:30].__add__), changed(ZIP)))
def test_any_archive_gives_files_of_the_sizes_it_declares_or_is_refused(content: bytes) -> None:
    refused = refusal_of(lambda: Archive(io.BytesIO(content)))
    if refused is not None:
        assert refused in FAILURES
        return
    archive = Archive(io.BytesIO(content))
    for number, entry in enumerate(archive.entries):
        assert "/" not in entry.name
        refused = refusal_of(lambda number=number: archive.read(number))  # type: ignore[misc]
        assert refused in FAILURES or len(archive.read(number)) == entry.size <= MAX_FILE


@given(st.sampled_from(GOOD), st.binary(max_size=200))
def test_what_is_good_stays_good_whatever_was_sent_before(content: bytes, other: bytes) -> None:
    """Judging keeps nothing from one file to the next."""
    refusal_of(lambda: check_content(other))

    assert is_good(content)


@pytest.mark.slow  # Python writes archives slowly
@given(st.dictionaries(st.text(max_size=30), st.binary(max_size=60), max_size=8))
def test_names_in_archives_never_have_folders(files: dict[str, Any]) -> None:
    content = a_zip({name.replace("\0", "") or "x": body for name, body in files.items()})
    assert not files or is_zip(content)
    if refusal_of(lambda: Archive(io.BytesIO(content))) is not None:
        return
    names = [entry.name for entry in Archive(io.BytesIO(content)).entries]

    assert all(name and "/" not in name and "\\" not in name for name in names)
