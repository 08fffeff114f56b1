"""Whether a sheet satisfies the rules of its category: one check a rule, all of them told at once.

What is checked here does not depend on who submits it, nor on the sheet that is there already: see `rights.py`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sellergate.market.products.categoriser import Categoriser
from sellergate.market.products.models import Necessity
from sellergate.market.products.names import brand_key
from sellergate.market.products.refusals import note
from sellergate.market.products.rules import CategoryRule, PropertyRule, choice_key
from sellergate.market.products.sheets import SubmittedSheet

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,10})?", re.ASCII)
SHOWN_CHOICES: Final = 5
SHOWN_VALUE: Final = 60


@dataclass(slots=True)
class CheckedSheet:
    """A sheet and the category it is in, if it is in any. It passed when nothing refuses it."""

    sheet: SubmittedSheet
    category: CategoryRule | None

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong with it."""
        return self.sheet.is_refused


def choose_category(
    sheet: SubmittedSheet,
    rules: Mapping[str, CategoryRule],
    present: str | None,
    categoriser: Categoriser | None,
) -> str | None:
    """The category of a sheet: the one it names, else that of the sheet which is there, else what its texts say.

    A `categoriser` is needed when `needs_categoriser`.
    """
    if sheet.category_code in rules:
        return sheet.category_code
    if present is not None:
        return present
    if categoriser is None:
        return None
    return categoriser.category_for(sheet.title, sheet.description, sheet.language)


def check_sheet(
    sheet: SubmittedSheet, category: CategoryRule | None, brands: Mapping[str, str]
) -> CheckedSheet:
    """Note all that is wrong with a sheet, and write its values as the catalogue does."""
    _check_brand(sheet, category, brands)
    if category is None:
        sheet.notes.append(note("category-unjustified", "Title+Description"))
        return CheckedSheet(sheet, None)
    if sheet.category_code != category.reference:
        sheet.notes.append(note("category-chosen", "CategoryCode", category=category.reference))
    for check in CATEGORY_CHECKS:
        check(sheet, category)
    return CheckedSheet(sheet, category)


def _check_brand(
    sheet: SubmittedSheet, category: CategoryRule | None, brands: Mapping[str, str]
) -> None:
    if sheet.brand is not None:
        known = brands.get(brand_key(sheet.brand))
        if known is None:
            sheet.notes.append(note("brand-unknown", "Brand", value=sheet.brand[:SHOWN_VALUE]))
        sheet.brand = known
    elif category is not None and category.is_brand_mandatory and not _is_noted(sheet, "Brand"):
        sheet.notes.append(note("brand-missing", "Brand", category=category.reference))


def _check_variant_group(sheet: SubmittedSheet, category: CategoryRule) -> None:
    group, field = sheet.variant_group_reference, "VariantGroupReference"
    if category.is_variant and group is None and not _is_noted(sheet, field):
        sheet.notes.append(note("variant-group-missing", field, category=category.reference))
    if not category.is_variant and group is not None:
        sheet.notes.append(note("variant-group-unwanted", field, category=category.reference))


def _check_variation(sheet: SubmittedSheet, category: CategoryRule) -> None:
    """Colour and size are said twice in this API, at the top and as properties: one of them is enough."""
    axes = [rule for rule in category.properties.values() if rule.is_variation or rule.is_size]
    for is_size, field, value in ((False, "Color", sheet.color), (True, "Size", sheet.size)):
        own = [rule for rule in axes if rule.is_size is is_size]
        is_said = any(rule.reference in sheet.attributes for rule in own)
        # A mandatory property says so itself, as an error.
        is_asked = any(rule.necessity is Necessity.MANDATORY for rule in own)
        if value is not None:
            for rule in own[:1]:
                sheet.attributes.setdefault(rule.reference, (value,))
        elif category.is_variant and not is_said and not is_asked:
            sheet.notes.append(note("variation-missing", field))


def _check_attributes(sheet: SubmittedSheet, category: CategoryRule) -> None:
    for reference, values in list(sheet.attributes.items()):
        rule = category.properties.get(reference)
        if rule is None:
            del sheet.attributes[reference]
            sheet.notes.append(note("attribute-ignored", reference, category=category.reference))
        else:
            sheet.attributes[reference] = _checked_values(sheet, rule, values)


def _check_mandatory_attributes(sheet: SubmittedSheet, category: CategoryRule) -> None:
    for rule in category.properties.values():
        is_missing = rule.necessity is Necessity.MANDATORY and not sheet.attributes.get(
            rule.reference
        )
        if is_missing and not _is_noted(sheet, rule.reference):
            sheet.notes.append(note("attribute-missing", rule.reference, label=rule.labels))


CATEGORY_CHECKS: Final[tuple[Callable[[SubmittedSheet, CategoryRule], None], ...]] = (
    _check_variant_group,
    _check_variation,
    _check_attributes,
    _check_mandatory_attributes,
)


def _checked_values(
    sheet: SubmittedSheet, rule: PropertyRule, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The values as the catalogue writes them; what does not fit is noted."""
    if len(values) > 1 and not rule.is_multiple:
        sheet.notes.append(
            note("value-not-single", rule.reference, label=rule.labels, count=len(values))
        )
    return tuple(dict.fromkeys(_checked_value(sheet, rule, value) for value in values))


def _checked_value(sheet: SubmittedSheet, rule: PropertyRule, value: str) -> str:
    if rule.choices is not None:
        if (known := rule.choices.get(choice_key(value))) is not None:
            return known
        some = list(dict.fromkeys(rule.choices.values()))[:SHOWN_CHOICES]
        sheet.notes.append(
            note(
                "value-unlisted",
                rule.reference,
                value=value[:SHOWN_VALUE],
                label=rule.labels,
                choices=", ".join(some),
            )
        )
    elif rule.is_numeric:
        if _NUMBER.fullmatch(value):
            return value.replace(",", ".")
        sheet.notes.append(
            note("value-not-number", rule.reference, value=value[:SHOWN_VALUE], label=rule.labels)
        )
    return value


def _is_noted(sheet: SubmittedSheet, field: str) -> bool:
    return any(one.field == field for one in sheet.notes)
