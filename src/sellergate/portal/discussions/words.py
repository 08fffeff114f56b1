"""How the pages call what the API calls by codes."""

from typing import Final, NamedTuple

from sellergate.kit.marks import N_
from sellergate.market.discussions.models import Discussion, Graduation, Message, Status, UserType
from sellergate.market.discussions.typologies import find_sub_typology
from sellergate.market.languages import Language

WRITERS: Final = {
    UserType.CUSTOMER: N_("Customer"),
    UserType.SELLER: N_("You"),
    UserType.CUSTOMER_SERVICE: N_("Customer service"),
}
RECEIVERS: Final = {
    UserType.CUSTOMER: N_("The customer"),
    UserType.CUSTOMER_SERVICE: N_("Customer service of the sales channel"),
}
SENT_TO: Final = {
    UserType.CUSTOMER: N_("to the customer"),
    UserType.CUSTOMER_SERVICE: N_("to customer service"),
}
_LANGUAGES: Final = {language.short: language for language in Language}
GRADUATIONS: Final = {
    Graduation.DISCUSSION: N_("Discussion"),
    Graduation.CLAIM: N_("Claim"),
    Graduation.LEVEL_1: N_("Claim, level 1"),
}
_EXCERPT: Final = 110


class Badge(NamedTuple):
    """A state in a word: its tone, and a text to translate."""

    tone: str
    text: str


def badges_of(discussion: Discussion) -> list[Badge]:
    """What a reader should know at a glance."""
    found = [_state(discussion)]
    if discussion.graduation != Graduation.DISCUSSION:
        known = {str(code): text for code, text in GRADUATIONS.items()}
        text = known.get(discussion.graduation, discussion.graduation)
        found.append(Badge("denied", text))
    return found


def reason_of(discussion: Discussion, locale: str) -> str:
    """Why the customer writes, in words when we have them."""
    known = find_sub_typology(discussion.sub_typology_code)
    return known.labels[_LANGUAGES[locale]] if known else discussion.sub_typology_code


def excerpt_of(message: Message) -> str:
    """How a message begins, on one line."""
    text = " ".join(message.body.split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()}…"


def _state(discussion: Discussion) -> Badge:
    if not discussion.is_open:
        return Badge("draft", N_("Closed"))
    if discussion.status is Status.TO_TREAT:
        return Badge("pending", N_("To treat"))
    return Badge("ok", N_("Treated"))
