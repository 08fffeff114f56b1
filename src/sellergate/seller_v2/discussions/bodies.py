"""What clients send, in each way that they are known to send it (contract/07 §5 to §7)."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sellergate.kit.problems import Problem
from sellergate.market.discussions.attachments import (
    File,
    check_count,
    check_file,
    check_files,
    decode_base64,
)
from sellergate.market.discussions.models import (
    MAX_ORDER_ID,
    MAX_PRODUCT_ID,
    Addressee,
    UserType,
)
from sellergate.market.discussions.rules import check_body, check_code, check_subject
from sellergate.rest.bodies import Object, invalid, lowered, parse_json, parse_object

_USER_TYPES: Final = {user_type.casefold(): user_type for user_type in UserType}
_WRITABLE: Final = "must be Customer or GrcOperator"
_TRUTHS: Final = {"true": True, "false": False}


class Words(NamedTuple):
    """A message as it was asked for, checked as far as it can be without a discussion."""

    body: str
    addressees: tuple[Addressee, ...]
    files: tuple[File, ...]


class Reply(NamedTuple):
    """An answer to send."""

    discussion_id: str
    sales_channel: str | None
    words: Words


class Opening(NamedTuple):
    """A discussion to open."""

    subject: str
    order_id: str
    sales_channel: str
    sub_typology_code: str
    product_id: str | None
    words: Words


def parse_reply(body: bytes) -> Reply:
    """The body of `POST /messages`. Raises `Problem` and refusals that name the member at fault."""
    members = parse_object(body)
    return Reply(
        discussion_id=_text(members, "discussionId"),
        sales_channel=_optional(members, "salesChannel"),
        words=_words(members, ""),
    )


def parse_opening(body: bytes) -> Opening:
    """The body of `POST /discussions`. Raises the same."""
    members = parse_object(body)
    message = members.get("message")
    if not isinstance(message, dict):
        raise invalid("message", "must be an object with body and receiver")
    return Opening(
        subject=check_subject(_text(members, "subject")),
        order_id=_text(members, "orderId", most=MAX_ORDER_ID),
        sales_channel=_text(members, "salesChannel"),
        sub_typology_code=check_code(_text(members, "subtypologyCode"), field="subtypologyCode"),
        product_id=_optional(members, "productId", most=MAX_PRODUCT_ID),
        words=_words(lowered(message), "message."),
    )


def parse_change(body: bytes, path: str) -> bool:
    """The value that an array of one operation sets at `path`: a boolean, or a text that says one.

    The operation is called `op` or `opt` (contract/07 §7). Raises `Problem`.
    """
    found = parse_json(body)
    operations = found if isinstance(found, list) else [found]
    if len(operations) != 1 or not isinstance(operations[0], dict):
        raise invalid("body", "must be an array of one operation: op, path and value")
    operation = lowered(operations[0])
    name = operation.get("op", operation.get("opt"))
    if not isinstance(name, str) or name.strip().casefold() != "replace":
        raise invalid("[0].op", "must be replace: nothing else can be done here")
    at = operation.get("path")
    if not isinstance(at, str) or at.strip().lstrip("/").casefold() != path.lstrip("/").casefold():
        raise invalid("[0].path", f"must be {path}: nothing else can be changed here")
    value = operation.get("value")
    if isinstance(value, str):
        value = _TRUTHS.get(value.strip().casefold())
    if not isinstance(value, bool):
        raise invalid("[0].value", "must be true or false")
    return value


def _words(members: Object, prefix: str) -> Words:
    text = members.get("body")
    if not isinstance(text, str):
        raise invalid(f"{prefix}body", "must be a text of 13 to 5000 characters")
    return Words(
        body=check_body(text, field=f"{prefix}body"),
        addressees=tuple(_addressees(members, prefix)),
        files=_files(members.get("attachments"), f"{prefix}attachments"),
    )


def _addressees(members: Object, prefix: str) -> Iterator[Addressee]:
    """Those of `receivers` and of `receiver`, each of which may be one or several, objects or names of types."""
    for name in ("receivers", "receiver"):
        given = members.get(name)
        if given in (None, "", []):
            continue
        for place, one in enumerate(given if isinstance(given, list) else [given]):
            field = f"{prefix}{name}[{place}]" if isinstance(given, list) else f"{prefix}{name}"
            yield _addressee(one, field)


def _addressee(value: Any, field: str) -> Addressee:
    if isinstance(value, str):
        return Addressee(None, _user_type(value, field))
    if not isinstance(value, dict):
        raise invalid(field, _WRITABLE)
    members = lowered(value)
    user_id = members.get("userid")
    if isinstance(user_id, int) and not isinstance(user_id, bool):
        user_id = str(user_id)
    if user_id is not None and not isinstance(user_id, str):
        raise invalid(f"{field}.userId", "must be a text")
    user_type = _user_type(members.get("usertype"), f"{field}.userType")
    return Addressee((user_id or "").strip() or None, user_type)


def _user_type(value: Any, field: str) -> UserType:
    found = _USER_TYPES.get(value.strip().casefold()) if isinstance(value, str) else None
    if found is None or found is UserType.SELLER:
        raise invalid(field, _WRITABLE)
    return found


def _files(value: Any, field: str) -> tuple[File, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise invalid(field, "must be an array of at most 3 files")
    check_count(len(value))
    files = tuple(_file(one, f"{field}[{place}]") for place, one in enumerate(value))
    check_files(files)
    return files


def _file(value: Any, field: str) -> File:
    if not isinstance(value, dict):
        raise invalid(field, "must be an object with name, fileFormat and content")
    members = lowered(value)
    texts: dict[str, str] = {}
    for name in ("name", "fileFormat", "content"):
        text = members.get(name.casefold())
        if not isinstance(text, str) or not text:
            raise invalid(f"{field}.{name}", "must be a text that is not empty")
        texts[name] = text
    content = decode_base64(texts["content"], field=f"{field}.content")
    return check_file(texts["name"], texts["fileFormat"], content, field=field)


def _text(members: Object, name: str, *, most: int = 200) -> str:
    text = _optional(members, name, most=most)
    if text is None:
        raise _missing(name)
    return text


def _optional(members: Object, name: str, *, most: int = 200) -> str | None:
    """A text without outer spaces; None when it is missing, null or blank."""
    value = members.get(name.casefold())
    if value is None:
        return None
    if not isinstance(value, str) or len(value.strip()) > most or "\x00" in value:
        raise invalid(name, f"must be a text of at most {most} characters")
    return value.strip() or None


def _missing(name: str) -> Problem:
    return invalid(name, "is missing")
