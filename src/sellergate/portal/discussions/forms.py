"""The answer that a seller typed, and the files that it chose."""

from dataclasses import dataclass
from typing import Final

from litestar.datastructures import FormMultiDict, UploadFile

from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.market.discussions.attachments import (
    FORMATS,
    MAX_ATTACHMENTS,
    MAX_BYTES,
    MAX_MEGABYTES,
    File,
    check_file,
    check_files,
)
from sellergate.market.discussions.errors import (
    AttachmentsTooLarge,
    AttachmentUnfit,
    BodyLength,
    BodyUnfit,
    TooManyAttachments,
)
from sellergate.market.discussions.models import MAX_BODY, MIN_BODY, UserType
from sellergate.market.discussions.rules import check_body
from sellergate.web.pages import field

ACCEPT: Final = ",".join(f".{file_format}" for file_format in FORMATS)


class AnswerLength(Refusal):
    """Too few or too many characters."""

    message = N_("A message has {least} to {most} characters; yours has {length}.")
    field = "body"


class AnswerEmpty(Refusal):
    """Nothing to read."""

    message = N_("Say something that can be read: this has only spaces or signs that nobody sees.")
    field = "body"


class TooManyFiles(Refusal):
    """More than a message may have."""

    message = N_("Send {most} files at most with a message.")
    field = "attachments"


class FilesTooLarge(Refusal):
    """More than a message may weigh."""

    message = N_("The files make more than {most} MB. Send fewer, or smaller ones.")
    field = "attachments"


class FileUnfit(Refusal):
    """Not what its name says, or nothing that customers can open."""

    message = N_(
        "“{name}” cannot be sent: it is empty, damaged, or no file of these formats: {formats}."
    )
    field = "attachments"


class FileInfected(Refusal):
    """The virus scanner found something."""

    message = N_("“{name}” was refused by the virus scanner. Nothing was sent.")
    field = "attachments"


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What was typed, as it is shown again when something is wrong with it."""

    body: str = ""
    receiver: UserType = UserType.CUSTOMER


def read_answer(form: FormMultiDict) -> AnswerForm:
    """The text with one character for each end of line, however the browser sends them."""
    value = form.get("body", "")
    body = value.replace("\r\n", "\n") if isinstance(value, str) else ""
    is_service = field(form, "receiver") == UserType.CUSTOMER_SERVICE
    return AnswerForm(body, UserType.CUSTOMER_SERVICE if is_service else UserType.CUSTOMER)


def check_answer(answer: AnswerForm) -> None:
    """Raises `AnswerLength`, `AnswerEmpty`."""
    check_body_of(answer.body)


def check_body_of(body: str) -> None:
    """The text of a message that was typed. Raises the same."""
    try:
        check_body(body)
    except BodyLength as refusal:
        raise AnswerLength(
            length=refusal.values["length"], least=MIN_BODY, most=MAX_BODY
        ) from refusal
    except BodyUnfit as refusal:
        raise AnswerEmpty from refusal


async def read_files(form: FormMultiDict) -> tuple[File, ...]:
    """The files that were chosen. Raises `TooManyFiles`, `FilesTooLarge`, `FileUnfit`."""
    uploads = [
        upload
        for upload in form.getall("attachments", [])
        if isinstance(upload, UploadFile) and upload.filename
    ]
    try:
        if len(uploads) > MAX_ATTACHMENTS:
            raise TooManyFiles(most=MAX_ATTACHMENTS)
        files = tuple([await _read_file(upload) for upload in uploads])
        check_files(files)
    except TooManyAttachments as refusal:
        raise TooManyFiles(most=MAX_ATTACHMENTS) from refusal
    except AttachmentsTooLarge as refusal:
        raise FilesTooLarge(most=MAX_MEGABYTES) from refusal
    return files


async def _read_file(upload: UploadFile) -> File:
    content = await upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FilesTooLarge(most=MAX_MEGABYTES)
    name, _, file_format = upload.filename.rpartition(".")
    try:
        return check_file(name, file_format, content, field="attachments")
    except AttachmentUnfit as refusal:
        raise FileUnfit(name=upload.filename[:100], formats=", ".join(FORMATS)) from refusal
