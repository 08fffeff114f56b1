"""Bodies that strangers send: JSON read with the tolerance that the contract asks for (contract/00 §4).

Member names are the same in any letter case and unknown ones are ignored, so bodies are read into plain values first;
what each member must be is the matter of the perimeter.
"""

from typing import Any

import msgspec

from sellergate.kit.problems import Problem

Object = dict[str, Any]

BOM = b"\xef\xbb\xbf"  # which programs on Windows put before UTF-8 (RFC 8259 §8.1 lets a reader ignore it)
_decode = msgspec.json.Decoder().decode


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


def invalid(field: str, message: str) -> Problem:
    """The problem of one wrong field."""
    return Problem("validation", errors={field: [message]})
