"""Sign-in through a provider that nobody here wrote (npm's oidc-provider), over HTTP and in Chromium."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser as Chromium, expect

from sellergate.access.accounts import store as accounts
from tests.builders.chromium import axe_violations, context_of
from tests.portal.accounts.site import OPERATOR, PASSWORD, SELLER, Browser
from tests.portal.oidc.conftest import LABEL, Connected, connected_site

pytestmark = pytest.mark.foreign

GATED = "/operator/keys/rotate"


def start(browser: Browser, back: str = "/account/") -> Browser:
    """Follow the button of the sign-in page to the provider."""
    browser.open(f"/account/sign-in?next={back}")
    href = re.search(r'href="(/account/oidc/start[^"]*)"', browser.text)
    assert href
    browser.open(href[1])
    return browser


def log_in(browser: Browser, login: str) -> Browser:
    """Give the provider a login and agree to what it asks, as its pages want it."""
    browser.submit("", login=login, password="any")
    while browser.page.url.port != browser.http.base_url.port:
        browser.submit("")
    return browser


def test_the_first_sign_in_recognises_the_verified_email(connected: Connected) -> None:
    browser = log_in(start(connected.browser()), "ana")

    assert (browser.page.status_code, browser.place) == (200, "/account/")
    assert SELLER in browser.text
    user = connected.site.read(accounts.find_user_by_subject, f"{connected.issuer} ana")
    assert user.email == SELLER


def test_later_sign_ins_go_by_the_subject_whatever_the_email(connected: Connected) -> None:
    log_in(start(connected.browser()), "ana")
    connected.site.write(_change_email, "ana.new@maison.test")

    browser = log_in(start(connected.browser()), "ana")

    assert "ana.new@maison.test" in browser.text


def test_the_provider_is_asked_with_pkce_state_and_nonce(connected: Connected) -> None:
    browser = connected.browser()
    browser.http.follow_redirects = False

    answer = browser.open("/account/oidc/start?next=/account/")

    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert min(len(asked[name][0]) for name in ("state", "nonce")) >= 32
    assert asked["response_type"] == ["code"]
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Max-Age=600"} <= set(cookie.split("; "))
    assert asked["state"][0] not in cookie


def test_somebody_without_an_account_is_told_whom_to_ask(connected: Connected) -> None:
    browser = log_in(start(connected.browser()), "stranger")

    assert browser.page.status_code == 403
    assert "stranger@nowhere.test" in browser.text
    assert "Ask the support of Marché Test" in browser.text
    assert browser.open("/account/").url.path == "/account/sign-in"


def test_an_email_that_is_not_verified_opens_no_account(connected: Connected) -> None:
    browser = log_in(start(connected.browser()), "ana-unverified")

    assert browser.page.status_code == 403
    assert "Your e-mail address is not verified" in browser.text
    assert browser.open("/account/").url.path == "/account/sign-in"


def test_another_subject_with_the_same_email_does_not_take_the_account(
    connected: Connected,
) -> None:
    log_in(start(connected.browser()), "ana")

    browser = log_in(start(connected.browser()), "other-ana")

    assert browser.page.status_code == 403
    assert "is linked to another login" in browser.text


def test_cancelling_leads_to_a_page_that_offers_another_try(connected: Connected) -> None:
    browser = start(connected.browser())
    abort = re.search(r'href="([^"]+/abort)"', browser.page.text)
    assert abort

    browser.answer = browser.http.get(abort[1])

    assert browser.page.status_code == 403
    assert "You did not sign in" in browser.text
    assert 'href="/account/oidc/start?next=%2Faccount%2F"' in browser.page.text


def test_a_callback_with_another_state_signs_nobody_in(connected: Connected) -> None:
    """RFC 6749 §10.12: the code of an attacker's sign-in is not taken."""
    code = _code_for(connected, "ana")
    browser = start(connected.browser())

    browser.open(f"/account/oidc/callback?code={code['code'][0]}&state=another")

    assert browser.page.status_code == 400
    assert "This sign-in is over" in browser.text
    assert not browser.session_cookie()


def test_a_code_of_another_browser_is_not_taken(connected: Connected) -> None:
    """PKCE, RFC 9700 §2.1.1: with our own state but a stolen code."""
    stolen = _code_for(connected, "ana")["code"][0]
    browser = start(connected.browser())
    state = _state_of(browser)

    browser.open(f"/account/oidc/callback?code={stolen}&state={state}&iss={connected.issuer}")

    assert browser.page.status_code == 502
    assert "did not vouch for you" in browser.text
    assert not browser.session_cookie()


def test_an_answer_that_names_another_issuer_is_not_taken(connected: Connected) -> None:
    """RFC 9207 §2.4: mix-up."""
    browser = start(connected.browser())
    state = _state_of(browser)

    browser.open(f"/account/oidc/callback?code=x&state={state}&iss=https://evil.test")

    assert browser.page.status_code == 502


def test_a_reloaded_callback_goes_home_and_takes_nothing_twice(connected: Connected) -> None:
    browser = start(connected.browser())
    log_in(browser, "ana")
    callback = next(
        step.url for step in browser.page.history if step.url.path == "/account/oidc/callback"
    )

    browser.answer = browser.http.get(callback)

    assert browser.page.url.path in ("/api-credentials/", "/api-credentials")
    stranger = connected.browser()
    stranger.answer = stranger.http.get(callback)
    assert stranger.page.status_code == 400
    assert not stranger.session_cookie()


def test_an_attempt_of_more_than_ten_minutes_is_over(connected: Connected) -> None:
    browser = start(connected.browser())
    connected.site.clock.advance(minutes=11)

    log_in(browser, "ana")

    assert browser.page.status_code == 400
    assert "Start again" in browser.text


