"""Bodies that strangers send: JSON read with the tolerance that the contract asks for (contract/00 §4).

Member names are the same in any letter case and unknown ones are ignored, so bodies are read into plain values first;
what each member must be is the matter of the perimeter.
"""

import re
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect

from sellergate.kit.problems import Problem

T = TypeVar("T")
Object = dict[str, Any]

BOM = b"\xef\xbb\xbf"  # which programs on Windows put before UTF-8 (RFC 8259 §8.1 lets a reader ignore it)
_decode = msgspec.json.Decoder().decode
_PLACE: Final = re.compile(r"(.*) - at `\$\.?(.*)`", re.DOTALL)
_MISSING: Final = re.compile(r"Object missing required field `(.*)`")
_WORDS: Final = {
    "`int`": "a whole number",
    "`float`": "a number",
    "`str`": "a text",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "an object",
    "`null`": "null",
    "`datetime`": "an instant like 2026-01-31T00:00:00Z",
}


def parse_json(body: bytes) -> Any:
    """The value of a JSON body, whatever its Content-Type says. Raises `Problem`; NaN and Infinity are no JSON."""
    body = body.removeprefix(BOM)
    if not body.strip():
        raise invalid("body", "is empty: send JSON")
    try:
        return _decode(body)
    except msgspec.DecodeError as error:
        raise invalid("body", f"is not JSON: {error}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise invalid("body", "is not JSON that can be read: UTF-8, not nested deeply") from error


def parse_object(body: bytes) -> Object:
    """The members of a JSON object, their names in small letters. Raises `Problem`."""
    value = parse_json(body)
    if not isinstance(value, dict):
        raise invalid("body", "must be a JSON object")
    return lowered(value)


def lowered(members: Object) -> Object:
    """The members of one object, their names in small letters; of two that differ in case only, the last."""
    return {name.casefold(): value for name, value in members.items()}


def parse_body(body: bytes, model: type[T]) -> T:
    """A JSON object as a `model`, whose member names are the same in any letter case. Raises `Problem`."""
    members = parse_object(body)
    try:
        return msgspec.convert(_named(members, inspect.type_info(model)), model)
    except msgspec.ValidationError as error:
        raise invalid(*_told(str(error))) from error


def _named(value: Any, kind: inspect.Type) -> Any:
    """The value with the names of members as the model has them."""
    match value, _bare(kind):
        case dict(), inspect.StructType() as struct:
            known = {field.encode_name.casefold(): field for field in struct.fields}
            return {
                known[name].encode_name: _named(member, known[name].type)
                for name, member in lowered(value).items()
                if name in known
            }
        case list(), inspect.ListType() as items:
            return [_named(item, items.item_type) for item in value]
        case _:
            return value


def _bare(kind: inspect.Type) -> inspect.Type:
    """The type without what is said about it, and without None."""
    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        some = [one for one in map(_bare, kind.types) if not isinstance(one, inspect.NoneType)]
        return some[0] if len(some) == 1 else kind
    return kind


def _told(text: str) -> tuple[str, str]:
    """The field that a validation error of msgspec names, and what it must be."""
    placed = _PLACE.fullmatch(text)
    what, field = placed.groups() if placed else (text, "")
    if missing := _MISSING.fullmatch(what):
        return ".".join(filter(None, (field, missing[1]))), "is missing"
    for name, words in _WORDS.items():
        what = what.replace(name, words)
    return field or "body", f"is not valid: {what[:1].lower()}{what[1:]}"


def invalid(field: str, message: str) -> Problem:
    """The problem of one wrong field."""
    return Problem("validation", errors={field: [message]})
