"""The data under load: the demo marketplace and one more client, in a database that a production server serves."""

import secrets
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from sellergate.access.clients.models import ClientKind
from sellergate.access.clients.service import create_client, create_secret
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
from sellergate.storage.sqlite import sqlite_engine
from sellergate.storage.upkeep import migrate_database, run_on_database

BENCH = Actor(label="benchmark", is_operator=True)


class Login(msgspec.Struct, frozen=True):
    """A client, and a seller it may act for."""

    client_id: str
    client_secret: str
    seller_id: int


class Marketplace(msgspec.Struct, frozen=True):
    """The seeded database, the client that makes the load, and the one whose access comes and goes."""

    database: Path
    secret_key: str
    busy: Login
    fickle: Login


def make_marketplace(folder: Path) -> Marketplace:
    """Seed a database in `folder`."""
    world, database, secret_key = build_world(), folder / "bench.db", secrets.token_urlsafe(48)
    hasher = KeyedHash(secret_key.encode(), "client secrets")
    migrate_database(database)
    run_on_database(database, seed, world, hasher)
    busy = Login(world.client.client_id, world.client.secrets[0].value, world.seller_id)
    fickle = Login("Fickle Connector", new_client_secret(), world.seller_id)
    run_on_database(database, _register, fickle, hasher)
    return Marketplace(database, secret_key, busy, fickle)


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


class OtherProcess:
    """Grants and revokes as another process of the installation does: on its own connection to the database."""

    def __init__(self, database: Path, login: Login) -> None:
        self._engine = sqlite_engine(database)
        self._login = login

    def grant(self) -> None:
        """Give the client access again; done when it is on disk."""
        with self._engine.begin() as conn:
            request = DelegationRequest(self._client_uid(conn), SellerId(self._login.seller_id))
            grant_delegation(conn, _act_now(), request)

    def revoke(self) -> None:
        """Take it back; done when it is on disk."""
        with self._engine.begin() as conn:
            revoke_delegation(
                conn,
                _act_now(),
                seller_id=SellerId(self._login.seller_id),
                client_uid=self._client_uid(conn),
            )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _client_uid(self, conn: Connection) -> ClientUid:
        client = find_client_by_id(conn, self._login.client_id)
        if client is None:
            raise LookupError(self._login.client_id)
        return client.uid


def _act_now() -> Act:
    return Act(BENCH, system_clock(), new_uuid)
