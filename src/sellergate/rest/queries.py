"""Query parameters of an operation, as one struct: what is read, checked and documented is declared once.

Parameters that nobody knows are ignored (contract/00 §6), and names are the same in any letter case. A wrong value of a
known parameter is a problem that names it.
"""

import re
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_type_hints
from urllib.parse import unquote_plus

import msgspec
from msgspec import inspect

from sellergate.kit.instants import parse_instant
from sellergate.kit.problems import Problem

T = TypeVar("T", bound=msgspec.Struct)

MAX_PARAMETERS = 200
MAX_ITEMS = 1000  # of a list in one parameter
SHOWN = 40  # characters of a wrong value, in its problem
# What programs write for a cursor that they do not have yet, before the first page.
_NO_CURSOR = {"null", "none", "undefined"}
_INDEX = re.compile(r"\[\d{0,6}\]$", re.ASCII)


class _Parameter(NamedTuple):
    name: str  # as documented
    attribute: str
    hint: Any
    is_list: bool
    is_instant: bool
    is_required: bool
    spellings: tuple[tuple[str, str], ...]  # of an enumeration: in small letters, and as it is
    wanted: str  # such as "a whole number from 1 to 100"
    default: Any  # none, unless it is worth telling


def read_query(scope: Any, model: type[T]) -> T:
    """The query string of a call as a `model`, whose members all have defaults.

    A member that is a list takes commas, repetition and the indexes of PHP: `name[]`, `name[0]`. A parameter without a
    value is none. Raises `Problem`.
    """
    query: bytes = scope["query_string"]
    if not query:
        return model()
    known = _parameters(model)
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for name, texts in _given(query, known).items():
        parameter = known[name]
        try:
            values[parameter.attribute] = _value_of(parameter, texts)
        except ValueError as error:
            errors[parameter.name] = [str(error)]
    if errors:
        raise Problem("validation", errors=errors)
    return model(**values)


def texts_of(scope: Any, name: str) -> list[str]:
    """What was sent for a list, as it was written: for items that may hold commas. Raises `Problem`."""
    key = name.casefold()
    return [text for found, text in _pairs(scope["query_string"]) if _INDEX.sub("", found) == key]


def parameters_of(model: type[msgspec.Struct]) -> list[dict[str, Any]]:
    """The OpenAPI parameter objects of a model."""
    described = []
    for parameter in _parameters(model).values():
        schema = _inlined(parameter.hint)
        examples = schema.pop("examples", None)
        if parameter.default is not None:
            schema["default"] = msgspec.to_builtins(parameter.default)
        described.append(
            {
                "name": parameter.name,
                "in": "query",
                "description": schema.pop("description", ""),
                "required": parameter.is_required,
                **({"style": "form", "explode": False} if parameter.is_list else {}),
                "schema": schema,
                **({"example": examples[0]} if examples else {}),
            }
        )
    return described


def _given(query: bytes, known: dict[str, _Parameter]) -> dict[str, list[str]]:
    """What was sent of what is known, by its name in small letters."""
    given: dict[str, list[str]] = {}
    for key, text in _pairs(query):
        if key == "cursor" and text.casefold() in _NO_CURSOR:
            continue
        if key in known:
            given.setdefault(key, []).append(text)
        elif key.endswith("]"):
            name = _INDEX.sub("", key)
            if name in known and known[name].is_list:
                given.setdefault(name, []).append(text)
    return given


def _pairs(query: bytes) -> list[tuple[str, str]]:
    """Names in small letters and texts, those that are not blank. `parse_qsl` does the same in thrice the time."""
    pairs = query.split(b"&", MAX_PARAMETERS)
    if len(pairs) > MAX_PARAMETERS:
        raise Problem("validation", f"There are more than {MAX_PARAMETERS} parameters.")
    found = []
    try:
        for pair in pairs:
            name, _, text = pair.decode().partition("=")
            if b"%" in pair or b"+" in pair:
                name, text = (unquote_plus(part, errors="strict") for part in (name, text))
            if text := text.strip():
                found.append((name.casefold(), text))
    except UnicodeDecodeError as error:
        raise Problem("validation", "The query string is not UTF-8.") from error
    return found


