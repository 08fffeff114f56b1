"""Every act that changes who may do what leaves its event, and no event is without an act that writes it."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sellergate
from sellergate.access.accounts import service as accounts
from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.audit.models import Event
from sellergate.access.audit.store import page_of_events
from sellergate.access.client_keys import service as client_keys
from sellergate.access.clients import service as clients
from sellergate.access.clients.models import ClientKind, ClientState
from sellergate.access.listings import service as listings
from sellergate.access.platform import SYSTEM
from sellergate.access.scopes import Rights
from sellergate.access.sellers.models import SellerState
from sellergate.access.tokens.site import issue_on_site
from sellergate.demo.logos import draw_logo
from sellergate.demo.world import ENTRIES
from sellergate.kit.ids import new_uuid
from tests.builders.installation import Installation
from tests.builders.world import (
    a_client,
    a_delegation,
    a_secret,
    a_seller,
    a_token,
    a_user,
    an_organization,
    revoke_delegation,
    revoke_secret,
    set_client_state,
    set_seller_state,
)

LOGO = draw_logo(*ENTRIES[0].logo)
ACCESS = Path(sellergate.__file__).parent / "access"


def a_session(on: Installation) -> Any:
    user = a_user(on)
    digest = new_uuid().encode()[:32]
    return on.write(
        accounts.open_session, user=user, id_digest=digest, address="127.0.0.1", user_agent="x"
    )


def change_password(on: Installation) -> None:
    on.write(
        accounts.change_password, session=a_session(on), id_digest=b"x" * 32, password_hash="x"
    )


def end_session(on: Installation) -> None:
    session = a_session(on)
    on.write(accounts.end_session, session.user, session.public_id)


def a_listing(on: Installation) -> Any:
    uid = a_client(on, kind=ClientKind.AGGREGATOR).client.uid
    on.write(
        listings.request_listing, client_uid=uid, name="Feeds", description="We feed.", logo=LOGO
    )
    return uid


def a_jwks_url(on: Installation) -> Any:
    return on.write(
        client_keys.add_jwks_url,
        client_uid=a_client(on).client.uid,
        name="own",
        url=f"https://keys{on.number()}.example.test/jwks",
    )


def change_delegation(on: Installation) -> None:
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller)
    a_delegation(on, client, seller, rights=Rights(None, read_only=True))


def end_delegation(on: Installation) -> None:
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller)
    revoke_delegation(on, client, seller)


def enable(on: Installation) -> None:
    client = a_client(on)
    set_client_state(on, client, ClientState.DISABLED)
    set_client_state(on, client, ClientState.ACTIVE)


def revoke_token(on: Installation) -> None:
    client = a_client(on)
    form = {"token": a_token(on, client)} | client.token_form
    form.pop("grant_type")
    assert on.http.post(f"{on.settings.token_url.removesuffix('token')}revoke", data=form)


def token_on_site(on: Installation) -> None:
    user = a_user(on)
    client = a_client(on, organization_id=user.organization.id)
    access = on.access
    on.run(
        issue_on_site(
            access.act(user.as_actor()),
            client.client.uid,
            db=access.db,
            tokens=access.tokens,
            quotas=access.quotas,
            quota=access.policy.tokens,
        )
    )


ACTS: dict[Event, Callable[[Installation], Any]] = {
    Event.ORGANIZATION_CREATED: an_organization,
    Event.CLIENT_CREATED: lambda on: on.write(
        clients.create_client,
        client_id=f"Only a client {on.number()} here",
        kind=ClientKind.PARTNER,
        organization_id=an_organization(on, OrganizationKind.PARTNER).id,
        email="contact@example.test",
    ),
    Event.CLIENT_DISABLED: lambda on: set_client_state(on, a_client(on), ClientState.DISABLED),
    Event.CLIENT_ENABLED: enable,
    Event.CLIENT_LIMITED: lambda on: on.write(
        clients.change_limits, a_client(on).client.uid, tokens_per_hour=5, calls_per_minute=None
    ),
    Event.SECRET_CREATED: a_client,
    Event.SECRET_REVOKED: lambda on: revoke_secret(on, a_client(on).secret_id),
    Event.SECRET_END_SET: lambda on: a_secret(
        on, a_client(on).client, others_end_at=on.clock().replace(year=2099)
    ),
    Event.CLIENT_KEY_ADDED: a_jwks_url,
    Event.CLIENT_KEY_REMOVED: lambda on: on.write(client_keys.remove_key, key_id=a_jwks_url(on).id),
    Event.DPOP_CHANGED: lambda on: on.write(
        clients.require_dpop, a_client(on).client.uid, required=True
    ),
    Event.DELEGATION_GRANTED: lambda on: a_delegation(on, a_client(on), a_seller(on)),
    Event.DELEGATION_CHANGED: change_delegation,
    Event.DELEGATION_REVOKED: end_delegation,
    Event.LISTING_REQUESTED: a_listing,
    Event.LISTING_APPROVED: lambda on: on.write(listings.approve_listing, a_listing(on)),
    Event.LISTING_DENIED: lambda on: on.write(listings.deny_listing, a_listing(on), reason="No."),
    Event.SELLER_CREATED: a_seller,
    Event.SELLER_SUSPENDED: lambda on: set_seller_state(on, a_seller(on), SellerState.DEACTIVATED),
    Event.SELLER_RESUMED: lambda on: set_seller_state(on, a_seller(on), SellerState.ACTIVATED),
    Event.USER_CREATED: a_user,
    Event.USER_SIGNED_IN: a_session,
    Event.USER_LINKED: lambda on: on.write(
        accounts.link_user, user=a_user(on), external_subject=f"issuer {on.number()}"
    ),
    Event.PASSWORD_CHANGED: change_password,
    Event.SESSION_ENDED: end_session,
    Event.SESSIONS_ENDED: lambda on: on.write(accounts.end_every_session, a_session(on).user),
    Event.TOKEN_ISSUED_ON_SITE: token_on_site,
    Event.TOKEN_REVOKED: revoke_token,
    Event.KEY_ROTATED: lambda on: on.run(on.access.rotate_keys(SYSTEM)),
}
AT_THE_BEGINNING = {Event.KEY_CREATED}


def test_every_event_has_an_act_here() -> None:
    assert {*ACTS, *AT_THE_BEGINNING} == set(Event)


@pytest.mark.parametrize("event", ACTS, ids=str)
def test_an_act_leaves_its_event_last(installation: Installation, event: Event) -> None:
    ACTS[event](installation)

    [newest] = installation.read(page_of_events, organization_ids=None, limit=1)
    assert newest.event is event
    assert newest.actor


def test_an_installation_begins_with_the_event_of_its_first_key(installation: Installation) -> None:
    events = installation.read(page_of_events, organization_ids=None, limit=10_000)

    assert events[-1].event is Event.KEY_CREATED


# Functions that write in the name of an actor and leave no event, and why.
SILENT = {
    ("accounts", "renew_session"): "the same session, proved again; who signed in is an event",
}
WRITES = ("insert_", "upsert", "set_", "delete_", "update_", "claim_", "erase_")


def functions_of(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def calls_in(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield ast.unparse(each.func)


def reached(name: str, functions: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    """What a function calls, through others of its module."""
    seen.add(name)
    found = set(calls_in(functions[name]))
    for called in found & set(functions) - seen:
        found |= reached(called, functions, seen)
    return found


def writers() -> Iterator[tuple[str, str, set[str]]]:
    """Every function of the access rooms that takes an act and writes: room, name, what it calls."""
    for path in sorted(ACCESS.glob("*/service.py")):
        functions = functions_of(path)
        for name, node in functions.items():
            takes_act = "act" in {arg.arg for arg in node.args.args}
            calls = reached(name, functions, set())
            writes = any(
                call.startswith("store.") and call.removeprefix("store.").startswith(WRITES)
                for call in calls
            )
            if takes_act and writes and not name.startswith("_"):
                yield path.parent.name, name, calls


def test_no_service_writes_in_silence() -> None:
    found = list(writers())
    silent = {(room, name) for room, name, calls in found if "audit.append" not in calls}

    assert len(found) > 15
    assert silent == set(SILENT)
