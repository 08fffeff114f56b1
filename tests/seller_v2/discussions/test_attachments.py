"""Files of messages: how they come, what they must be, how they are read (contract/07 §5, §8)."""

import io
import json
import zipfile
from base64 import b64decode, b64encode
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellergate.kit.errors import Refusal
from sellergate.market.discussions.attachments import MAX_BYTES, clean_name, decode_base64
from tests.builders.discussions import ANSWER, PDF, PNG, Desk, a_discussion, a_file, rows_of
from tests.builders.installation import Installation
from tests.builders.wire import assert_problem

pytestmark = pytest.mark.slow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20)


def a_docx(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names or ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<x/>")
    return packed.getvalue()


OF_EACH = {
    "png": PNG,
    "gif": b"GIF89a" + bytes(9),
    "bmp": b"BM" + bytes(30),
    "jpg": b"\xff\xd8\xff\xe0" + bytes(9),
    "jpeg": b"\xff\xd8\xff\xe1" + bytes(9),
    "tif": b"II*\x00" + bytes(9),
    "pdf": PDF,
    "doc": OLE,
    "docx": a_docx(),
    "xls": OLE,
}


def test_files_come_back_as_they_were_sent(desk: Desk, discussion: str) -> None:
    """contract/07 §8: `name` is written, `attachmentName` is read."""
    files = [a_file(PDF, "label"), a_file(PNG, "photo", "png"), a_file(OLE, "list", "xls")]

    sent = desk.reply(discussion, attachments=files)

    message_id = sent.json()["messageId"]
    told = desk.thread(discussion)["messages"][-1]["attachments"]
    found = desk.get("/attachments", messageId=message_id)
    assert told == [
        {"attachmentName": "label", "fileFormat": "pdf", "size": len(PDF)},
        {"attachmentName": "photo", "fileFormat": "png", "size": len(PNG)},
        {"attachmentName": "list", "fileFormat": "xls", "size": len(OLE)},
    ]
    assert [b64decode(one["content"]) for one in found] == [PDF, PNG, OLE]
    assert [one["attachmentName"] for one in found] == ["label", "photo", "list"]


def test_files_are_found_by_discussion_message_or_external_reference(
    installation: Installation, desk: Desk
) -> None:
    """contract/07 §8: by discussion, by message, by the channel's reference."""
    discussion = a_discussion(installation, desk.seller, external_reference="CD-4711")
    first = desk.reply(discussion, attachments=[a_file()]).json()["messageId"]
    second = desk.reply(
        discussion, "Here is the photo as well.", attachments=[a_file(PNG, "photo", "png")]
    ).json()["messageId"]

    def ids(**query: str) -> list[str]:
        return [one["messageId"] for one in desk.get("/attachments", **query)]

    assert ids(discussionId=discussion) == [first, second]
    assert ids(messageId=second) == [second]
    assert ids(salesChannelExternalReference="CD-4711") == [first, second]
    assert ids(salesChannelExternalReference=first) == [first]
    assert ids(salesChannelExternalReference="CD-4711", messageId=second) == [second]
    assert ids(discussionId="0" * 24) == []


def test_pages_of_files_lead_from_one_to_the_next(desk: Desk, discussion: str) -> None:
    desk.reply(discussion, attachments=[a_file(name=name) for name in ("a", "b", "c")])

    first = desk.call("GET", f"/attachments?discussionId={discussion}&limit=2")
    following = first.headers["link"].partition("/seller/v2")[2].partition(">")[0]
    last = desk.call("GET", following)

    assert [one["attachmentName"] for one in first.json()] == ["a", "b"]
    assert [one["attachmentName"] for one in last.json()] == ["c"]
    assert "link" not in last.headers


def test_an_answer_ends_once_its_files_are_heavy(desk: Desk, discussion: str) -> None:
    for number in range(4):
        heavy = a_file(PNG + bytes(MAX_BYTES - len(PNG)), f"heavy-{number}", "png")
        assert desk.reply(discussion, f"Photo number {number}, at last.", attachments=[heavy])

    first = desk.call("GET", f"/attachments?discussionId={discussion}")
    last = desk.call("GET", first.headers["link"].partition("/seller/v2")[2].partition(">")[0])

    assert [len(first.json()), len(last.json())] == [3, 1]


def test_a_neighbours_files_are_not_found(
    installation: Installation, desk: Desk, neighbour: Desk
) -> None:
    theirs = a_discussion(installation, neighbour.seller, external_reference="CD-foreign")
    message = neighbour.reply(theirs, attachments=[a_file()]).json()["messageId"]

    for query in (
        {"discussionId": theirs},
        {"messageId": message},
        {"salesChannelExternalReference": "CD-foreign"},
        {"salesChannelExternalReference": message},
    ):
        assert desk.get("/attachments", **query) == []
        assert len(neighbour.get("/attachments", **query)) == 1


@pytest.mark.parametrize("query", ["", "?discussionId=", "?limit=5"])
def test_which_files_must_be_said(desk: Desk, query: str) -> None:
    problem = assert_problem(desk.call("GET", f"/attachments{query}"), 400, "validation")

    assert "discussionId" in problem["errors"]


@pytest.mark.parametrize("file_format", OF_EACH)
def test_every_format_of_the_contract_is_taken(
    desk: Desk, discussion: str, file_format: str
) -> None:
    """contract/07 §5: png, gif, bmp, jpg, jpeg, tif, pdf, doc, docx, xls."""
    file = a_file(OF_EACH[file_format], "file", file_format.upper())

    assert desk.reply(discussion, attachments=[file]).status_code == 201
    [told] = desk.thread(discussion)["messages"][-1]["attachments"]
    assert told["fileFormat"] == file_format


@pytest.mark.parametrize(
    ("files", "field"),
    [
        ([a_file()] * 4, "attachments"),
        ([a_file(PNG + bytes(MAX_BYTES), "big", "png")], "attachments"),
        ([a_file(PNG + bytes(MAX_BYTES // 2), "half", "png")] * 2, "attachments"),
        ([a_file(b"MZ\x90\x00", "setup", "exe")], "attachments[0].fileFormat"),
        ([a_file(), a_file(b"<script>", "page", "html")], "attachments[1].fileFormat"),
        ([a_file(b"MZ\x90\x00", "setup", "pdf")], "attachments[0].content"),
        ([a_file(PNG, "photo", "jpg")], "attachments[0].content"),
        ([a_file(a_docx("a.txt"), "archive", "docx")], "attachments[0].content"),
        ([a_file(b"", "empty", "pdf")], "attachments[0].content"),
        ([a_file() | {"content": "JVBERi0"}], "attachments[0].content"),
        ([a_file() | {"content": "JVBE\nRi0="}], "attachments[0].content"),
        ([a_file() | {"content": "data:application/pdf;base64,JVBERi0="}], "attachments[0].content"),
        ([a_file() | {"content": "JVBERi0=JVBERi0="}], "attachments[0].content"),
        ([a_file() | {"content": "JVBERé0="}], "attachments[0].content"),
        ([a_file() | {"content": 5}], "attachments[0].content"),
        ([{"content": "JVBERi0=", "fileFormat": "pdf"}], "attachments[0].name"),
        ([{"content": "JVBERi0=", "name": "label"}], "attachments[0].fileFormat"),
    ],
    ids=[
        "four", "too big", "too big together", "exe", "html", "exe as pdf", "png as jpg", "zip",
        "empty", "no padding", "line break", "data URL", "twice", "not ASCII", "number", "no name",
        "no format",
    ],
)  # fmt: skip
def test_a_bad_file_is_named_and_nothing_is_sent(
    installation: Installation, desk: Desk, discussion: str, files: Any, field: str
) -> None:
    """contract/07 §5: three files at most, of the formats that it lists."""
    answer = desk.reply(discussion, attachments=files)

    problem = assert_problem(answer, 400, "validation")
    assert list(problem["errors"]) == [field]
    assert len(rows_of(installation, discussion)) == 1


def test_four_megabytes_are_taken_and_a_larger_body_is_not_read(
    desk: Desk, discussion: str
) -> None:
    """contract/07 §5: 4 MB in total; PHP writes `/` as `\\/`, which makes a body longer."""
    full = a_file(PNG + (bytes(range(256)) * 16384)[: MAX_BYTES - len(PNG)], "full", "png")
    message = {"discussionId": discussion, "body": ANSWER, "receiver": "Customer"}
    escaped = json.dumps(message | {"attachments": [full]}).replace("/", "\\/")

    answer = desk.call("POST", "/messages", content=escaped.encode())
    larger = desk.reply(discussion, attachments=[a_file(bytes(7_000_000))])

    assert answer.status_code == 201, answer.text
    assert desk.thread(discussion)["messages"][-1]["attachments"][0]["size"] == MAX_BYTES
    assert_problem(larger, 413, "body-too-large")


def test_the_same_words_with_another_file_are_another_message(
    installation: Installation, desk: Desk, discussion: str
) -> None:
    for file in (a_file(), a_file(), a_file(PDF + b"more")):
        assert desk.reply(discussion, attachments=[file]).status_code == 201

    assert len(rows_of(installation, discussion)) == 3


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("label", "label"),
        ("label.pdf", "label"),
        ("LABEL.PDF", "LABEL"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\label.pdf", "label"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie_ x"),
        ("\u202egpj.exe", "gpj.exe"),
        ("...", "attachment"),
        ("   ", "attachment"),
        ("é" * 300, "é" * 100),
        ('a"b<c>', "a_b_c_"),
    ],
)
def test_a_name_is_cleaned(name: str, kept: str) -> None:
    assert clean_name(name, "pdf") == kept


@given(st.binary(max_size=200))
def test_what_is_base64_is_decoded(content: bytes) -> None:
    assert decode_base64(b64encode(content).decode(), field="x") == content


@given(st.text(max_size=60))
def test_what_is_no_base64_is_refused_and_nothing_else_happens(text: str) -> None:
    try:
        content = decode_base64(text, field="x")
    except Refusal:
        return
    assert len(b64encode(content)) == len(text)
