"""The checks of our gateway as a Python team would write them: FastAPI, PyJWT, SQLAlchemy's ORM on an asynchronous driver.

It reads the tables of the marketplace under load. Started as `uvicorn app:app`; the environment says where the data is.
"""

import hashlib
import hmac
import os
import time
import uuid
from collections.abc import AsyncIterator
from typing import Annotated

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from fastapi import Depends, FastAPI, Form, Header, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

ISSUER, AUDIENCE, LIFETIME = "http://127.0.0.1/auth/realms/maas", "seller-api", 7200
KEY = generate_private_key(SECP256R1())
PUBLIC_KEY = KEY.public_key()
SECRET_KEY = bytes.fromhex(os.environ["SECRET_KEY"])
TOKENS_PER_HOUR = int(os.environ["TOKENS_PER_HOUR"])
CALLS_PER_MINUTE = int(os.environ["CALLS_PER_MINUTE"])

engine = create_async_engine(os.environ["DATABASE_URL"])
new_session = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI(openapi_url=None)
uses: dict[tuple[str, ...], tuple[int, int]] = {}


class Base(DeclarativeBase):
    """The tables, as far as they are read here."""


class Client(Base):
    """A program."""

    __tablename__ = "clients"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    state: Mapped[str]
    secrets: Mapped[list["Secret"]] = relationship()


class Secret(Base):
    """What it signs in with."""

    __tablename__ = "client_secrets"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_uid: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    digest: Mapped[bytes]
    expires_at: Mapped[int | None]
    revoked_at: Mapped[int | None]


class Delegation(Base):
    """A seller lets a program act."""

    __tablename__ = "delegations"
    client_uid: Mapped[str] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(primary_key=True)
    expires_at: Mapped[int | None]
    revoked_at: Mapped[int | None]


class Seller(Base):
    """A seller's account."""

    __tablename__ = "sellers"
    seller_id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    shop_name: Mapped[str]
    shop_url: Mapped[str | None]
    email: Mapped[str]
    phone_number: Mapped[str | None]
    mobile_number: Mapped[str | None]
    seller_state: Mapped[str]
    seller_sub_state: Mapped[str]
    subscription_step: Mapped[str]
    auto_accept_order: Mapped[bool]
    fulfillment_profile_id: Mapped[str | None]
    language: Mapped[str]
    siret_number: Mapped[str | None]
    company_name: Mapped[str]
    legal_form: Mapped[str | None]
    share_capital: Mapped[int | None]
    vat_number: Mapped[str | None]


class TokenAnswer(BaseModel):
    """RFC 6749 §5.1."""

    access_token: str
    expires_in: int
    token_type: str = "Bearer"
    scope: str = ""


class LegalInformation(BaseModel):
    """The company behind the shop."""

    model_config = ConfigDict(from_attributes=True)

    siret_number: str | None
    company_name: str
    legal_form: str | None
    share_capital: int | None
    vat_number: str | None


class SellerProfile(BaseModel):
    """What the call answers."""

    model_config = ConfigDict(from_attributes=True)

    seller_id: int
    login: str
    shop_name: str
    shop_url: str | None
    email: str
    phone_number: str | None
    mobile_number: str | None
    seller_state: str
    seller_sub_state: str
    subscription_step: str
    auto_accept_order: bool
    fulfillment_profile_id: str | None
    language: str
    seller_legal_information: LegalInformation


async def session() -> AsyncIterator[AsyncSession]:
    """A session for one request."""
    async with new_session() as opened:
        yield opened


Session = Annotated[AsyncSession, Depends(session)]


def charge(limit: int, window: int, *key: str) -> None:
    """Count one use in this window. Raises 429."""
    now = int(time.time())
    end, count = uses.get(key, (0, 0))
    if end <= now:
        end, count = now - now % window + window, 0
    if count >= limit:
        raise HTTPException(429, headers={"Retry-After": str(end - now)})
    uses[key] = (end, count + 1)


@app.get("/ready")
async def ready() -> str:
    """200."""
    return "ready"


@app.post("/token")
async def token(
    session: Session,
    grant_type: Annotated[str, Form()],
    client_id: Annotated[str, Form()],
    client_secret: Annotated[str, Form()],
) -> TokenAnswer:
    """A token for a client that knows its secret."""
    if grant_type != "client_credentials":
        raise HTTPException(400, "unsupported_grant_type")
    query = (
        select(Client).where(Client.client_id == client_id).options(selectinload(Client.secrets))
    )
    client = (await session.scalars(query)).one_or_none()
    now = time.time()
    digest = hmac.digest(SECRET_KEY, client_secret.encode(), hashlib.sha256)
    usable = [
        secret.id
        for secret in (client.secrets if client else [])
        if hmac.compare_digest(secret.digest, digest)
        and secret.revoked_at is None
        and (secret.expires_at is None or secret.expires_at > now * 1e6)
    ]
    if client is None or client.state != "active" or not usable:
        raise HTTPException(401, "invalid_client")
    charge(TOKENS_PER_HOUR, 3600, "token", client.id)
    issued = int(now)
    claims = {
        "iss": ISSUER,
        "aud": [AUDIENCE],
        "sub": client.id,
        "azp": client.client_id,
        "client_id": client.client_id,
        "iat": issued,
        "exp": issued + LIFETIME,
        "jti": uuid.uuid4().hex,
        "secret_id": usable[0],
        "resource_access": {AUDIENCE: {"roles": ["SELLERS_GET", "ORDERS_GET", "ORDERS_POST"]}},
    }
    signed = jwt.encode(claims, KEY, algorithm="ES256", headers={"kid": "first"})
    return TokenAnswer(access_token=signed, expires_in=LIFETIME)


async def delegated_seller(
    session: Session,
    authorization: Annotated[str, Header()],
    seller_id: Annotated[int, Header(alias="SellerId")],
) -> int:
    """The seller that a client with a good token may act for now. Raises 401, 403, 429."""
    scheme, _, unverified = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise HTTPException(401, "invalid_token")
    try:
        claims = jwt.decode(
            unverified, PUBLIC_KEY, algorithms=["ES256"], audience=AUDIENCE, issuer=ISSUER
        )
    except jwt.PyJWTError as error:
        raise HTTPException(401, "invalid_token") from error
    client = await session.get(Client, claims["sub"])
    if client is None or client.state != "active":
        raise HTTPException(401, "invalid_token")
    delegation = await session.get(Delegation, (client.id, seller_id))
    if (
        delegation is None
        or delegation.revoked_at is not None
        or (delegation.expires_at is not None and delegation.expires_at <= time.time() * 1e6)
    ):
        raise HTTPException(403, "seller not delegated")
    charge(CALLS_PER_MINUTE, 60, client.id, str(seller_id), "sellers")
    return seller_id


@app.get("/sellers")
async def seller(
    session: Session, seller_id: Annotated[int, Depends(delegated_seller)]
) -> SellerProfile:
    """The profile of the seller."""
    found = await session.get(Seller, seller_id)
    if found is None or found.seller_state == "Deactivated":
        raise HTTPException(403, "seller not delegated")
    legal = LegalInformation.model_validate(found)
    found.seller_legal_information = legal  # type: ignore[attr-defined]
    return SellerProfile.model_validate(found)
