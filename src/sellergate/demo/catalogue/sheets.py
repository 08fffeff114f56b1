"""Product sheets: some that are known by number, and six for every other category, from its profile and the seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.demo.catalogue.known import KNOWN_SHEETS, KnownSheet
from sellergate.demo.catalogue.texts import Leaf, Slot, choice_of, read_properties, read_tree
from sellergate.demo.catalogue.words import draw, model_name, pick
from sellergate.demo.world import BROCANTE, LINDQVIST, MAISON, MORGENSTERN, ORTEGA, Chance, ago
from sellergate.kit.gtin import Gtin, check_digit, parse_gtin
from sellergate.market.languages import Language
from sellergate.market.products.loading import LoadedProduct
from sellergate.market.products.models import Necessity
from sellergate.market.products.referential import BrandEntry, Label

SHEETS_OF_LEAF: Final = 6
PICTURES: Final = "https://pictures.demo.example"

# Who submits sheets in which department, by its place in the tree.
SPECIALISTS: Final[Mapping[int, tuple[SellerId, ...]]] = {
    0: (MAISON, LINDQVIST, BROCANTE),
    1: (MAISON, LINDQVIST),
    2: (LINDQVIST, MAISON),
    3: (MAISON, MORGENSTERN),
    4: (MORGENSTERN,),
    8: (ORTEGA,),
    10: (LINDQVIST,),
    12: (MORGENSTERN, MAISON),
    13: (MAISON,),
}
_SHARES: Final = {Necessity.MANDATORY: 100, Necessity.RECOMMENDED: 85, Necessity.OPTIONAL: 40}
# What a title says besides kind and model, the most telling first.
_TOLD: Final = (
    "3263", "3264", "46830", "46831", "46832", "46833", "46834", "46835", "1603", "1601", "1703",
    "1701", "1403", "1502", "1304", "1301", "1206",
)  # fmt: skip
_NO_UNIT: Final = Label("", "", "")
_UNITS: Final = {
    "1206": Label(" cm", " cm", " cm"),
    "1301": Label(" W", " W", " W"),
    "1304": Label(" l", " l", " l"),
    "1403": Label(" pouces", " inches", " pulgadas"),
    "1502": Label(" joueurs", " players", " jugadores"),
    "1601": Label(" ml", " ml", " ml"),
    "1701": Label(" g", " g", " g"),
}
_IN: Final = Label("en", "in", "de")
_BY: Final = Label("par", "by", "de")
_FACTS: Final = Label("En bref", "In short", "En breve")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet before it is written: what titles and descriptions are made of, in every language."""

    key: str
    number: int
    leaf: Leaf
    model: str
    brand: str | None
    values: Mapping[str, tuple[str, ...]]  # French
    sellers: tuple[tuple[SellerId, str], ...]
    group: str | None
    created_at: datetime
    is_marketable: bool = True

    @property
    def gtin(self) -> Gtin:
        """Of the range that shops use inside (GS1 prefix 04), so nobody's."""
        return gtin_of(self.number)


def gtin_of(number: int) -> Gtin:
    """The GTIN of a sheet's number."""
    digits = f"04{number:010d}"
    return parse_gtin(digits + check_digit(digits))


def all_sheets(chance: Chance, brands: Sequence[BrandEntry]) -> tuple[Sheet, ...]:
    """Every sheet of the marketplace, the known ones first."""
    leaves = read_tree().leaves
    named = {leaf.label.fr: leaf for leaf in leaves}
    known = [_known(sheet, named[sheet.leaf]) for sheet in KNOWN_SHEETS]
    codes = _Codes()
    drawn = [
        sheet
        for leaf in leaves
        for sheet in _sheets_of(chance, leaf, _brands_for(leaf, brands), codes)
    ]
    return (*known, *drawn)


