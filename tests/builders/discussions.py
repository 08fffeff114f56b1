"""Builders of discussions: opened by customers, and answered over the API."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import httpx2
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.kit.ids import new_object_id
from sellergate.market.discussions import writing
from sellergate.market.discussions.models import NewMessage, Subject, UserType
from sellergate.storage import schema
from tests.builders.offer_packages import Stall
from tests.builders.world import Served

Json = dict[str, Any]
ASKED = "Where is my parcel? It should be here."
ANSWER = "Your parcel leaves tomorrow morning."
PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@dataclass(frozen=True)
class Desk:
    """A seller who answers its customers through a client."""

    stall: Stall

    @property
    def seller(self) -> Seller:
        return self.stall.seller

    def call(self, method: str, path: str, **request: Any) -> httpx2.Response:
        return self.stall.call(method, path, **request)

    def get(self, path: str, **query: Any) -> Any:
        answer = self.call("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def found(self, **query: Any) -> list[str]:
        """The ids of the discussions that a search finds, in their order."""
        page = self.get("/discussions", **query)
        assert page["itemsPerPage"] == len(page["items"])
        return [item["discussionId"] for item in page["items"]]

    def thread(self, discussion_id: str) -> Json:
        found: Json = self.get(f"/discussions/{discussion_id}")
        return found

    def reply(self, discussion_id: str, body: str = ANSWER, **members: Any) -> httpx2.Response:
        sent = {"discussionId": discussion_id, "body": body, "receiver": "Customer", **members}
        kept = {name: value for name, value in sent.items() if value is not None}
        return self.call("POST", "/messages", json=kept)

    def change(self, path: str, operations: Any) -> httpx2.Response:
        return self.call("PATCH", path, json=operations)


def a_discussion(on: Served, seller: Seller, body: str = ASKED, **values: Any) -> str:
    """The id of a discussion about an offer that a customer opened."""
    subject, opening = _subject(values)
    return str(
        on.write(
            lambda conn, act: (
                writing.open_for_seller(
                    conn,
                    seller.seller_id,
                    subject,
                    NewMessage(new_object_id(), body),
                    sender_type=opening.pop("sender_type", UserType.CUSTOMER),
                    now=act.now,
                    **{"sales_channel_id": "CDISFR", "customer_id": "0000000000AA", **opening},
                ).discussion_id
            )
        )
    )


def a_message(
    on: Served,
    seller: Seller,
    discussion_id: str,
    body: str = ASKED,
    sender_type: UserType = UserType.CUSTOMER,
) -> str:
    """The id of a message that the seller gets."""
    return str(
        on.write(
            lambda conn, act: (
                writing.reply_to_seller(
                    conn,
                    seller.seller_id,
                    discussion_id,
                    NewMessage(new_object_id(), body),
                    sender_type=sender_type,
                    now=act.now,
                ).message_id
            )
        )
    )


def graduate(on: Served, seller: Seller, discussion_id: str, graduation: str) -> None:
    on.write(
        lambda conn, act: writing.graduate(
            conn, seller.seller_id, discussion_id, graduation, act.now
        )
    )


def a_file(content: bytes = PDF, name: str = "label", file_format: str = "pdf") -> Json:
    return {"content": b64encode(content).decode(), "name": name, "fileFormat": file_format}


def rows_of(on: Served, discussion_id: str) -> list[sa.RowMapping]:
    """The stored messages of a discussion."""

    def read(conn: Connection) -> list[sa.RowMapping]:
        messages, discussions = schema.discussion_messages, schema.discussions
        query = (
            sa.select(messages)
            .join(discussions, discussions.c.id == messages.c.discussion_row)
            .where(discussions.c.discussion_id == discussion_id)
            .order_by(messages.c.id)
        )
        return list(conn.execute(query).mappings())

    return list(on.read(read))


def _subject(values: Json) -> tuple[Subject, Json]:
    own = {
        "discussion_id": new_object_id(),
        "text": "Where is it?",
        "sub_typology_code": "orderNotShipped" if "order_id" in values else "offerInformation",
        "offer_id": None if "order_id" in values else "41207_AUC0400000000015_6_CDISFR",
    }
    names = {*own, "order_id", "product_id", "external_reference", "graduation"}
    own |= {name: values.pop(name) for name in list(values) if name in names}
    return Subject(**own), values
