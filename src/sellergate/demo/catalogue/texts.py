"""Reads the text files beside it: the tree of categories, the properties, and what sheets of each kind say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Final

from sellergate.market.products.models import Necessity
from sellergate.market.products.referential import (
    CategoryEntry,
    Label,
    ListedProperty,
    PropertyEntry,
)

_NECESSITY: Final = {n.value[0]: n for n in Necessity}
_PROPERTY: Final = re.compile(r"(\d+) ([MRO])(V?)(?: = (.*))?")
_RANGE: Final = re.compile(r"(\d+)-(\d+)")
_PLACES: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FREE_COLOURS: Final = {
    "3263": "3264"
}  # the colours of variants are any text; these are the usual ones


@dataclass(frozen=True, slots=True)
class Slot:
    """A property in a profile: `values` are French, `numbers` the least and the most."""

    reference: str
    necessity: Necessity
    is_axis: bool
    values: tuple[str, ...] = ()
    numbers: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What sheets of one kind say."""

    name: str
    is_brand_mandatory: bool
    is_variant: bool
    slots: Mapping[str, Slot]
    sentences: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A category that has sheets. `number` is the same as long as its place in the tree is."""

    reference: str
    number: int
    label: Label
    department: int
    profile: Profile
    prices: tuple[int, int]  # in euros


@dataclass(frozen=True, slots=True)
class Tree:
    """Every category as it is loaded, and those that have sheets."""

    entries: tuple[CategoryEntry, ...]
    leaves: tuple[Leaf, ...]


@dataclass(slots=True)
class _Branch:
    """Where the reader is: a category and what those below it inherit."""

    reference: str = ""
    number: int = 0
    children: int = 0
    department: int = 0
    profile: str = ""
    prices: tuple[int, int] = (5, 50)
    changed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_active: bool = True


@cache
def read_properties() -> Mapping[str, PropertyEntry]:
    """The properties by reference."""
    found = {}
    for line in _lines("properties.txt"):
        reference, fr, en, es, unit, flags, choices = (part.strip() for part in line.split("|"))
        found[reference] = PropertyEntry(
            reference=reference,
            label=Label(fr, en, es),
            unit=unit or None,
            is_multiple="m" in flags,
            is_numeric="n" in flags,
            is_variation="v" in flags,
            is_size="s" in flags,
            choices=tuple(_choice(text.strip()) for text in choices.split(";") if text.strip()),
        )
    return found


@cache
def choice_of(reference: str) -> Mapping[str, Label]:
    """The choices of a property by their French text."""
    choices = read_properties()[_FREE_COLOURS.get(reference, reference)].choices
    return {choice.fr: choice for choice in choices}


@cache
def read_syllables() -> Mapping[str, tuple[str, ...]]:
    """What invented names are made of."""
    parts = (line.split(":") for line in _lines("syllables.txt"))
    return {name: tuple(syllables.split()) for name, syllables in parts}


@cache
def read_tree() -> Tree:
    """The categories."""
    profiles = _read_profiles()
    entries: list[CategoryEntry] = []
    leaves: list[Leaf] = []
    path = [_Branch()]
    for line in _lines("tree.txt"):
        level = 1 + (len(line) - len(line.lstrip())) // 2
        texts, _, rest = line.strip().partition(" : ")
        label = Label(*texts.split(" | "))
        branch = _branch(path[level - 1], level, rest)
        path[level:] = [branch]
        properties: tuple[ListedProperty, ...] = ()
        profile = None
        if level == 3:
            profile = _changed(profiles[branch.profile], branch.changed)
            properties = tuple(
                ListedProperty(slot.reference, slot.necessity) for slot in profile.slots.values()
            )
            if branch.is_active:
                leaves.append(
                    Leaf(
                        branch.reference,
                        branch.number,
                        label,
                        branch.department,
                        profile,
                        branch.prices,
                    )
                )
        entries.append(
            CategoryEntry(
                reference=branch.reference,
                label=label,
                is_active=branch.is_active,
                is_brand_mandatory=bool(profile and profile.is_brand_mandatory),
                is_variant=bool(profile and profile.is_variant),
                properties=properties,
            )
        )
    return Tree(tuple(entries), tuple(leaves))


def _branch(above: _Branch, level: int, rest: str) -> _Branch:
    place = above.children
    above.children += 1
    branch = _Branch(
        reference=f"{above.reference}{place // 26}{_PLACES[place % 26]}",
        number=above.number * 100 + place + 1,
        department=place if level == 1 else above.department,
        profile=above.profile,
        prices=above.prices,
        changed=dict(above.changed),
    )
    for word in rest.split():
        prices = _RANGE.fullmatch(word)
        reference, _, values = word.partition("=")
        if prices:
            branch.prices = (int(prices[1]), int(prices[2]))
        elif values:
            branch.changed[reference] = tuple(values.replace("_", " ").split(","))
        elif word == "off":
            branch.is_active = False
        else:
            branch.profile = word
    return branch


def _changed(profile: Profile, values: Mapping[str, tuple[str, ...]]) -> Profile:
    slots = {
        reference: replace(slot, values=values.get(reference, slot.values))
        for reference, slot in profile.slots.items()
    }
    return replace(profile, slots=slots)


def _read_profiles() -> dict[str, Profile]:
    profiles: dict[str, Profile] = {}
    name = ""
    for line in _lines("profiles.txt"):
        text = line.strip()
        if not line.startswith(" "):
            head, _, base = text.partition(" < ")
            name, _, flags = head.partition(" ")
            above = profiles.get(base)
            profiles[name] = Profile(
                name,
                "B" in flags,
                "V" in flags,
                dict(above.slots) if above else {},
                above.sentences if above else (),
            )
            continue
        profile = profiles[name]
        slots = dict(profile.slots)
        if text.startswith("- ") and text[2:].isdigit():
            del slots[text[2:]]
            profiles[name] = replace(profile, slots=slots)
        elif text.startswith("- "):
            sentence = Label(*text[2:].split(" | "))
            profiles[name] = replace(profile, sentences=(*profile.sentences, sentence))
        else:
            slot = _slot(text)
            profiles[name] = replace(profile, slots=slots | {slot.reference: slot})
    return profiles


def _slot(text: str) -> Slot:
    found = _PROPERTY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a property of a profile: {text}")
    reference, necessity, axis, rest = found.groups()
    numbers = _RANGE.fullmatch(rest or "")
    values = () if numbers or not rest else tuple(rest.split(","))
    if not values and not numbers:
        values = tuple(choice_of(reference))
    return Slot(
        reference,
        _NECESSITY[necessity],
        bool(axis),
        values,
        (int(numbers[1]), int(numbers[2])) if numbers else None,
    )


def _choice(text: str) -> Label:
    parts = text.split("/")
    return Label(*parts) if len(parts) == 3 else Label(text, text, text)


def _lines(name: str) -> Iterator[str]:
    text = (files(__package__) / name).read_text("utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
