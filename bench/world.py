"""The data under load: the demo marketplace and one more client, in a database that a production server serves."""

import asyncio
import secrets
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from bench.crowd import Crowd, write_crowd
from sellergate.access.clients.models import ClientKind
from sellergate.access.clients.service import create_client, create_secret, secret_hasher
from sellergate.access.clients.store import find_client_by_id
from sellergate.access.context import Act, Actor, ClientUid, SellerId
from sellergate.access.delegations.models import DelegationRequest
from sellergate.access.delegations.service import grant_delegation, revoke_delegation
from sellergate.access.sellers.service import get_own_seller
from sellergate.demo.seed import seed
from sellergate.demo.world import build_world
from sellergate.kit.clock import system_clock
from sellergate.kit.ids import new_uuid
from sellergate.kit.secrets import KeyedHash, new_client_secret
from sellergate.storage.database import Database
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import migrate_database, run_on_database

BENCH = Actor(label="benchmark", is_operator=True)


class Login(msgspec.Struct, frozen=True):
    """A client, and a seller it may act for."""

    client_id: str
    client_secret: str
    seller_id: int


class Marketplace(msgspec.Struct, frozen=True):
    """The address of the seeded database, the client that makes the load, and the one whose access comes and goes."""

    database: str
    secret_key: str
    busy: Login
    fickle: Login


def make_marketplace(database: str) -> Marketplace:
    """Seed the database at an address, which is empty."""
    world, secret_key = build_world(), secrets.token_urlsafe(48)
    hasher = secret_hasher(secret_key.encode())
    migrate_database(database)
    run_on_database(database, seed, world, hasher)
    busy = Login(world.client.client_id, world.client.secrets[0].value, world.seller_id)
    fickle = Login("Fickle Connector", new_client_secret(), world.seller_id)
    run_on_database(database, _register, fickle, hasher)
    return Marketplace(database, secret_key, busy, fickle)


def add_crowd(marketplace: Marketplace, crowd: Crowd) -> None:
    """Let a crowd move in."""
    hasher = secret_hasher(marketplace.secret_key.encode())
    run_on_database(marketplace.database, write_crowd, crowd, hasher)


def address_in(folder: Path, name: str) -> str:
    """The address of an embedded database."""
    return f"sqlite:///{folder / name}.db"


def _register(conn: Connection, login: Login, hasher: KeyedHash) -> None:
    act = _act_now()
    seller = get_own_seller(conn, act, SellerId(login.seller_id))
    if seller.organization_id is None:
        raise LookupError(login.seller_id)
    client = create_client(
        conn,
        act,
        client_id=login.client_id,
        kind=ClientKind.DEDICATED,
        organization_id=seller.organization_id,
        email="bench@demo.example",
    )
    create_secret(
        conn,
        act,
        client_uid=client.uid,
        name="bench",
        secret=login.client_secret,
        hasher=hasher,
    )
    grant_delegation(conn, act, DelegationRequest(client.uid, seller.seller_id))


class OtherNode:
    """Grants and revokes as another node of the installation does: on its own connection to the database."""

    def __init__(self, database: str, login: Login) -> None:
        self._login = login
        self._runner = asyncio.Runner()
        self._db = self._runner.run(_open(database))

    def grant(self) -> None:
        """Give the client access again; done when it is committed."""
        self._runner.run(self._db.write(_grant, self._login))

    def revoke(self) -> None:
        """Take it back; done when it is committed."""
        self._runner.run(self._db.write(_revoke, self._login))

    def close(self) -> None:
        """Let go of the database."""
        self._runner.run(self._db.close())
        self._runner.close()


async def _open(database: str) -> Database:
    return open_database(database, pool_size=1)


def _grant(conn: Connection, login: Login) -> None:
    request = DelegationRequest(_client_uid(conn, login), SellerId(login.seller_id))
    grant_delegation(conn, _act_now(), request)


def _revoke(conn: Connection, login: Login) -> None:
    revoke_delegation(
        conn,
        _act_now(),
        seller_id=SellerId(login.seller_id),
        client_uid=_client_uid(conn, login),
    )


def _client_uid(conn: Connection, login: Login) -> ClientUid:
    client = find_client_by_id(conn, login.client_id)
    if client is None:
        raise LookupError(login.client_id)
    return client.uid


def _act_now() -> Act:
    return Act(BENCH, system_clock(), new_uuid)
