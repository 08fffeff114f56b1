"""A crowd: as many sellers, clients and delegations as a large marketplace has, written straight into the tables.

The services would take an hour for a million delegations, and would leave a million audit rows. A load needs neither,
so the rows are made here, from the schema's own columns, in seconds.
"""

import hashlib
import random
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.clients.names import skeleton_of
from sellergate.kit.secrets import KeyedHash, hint_of, new_client_secret
from sellergate.storage import schema

FIRST_SELLER = 1_000_000  # above every seller of the demo marketplace
CHUNK = 20_000  # rows of a statement: memory stays small
SINCE = datetime(2026, 1, 5, tzinfo=UTC)

Rows = Iterable[dict[str, Any]]


class Crowd(msgspec.Struct, frozen=True):
    """So many sellers and clients, and how many sellers give access to each client."""

    sellers: int
    clients: int
    sellers_each: int

    @property
    def delegations(self) -> int:
        """All of them."""
        return self.clients * self.sellers_each

    def sellers_of(self, client: int) -> list[int]:
        """The sellers of a client, spread over all."""
        first = client * self.sellers_each
        return [FIRST_SELLER + (first + n * 7919) % self.sellers for n in range(self.sellers_each)]


def client_id_of(client: int) -> str:
    """The clientId of a client, by its number."""
    return f"Crowd connector {client}"


def secret_of(client: int) -> str:
    """Its secret."""
    return new_client_secret(hashlib.sha256(b"crowd %d" % client).digest())


def write_crowd(conn: Connection, crowd: Crowd, hasher: KeyedHash) -> None:
    """Write the rows of a crowd."""
    chance = random.Random(crowd.clients)
    organizations = [_uuid(chance) for _ in range(crowd.sellers)]
    uids = [_uuid(chance) for _ in range(crowd.clients)]
    _write(conn, schema.organizations, _organizations(organizations))
    _write(conn, schema.sellers, _sellers(organizations))
    _write(conn, schema.clients, _clients(uids, organizations))
    _write(conn, schema.client_secrets, _secrets(uids, hasher, chance))
    _write(conn, schema.delegations, _delegations(crowd, uids))


def _write(conn: Connection, table: sa.Table, rows: Rows) -> None:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        conn.execute(table.insert(), chunk)


def _organizations(ids: list[str]) -> Iterator[dict[str, Any]]:
    for number, uid in enumerate(ids):
        yield {"id": uid, "kind": "seller", "name": f"Shop {number} SAS", "created_at": SINCE}


def _sellers(organizations: list[str]) -> Iterator[dict[str, Any]]:
    for number, organization in enumerate(organizations):
        yield {
            "seller_id": FIRST_SELLER + number,
            "organization_id": organization,
            "login": f"shop-{number}",
            "shop_name": f"Shop {number}",
            "shop_url": f"https://shop-{number}.example/",
            "email": f"contact@shop-{number}.example",
            "phone_number": "+33100000000",
            "mobile_number": "+33600000000",
            "seller_state": "Activated",
            "seller_sub_state": "ActiveSeller",
            "subscription_step": "Finished",
            "auto_accept_order": True,
            "language": "fr-FR",
            "siret_number": f"{number:014}",
            "company_name": f"Shop {number} SAS",
            "legal_form": "SAS",
            "share_capital": 10_000,
            "vat_number": f"FR{number:011}",
            "created_at": SINCE,
        }


def _clients(uids: list[str], organizations: list[str]) -> Iterator[dict[str, Any]]:
    for number, uid in enumerate(uids):
        client_id = client_id_of(number)
        yield {
            "id": uid,
            "client_id": client_id,
            "skeleton": skeleton_of(client_id),
            "kind": "aggregator",
            "organization_id": organizations[number % len(organizations)],
            "email": f"api@connector-{number}.example",
            "state": "active",
            "created_at": SINCE,
        }


def _secrets(uids: list[str], hasher: KeyedHash, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number, uid in enumerate(uids):
        secret = secret_of(number)
        yield {
            "id": _uuid(chance),
            "client_uid": uid,
            "name": "crowd",
            "digest": hasher.digest(secret),
            "hint": hint_of(secret),
            "created_at": SINCE,
        }


def _delegations(crowd: Crowd, uids: list[str]) -> Iterator[dict[str, Any]]:
    for number, uid in enumerate(uids):
        for seller_id in crowd.sellers_of(number):
            yield {
                "client_uid": uid,
                "seller_id": seller_id,
                "read_only": False,
                "granted_at": SINCE,
                "granted_by": "crowd",
            }


def new_id() -> str:
    """An id like those of the services."""
    return str(uuid.uuid4())


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
