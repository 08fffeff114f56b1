"""What the perimeters' routes share: the database, the seller that a call is for, and how instants are written."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sellergate.access.context import SELLER_CONTEXT, SellerContext
from sellergate.kit.clock import Clock
from sellergate.market.languages import Language, preferred_language
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents

DATABASE: Final = "database"
PUBLIC_URL: Final = "public_url"
CLOCK: Final = "clock"
DOCUMENTS: Final = "documents"
MARKETPLACE: Final = "marketplace"


def database_of(scope: Any) -> Database:
    """The database of this application. Read off the scope: injection costs more than the rest of a read."""
    database: Database = scope["litestar_app"].state[DATABASE]
    return database


def documents_of(scope: Any) -> Documents:
    """The documents of this installation: what does not belong in rows."""
    documents: Documents = scope["litestar_app"].state[DOCUMENTS]
    return documents


def now_of(scope: Any) -> datetime:
    """The present instant, by the application's clock."""
    clock: Clock = scope["litestar_app"].state[CLOCK]
    return clock()


def public_url_of(scope: Any) -> str:
    """The address of this installation, as its callers know it."""
    url: str = scope["litestar_app"].state[PUBLIC_URL]
    return url


def marketplace_of(scope: Any) -> str:
    """What the marketplace is called."""
    name: str = scope["litestar_app"].state[MARKETPLACE]
    return name


def seller_of(scope: Any) -> SellerContext:
    """The seller that the gateway let this call act for."""
    context: SellerContext = scope[SELLER_CONTEXT]
    return context


def language_of(scope: Any) -> Language:
    """The language that the call asks for."""
    return preferred_language(header_of(scope, b"accept-language"))


def asked_language_of(scope: Any) -> Language | None:
    """The language that the call asks for; None: that of a former call, about the same thing, will do."""
    asked = (header_of(scope, b"accept-language") or "*").strip()
    return None if asked == "*" else language_of(scope)


def header_of(scope: Any, name: bytes) -> str | None:
    """The value of a header, by its name in small letters; of several, the first."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return None


def asked_type(scope: Any, types: Iterable[str]) -> str | None:
    """The one of these media types that the call's `Accept` names by itself; `*/*` names none."""
    named = [part.partition(";") for part in (header_of(scope, b"accept") or "")[:1000].split(",")]
    asked = [name.strip().casefold() for name, _, more in named if "q=0" not in more.split()]
    return next((name for name in asked if name in set(types)), None)


def wire_path(path: str) -> str:
    """A route's path with its parameters named as the contract names them: `{package_id}` is `{packageId}`."""
    return re.sub(r"\{\w+\}", lambda name: camel_case(name[0]), path)


def camel_case(name: str) -> str:
    """`package_id` as `packageId`."""
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)


def render_timestamp(instant: datetime) -> str:
    """RFC 3339 with a numeric offset, as recorded (contract/00 §7): some clients do not read `Z`."""
    return instant.isoformat()
