"""Values of the API: typed views of JSON objects, which keep what they do not know.

A Model wraps the object as it came. Members are read when they are asked for, so that a member, an enum value
or a whole shape that a newer server sends harms nobody who does not look at it.
"""

import enum
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self, Union, dataclass_transform

from sellergate_client.errors import ConfigurationError, MissingMember

Decode = Callable[[Any], Any]
MISSING: Any = object()


class OpenEnum(enum.StrEnum):
    """An enum whose values are texts. One that this version does not know is a member for itself, with its text."""

    @classmethod
    def _missing_(cls, value: object) -> "Self | None":
        if not isinstance(value, str):
            return None
        made = str.__new__(cls, value)
        made._name_ = value
        made._value_ = value
        return made

    @property
    def is_known(self) -> bool:
        """Whether this version of the library knows the value."""
        return self.value in type(self)._value2member_map_


class _Member:
    """One member of a model: where it is in the object, and how it is read."""

    __slots__ = ("decode", "default", "name", "wire")

    def __init__(self, wire: str, default: Any) -> None:
        self.wire = wire
        self.default = default
        self.name = ""
        self.decode: Decode | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, model: "Model | None", owner: type["Model"]) -> Any:
        if model is None:
            return self
        try:
            return model._read[self.name]
        except KeyError:
            read = model._read[self.name] = self._read_from(model, owner)
            return read

    def _read_from(self, model: "Model", owner: type["Model"]) -> Any:
        value = model._data.get(self.wire, MISSING)
        if value is MISSING:
            if self.default is not MISSING:
                return self.default
            raise MissingMember(
                f"This {owner.__name__} has no {self.wire}. If you asked for `fields`, name it there."
            )
        if value is None:
            return None  # also where nobody announced it
        try:
            return (self.decode or _prepared(owner, self.name))(value)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise MissingMember(
                f"{self.wire} of this {owner.__name__} is not of its type. Read it as it came: .raw[{self.wire!r}]."
            ) from error


def member(wire: str, *, default: Any = MISSING) -> Any:
    """Declare a member by its name on the wire. One with a default may be left out."""
    return _Member(wire, default)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(member,))
class Model:
    """A JSON object with typed members. It does not change; `raw` is the object as it came or will be sent."""

    __slots__ = ("_data", "_read")
    _members: ClassVar[dict[str, _Member]] = {}

    def __init__(self, **values: Any) -> None:
        """Make one to send. Members that are left out are not sent. Raises ConfigurationError."""
        members = type(self)._members
        if unknown := values.keys() - members.keys():
            raise ConfigurationError(
                f"{type(self).__name__} has no member {min(unknown)!r}. It has: {', '.join(members)}."
            )
        missing = [n for n, m in members.items() if m.default is MISSING and n not in values]
        if missing:
            raise ConfigurationError(f"{type(self).__name__} needs {', '.join(missing)}.")
        self._data: Mapping[str, Any] = {
            members[name].wire: to_wire(value) for name, value in values.items()
        }
        self._read: dict[str, Any] = {}

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, _Member)}
        cls._members = {**cls._members, **own}

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """View a JSON object. Raises TypeError when it is none."""
        if not isinstance(data, dict):
            raise TypeError(f"{cls.__name__} is an object, this is {type(data).__name__}")
        made = cls.__new__(cls)
        made._data = data
        made._read = {}
        return made

    @property
    def raw(self) -> Mapping[str, Any]:
        """The object as it came, or as it is sent."""
        return types.MappingProxyType(self._data)

    @property
    def extra(self) -> dict[str, Any]:
        """The members that this version of the library does not know."""
        known = {m.wire for m in type(self)._members.values()}
        return {name: value for name, value in self._data.items() if name not in known}

    def __contains__(self, name: object) -> bool:
        """Whether the member, by its Python name, is there."""
        found = type(self)._members.get(name) if isinstance(name, str) else None
        return found is not None and found.wire in self._data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and type(self) is type(other) and self._data == other._data

    # It holds lists.
    __hash__ = None  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self._shown())
        return f"{type(self).__name__}({shown})"

    def _shown(self) -> Iterator[tuple[str, Any]]:
        for name, known in type(self)._members.items():
            if known.wire in self._data:
                yield name, self._data[known.wire]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_wire, (dict(self._data),)


def to_wire(value: Any) -> Any:
    """A value as JSON knows it. Raises ConfigurationError for what has no place in it."""
    match value:
        case Model():
            return value._data
        case enum.Enum():
            return value.value
        case str() | bool() | int() | float() | None:
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): to_wire(one) for name, one in value.items()}
        case Sequence() | set() | frozenset():
            return [to_wire(one) for one in value]
        case _:
            raise ConfigurationError(f"{type(value).__name__} cannot be sent as JSON.")


def instant(value: datetime) -> str:
    """An instant as the API reads it. Raises ConfigurationError for one without a zone."""
    if value.tzinfo is None:
        raise ConfigurationError(
            f"{value.isoformat()} has no time zone. Use datetime.now(UTC), or .astimezone() for local time."
        )
    return value.astimezone(UTC).isoformat()


def _prepared(cls: type[Model], wanted: str) -> Decode:
    """Find out, once, how the members of a model are read: by their annotations. Return what reads the wanted one."""
    hints = typing.get_type_hints(cls, vars(sys.modules[cls.__module__]))
    for name, known in cls._members.items():
        known.decode = decoder(hints[name])
    return decoder(hints[wanted])


def decoder(hint: Any) -> Decode:
    """What reads a value of this type."""
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional(hint)
    if origin is not None and issubclass(origin, Sequence):
        one = decoder(typing.get_args(hint)[0])
        return lambda value: tuple(one(each) for each in _a_list(value))
    if origin is not None:  # mappings, as they came
        return _as_it_came
    if isinstance(hint, type) and issubclass(hint, Model):
        return hint.from_wire
    return _SCALARS.get(hint) or (hint if _is_enum(hint) else _as_it_came)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, enum.Enum)


def _optional(hint: Any) -> Decode:
    kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    if len(kinds) > 1:
        return _as_it_came
    inner = decoder(kinds[0])
    return lambda value: None if value is None else inner(value)


def _as_it_came(value: Any) -> Any:
    return value


def _a_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _an_instant(value: Any) -> datetime:
    read = datetime.fromisoformat(value)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _a_number(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _a_text(value: Any) -> str:
    """Some texts, such as a GTIN, were numbers on other days (contract/00 §4)."""
    if isinstance(value, (dict, list)):
        raise TypeError
    return str(value)


_SCALARS: dict[Any, Decode] = {
    str: _a_text,
    datetime: _an_instant,
    Decimal: _a_number,
    date: date.fromisoformat,
}


def view(model: Any, data: Any) -> Any:
    """A JSON value as this type."""
    return decoder(model)(data)