def _value_of(parameter: _Parameter, texts: list[str]) -> Any:
    if parameter.is_list:
        value: Any = [item for text in texts for part in text.split(",") if (item := part.strip())]
        if len(value) > MAX_ITEMS:
            raise ValueError(f"has more than {MAX_ITEMS} items: ask in several calls")
    else:
        value = texts[0]
        if any(text != value for text in texts):
            raise ValueError("was given twice with different values: give one")
    if parameter.spellings:
        known = dict(parameter.spellings)
        value = (
            [known.get(v.casefold(), v) for v in value]
            if parameter.is_list
            else known.get(value.casefold(), value)
        )
    try:
        if parameter.is_instant:
            return parse_instant(value)
        return msgspec.convert(value, parameter.hint, strict=False)
    except ValueError as error:  # which a ValidationError is, too
        raise ValueError(f"{_unknown(parameter, value)}must be {parameter.wanted}") from error


def _unknown(parameter: _Parameter, value: Any) -> str:
    """Of a list of choices, the first that is none: it may be one of many that were sent."""
    known = {spelling for _, spelling in parameter.spellings}
    strange = [item for item in value if item not in known] if parameter.is_list and known else []
    return f"has {strange[0][:SHOWN]!r}; it " if strange else ""


@cache
def _parameters(model: type[msgspec.Struct]) -> dict[str, _Parameter]:
    """By name, in small letters."""
    hints = get_type_hints(model, include_extras=True)
    known = {}
    info = inspect.type_info(model)
    assert isinstance(info, inspect.StructType)  # noqa: S101  (for the type checker)
    for field in info.fields:
        kind = _bare(field.type)
        known[field.encode_name.casefold()] = _Parameter(
            name=field.encode_name,
            attribute=field.name,
            hint=hints[field.name],
            is_list=isinstance(kind, inspect.ListType),
            is_instant=isinstance(kind, inspect.DateTimeType),
            is_required=_is_required(field.type),
            spellings=_spellings(kind),
            wanted=_wanted(kind),
            default=(field.default or None) if isinstance(field.default, int | str) else None,
        )
    return known


def _bare(kind: inspect.Type) -> inspect.Type:
    """The type without what is said about it, and without None."""
    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        [kind] = [_bare(one) for one in kind.types if not isinstance(_bare(one), inspect.NoneType)]
    return kind


def _is_required(kind: inspect.Type) -> bool:
    """Whether the model says so with `Meta(extra={"required": True})`. Its handler looks, for it may come otherwise."""
    return isinstance(kind, inspect.Metadata) and bool((kind.extra or {}).get("required"))


def _spellings(kind: inspect.Type) -> tuple[tuple[str, str], ...]:
    if isinstance(kind, inspect.ListType):
        return _spellings(_bare(kind.item_type))
    if not isinstance(kind, inspect.EnumType):
        return ()
    return tuple((str(member.value).casefold(), str(member.value)) for member in kind.cls)


def _wanted(kind: inspect.Type) -> str:
    match kind:
        case inspect.ListType():
            return f"a list, with commas, of which each is {_wanted(_bare(kind.item_type))}"
        case inspect.EnumType():
            return "one of " + ", ".join(str(member.value) for member in kind.cls)
        case inspect.IntType():
            return "a whole number" + _between(kind.ge, kind.le)
        case inspect.DateTimeType():
            return "an instant like 2026-01-31T00:00:00Z (RFC 3339); write + as %2B"
        case inspect.BoolType():
            return "true or false"
        case inspect.StrType() if kind.max_length is not None:
            return f"a text of at most {kind.max_length} characters"
        case _:
            return "well formed"


def _between(least: int | None, most: int | None) -> str:
    match least, most:
        case None, None:
            return ""
        case _, None:
            return f" from {least} on"
        case None, _:
            return f" up to {most}"
        case _:
            return f" from {least} to {most}"


def _inlined(hint: Any) -> dict[str, Any]:
    """The JSON schema of a parameter, without references."""
    (schema,), components = msgspec.json.schema_components([hint], ref_template="{name}")

    def inline(part: Any) -> Any:
        if isinstance(part, list):
            return [inline(item) for item in part]
        if not isinstance(part, dict):
            return part
        if name := part.get("$ref"):
            return inline({"type": "string", "enum": components[name]["enum"]})
        return {key: inline(value) for key, value in part.items() if key != "title"}

    plain: dict[str, Any] = inline(schema)
    match plain.pop("anyOf", None):
        case [dict(one), {"type": "null"}]:
            plain |= one
    if plain.get("default") is None:
        plain.pop("default", None)
    return plain
