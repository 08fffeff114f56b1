"""What a message, a subject and a code must be (contract/07 §5, §6)."""

import re
from typing import Final

from sellergate.market.discussions.errors import BodyLength, BodyUnfit, CodeUnfit, SubjectUnfit
from sellergate.market.discussions.models import MAX_BODY, MAX_CODE, MAX_SUBJECT, MIN_BODY

_CODE: Final = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_CODE}}}", re.ASCII)
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def check_body(body: str, *, field: str = "body") -> str:
    """The text of a message, as it was sent. Raises `BodyLength`, `BodyUnfit`.

    Characters are code points: an emoji is one, a letter with a combining accent two.
    """
    if not MIN_BODY <= len(body) <= MAX_BODY:
        raise BodyLength(length=len(body), least=MIN_BODY, most=MAX_BODY, field=field)
    if not body.strip():
        raise BodyUnfit("has only spaces: say something", field=field)
    if "\x00" in body:
        raise BodyUnfit(
            "has the character U+0000, which no text may have: leave it out", field=field
        )
    return body


def check_subject(text: str) -> str:
    """What heads a discussion, on one line. Raises `SubjectUnfit`."""
    text = text.strip()
    if not 1 <= len(text) <= MAX_SUBJECT or _UNSEEN.search(text):
        raise SubjectUnfit(most=MAX_SUBJECT)
    return text


def check_code(text: str, *, field: str) -> str:
    """A code that channels make up. Raises `CodeUnfit`."""
    if not _CODE.fullmatch(text):
        raise CodeUnfit(most=MAX_CODE, field=field)
    return text
