"""The live steps: a token, and the first call with it. Nothing here is kept: the token travels in the page only."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from sellergate.access.clients.models import Client
from sellergate.access.context import Act
from sellergate.access.platform import Access
from sellergate.access.tokens.site import TokenQuotaUsedUp, issue_on_site
from sellergate.devportal.get_started.belongings import Belongings
from sellergate.devportal.get_started.examples import Examples
from sellergate.devportal.installation import Installation
from sellergate.devportal.wire import Answer, Wire, read_answer
from sellergate.kit.problems import CATALOGUE
from sellergate.kit.ratelimit import rate_limit_headers

QUOTA_NAME = "tokens"
TOO_MANY_TOKENS = "token-quota-exceeded"
MAX_SHOWN = 80  # of a name that a stranger typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Where the reader is in steps 3 and 4. `made_here` is set when the page made the token without the secret."""

    client_id: str = ""
    seller_id: str = ""
    access_token: str = ""
    expires_at: datetime | None = None
    token_answer: Answer | None = None
    call_answer: Answer | None = None
    made_here: bool = False

    def examples(self, here: Installation) -> Examples:
        """The same steps as code, with these names."""
        return Examples(here, self.client_id[:MAX_SHOWN], self.seller_id[:MAX_SHOWN])


def start(belongings: Belongings, *, default_seller_id: str) -> Live:
    """What to show before the reader did anything: the first client and seller at hand."""
    usable = belongings.usable_clients
    had = belongings.access_had
    sellers = belongings.seller_choices
    # A client that a seller gave access to answers 200; any other only for the test seller.
    first = had[0].client_id if had else (usable[0].client_id if usable else "")
    return Live(
        client_id=first,
        seller_id=str(had[0].seller_id)
        if had
        else (sellers[0][0] if sellers else default_seller_id),
    )


async def ask_for_token(
    wire: Wire,
    here: Installation,
    live: Live,
    *,
    client_id: str,
    secret: str,
    sender: str,
    now: datetime,
) -> Live:
    """Ask the token endpoint, as a program would."""
    typed = {"client_id": client_id, "client_secret": secret}
    form = {"grant_type": "client_credentials"} | {
        name: value for name, value in typed.items() if value
    }
    answer = await wire.send(
        "POST",
        urlsplit(here.token_url).path,
        {"content-type": "application/x-www-form-urlencoded"},
        body=urlencode(form).encode(),
        sender=sender,
    )
    return _with_token(replace(live, client_id=client_id), answer, now)


async def make_token(access: Access, act: Act, live: Live, client: Client) -> Live:
    """Make a token for a client of the reader's. The answer has the form of the token endpoint's.

    Raises `NoSuchClient`, `ClientDisabled`.
    """
    live = replace(live, client_id=client.client_id, made_here=True)
    try:
        made = await issue_on_site(
            act,
            client.uid,
            db=access.db,
            tokens=access.tokens,
            quotas=access.quotas,
            quota=access.policy.tokens,
        )
    except TokenQuotaUsedUp as refusal:
        return _with_token(live, _too_many(refusal), act.now)
    members = {
        "access_token": made.token.access_token,
        "expires_in": made.token.expires_in,
        "refresh_expires_in": 0,
        "token_type": "Bearer",
        "not-before-policy": 0,
        "scope": "",
    }
    limits = {
        name.decode(): value.decode() for name, value in rate_limit_headers(QUOTA_NAME, made.quota)
    }
    return _with_token(live, _answer(200, limits, members), act.now)


async def call_seller(wire: Wire, here: Installation, live: Live, *, sender: str) -> Live:
    """Call `GET /sellers` through the gateway, with the token and the SellerId as they were typed."""
    headers = {}
    if live.access_token:
        headers["authorization"] = f"Bearer {live.access_token}"
    if live.seller_id:
        headers["sellerid"] = live.seller_id
    answer = await wire.send(
        "GET", f"{urlsplit(here.api_url).path}/sellers", headers, sender=sender
    )
    return replace(live, call_answer=answer)


def _with_token(live: Live, answer: Answer, now: datetime) -> Live:
    token = answer.members.get("access_token", "")
    seconds = answer.members.get("expires_in", 0)
    return replace(
        live,
        token_answer=answer,
        access_token=token if answer.is_success else "",
        expires_at=now + timedelta(seconds=seconds) if answer.is_success else None,
    )


def _too_many(refusal: TokenQuotaUsedUp) -> Answer:
    problem = CATALOGUE[TOO_MANY_TOKENS]
    members = {
        "error": "temporarily_unavailable",
        "error_description": str(refusal),
        "title": problem.title,
        "status": problem.status,
        "detail": str(refusal),
        "type": f"/docs/problems/{problem.slug}",
    }
    return _answer(problem.status, {"retry-after": str(refusal.values["seconds"])}, members)


def _answer(status: int, headers: dict[str, str], members: dict[str, Any]) -> Answer:
    sent = {"content-type": "application/json", "cache-control": "no-store", **headers}
    return read_answer(status, sent, msgspec.json.encode(members), 0)
