"""What is wrong with a form that was sent, told at its fields and at the top of its page."""

from dataclasses import dataclass
from typing import Final

from sellergate.kit.errors import Refusal
from sellergate.web.browser import PageRequest
from sellergate.web.pages import Pages


@dataclass(frozen=True, slots=True)
class FormProblems:
    """Problems as templates show them: `summary` at the top, `at(field)` at a field. False when there are none."""

    summary: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.summary)

    def at(self, field: str) -> str:
        """The text to show at a field, empty when nothing is wrong with it."""
        return next((text for control, text in self.summary if control == field), "")


NO_PROBLEMS: Final = FormProblems()


def problems_of(pages: Pages, request: PageRequest, *refusals: Refusal) -> FormProblems:
    """Refusals in the visitor's language, each at the field that it names."""
    return FormProblems(
        tuple((refusal.field or "", pages.error_text(request, refusal)) for refusal in refusals)
    )
