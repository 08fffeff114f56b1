"""One call on its way through the gate."""

import math
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sellergate.access.clients.models import ClientCredential
from sellergate.access.context import Principal, SellerContext
from sellergate.access.quotas.models import QuotaState
from sellergate.access.scopes import OperatorScope, Scope
from sellergate.kit.asgi import Scope as AsgiScope
from sellergate.kit.ids import REQUEST_ID, new_request_id
from sellergate.kit.ratelimit import Header

_GZIP = re.compile(rb"\bgzip\b", re.IGNORECASE)
_NO_GZIP = re.compile(rb"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)", re.IGNORECASE)  # RFC 9110 §12.5.3


class Operation(Protocol):
    """What the gate knows of an operation of the API."""

    @property
    def method(self) -> str:
        """The HTTP method, in capitals."""
        ...

    @property
    def path(self) -> str:
        """The path template, with `{parameters}`."""
        ...

    @property
    def scope(self) -> Scope | OperatorScope:
        """What a delegation must allow, or that it is the marketplace's."""
        ...

    @property
    def operation_id(self) -> str:
        """Its name in the reference and in the log."""
        ...


@dataclass(slots=True)
class Call:
    """What the checks read and find out. Filled from top to bottom, each field by one check."""

    method: str
    path: str
    request_id: str
    now: datetime
    authorizations: list[bytes] = field(default_factory=list)
    seller_ids: list[bytes] = field(default_factory=list)
    proofs: tuple[bytes, ...] = ()  # DPoP headers (RFC 9449 §4.1)
    is_stated_twice: bool = False  # a proxy and its client name two paths for one call
    accepts_gzip: bool = False
    operation: Operation | None = None
    principal: Principal | None = None
    credential: ClientCredential | None = None
    seller: SellerContext | None = None
    quota: QuotaState | None = None
    warnings: tuple[Header, ...] = ()
    holds_until: float = (
        math.inf
    )  # what the checks found out, in epoch seconds: the first end that they saw

    def ends(self, at: float | None) -> None:
        """A check found something that ends then, if ever."""
        if at is not None and at < self.holds_until:
            self.holds_until = at


def read_call(scope: AsgiScope, now: datetime) -> Call:
    """The call of an ASGI scope: header names in any letter case, a sane request id kept, else a new one."""
    request_id = b""
    authorizations: list[bytes] = []
    seller_ids: list[bytes] = []
    proofs: tuple[bytes, ...] = ()
    accepts_gzip = False
    for name, value in scope["headers"]:
        if name == b"authorization":
            authorizations.append(value)
        elif name == b"sellerid":
            seller_ids.append(value)
        elif name == b"accept-encoding":
            accepts_gzip = bool(_GZIP.search(value)) and not _NO_GZIP.search(value)
        elif name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            request_id = value
        elif name == b"dpop":
            proofs += (value,)
    return Call(
        method=scope["method"],
        path=scope["path"],
        request_id=request_id.decode() or new_request_id(),
        now=now,
        authorizations=authorizations,
        seller_ids=seller_ids,
        proofs=proofs,
        accepts_gzip=accepts_gzip,
    )
