"""What customers of the demo marketplace write to its sellers, and what they are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.demo.world import Chance
from sellergate.market.discussions import writing
from sellergate.market.discussions.models import (
    Addressee,
    Graduation,
    NewMessage,
    Subject,
    UserType,
)
from sellergate.market.discussions.typologies import find_sub_typology
from sellergate.market.orders.models import Order
from sellergate.storage.database import Database

_OUT_OF_A_HUNDRED: Final = 14  # orders that somebody writes about
_TO_CUSTOMER: Final = (Addressee(None, UserType.CUSTOMER),)
CUSTOMER, SELLER, SERVICE = UserType.CUSTOMER, UserType.SELLER, UserType.CUSTOMER_SERVICE


class Line(NamedTuple):
    """What somebody said, so many hours after the line before."""

    sender: UserType
    text: str
    hours: float = 0


class Talk(NamedTuple):
    """A discussion from its first line to its last."""

    code: str
    subject: str
    lines: tuple[Line, ...]
    graduation: str = Graduation.DISCUSSION
    is_closed: bool = False


ABOUT_OFFERS: Final = (
    Talk(
        "offerInformation",
        "Lavage du plaid",
        (
            Line(CUSTOMER, "Bonjour, ce plaid se lave-t-il en machine, et à quelle température ?"),
            Line(SELLER, "Bonjour, oui : à 30 °C, programme laine, sans sèche-linge.", 3),
            Line(CUSTOMER, "Merci beaucoup, je le commande <b>tout de suite</b> 😊", 1),
        ),
    ),
    Talk(
        "offerInformation",
        "Joint de rechange",
        (
            Line(CUSTOMER, "Vendez-vous aussi le joint de rechange de la cafetière d’un litre ?"),  # noqa: RUF001
            Line(SELLER, "Oui, il est joint en double exemplaire dans le carton.", 20),
        ),
        is_closed=True,
    ),
)
ABOUT_ORDERS: Final = (
    Talk(
        "orderNotShipped",
        "Où est ma commande ?",
        (
            Line(
                CUSTOMER, "Bonjour, le suivi ne bouge plus depuis trois jours. Où est mon colis ?"
            ),
            Line(
                SELLER,
                "Bonjour, votre colis part du dépôt demain matin, vous serez livré jeudi.",
                5,
            ),
            Line(CUSTOMER, "D’accord, merci pour votre réponse rapide.", 2),  # noqa: RUF001
        ),
    ),
    Talk(
        "productIsDamaged",
        "Produit abîmé à la livraison",
        (
            Line(CUSTOMER, "Le carton était ouvert et le produit est rayé. Que dois-je faire ?"),
            Line(SERVICE, "Merci de proposer un échange ou un remboursement sous 48 heures.", 26),
        ),
        graduation=Graduation.CLAIM,
    ),
    Talk(
        "printReceipt",
        "Demande de facture",
        (
            Line(CUSTOMER, "Bonjour, pourriez-vous m’envoyer la facture de ma commande ?"),  # noqa: RUF001
            Line(SELLER, "Bonjour, elle est maintenant dans votre compte, avec la commande.", 8),
        ),
        is_closed=True,
    ),
    Talk(
        "missingItemInProduct",
        "Il manque la notice",
        (
            Line(
                CUSTOMER,
                "Hello, the manual and two screws are missing in the box. Can you send them?",
            ),
        ),
    ),
    Talk(
        "wrongProductReceived",
        "Falsche Farbe erhalten",
        (
            Line(CUSTOMER, "Guten Tag, bestellt war Schwarz, geliefert wurde Weiß."),
            Line(
                SELLER,
                "Guten Tag, wir holen es kostenlos ab und schicken Ihnen die richtige Farbe.",
                4,
            ),
            Line(CUSTOMER, "Bisher kam niemand. Ich möchte mein Geld zurück.", 90),
        ),
        graduation=Graduation.LEVEL_1,
    ),
)


@dataclass(frozen=True, slots=True)
class OfferTalk:
    """A discussion about an offer, as something that happens."""

    ago: timedelta
    chance: Chance
    seller_id: SellerId
    offer_id: str
    talk: Talk

    async def happen(self, db: Database, now: datetime) -> None:
        """Let all of it be said, from `now` on."""
        await db.write(self._happen, now)

    def _happen(self, conn: Connection, now: datetime) -> None:
        key = f"offer {self.offer_id}"
        channel = self.offer_id.rpartition("_")[2]
        customer = self.chance.bytes(f"customer {key}")[:6].hex().upper()
        _write(
            conn,
            self.chance,
            self.seller_id,
            self.talk,
            key=key,
            subject_of={"offer_id": self.offer_id, "product_id": self.offer_id.split("_")[1]},
            opening={"sales_channel_id": channel, "customer_id": customer},
            now=now,
        )


def write_discussions(
    conn: Connection, chance: Chance, orders: Sequence[Order], *, now: datetime
) -> None:
    """Let customers write about some of these orders, each with something that fits what became of it.

    The same orders and seed give the same discussions. All of it was said before `now`.
    """
    for order in orders:
        if _draw(chance, f"writes {order.order_id}", 100) >= _OUT_OF_A_HUNDRED:
            continue
        talks = list(_fitting(order))
        if not talks:
            continue
        talk = talks[_draw(chance, f"talk {order.order_id}", len(talks))]
        lasts = timedelta(hours=sum(line.hours for line in talk.lines))
        _write(
            conn,
            chance,
            order.seller_id,
            talk,
            key=f"order {order.order_id}",
            subject_of={"order_id": order.order_id},
            opening={},
            now=min(order.updated_at + timedelta(hours=2), now - lasts),
        )


def _fitting(order: Order) -> Iterator[Talk]:
    for talk in ABOUT_ORDERS:
        known = find_sub_typology(talk.code)
        if known is not None and known.fits(order.status, UserType.CUSTOMER):
            yield talk


def _write(
    conn: Connection,
    chance: Chance,
    seller_id: SellerId,
    talk: Talk,
    *,
    key: str,
    subject_of: dict[str, str],
    opening: dict[str, str],
    now: datetime,
) -> None:
    discussion_id = chance.bytes(f"discussion {key}")[:12].hex()
    for place, line in enumerate(talk.lines):
        now += timedelta(hours=line.hours)
        message = NewMessage(chance.bytes(f"message {place} {key}")[:12].hex(), line.text)
        if place == 0:
            subject = Subject(
                discussion_id=discussion_id,
                text=talk.subject,
                sub_typology_code=talk.code,
                **subject_of,
            )
            writing.open_for_seller(
                conn, seller_id, subject, message, sender_type=line.sender, now=now, **opening
            )
        elif line.sender is SELLER:
            writing.read_thread(conn, seller_id, discussion_id)
            writing.reply_as_seller(
                conn, seller_id, discussion_id, message, addressees=_TO_CUSTOMER, now=now
            )
        else:
            writing.reply_to_seller(
                conn, seller_id, discussion_id, message, sender_type=line.sender, now=now
            )
    if talk.graduation != Graduation.DISCUSSION:
        writing.graduate(conn, seller_id, discussion_id, talk.graduation, now)
    if talk.is_closed:
        now += timedelta(hours=1)
        writing.set_open(conn, seller_id, discussion_id, is_open=False, now=now)


def _draw(chance: Chance, name: str, below: int) -> int:
    return int.from_bytes(chance.bytes(name)[:4]) % below
