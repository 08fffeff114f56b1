"""Proving again who one is, before an act that needs it to be recent."""

from tests.portal.accounts.site import OPERATOR, PASSWORD, SELLER, Site

GATED = "/operator/keys/rotate"


def test_an_act_that_needs_it_asks_again_after_a_quarter_of_an_hour(site: Site) -> None:
    browser = site.browser().sign_in(OPERATOR)
    assert browser.open(GATED).status_code == 200
    site.clock.advance(minutes=16)

    browser.open(GATED)

    assert browser.place == f"/account/confirm?next={GATED}"
    assert OPERATOR in browser.text


def test_the_password_leads_back_and_renews_the_session_id(site: Site) -> None:
    browser = site.browser().sign_in(OPERATOR)
    former = browser.session_cookie()
    site.clock.advance(minutes=16)
    browser.open(GATED)

    browser.submit("/account/confirm", password=PASSWORD)

    assert browser.place == GATED
    assert browser.session_cookie() != former
    thief = site.browser()
    thief.http.cookies.set("sellergate_session", former, domain="127.0.0.1")
    assert thief.open("/account/").url.path == "/account/sign-in"


def test_a_wrong_password_stays_and_says_so(site: Site) -> None:
    browser = site.browser().sign_in(OPERATOR)
    site.clock.advance(minutes=16)
    browser.open(GATED)

    browser.submit("/account/confirm", password="wrong")

    assert browser.page.status_code == 422
    assert "This is not your password." in browser.text
    browser.open(GATED)
    assert browser.place.startswith("/account/confirm")


def test_the_password_of_somebody_else_does_not_count(site: Site) -> None:
    """The form cannot name another user: the field is for password managers only."""
    browser = site.browser().sign_in(OPERATOR)
    site.write(_give_another_password)
    site.clock.advance(minutes=16)
    browser.open(GATED)

    browser.submit("/account/confirm", email=SELLER, password="the seller's password")

    assert browser.page.status_code == 422


def test_whoever_just_signed_in_goes_straight_on(site: Site) -> None:
    browser = site.browser().sign_in(OPERATOR)

    browser.open(f"/account/confirm?next={GATED}")

    assert browser.place == GATED


def test_nobody_confirms_without_a_session(site: Site) -> None:
    browser = site.browser()

    browser.open(f"/account/confirm?next={GATED}")

    assert browser.place == f"/account/sign-in?next={GATED}"


def _give_another_password(conn: object, _act: object) -> None:
    from argon2 import PasswordHasher

    from sellergate.access.accounts import store

    user = store.find_user_by_email(conn, SELLER)  # type: ignore[arg-type]
    assert user
    hashed = PasswordHasher(time_cost=1, memory_cost=1024).hash("the seller's password")
    store.set_password_hash(conn, user.id, hashed)  # type: ignore[arg-type]
