"""Which category a sheet belongs into, by the words of its texts. Modest and deterministic (docs/decisions/0028)."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from sellergate.market.languages import Language
from sellergate.market.products.rules import Labels

JUSTIFIED: Final = 0.6  # of the weight of a label's words must be found in the texts
IN_DESCRIPTION: Final = (
    0.5  # what a word is worth there: titles name things, descriptions mention them
)

_WORD = re.compile(r"[a-z0-9]{3,}")
_SAYS_NOTHING: Final = frozenset(
    [
        *("aux", "avec", "dans", "des", "est", "les", "par", "pour", "sans", "sur", "une"),
        *("and", "for", "from", "the", "with"),
        *("con", "del", "las", "los", "para", "por", "una"),
    ]
)
_MAX_WORDS: Final = 300


class Categoriser:
    """The labels of every category that takes sheets, by their words."""

    def __init__(self, labelled: Sequence[tuple[str, Labels]]) -> None:
        self._labelled = labelled
        self._indexes: dict[Language, _Index] = {}

    def category_for(self, title: str, description: str, language: Language) -> str | None:
        """The one category whose label the texts say best; None when they say none well, or two alike."""
        index = self._indexes.get(language)
        if index is None:
            labels = [(reference, labels[language.short]) for reference, labels in self._labelled]
            index = self._indexes[language] = _Index(labels)
        return index.best(title, description)


class _Index:
    """The labels in one language. Words of few labels weigh more."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        words = [(reference, frozenset(_stems(label))) for reference, label in labels]
        frequency = Counter(word for _, own in words for word in own)
        self._weights = {
            word: math.log(1 + len(words) / count) for word, count in frequency.items()
        }
        self._totals = {
            reference: sum(self._weights[word] for word in sorted(own)) for reference, own in words
        }
        self._categories: dict[str, list[str]] = {}
        for reference, own in words:
            for word in own:
                self._categories.setdefault(word, []).append(reference)

    def best(self, title: str, description: str) -> str | None:
        worth = dict.fromkeys(_stems(description), IN_DESCRIPTION) | dict.fromkeys(_stems(title), 1)
        found: dict[str, float] = {}
        for word, value in worth.items():
            for reference in self._categories.get(word, ()):
                found[reference] = found.get(reference, 0) + value * self._weights[word]
        # Of two labels that are all said, the longer one says more.
        ranked = sorted(
            ((weight / self._totals[reference], weight), reference)
            for reference, weight in found.items()
            if weight >= JUSTIFIED * self._totals[reference]
        )
        if not ranked or (len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]):
            return None
        return ranked[-1][1]


def _stems(text: str) -> list[str]:
    """The words of a text without case, accents and plural."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = [word for word in _WORD.findall(plain) if word not in _SAYS_NOTHING][:_MAX_WORDS]
    return [_singular(word) for word in words]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
