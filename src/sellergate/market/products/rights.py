"""What a submitted sheet does to the one that is there: who created it may change it, others fill in what it lacks.

See docs/decisions/0028. Pure: rows come in, rows go out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sellergate.kit.clock import to_micros
from sellergate.kit.gtin import Gtin
from sellergate.market.languages import Language
from sellergate.market.products.checks import CheckedSheet
from sellergate.market.products.names import product_reference
from sellergate.market.products.refusals import Note, note

Translation = Sequence[str | None]  # title, description, rich description
Picture = tuple[int, str, int]  # index, address, since when in microseconds


class Operation(StrEnum):
    """What a submitted sheet is to the catalogue (contract/03)."""

    CREATION = "Creation"
    MODIFICATION = "Modification"
    IDENTICAL = "Identical"


@dataclass(frozen=True, slots=True)
class Product:
    """A sheet of the catalogue, and what it is to one seller."""

    id: int | None  # none: not yet written
    reference: str
    gtin: Gtin
    language: str
    title: str
    description: str
    rich_description: str | None
    translations: Mapping[str, Translation]
    brand: str | None
    category_reference: str
    variant_group_reference: str | None
    color: str | None
    size: str | None
    attributes: Mapping[str, Sequence[str]]
    pictures: tuple[Picture, ...]
    seller_product_reference: str | None  # none: it is not the seller's
    is_creator: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the catalogue. `refused`: nothing, because of these."""

    operation: Operation
    product: Product
    refused: tuple[Note, ...] = ()


def create_product(checked: CheckedSheet, now: datetime) -> Outcome:
    """The sheet that nobody has submitted before: its submitter is its creator."""
    sheet, category = checked.sheet, checked.category
    if sheet.gtin is None or category is None:
        raise ValueError("a refused sheet creates nothing")
    micros = to_micros(now)
    product = Product(
        id=None,
        reference=product_reference(sheet.gtin),
        gtin=sheet.gtin,
        language=sheet.language.value,
        title=sheet.title,
        description=sheet.description,
        rich_description=sheet.rich_description,
        translations={},
        brand=sheet.brand,
        category_reference=category.reference,
        variant_group_reference=sheet.variant_group_reference,
        color=sheet.color,
        size=sheet.size,
        attributes=sheet.attributes,
        pictures=tuple((index, url, micros) for index, url in sheet.pictures.items()),
        seller_product_reference=sheet.seller_product_reference,
        is_creator=True,
    )
    return Outcome(Operation.CREATION, product)


def merge_product(product: Product, checked: CheckedSheet, now: datetime) -> Outcome:
    """The sheet that is there, with what this submission may change of it."""
    merge = _Merge(product)
    sheet = checked.sheet
    texts = (sheet.title, sheet.description, sheet.rich_description)
    if sheet.language == product.language:
        merge.texts(texts)
    else:
        merge.translation(sheet.language, texts)
    merge.member("Brand", "brand", sheet.brand)
    if checked.category is not None:
        merge.member("CategoryCode", "category_reference", checked.category.reference)
    merge.member("VariantGroupReference", "variant_group_reference", sheet.variant_group_reference)
    merge.member("Color", "color", sheet.color)
    merge.member("Size", "size", sheet.size)
    merge.attributes(sheet.attributes)
    merge.pictures(sheet.pictures, to_micros(now))
    if merge.refused:
        return Outcome(Operation.MODIFICATION, product, tuple(merge.refused))
    if product.seller_product_reference not in (None, sheet.seller_product_reference):
        merge.is_changed = True
    merged = replace(
        product, **merge.values, seller_product_reference=sheet.seller_product_reference
    )
    operation = Operation.MODIFICATION if merge.is_changed else Operation.IDENTICAL
    return Outcome(operation, merged)


class _Merge:
    """Goes through the members of a sheet, and remembers what is new and what may not be."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self.values: dict[str, Any] = {}
        self.refused: list[Note] = []
        self.is_changed = False

    def member(self, field: str, name: str, new: Any) -> None:
        old = getattr(self._product, name)
        if self._may(field, old, new):
            self.values[name] = new

    def texts(self, new: Translation) -> None:
        names = ("title", "description", "rich_description")
        for field, name, text in zip(_TEXT_FIELDS, names, new, strict=True):
            self.member(field, name, text)

    def translation(self, language: Language, new: Translation) -> None:
        old = self._product.translations.get(language.value, (None, None, None))
        texts = [
            text if self._may(field, before, text) else before
            for field, before, text in zip(_TEXT_FIELDS, old, new, strict=True)
        ]
        if texts != list(old):
            self.values["translations"] = {**self._product.translations, language.value: texts}

    def attributes(self, new: Mapping[str, Sequence[str]]) -> None:
        old = self._product.attributes
        changed = {
            reference: values
            for reference, values in new.items()
            if self._may(reference, list(old.get(reference, ())), list(values))
        }
        if changed:
            self.values["attributes"] = {**old, **changed}

    def pictures(self, new: Mapping[int, str], micros: int) -> None:
        """A creator's pictures take the place of all; another seller's fill the places that are free."""
        old = {index: (url, since) for index, url, since in self._product.pictures}
        urls = {index: url for index, (url, _) in old.items()}
        wanted = dict(new) if self._product.is_creator else {**urls, **new}
        for index, url in new.items():
            self._may(f"SellerPicture_{index}", urls.get(index), url)
        if wanted != urls:
            self.is_changed = True
            self.values["pictures"] = tuple(
                (index, url, old[index][1] if urls.get(index) == url else micros)
                for index, url in sorted(wanted.items())
            )

    def _may(self, field: str, old: Any, new: Any) -> bool:
        """Whether there is something new to write; what is not allowed is noted."""
        if not new or new == old:
            return False
        if old and not self._product.is_creator:
            self.refused.append(note("not-creator", field))
            return False
        self.is_changed = True
        return True


_TEXT_FIELDS = ("Title", "Description", "RichMarketingDescription")
