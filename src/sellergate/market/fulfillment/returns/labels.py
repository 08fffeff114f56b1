"""Labels of returns: what a customer sticks on the parcel that goes back (contract/09 §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.store import get_outbound_of_row
from sellergate.market.fulfillment.returns.errors import LabelNotThere
from sellergate.market.fulfillment.returns.models import LABEL_COUNTRY, Return, ReturnType
from sellergate.market.fulfillment.returns.store import get_return
from sellergate.market.orders.models import Address
from sellergate.market.papers import Fact, Label, Language, draw_labels

_TITLE: Final = {"en": "Return", "fr": "Retour"}
_RETURNS: Final = {"en": "Returns, warehouse {}", "fr": "Retours, entrepôt {}"}
_COUNTRY: Final = {"en": "France", "fr": "France"}
_REFERENCE: Final = {"en": "Order", "fr": "Commande"}
_PIECES: Final = {"en": "Pieces", "fr": "Pièces"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """Everything that stands on a label."""

    returned: Return
    sender: Address


def get_label_facts(conn: Connection, seller_id: SellerId, return_id: str) -> LabelFacts:
    """What stands on the label of the seller's return.

    Raises `ReturnUnknown`, and `LabelNotThere` when there is none: of carriers, of other countries, or not yet.
    """
    returned = get_return(conn, seller_id, return_id)
    if returned.type is ReturnType.CARRIER:
        raise LabelNotThere("This return has no label: a carrier brings the parcel back.")
    if returned.storage_country is not LABEL_COUNTRY:
        raise LabelNotThere(
            "This return has no label to download: labels of returns to {country} are sent by e-mail.",
            country=returned.storage_country.value,
        )
    if not returned.has_label:
        raise LabelNotThere(
            "This return has no label yet: it is {status}, and has one once it is Referenced.",
            status=returned.status.value,
        )
    outbound = get_outbound_of_row(conn, seller_id, returned.outbound_row)
    return LabelFacts(returned=returned, sender=outbound.delivery_address)


def draw_label(
    facts: LabelFacts, *, marketplace: str, address: Sequence[str], language: Language
) -> bytes:
    """The PDF: the same bytes for the same return. `address`: of the warehouse, line by line, if it is known."""
    returned = facts.returned
    country = returned.storage_country.value
    to = address or (marketplace, _RETURNS[language].format(country), _COUNTRY[language])
    told = []
    if returned.order_seller_id or returned.reference:
        told.append(
            Fact(_REFERENCE[language], returned.order_seller_id or returned.reference or "")
        )
    told.append(Fact(_PIECES[language], str(sum(line.quantity for line in returned.lines))))
    return draw_labels(
        [
            Label(
                marketplace=marketplace,
                title=f"{_TITLE[language]} {returned.code}",
                barcode=returned.code,
                to=to,
                sender=_written(facts.sender),
                facts=told,
                language=language,
            )
        ]
    )


def _written(address: Address) -> list[str]:
    name = " ".join(filter(None, (address.civility, address.first_name, address.last_name)))
    place = f"{address.postal_code} {address.city}"
    lines = (
        *(address.company_name, name, address.address_line1, address.address_line2),
        *(address.address_line3, place, address.country_code),
    )
    return [line for line in lines if line]