def loaded(sheet: Sheet, chance: Chance) -> LoadedProduct:
    """The sheet as it is stored: French, and translated."""
    (title, description, rich), english, spanish = (
        _texts(sheet, language) for language in ("fr", "en", "es")
    )
    names = sheet.leaf.profile.slots
    size = next(
        (sheet.values[r][0] for r in names if r.startswith("4683") and r in sheet.values), None
    )
    color = sheet.values.get("3263", (None,))[0]
    count = 1 + draw(chance, f"pictures {sheet.key}", 4)
    return LoadedProduct(
        gtin=sheet.gtin,
        category_reference=sheet.leaf.reference,
        title=title,
        description=description,
        rich_description=rich if sheet.number % 4 == 1 else None,
        translations={
            Language.ENGLISH: (english[0], english[1], None),
            Language.SPANISH: (spanish[0], spanish[1], None),
        },
        brand=sheet.brand,
        variant_group_reference=sheet.group,
        color=color,
        size=size,
        attributes=sheet.values,
        pictures=[f"{PICTURES}/{sheet.gtin.text}-{n}.jpg" for n in range(1, count + 1)],
        is_marketable=sheet.is_marketable,
        created_at=sheet.created_at,
        sellers=sheet.sellers,
    )


class _Codes:
    """Sellers' own codes: three letters of the kind and a number."""

    def __init__(self) -> None:
        self._counts: dict[SellerId, int] = {}

    def next(self, seller_id: SellerId, leaf: Leaf) -> str:
        count = self._counts[seller_id] = self._counts.get(seller_id, 0) + 1
        letters = "".join(c for c in leaf.label.fr.upper() if "A" <= c <= "Z")[:4]
        return f"{letters}-{count:04d}"


def _known(sheet: KnownSheet, leaf: Leaf) -> Sheet:
    return Sheet(
        key=f"known {sheet.number}",
        number=sheet.number,
        leaf=leaf,
        model=sheet.model,
        brand=sheet.brand,
        values=sheet.values,
        sellers=sheet.sellers,
        group=sheet.group,
        created_at=ago(240 - 11 * sheet.number),
        is_marketable=sheet.is_marketable,
    )


def _sheets_of(
    chance: Chance, leaf: Leaf, brands: Sequence[BrandEntry], codes: _Codes
) -> Iterator[Sheet]:
    """Six sheets; in a category of variants, those of one model in two colours and three sizes."""
    common = (
        _drawn_values(chance, f"group {leaf.reference}", leaf) if leaf.profile.is_variant else None
    )
    sellers = _sellers(chance, leaf.reference, leaf, codes)
    for place in range(SHEETS_OF_LEAF):
        name = f"{leaf.reference} {place}"
        kin = leaf.reference if common is not None else name
        if common is None:
            values, sold, group = _drawn_values(chance, name, leaf), sellers, None
            if place:
                sold = _sellers(chance, name, leaf, codes)
        else:
            values = common | _axis_values(leaf, place)
            sold = tuple((seller, f"{code}-{place + 1}") for seller, code in sellers)
            group = sellers[0][1] if sellers else f"GR-{leaf.reference}"
        has_brand = leaf.profile.is_brand_mandatory or draw(chance, f"branded {kin}", 100) < 80
        yield Sheet(
            key=name,
            number=leaf.number * 100 + place + 1,
            leaf=leaf,
            model=model_name(chance, f"model {kin}"),
            brand=pick(chance, f"brand of {kin}", brands).name if has_brand else None,
            values=values,
            sellers=sold,
            group=group,
            created_at=ago(25 + draw(chance, f"age {kin}", 600)),
            is_marketable=draw(chance, f"marketable {name}", 60) > 0,
        )


def _drawn_values(chance: Chance, name: str, leaf: Leaf) -> dict[str, tuple[str, ...]]:
    return {
        slot.reference: (_value(chance, f"{name} {slot.reference}", slot),)
        for slot in leaf.profile.slots.values()
        if (slot.values or slot.numbers)
        and draw(chance, f"says {name} {slot.reference}", 100) < _SHARES[slot.necessity]
    }


