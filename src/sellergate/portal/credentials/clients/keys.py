"""Public keys of a client: added, looked at, removed; and whether its tokens must be bound to a key (DPoP)."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from sellergate.access.client_keys import store
from sellergate.access.client_keys.errors import NoSuchKey, NothingPasted
from sellergate.access.client_keys.parse import parse_public_keys
from sellergate.access.client_keys.service import add_jwks_url, add_keys, remove_key
from sellergate.access.client_keys.trial import try_key_set
from sellergate.access.clients.service import require_dpop
from sellergate.access.context import ClientUid
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.clients.forms import NewKeyForm, read_new_key
from sellergate.portal.credentials.clients.key_views import key_row
from sellergate.portal.credentials.clients.routes import (
    CLIENTS,
    ClientPage,
    client_path,
    own_client,
    show_client,
)
from sellergate.portal.credentials.view import show
from sellergate.portal.credentials.wizard.forms import is_ticked
from sellergate.web.browser import PageRequest, act_of, require_recent_login, require_user
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form


class OneOfTwo(Refusal):
    """A pasted key and an address at once."""

    message = N_("Paste a key or enter an address, not both: add them one after the other.")
    field = "jwks_url"


@post("/clients/{uid:str}/keys")
async def add_key(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """A public key, or the address of a key set, beside what the client has. A private key is not even kept here."""
    form = read_new_key(await read_form(request))
    session = require_recent_login(request, access, back=f"{client_path(uid)}#add-key")
    client = await own_client(access, session, uid)
    try:
        count = await _add(request, access, client.uid, form)
    except Refusal as refusal:
        shown = ClientPage(key_form=form.shown_again(refusal), refusals=[refusal])
        return await show_client(request, access, pages, session, client, shown)
    if form.jwks_url:
        return pages.redirect(
            f"{client_path(client.uid)}#keys",
            flash=N_("The address is added. {count} public keys were read from it."),
            count=str(count),
        )
    return pages.redirect(
        f"{client_path(client.uid)}#keys",
        flash=N_("The public key is added. Your software can sign in with its private half now."),
    )


@get("/clients/{uid:str}/keys/{key_id:str}/remove")
async def ask_to_remove_key(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str], key_id: FromPath[str]
) -> Response[Any]:
    """What stops when this key stops."""
    session = require_user(request)
    client = await own_client(access, session, uid)
    key = await access.db.read(store.find_key, key_id)
    if key is None or key.client_uid != client.uid:
        raise NoSuchKey
    return show(
        pages,
        request,
        "clients/remove_key.html",
        title=N_("Remove a public key"),
        here=CLIENTS,
        client=client,
        key=key_row(key),
        path=client_path(client.uid),
    )


@post("/clients/{uid:str}/keys/{key_id:str}/remove")
async def remove(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str], key_id: FromPath[str]
) -> Response[Any]:
    """Stop a key at once."""
    session = require_user(request, back=client_path(uid))
    client = await own_client(access, session, uid)
    act = act_of(access, session)
    await access.db.write(remove_key, act, key_id=key_id, client_uid=client.uid)
    return pages.redirect(
        f"{client_path(client.uid)}#keys",
        flash=N_("The key is removed. The tokens it obtained stopped with it."),
    )


@post("/clients/{uid:str}/dpop")
async def change_dpop(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """Require a proof with each call, or no more."""
    required = is_ticked(await read_form(request), "required")
    session = require_recent_login(request, access, back=f"{client_path(uid)}#keys")
    client = await own_client(access, session, uid)
    await access.db.write(require_dpop, act_of(access, session), client.uid, required=required)
    if required:
        flash = N_("From now on each token and each call of {client_id} needs a proof.")
    else:
        flash = N_("Calls of {client_id} need no proof any more.")
    return pages.redirect(
        f"{client_path(client.uid)}#keys", flash=flash, client_id=client.client_id
    )


async def _add(request: PageRequest, access: Access, uid: ClientUid, form: NewKeyForm) -> int:
    """How many keys it is about."""
    session = require_user(request)
    act = act_of(access, session)
    if form.key and form.jwks_url:
        raise OneOfTwo
    if not form.jwks_url:
        if not form.key:
            raise NothingPasted
        keys = parse_public_keys(form.key)
        await access.db.write(add_keys, act, client_uid=uid, name=form.name, keys=keys)
        return len(keys)
    found = await try_key_set(
        access.key_sets,
        access.quotas,
        user_id=session.user.id,
        url=form.jwks_url,
        now=act.now,
    )
    await access.db.write(add_jwks_url, act, client_uid=uid, name=form.name, url=form.jwks_url)
    return len(found)


KEY_ROUTES = (add_key, ask_to_remove_key, remove, change_dpop)
