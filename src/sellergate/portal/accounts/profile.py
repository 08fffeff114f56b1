"""My account: who I am, where I am signed in, my password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.access.accounts import store as accounts
from sellergate.access.accounts.models import Membership, OrganizationKind, Role, Session
from sellergate.access.accounts.service import (
    MIN_PASSWORD_LENGTH,
    change_password,
    check_password_rules,
    end_every_session,
    end_session,
    new_session_id,
)
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.accounts.confirm import check_password, has_password
from sellergate.portal.accounts.devices import Device, device_of
from sellergate.portal.accounts.places import ACCOUNT, PASSWORD, SIGN_IN, Oidc
from sellergate.portal.accounts.sign_in import answer_to
from sellergate.portal.forms import NO_PROBLEMS, FormProblems, problems_of
from sellergate.web.browser import PageRequest, act_of, require_user
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form

KINDS: Final = {
    OrganizationKind.SELLER: N_("Seller"),
    OrganizationKind.PARTNER: N_("Integration partner"),
    OrganizationKind.AGGREGATOR: N_("Feed aggregator"),
    OrganizationKind.OPERATOR: N_("Marketplace operator"),
}
ROLES: Final = {Role.MAIN: N_("Main user"), Role.SUB: N_("Sub-account")}


class PasswordsDiffer(Refusal):
    """A new password that was mistyped the second time."""

    message = N_("The two new passwords differ. Type the same one twice.")
    field = "new_password_again"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser as its owner recognises it."""

    public_id: str
    device: Device
    address: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """An organisation and what the user is in it, as texts of ours."""

    name: str
    kind: str
    role: str


@get(ACCOUNT)
async def account_page(
    request: PageRequest, access: Access, pages: Pages, oidc: Oidc
) -> Response[Any]:
    """Who I am and where I am signed in."""
    session = require_user(request)
    sessions = await access.db.read(accounts.sessions_of, session.user, now=access.clock())
    return pages.render(
        request,
        "accounts/account.html",
        title=N_("My account"),
        section="account",
        user=session.user,
        memberships=[_membership_row(membership) for membership in session.user.memberships],
        has_password=await has_password(access, session),
        provider=oidc.label if oidc else "",
        sessions=[_session_row(each, session) for each in sessions[:100]],
    )


@post("/account/sessions/{public_id:str}/end", status_code=200)
async def end_one_session(
    request: PageRequest, access: Access, pages: Pages, public_id: FromPath[str]
) -> Redirect:
    """Sign out another browser, or this one. Ending what is over already is fine."""
    session = require_user(request, back=ACCOUNT)
    await access.db.write(end_session, act_of(access, session), session.user, public_id)
    if public_id == session.public_id:
        return _signed_out(pages, N_("You are signed out."))
    return pages.redirect(ACCOUNT, flash=N_("That browser is signed out."))


@post("/account/sign-out-everywhere", status_code=200)
async def sign_out_everywhere(request: PageRequest, access: Access, pages: Pages) -> Redirect:
    """End every session, this one too."""
    session = require_user(request, back=ACCOUNT)
    await access.db.write(end_every_session, act_of(access, session), session.user)
    return _signed_out(pages, N_("You are signed out in every browser."))


@get(PASSWORD)
async def password_page(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The form, for people who have a password here."""
    session = require_user(request)
    if not await has_password(access, session):
        return pages.redirect(
            ACCOUNT, flash=N_("You have no password here to change."), kind="info"
        )
    return _password_page(request, pages, session)


@post(PASSWORD, status_code=200)
async def password_change(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The present password for a new one; other browsers are signed out."""
    session = require_user(request)
    form = await read_form(request)
    try:
        new_password = _parse_new_password(form)
        await check_password(request, access, session, _password(form, "password"))
    except Refusal as refusal:
        return _password_page(
            request,
            pages,
            session,
            problems=problems_of(pages, request, refusal),
            **answer_to(refusal),
        )
    session_id = new_session_id()
    await access.db.write(
        change_password,
        act_of(access, session),
        session=session,
        id_digest=access.session_hasher.digest(session_id),
        password_hash=await access.passwords.hash_aside(new_password),
    )
    return pages.redirect(
        ACCOUNT,
        flash=N_("Your password is changed. Other browsers are signed out."),
        cookies=[pages.browsers.cookie(pages.browsers.session_cookie, session_id)],
    )


def _parse_new_password(form: FormMultiDict) -> str:
    """The new password. Raises `PasswordTooShort`, `PasswordsDiffer`."""
    new_password = _password(form, "new_password")
    try:
        check_password_rules(new_password)
    except Refusal as refusal:
        refusal.field = "new_password"
        raise
    if new_password != _password(form, "new_password_again"):
        raise PasswordsDiffer
    return new_password


def _password(form: FormMultiDict, name: str) -> str:
    """A password as typed: spaces at its ends belong to it."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _signed_out(pages: Pages, text: str) -> Redirect:
    return pages.redirect(
        SIGN_IN, flash=text, cookies=[pages.browsers.forget(pages.browsers.session_cookie)]
    )


def _password_page(
    request: PageRequest,
    pages: Pages,
    session: Session,
    *,
    problems: FormProblems = NO_PROBLEMS,
    **answer: Any,
) -> Response[Any]:
    return pages.render(
        request,
        "accounts/password.html",
        title=N_("Change your password"),
        section="account",
        email=session.user.email,
        min_length=MIN_PASSWORD_LENGTH,
        problems=problems,
        **answer,
    )


def _membership_row(membership: Membership) -> MembershipRow:
    organization = membership.organization
    return MembershipRow(organization.name, KINDS[organization.kind], ROLES[membership.role])


def _session_row(session: Session, this: Session) -> SessionRow:
    return SessionRow(
        public_id=session.public_id,
        device=device_of(session.user_agent),
        address=session.address,
        created_at=session.created_at,
        last_seen_at=session.last_seen_at,
        is_this=session.public_id == this.public_id,
    )
