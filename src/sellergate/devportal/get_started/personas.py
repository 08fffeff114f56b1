"""The three kinds of reader. What the page of each must cover is in the product's table of personas."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sellergate.access.accounts.models import OrganizationKind
from sellergate.kit.marks import N_


class Persona(StrEnum):
    """Who reads the page; the value is the last part of its path."""

    SELLER = "seller"
    INTEGRATION_PARTNER = "integration-partner"
    FEED_AGGREGATOR = "feed-aggregator"


@dataclass(frozen=True, slots=True)
class PersonaWords:
    """How a persona is addressed."""

    name: str
    title: str
    lead: str
    card: str


WORDS: Final = {
    Persona.SELLER: PersonaWords(
        N_("Seller"),
        N_("Get started as a seller"),
        N_(
            "Let your aggregator, plugin or partner work for your shop, or connect your own software. "
            "Five steps, from nothing to your first answer."
        ),
        N_(
            "You sell on the marketplace. You use an aggregator, a plugin or a partner, or you connect "
            "your own software."
        ),
    ),
    Persona.INTEGRATION_PARTNER: PersonaWords(
        N_("Integration partner"),
        N_("Get started as an integration partner"),
        N_(
            "You build or run software for one or more sellers. Each seller keeps control of its account; "
            "you get what your software needs."
        ),
        N_(
            "You build or run software for sellers: with their credentials, or with one clientId of your own."
        ),
    ),
    Persona.FEED_AGGREGATOR: PersonaWords(
        N_("Feed aggregator"),
        N_("Get started as a feed aggregator"),
        N_(
            "One product, many sellers. Connect them all with one clientId, or with the credentials each of "
            "them gives you."
        ),
        N_("You connect many sellers with one product, and want them to find you in the list."),
    ),
}

OF_KIND: Final = {
    OrganizationKind.SELLER: Persona.SELLER,
    OrganizationKind.PARTNER: Persona.INTEGRATION_PARTNER,
    OrganizationKind.AGGREGATOR: Persona.FEED_AGGREGATOR,
}


def path_of(persona: Persona) -> str:
    """The page of a persona."""
    return f"/get-started/{persona.value}/"


def persona_cards() -> list[dict[str, Any]]:
    """The three ways in, as pages show them."""
    return [
        {"persona": persona.value, "href": path_of(persona), "words": words}
        for persona, words in WORDS.items()
    ]
