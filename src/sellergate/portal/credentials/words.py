"""What rooms below call by a code, in the words of the reader. Marked for translation, translated where shown."""

from dataclasses import dataclass
from typing import Final

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.audit.models import AuditEvent, Event
from sellergate.access.clients.models import ClientKind
from sellergate.access.scopes import Perimeter, Rights
from sellergate.kit.marks import N_
from sellergate.web.texts import translate

PERIMETERS: Final[dict[Perimeter, tuple[str, str]]] = {
    Perimeter.SELLERS: (
        N_("Seller account"),
        N_("Your shop's name, addresses, indicators and delivery modes"),
    ),
    Perimeter.PRODUCTS: (N_("Products"), N_("Product sheets, categories and brands")),
    Perimeter.OFFERS: (N_("Offers"), N_("Prices, stocks and delivery fees")),
    Perimeter.ORDERS: (
        N_("Orders"),
        N_("Orders, shipments and refunds, with your customers' addresses"),
    ),
    Perimeter.INVOICES: (N_("Invoices"), N_("The invoices of your orders")),
    Perimeter.DISCUSSIONS: (N_("Discussions"), N_("Messages with your customers, and claims")),
    Perimeter.FINANCE: (N_("Finance"), N_("Your payments and fees")),
    Perimeter.FULFILLMENT: (N_("Fulfillment"), N_("Stock in the marketplace's warehouses")),
}

CLIENT_KINDS: Final = {
    ClientKind.DEDICATED: N_("A seller's own connection"),
    ClientKind.PARTNER: N_("Integration partner"),
    ClientKind.AGGREGATOR: N_("Feed aggregator"),
    ClientKind.OPERATOR: N_("Marketplace operator, for the operator API"),
}

ORGANIZATION_KINDS: Final = {
    OrganizationKind.SELLER: N_("seller"),
    OrganizationKind.PARTNER: N_("integration partner"),
    OrganizationKind.AGGREGATOR: N_("feed aggregator"),
    OrganizationKind.OPERATOR: N_("marketplace operator"),
}

EVENTS: Final = {
    Event.ORGANIZATION_CREATED: N_("The organisation {detail} was created"),
    Event.CLIENT_CREATED: N_("The clientId {client} was created"),
    Event.CLIENT_DISABLED: N_("The clientId {client} was disabled"),
    Event.CLIENT_ENABLED: N_("The clientId {client} was enabled again"),
    Event.CLIENT_LIMITED: N_("The limits of {client} were set: {detail}"),
    Event.SECRET_CREATED: N_("A secret of {client} was created: {detail}"),
    Event.SECRET_REVOKED: N_("A secret of {client} was revoked: {detail}"),
    Event.CLIENT_KEY_ADDED: N_("A public key of {client} was added: {detail}"),
    Event.CLIENT_KEY_REMOVED: N_("A public key of {client} was removed: {detail}"),
    Event.DPOP_CHANGED: N_("Proof with each call (DPoP) for {client}: {detail}"),
    Event.SECRET_END_SET: N_("The end of a secret of {client} was set: {detail}"),
    Event.DELEGATION_GRANTED: N_("{client} was given access to seller {seller}: {detail}"),
    Event.DELEGATION_CHANGED: N_(
        "What {client} may do for seller {seller} was set again: {detail}"
    ),
    Event.DELEGATION_REVOKED: N_("{client} lost access to seller {seller}"),
    Event.LISTING_REQUESTED: N_("{client} asked to be listed as {detail}"),
    Event.LISTING_APPROVED: N_("{client} was put on the list of aggregators"),
    Event.LISTING_DENIED: N_("{client} was not put on the list of aggregators: {detail}"),
    Event.SELLER_CREATED: N_("The seller account {seller} was created"),
    Event.SELLER_SUSPENDED: N_("The seller account {seller} was suspended"),
    Event.SELLER_RESUMED: N_("The seller account {seller} was opened again"),
    Event.USER_CREATED: N_("The login {detail} was created"),
    Event.USER_SIGNED_IN: N_("Signed in from {detail}"),
    Event.USER_LINKED: N_("The login was linked to the marketplace's own sign-in"),
    Event.PASSWORD_CHANGED: N_("The password was changed"),
    Event.SESSION_ENDED: N_("Signed out on a browser"),
    Event.SESSIONS_ENDED: N_("Signed out everywhere"),
    Event.TOKEN_ISSUED_ON_SITE: N_("A token of {client} was made on this site"),
    Event.TOKEN_REVOKED: N_("A token of {client} was revoked"),
    Event.KEY_CREATED: N_("The platform's first signing key was made"),
    Event.KEY_ROTATED: N_("The platform's signing key was changed"),
}


_DETAIL_WORDS: Final = {
    "everything": N_("everything"),
    "read only": N_("reading only"),
    "required": N_("required"),
    "not required": N_("not required"),
    **{perimeter.value: title for perimeter, (title, _) in PERIMETERS.items()},
}
_IN_WORDS: Final = frozenset(
    {Event.DELEGATION_GRANTED, Event.DELEGATION_CHANGED, Event.DPOP_CHANGED}
)


def sentence_of(event: AuditEvent, locale: str) -> str:
    """A line of the audit trail, told in the reader's language."""
    return translate(
        locale,
        EVENTS[event.event],
        client=event.client_id or "?",
        seller=str(event.seller_id or "?"),
        detail=_detail_of(event, locale),
    )


def _detail_of(event: AuditEvent, locale: str) -> str:
    if event.event not in _IN_WORDS:
        return event.detail
    return ", ".join(_part_of(part, locale) for part in event.detail.split(", "))


def _part_of(part: str, locale: str) -> str:
    """One part of what a delegation allows: `orders invoices`, `read only`, `until 2027-12-31`."""
    if part.startswith("until "):
        return translate(locale, N_("until {day}"), day=part.removeprefix("until "))
    if part in _DETAIL_WORDS:
        return translate(locale, _DETAIL_WORDS[part])
    words = [translate(locale, _DETAIL_WORDS.get(word, word)) for word in part.split()]
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class RightsWords:
    """Rights as a page says them: no names means everything."""

    names: tuple[str, ...]
    read_only: bool


def words_of(rights: Rights) -> RightsWords:
    """The plain words of rights, in the order of the perimeters."""
    if rights.perimeters is None:
        return RightsWords((), rights.read_only)
    chosen = tuple(PERIMETERS[p][0] for p in Perimeter if p in rights.perimeters)
    return RightsWords(chosen, rights.read_only)
