"""Invented names of brands and models, made of syllables. None is of a company or of a range that we know."""

from collections.abc import Sequence
from typing import Final, TypeVar

from sellergate.demo.catalogue.texts import read_syllables
from sellergate.demo.world import Chance
from sellergate.market.products.names import brand_key
from sellergate.market.products.referential import BrandEntry

BRANDS: Final = 500
T = TypeVar("T")

_FORMS: Final = (
    "{}", "{}", "{}", "Maison {}", "Atelier {}", "{} & Fils", "{} Studio", "Casa {}", "{} Works",
    "{} Hem", "Manufacture {}", "{} Werk",
)  # fmt: skip


def model_name(chance: Chance, name: str) -> str:
    """A name for a range of products."""
    return _word(chance, name, "model ends")


def brand_entries(chance: Chance) -> tuple[BrandEntry, ...]:
    """The brands of the marketplace, those that sheets are known by first."""
    names = ["Bruyère", "Morgenstern", "Lindqvist Hem", "Ortega Ciclos"]
    keys = {brand_key(name) for name in names}
    number = 0
    while len(names) < BRANDS:
        number += 1
        form = pick(chance, f"brand form {number}", _FORMS)
        name = form.format(_word(chance, f"brand {number}", "brand ends"))
        if brand_key(name) not in keys:
            keys.add(brand_key(name))
            names.append(name)
    return tuple(BrandEntry(f"B{n:05d}", name) for n, name in enumerate(names, 1))


def draw(chance: Chance, name: str, below: int) -> int:
    """A number from 0 on."""
    return int.from_bytes(chance.bytes(name)[:6]) % below


def pick(chance: Chance, name: str, options: Sequence[T]) -> T:
    """One of `options`."""
    return options[draw(chance, name, len(options))]


def _word(chance: Chance, name: str, ends: str) -> str:
    start = pick(chance, f"start of {name}", read_syllables()["starts"])
    return start + pick(chance, f"end of {name}", read_syllables()[ends])
