"""Who a seller is on papers: the company as it registered, never what it calls its shop today only."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.papers import Language
from sellergate.storage.schema import seller_addresses, sellers

_ADDRESS_TYPES: Final = ("Invoice", "Office", "Main")  # the first of these that there is, else any


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a company sits."""

    lines: tuple[str, ...]  # street, and what helps to find it
    zip_code: str
    city: str
    country: str  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A seller, as tax offices and accountants know it."""

    seller_id: SellerId
    company_name: str
    shop_name: str
    vat_number: str | None
    siret_number: str | None
    language: Language
    place: Place | None

    @property
    def address(self) -> str:
        """Name and address, line by line."""
        lines = [self.company_name or self.shop_name]
        if self.place is not None:
            lines += [*self.place.lines, f"{self.place.zip_code} {self.place.city}".strip()]
            lines.append(self.place.country)
        return "\n".join(line for line in lines if line)


def get_party(conn: Connection, seller_id: SellerId) -> Party:
    """The seller as it is registered now."""
    s = sellers.c
    row = conn.execute(sa.select(sellers).where(s.seller_id == seller_id)).one()
    return Party(
        seller_id=seller_id,
        company_name=row.company_name,
        shop_name=row.shop_name,
        vat_number=row.vat_number,
        siret_number=row.siret_number,
        language="fr" if row.language.casefold().startswith("fr") else "en",
        place=_place_of(conn, seller_id),
    )


def _place_of(conn: Connection, seller_id: SellerId) -> Place | None:
    a = seller_addresses.c
    rows = conn.execute(sa.select(seller_addresses).where(a.seller_id == seller_id)).all()
    if not rows:
        return None
    known = {name: position for position, name in enumerate(_ADDRESS_TYPES)}
    row = min(rows, key=lambda row: (known.get(row.type, len(known)), row.type))
    lines = tuple(line for line in (row.address1, row.address2) if line)
    return Place(lines=lines, zip_code=row.zip_code, city=row.city, country=row.country.upper())
