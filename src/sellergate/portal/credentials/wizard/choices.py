"""The eight answers to "what are you?". Anchors are for deep links: two of them are known to partners (contract/01 §3.1)."""

from dataclasses import dataclass
from typing import Final

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.clients.models import ClientKind
from sellergate.kit.marks import N_
from sellergate.portal.credentials.view import HOME


@dataclass(frozen=True, slots=True)
class Choice:
    """One card of the landing page."""

    id: str
    href: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The cards for one kind of reader."""

    title: str
    choices: tuple[Choice, ...]


CHOICES: Final = (
    ChoiceGroup(
        N_("I am a seller"),
        (
            Choice(
                "linkAgreeToSeller",
                f"{HOME}aggregators",
                N_("My aggregator only requests my SellerId"),
                N_("Pick it in the list and give it access. Takes a minute, no secret travels."),
            ),
            Choice(
                "linkAgregClientToSeller",
                f"{HOME}known/aggregator",
                N_("My aggregator is not on this list: I know my aggregator's clientId"),
                N_("Type the clientId that it gave you, and give it access."),
            ),
            Choice(
                "linkPartnerClientToSeller",
                f"{HOME}known/partner",
                N_("I know my partner's clientId"),
                N_("For an integration partner that works for you with its own software."),
            ),
            Choice(
                "createClientForAggregator",
                f"{HOME}new/my-aggregator",
                N_("My aggregator or plugin requires a clientId, clientSecret and SellerId"),
                N_("Create the three values here, then type them into its settings."),
            ),
            Choice(
                "createClientToSeller",
                f"{HOME}new/my-own",
                N_("Create my clientId and clientSecret"),
                N_("You develop your own connection to the Seller API."),
            ),
        ),
    ),
    ChoiceGroup(
        N_("I am an integration partner"),
        (
            Choice(
                "shareClientOfSeller",
                f"{HOME}shared",
                N_("My client and I share credentials: I need a new clientId"),
                N_("Your client creates them. Here is the page to send."),
            ),
            Choice(
                "createPartnerClient",
                f"{HOME}new/partner",
                N_("I am a technical integration partner"),
                N_("One clientId of your own. Each client gives it access, no secret is shared."),
            ),
        ),
    ),
    ChoiceGroup(
        N_("I am a feed aggregator"),
        (
            Choice(
                "createAggregatorClient",
                f"{HOME}new/aggregator",
                N_("One clientId for all my sellers"),
                N_("Each seller gives it access. You may ask to be listed, so that they find you."),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a new client is for: which client, whose, and how its page is headed."""

    kind: ClientKind
    owner: OrganizationKind
    title: str
    lead: str


PURPOSES: Final = {
    "my-aggregator": Purpose(
        ClientKind.DEDICATED,
        OrganizationKind.SELLER,
        N_("Create a clientId for your aggregator or plugin"),
        N_("Your aggregator or plugin uses this name to call the API for you. It is not secret."),
    ),
    "my-own": Purpose(
        ClientKind.DEDICATED,
        OrganizationKind.SELLER,
        N_("Create your clientId"),
        N_("Your software uses this name to call the API. It is not secret."),
    ),
    "my-partner": Purpose(
        ClientKind.DEDICATED,
        OrganizationKind.SELLER,
        N_("I need a new clientId for my integration partner"),
        N_("Your partner's software uses this name to call the API for you. It is not secret."),
    ),
    "partner": Purpose(
        ClientKind.PARTNER,
        OrganizationKind.PARTNER,
        N_("Create your clientId as an integration partner"),
        N_("One clientId for all the sellers you work for. Each of them gives it access."),
    ),
    "aggregator": Purpose(
        ClientKind.AGGREGATOR,
        OrganizationKind.AGGREGATOR,
        N_("Create your clientId as a feed aggregator"),
        N_("One clientId for all your sellers. Each of them gives it access."),
    ),
}