def _axis_values(leaf: Leaf, place: int) -> dict[str, tuple[str, ...]]:
    """Two colours, and for each of them as many sizes as make six sheets."""
    slots = leaf.profile.slots.values()
    colors = next(slot.values for slot in slots if slot.reference == "3263")
    size = next(slot for slot in slots if slot.is_axis and slot.reference != "3263")
    many = min(len(size.values), SHEETS_OF_LEAF // 2)
    first = (len(size.values) - many) // 2
    return {
        "3263": (colors[(leaf.number + place // many) % len(colors)],),
        size.reference: (size.values[first + place % many],),
    }


def _value(chance: Chance, name: str, slot: Slot) -> str:
    if slot.numbers is None:
        return pick(chance, name, slot.values)
    least, most = slot.numbers
    step = next(step for step in (100, 10, 5, 1) if most - least >= 8 * step or step == 1)
    value = least + step * draw(chance, name, (most - least) // step + 1)
    return str(value if value == least else value // step * step)


def _sellers(
    chance: Chance, name: str, leaf: Leaf, codes: _Codes
) -> tuple[tuple[SellerId, str], ...]:
    """Who submitted the sheet; nobody that is known for a third of them."""
    local = SPECIALISTS.get(leaf.department, ())
    found: list[SellerId] = []
    if local and draw(chance, f"creator {name}", 100) < 70:
        found.append(pick(chance, f"who made {name}", local))
    others = [seller for seller in (*local, TEST_SELLER_ID) if seller not in found]
    if others and draw(chance, f"contributor {name}", 100) < 18:
        found.append(pick(chance, f"who added to {name}", others))
    return tuple((seller, codes.next(seller, leaf)) for seller in found)


def _brands_for(leaf: Leaf, brands: Sequence[BrandEntry]) -> Sequence[BrandEntry]:
    """The brands of a department, some of which are of the next one too."""
    first = 4 + leaf.department * 27
    return brands[first : first + 36]


def _texts(sheet: Sheet, language: str) -> tuple[str, str, str]:
    """Title, description and rich description."""

    def said(label: Label) -> str:
        return str(getattr(label, language))

    noun = said(sheet.leaf.label)
    name = f"{sheet.model} {_inside(noun)}" if language == "en" else f"{noun} {sheet.model}"
    title = name + _details(sheet, language)
    by = f" {said(_BY)} {sheet.brand}" if sheet.brand else ""
    sentences = " ".join(said(sentence) for sentence in sheet.leaf.profile.sentences)
    facts = list(_facts(sheet, language))
    description = f"{name}{by}. {sentences} {said(_FACTS)}{' ' if language == 'fr' else ''}: {'; '.join(facts)}."
    items = "".join(f"<li>{fact}</li>" for fact in facts)
    return title, description, f"<p><b>{title}</b></p><p>{sentences}</p><ul>{items}</ul>"


def _details(sheet: Sheet, language: str) -> str:
    """Of what it is made, and the two next values that tell sheets of one model from each other."""
    noun = getattr(sheet.leaf.label, language).lower()
    material = _told(sheet, "1102", language)
    made_of = f" {getattr(_IN, language)} {material}" if material and material not in noun else ""
    found = [_told(sheet, reference, language) for reference in _TOLD]
    return ", ".join([made_of, *[text for text in found if text][:2]])


def _inside(noun: str) -> str:
    """A noun where no sentence begins; “TV stand” stays as it is."""
    return noun if noun[1:2].isupper() else noun[:1].lower() + noun[1:]


def _told(sheet: Sheet, reference: str, language: str) -> str:
    values = sheet.values.get(reference)
    if not values:
        return ""
    text = _translated(reference, values[0], language)
    if reference == "1603":
        text = text.lower()
    return text + str(getattr(_UNITS.get(reference, _NO_UNIT), language))


def _facts(sheet: Sheet, language: str) -> Iterator[str]:
    for reference, values in sheet.values.items():
        entry = read_properties()[reference]
        shown = ", ".join(_translated(reference, value, language) for value in values)
        unit = f" {entry.unit}" if entry.unit else ""
        space = " " if language == "fr" else ""
        yield f"{getattr(entry.label, language).lower()}{space}: {shown}{unit}"


def _translated(reference: str, value: str, language: str) -> str:
    found = choice_of(reference).get(value)
    return value if found is None else str(getattr(found, language))
