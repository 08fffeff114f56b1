"""The PDF of a commission statement: what it comes to by event type and sales channel. One page or two, however many
operations it groups; they are read one by one over the API (contract/08 §5).
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

import sqlalchemy as sa
from babel.dates import format_date
from babel.numbers import format_currency
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.calendar import day_of
from sellergate.market.finance.models import EventType, Statement, Total
from sellergate.market.finance.parties import Party, get_party
from sellergate.market.papers import Column, Fact, Language, Note, Paper, Table, draw_paper
from sellergate.market.sales_channels import names_of_channels
from sellergate.storage.database import Database
from sellergate.storage.schema import finance_operations

AT_ONCE: Final = 5_000  # operations that are summed up in one reading: a few milliseconds
# What the marketplace bills; all else is money of customers.
BILLED: Final = frozenset(
    {
        EventType.COMMISSION,
        EventType.COMMISSION_REFUND,
        EventType.SUBSCRIPTION,
        EventType.LOGISTIC_FEE,
        EventType.ADJUSTMENT,
    }
)
_ORDER: Final = {event_type: position for position, event_type in enumerate(EventType)}


class Kind(NamedTuple):
    """What is summed up in one line of a statement."""

    event_type: EventType
    sales_channel_id: str | None


class Sums(NamedTuple):
    """What some operations come to, and when the first and the last of them happened."""

    totals: Mapping[Kind, Total]
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """Everything that stands on a statement."""

    statement: Statement
    party: Party
    sums: Sums
    channels: Mapping[str, str]  # names of sales channels


class _Texts(NamedTuple):
    title: str
    seller: str
    issuer: str
    number: str
    issued_on: str
    period: str
    period_of: str
    currency: str
    vat_number: str
    operations: str
    billed: str
    customers: str
    columns: tuple[str, ...]
    total: str
    added: str
    empty: str
    notes: str
    note: str
    events: Mapping[str, str]
    no_channel: str


_ENGLISH: Final = _Texts(
    title="Commission statement",
    seller="Seller",
    issuer="Issued by",
    number="Number",
    issued_on="Issued on",
    period="Operations of",
    period_of="{} to {}",
    currency="Currency",
    vat_number="VAT number",
    operations="Operations",
    billed="What the marketplace bills you",
    customers="What customers paid and got back",
    columns=("Event", "Sales channel", "Operations", "Without VAT", "VAT", "With VAT"),
    total="Total",
    added="This statement changes what we owe you by",
    empty="Nothing in this period.",
    notes="How to read this statement",
    note=(
        "Amounts are what each operation changes in what the marketplace owes you: a commission is less than nothing, one that "
        "you get back is more. Days are UTC. The operations one by one are on your finance page and in the Seller API, at "
        "/invoices/{}/details."
    ),
    events={
        EventType.SALE: "Sales",
        EventType.COMMISSION: "Commissions",
        EventType.REFUND: "Refunds to customers",
        EventType.COMMISSION_REFUND: "Commissions given back",
        EventType.COMMERCIAL_GESTURE: "Commercial gestures",
        EventType.SUBSCRIPTION: "Subscription",
        EventType.LOGISTIC_FEE: "Logistics",
        EventType.ADJUSTMENT: "Adjustments",
    },
    no_channel="All channels",
)
_FRENCH: Final = _Texts(
    title="Relevé de commissions",
    seller="Vendeur",
    issuer="Émis par",
    number="Numéro",
    issued_on="Émis le",
    period="Opérations",
    period_of="du {} au {}",
    currency="Devise",
    vat_number="Numéro de TVA",
    operations="Opérations",
    billed="Ce que la place de marché vous facture",
    customers="Ce que les clients ont payé et récupéré",
    columns=("Événement", "Canal de vente", "Opérations", "HT", "TVA", "TTC"),
    total="Total",
    added="Ce relevé change ce que nous vous devons de",
    empty="Rien sur cette période.",
    notes="Lire ce relevé",
    note=(
        "Les montants disent ce que chaque opération change à ce que la place de marché vous doit : une commission est négative, "
        "une commission rendue est positive. Les jours sont en UTC. Les opérations une par une sont sur votre page Finance et "
        "dans la Seller API, à /invoices/{}/details."
    ),
    events={
        EventType.SALE: "Ventes",
        EventType.COMMISSION: "Commissions",
        EventType.REFUND: "Remboursements aux clients",
        EventType.COMMISSION_REFUND: "Commissions rendues",
        EventType.COMMERCIAL_GESTURE: "Gestes commerciaux",
        EventType.SUBSCRIPTION: "Abonnement",
        EventType.LOGISTIC_FEE: "Logistique",
        EventType.ADJUSTMENT: "Ajustements",
    },
    no_channel="Tous les canaux",
)
_TEXTS: Final[dict[Language, _Texts]] = {"en": _ENGLISH, "fr": _FRENCH}


async def read_statement_facts(db: Database, statement: Statement) -> StatementFacts:
    """Read what stands on a statement, in readings of a few milliseconds each."""
    party = await db.read(get_party, statement.seller_id)
    channels = await db.read(names_of_channels)
    sums = Sums({}, None, None)
    for first in range(statement.first_number, statement.last_number + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, statement.last_number)
        some = await db.read(
            sums_of_numbers,
            statement.seller_id,
            first=first,
            last=last,
            currency=statement.currency,
        )
        sums = _added(sums, some)
    return StatementFacts(statement=statement, party=party, sums=sums, channels=channels)


async def write_statement(db: Database, statement: Statement, *, marketplace: str) -> bytes:
    """The PDF of a statement."""
    facts = await read_statement_facts(db, statement)
    return await asyncio.to_thread(draw_statement, facts, marketplace=marketplace)


def sums_of_numbers(
    conn: Connection, seller_id: SellerId, *, first: int, last: int, currency: str
) -> Sums:
    """What the seller's operations of a currency come to, from one number to another."""
    o = finance_operations.c
    found = conn.execute(
        sa.select(
            o.event_type,
            o.sales_channel_id,
            sa.func.sum(o.amount),
            sa.func.sum(o.vat),
            sa.func.count(),
            sa.type_coerce(sa.func.min(o.occurred_at), o.occurred_at.type),
            sa.type_coerce(sa.func.max(o.occurred_at), o.occurred_at.type),
        )
        .where(o.seller_id == seller_id, o.number.between(first, last), o.currency == currency)
        .group_by(o.event_type, o.sales_channel_id)
    ).all()
    return Sums(
        {
            Kind(EventType(row[0]), row[1]): Total(int(row[2]), int(row[3]), int(row[4]))
            for row in found
        },
        min((row[5] for row in found), default=None),
        max((row[6] for row in found), default=None),
    )


