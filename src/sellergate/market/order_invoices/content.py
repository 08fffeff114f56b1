"""What is in a file, found in its bytes: neither its name nor what its sender calls it is believed.

A PDF must begin and end as one and lead from its end to its table of objects; it is not rendered. XML must be well formed,
and an invoice or credit note of UBL 2.1. All checks take time in proportion to the size, which is bounded.
"""

import re
from typing import Final
from xml.parsers import expat

from sellergate.market.order_invoices.models import MAX_FILE, Format
from sellergate.market.order_invoices.steps import (
    FILE_CORRUPT,
    FILE_EMPTY,
    FILE_TOO_LARGE,
    FORMAT_NOT_SUPPORTED,
    FileRefused,
)

HEAD: Final = 1_024  # in which readers look for the header of a PDF, and in as much for its end
TAIL: Final = 2_048
UBL_ROOTS: Final = {
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 Invoice",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2 CreditNote",
}
MAX_DEPTH: Final = 100
MAX_NAMES: Final = 5_000  # different ones of elements and attributes, which expat keeps to the end

_END_OF_PDF: Final = re.compile(rb"startxref\s+(\d{1,12})\s*%%EOF")
_TABLE_OF_PDF: Final = re.compile(rb"\bxref\b|\b\d{1,10} \d{1,5} obj\b")
SLACK: Final = 32  # bytes that programs are wrong by when they count, which readers forgive
_SPACE: Final = b" \t\r\n"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_XML: Final = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


def is_zip(head: bytes) -> bool:
    """Whether bytes begin like those of a ZIP archive."""
    return head.startswith(_ZIP)


def check_content(content: bytes) -> Format:
    """What a whole file is. Raises `FileRefused`."""
    if not content:
        raise FileRefused(FILE_EMPTY)
    if len(content) > MAX_FILE:
        raise FileRefused(FILE_TOO_LARGE)
    if b"%PDF-" in content[:HEAD]:
        _check_pdf(content)
        return Format.PDF
    if content.lstrip(_SPACE).startswith(_XML):
        _check_ubl(content)
        return Format.UBL
    raise FileRefused(FORMAT_NOT_SUPPORTED)


def _check_pdf(content: bytes) -> None:
    """Raises `FileRefused`. What is before the header counts for nothing, as readers have it (PDF 1.7, annex H)."""
    start = content.index(b"%PDF-")
    ends = _END_OF_PDF.findall(content[-TAIL:])
    if not ends:
        raise FileRefused(FILE_CORRUPT)
    offset = int(ends[-1])
    if not any(
        _TABLE_OF_PDF.search(content, max(place - SLACK, 0), place + SLACK)
        for place in (offset, offset + start)
    ):
        raise FileRefused(FILE_CORRUPT)


def _check_ubl(content: bytes) -> None:
    """Raises `FileRefused`. A DOCTYPE ends the reading, and with it every entity (docs/decisions/0029)."""
    depth, names = 0, dict[str, str]()
    parser = expat.ParserCreate(namespace_separator=" ", intern=names)

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth == 0 and name not in UBL_ROOTS:
            raise FileRefused(FORMAT_NOT_SUPPORTED)
        depth += 1
        if depth > MAX_DEPTH or len(names) > MAX_NAMES:
            raise FileRefused(FORMAT_NOT_SUPPORTED)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_declared: object) -> None:
        raise FileRefused(FORMAT_NOT_SUPPORTED)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # at once, so that no unfinished tag is scanned twice
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FileRefused(FILE_CORRUPT) from error