def test_a_provider_that_is_down_has_a_page_that_says_so(connected: Connected) -> None:
    connected.stop_provider()

    browser = connected.browser()
    browser.open("/account/oidc/start?next=/account/")

    assert browser.page.status_code == 503
    assert f"{LABEL} does not answer" in browser.text
    assert "Sign in with a password" in browser.text


def test_a_provider_that_goes_down_on_the_way_has_one_too(connected: Connected) -> None:
    browser = start(connected.browser())
    state = _state_of(browser)
    connected.stop_provider()

    browser.open(f"/account/oidc/callback?code=x&state={state}&iss={connected.issuer}")

    assert browser.page.status_code == 503


def test_an_old_login_at_the_provider_is_no_recent_login_here(connected: Connected) -> None:
    """auth_time counts, not the moment of the redirect: else single sign-on would open every gate."""
    connected.site.write(_make_operator_of, "ana")
    log_in(start(connected.browser(), back="/operator/"), "ana")
    browser = start(connected.browser(), back="/operator/")
    connected.site.clock.advance(
        minutes=9
    )  # the provider's clock stays: its auth_time is 9 minutes old
    log_in(browser, "ana")
    assert browser.open(GATED).status_code == 200
    connected.site.clock.advance(minutes=8)

    browser.open(GATED)

    assert browser.page.url.path == "/account/confirm"


def test_whoever_has_no_password_confirms_at_the_provider(connected: Connected) -> None:
    connected.site.write(_make_operator_of, "ana")
    connected.site.write(_forget_password)
    browser = log_in(start(connected.browser(), back="/operator/"), "ana")
    former = browser.session_cookie()
    connected.site.write(_age_sessions)
    browser.open(GATED)
    assert browser.page.url.path == "/account/confirm"
    assert 'name="password"' not in browser.page.text
    href = re.search(r'href="(/account/oidc/start[^"]*again=1)"', browser.text)
    assert href

    browser.open(href[1])
    log_in(browser, "ana")

    assert browser.place == GATED
    assert browser.session_cookie() != former


def test_somebody_else_cannot_confirm_for_me(connected: Connected) -> None:
    browser = log_in(start(connected.browser()), "ana")
    connected.site.write(_age_sessions)

    browser.open("/account/oidc/start?again=1&next=/account/")
    log_in(browser, "ari")

    assert browser.page.status_code == 403
    assert "That is another account" in browser.text
    assert SELLER in browser.text


def test_the_sign_in_page_has_no_button_without_a_provider(connected: Connected) -> None:
    assert f"Sign in with {LABEL}" in connected.browser().open("/account/sign-in").text


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(tmp_path: Path) -> None:
    with connected_site(tmp_path, auth_method="client_secret_post") as connected:
        browser = log_in(start(connected.browser()), "ana")

        assert browser.place == "/account/"


@pytest.mark.browser
def test_a_person_signs_in_and_confirms_in_a_real_browser(
    connected: Connected, driven: Chromium
) -> None:
    """The pages' own policy must let the browser go to the provider and come back."""
    context = context_of(driven, connected.site.url)
    page = context.new_page()
    page.goto("/account/sign-in?next=/account/")
    assert axe_violations(page) == []

    page.get_by_role("link", name=f"Sign in with {LABEL}").click()
    page.get_by_placeholder("Enter any login").fill("ana")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    connected.site.write(_age_sessions)
    page.goto("/account/confirm?next=/account/password")
    assert axe_violations(page) == []
    page.get_by_role("link", name=f"Confirm with {LABEL}").click()
    page.get_by_placeholder("Enter any login").fill("ari")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="That is another account")).to_be_visible()
    assert axe_violations(page) == []
    context.close()


def _code_for(connected: Connected, login: str) -> dict[str, list[str]]:
    """The provider's answer to somebody else's sign-in, kept from reaching us."""
    browser = start(connected.browser())
    browser.http.follow_redirects = False
    browser.submit("", login=login, password="any")
    for _ in range(10):
        location = browser.page.headers.get("location")
        if location and location.startswith(f"{connected.site.url}/account/oidc/callback"):
            return parse_qs(urlsplit(location).query)
        if location:
            browser.answer = browser.http.get(str(browser.page.url.join(location)))
        else:
            browser.submit("")
    raise AssertionError("the provider gave no code")


def _state_of(browser: Browser) -> str:
    """The state of the attempt that this browser has begun."""
    asked = next(step for step in browser.page.history if "code_challenge" in str(step.url))
    return str(asked.url.params["state"])


def _change_email(conn: Any, _act: Any, email: str) -> None:
    from sellergate.storage.schema import users

    conn.execute(users.update().where(users.c.email == SELLER).values(email=email))


def _make_operator_of(conn: Any, _act: Any, _login: str) -> None:
    from sellergate.access.accounts.models import Role

    operator = accounts.find_user_by_email(conn, OPERATOR)
    seller = accounts.find_user_by_email(conn, SELLER)
    assert operator
    assert seller
    accounts.insert_membership(conn, seller.id, operator.organization.id, Role.SUB)


def _forget_password(conn: Any, _act: Any) -> None:
    from sellergate.storage.schema import users

    conn.execute(users.update().where(users.c.email == SELLER).values(password_hash=None))


def _age_sessions(conn: Any, act: Any) -> None:
    """As if everybody had proved who they are an hour ago."""
    from datetime import timedelta

    from sellergate.storage.schema import sessions

    conn.execute(sessions.update().values(authenticated_at=act.now - timedelta(hours=1)))


def test_a_password_still_works_beside_the_provider(connected: Connected) -> None:
    browser = connected.browser().sign_in(SELLER, PASSWORD)

    assert f"You can sign in with {LABEL} too." in browser.text