def draw_statement(facts: StatementFacts, *, marketplace: str) -> bytes:
    """The PDF of a statement, in the seller's language."""
    language = facts.party.language
    texts = _TEXTS[language]
    statement = facts.statement
    billed, customers = _split(facts.sums.totals)
    return draw_paper(
        Paper(
            marketplace=marketplace,
            title=texts.title,
            subtitle=statement.invoice_id,
            language=language,
            footer=f"{marketplace} · {texts.title} {statement.invoice_id}",
            facts=_facts(facts, texts, marketplace),
            parts=(
                _table(facts, texts, texts.billed, billed),
                _table(facts, texts, texts.customers, customers),
                _difference(facts, texts),
                Note(texts.note.format(statement.invoice_id), texts.notes),
            ),
        )
    )


def _facts(facts: StatementFacts, texts: _Texts, marketplace: str) -> Sequence[Fact]:
    statement, party, sums = facts.statement, facts.party, facts.sums
    written = [
        Fact(texts.seller, f"{party.address}\nSellerId {party.seller_id}"),
        Fact(texts.issuer, marketplace),
        Fact(texts.number, statement.invoice_id),
        Fact(texts.issued_on, _day(statement.issued_on, party.language)),
    ]
    if sums.first_at is not None and sums.last_at is not None:
        days = (_day(day_of(at), party.language) for at in (sums.first_at, sums.last_at))
        written.append(Fact(texts.period, texts.period_of.format(*days)))
    written.append(Fact(texts.currency, statement.currency))
    if party.vat_number:
        written.append(Fact(texts.vat_number, party.vat_number))
    written.append(Fact(texts.operations, _count(statement.operations, party.language)))
    return written


def _table(facts: StatementFacts, texts: _Texts, title: str, totals: Mapping[Kind, Total]) -> Table:
    return Table(
        columns=[
            Column(texts.columns[0], 2.1),
            Column(texts.columns[1], 1.6),
            *(Column(name, 1.1, is_number=True) for name in texts.columns[2:]),
        ],
        rows=[
            [
                texts.events[kind.event_type],
                _channel(kind.sales_channel_id, facts, texts),
                *_amounts(total, facts),
            ]
            for kind, total in sorted(totals.items(), key=_position)
        ],
        totals=[[texts.total, "", *_amounts(_sum(totals.values()), facts)]] if totals else (),
        title=title,
        empty=texts.empty,
    )


def _difference(facts: StatementFacts, texts: _Texts) -> Table:
    amount = _money(_sum(facts.sums.totals.values()).amount, facts)
    columns = [Column(texts.added, 3), Column(amount, 1, is_number=True)]
    return Table(columns=columns, rows=())


def _channel(channel_id: str | None, facts: StatementFacts, texts: _Texts) -> str:
    if channel_id is None:
        return texts.no_channel
    name = facts.channels.get(channel_id)
    return f"{name} ({channel_id})" if name and name != channel_id else channel_id


def _amounts(total: Total, facts: StatementFacts) -> list[str]:
    return [
        _count(total.operations, facts.party.language),
        *(_money(cents, facts) for cents in (total.amount - total.vat, total.vat, total.amount)),
    ]


def _money(cents: int, facts: StatementFacts) -> str:
    amount = Decimal(cents) / 100
    return format_currency(amount, facts.statement.currency, locale=facts.party.language)


def _count(number: int, language: Language) -> str:
    return f"{number:,}".replace(",", "\u202f" if language == "fr" else ",")


def _day(day: str, language: Language) -> str:
    return format_date(date.fromisoformat(day), "long", locale=language)


def _split(totals: Mapping[Kind, Total]) -> tuple[dict[Kind, Total], dict[Kind, Total]]:
    """What is billed, and the rest."""
    parts: tuple[dict[Kind, Total], dict[Kind, Total]] = ({}, {})
    for kind, total in totals.items():
        parts[kind.event_type not in BILLED][kind] = total
    return parts


def _position(item: tuple[Kind, Total]) -> tuple[int, str]:
    return _ORDER[item[0].event_type], item[0].sales_channel_id or ""


def _sum(totals: Iterable[Total]) -> Total:
    amount = vat = operations = 0
    for total in totals:
        amount += total.amount
        vat += total.vat
        operations += total.operations
    return Total(amount, vat, operations)


def _added(first: Sums, second: Sums) -> Sums:
    kinds = {**first.totals, **second.totals}
    return Sums(
        {kind: _sum(s.totals[kind] for s in (first, second) if kind in s.totals) for kind in kinds},
        min((at for at in (first.first_at, second.first_at) if at is not None), default=None),
        max((at for at in (first.last_at, second.last_at) if at is not None), default=None),
    )
