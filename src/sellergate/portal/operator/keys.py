"""Signing keys: how they stand, and rotation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from litestar import Response, get, post
from litestar.response import Redirect

from sellergate.access.issuers.models import IssuerStatus
from sellergate.access.keys import store as keys
from sellergate.access.keys.models import KeyState
from sellergate.access.keys.service import states_of
from sellergate.kit.marks import N_
from sellergate.portal.operator.frame import KEYS, AtDesk
from sellergate.web.pages import field, read_form

STATES: Final = {
    KeyState.NEXT: ("pending", N_("Published, signs soon")),
    KeyState.SIGNING: ("active", N_("Signs")),
    KeyState.RETIRED: ("expiring", N_("Only verifies")),
    KeyState.EXPIRED: ("expired", N_("Over")),
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the operator sees it."""

    kid: str
    algorithm: str
    status: str
    status_text: str
    created_at: datetime
    activates_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuerRow:
    """A trusted issuer as the operator sees it."""

    issuer: str
    status: str
    status_text: str
    kids: tuple[str, ...]
    fetched_at: datetime | None
    error: str | None


@get(KEYS)
async def keys_page(desk: AtDesk) -> Response[Any]:
    """Every key that is published, and the issuers whose keys are trusted beside them."""
    return desk.show(
        "keys.html",
        title=N_("Signing keys"),
        here=KEYS,
        keys=await _rows(desk),
        issuers=[_issuer_row(status) for status in desk.access.issuers.statuses()],
    )


@get("/operator/keys/rotate")
async def rotate_page(desk: AtDesk) -> Response[Any]:
    """Ask before a new key is published."""
    desk.recent_act()
    return desk.show(
        "rotate.html",
        title=N_("Rotate the signing key"),
        here=KEYS,
        newest=await _newest(desk),
        signs_from=desk.access.clock() + desk.access.policy.key_overlap,
    )


@post("/operator/keys/rotate", status_code=200)
async def rotate(desk: AtDesk) -> Redirect:
    """Publish a new key, once for each form: a form that is sent twice has been answered."""
    act = desk.recent_act()
    if field(await read_form(desk.request), "newest") != await _newest(desk):
        return desk.pages.redirect(
            KEYS,
            flash=N_("The keys changed since that page was opened, so nothing was done."),
            kind="info",
        )
    kid = await desk.access.rotate_keys(act.actor)
    return desk.pages.redirect(KEYS, flash=N_("The new key {kid} is published."), kid=kid)


def _issuer_row(status: IssuerStatus) -> IssuerRow:
    if status.error is None:
        state = ("ok", N_("Keys are fresh")) if status.kids else ("pending", N_("Not asked yet"))
    elif status.kids:
        state = ("expiring", N_("Does not answer, last keys hold"))
    else:
        state = ("denied", N_("No keys, its tokens are refused"))
    return IssuerRow(status.issuer, *state, status.kids, status.fetched_at, status.error)


async def _newest(desk: AtDesk) -> str:
    found = await desk.db.read(keys.all_keys)
    return max(found, key=lambda key: key.created_at).kid if found else ""


async def _rows(desk: AtDesk) -> list[KeyRow]:
    found = await desk.db.read(keys.all_keys)
    states = states_of(found, desk.access.policy.algorithm, desk.access.clock())
    return [
        KeyRow(
            kid=key.kid,
            algorithm=key.algorithm.value,
            status=STATES[states[key.kid]][0],
            status_text=STATES[states[key.kid]][1],
            created_at=key.created_at,
            activates_at=key.activates_at,
            expires_at=key.expires_at,
        )
        for key in found
    ]
