"""The languages of the catalogue and of what is said about packages (contract/00 §3)."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Language(StrEnum):
    """A language of texts, as `Accept-Language` names it."""

    FRENCH = "fr-FR"
    ENGLISH = "en-US"
    SPANISH = "es-ES"

    @property
    def short(self) -> str:
        """Its first two letters: how columns and catalogues of texts name it."""
        return self.value[:2]

    @classmethod
    def _missing_(cls, value: object) -> "Language | None":
        """Found without its region, and in any letter case."""
        return _BY_NAME.get(str(value).casefold().replace("_", "-"))


class Texts(NamedTuple):
    """One text in each language."""

    fr: str
    en: str
    es: str

    def in_language(self, language: Language) -> str:
        """The one in `language`."""
        match language:
            case Language.FRENCH:
                return self.fr
            case Language.ENGLISH:
                return self.en
            case Language.SPANISH:
                return self.es


DEFAULT = Language.FRENCH


def preferred_language(accept_language: str | None) -> Language:
    """The language that an `Accept-Language` header asks for, or the default (RFC 9110 §12.5.4).

    The one with the highest weight of those we have; a region does not matter, so `fr` and `fr-BE` are French.
    """
    return _preferred(accept_language[:200]) if accept_language else DEFAULT


@lru_cache(maxsize=512)  # every call has one, and there are few that differ
def _preferred(wanted: str) -> Language:
    best, best_weight = DEFAULT, 0.0
    for item in wanted.split(","):
        name, _, parameter = item.partition(";")
        short, _, _ = name.strip().casefold().replace("_", "-").partition("-")
        language = _BY_SHORT.get(short)
        weight = _weight(parameter)
        if language is not None and weight > best_weight:
            best, best_weight = language, weight
    return best


_BY_SHORT = {language.short: language for language in Language}
_BY_NAME = _BY_SHORT | {language.value.casefold(): language for language in Language}


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name.strip() in {"q", "Q"} else 1.0
    except ValueError:
        return 0.0
