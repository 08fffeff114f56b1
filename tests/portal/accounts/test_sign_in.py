"""Signing in and out, over HTTP."""

import html
import re

import pytest

from tests.portal.accounts.site import AGGREGATOR, OPERATOR, PASSWORD, SELLER, Browser, Site

WRONG = "This e-mail address and password do not match an account."


def test_the_right_password_leads_to_the_page_asked_for(browser: Browser) -> None:
    browser.open("/account/")
    assert browser.place == "/account/sign-in?next=/account/"

    browser.submit("/account/sign-in", email=SELLER, password=PASSWORD)

    assert (browser.page.status_code, browser.place) == (200, "/account/")
    assert "Maison Ana" in browser.text


@pytest.mark.parametrize(
    ("email", "password"),
    [(SELLER, "wrong"), ("nobody@maison.test", PASSWORD), ("", ""), (SELLER, ""), ("é\udc80", "x")],
    ids=["wrong password", "unknown e-mail", "nothing", "no password", "not text"],
)
def test_whatever_does_not_match_gets_the_same_words_and_keeps_the_email(
    browser: Browser, email: str, password: str
) -> None:
    browser.open("/account/sign-in?next=/account/")
    sent = email.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    browser.submit("/account/sign-in", email=sent, password=password)

    assert browser.page.status_code == 422
    assert browser.text.count(WRONG) == 2  # in the summary and at the field
    assert 'href="#password"' in browser.page.text
    assert f'value="{html.escape(sent)}"' in browser.page.text
    assert browser.place == "/account/sign-in?next=%2Faccount%2F"


def test_failures_are_throttled_and_say_how_long(browser: Browser) -> None:
    browser.open("/account/sign-in")
    for _ in range(10):
        browser.submit("/account/sign-in", email=SELLER, password="wrong")
        assert browser.page.status_code == 422

    browser.submit("/account/sign-in", email=SELLER, password=PASSWORD)

    assert browser.page.status_code == 429
    assert int(browser.page.headers["retry-after"]) in range(1, 901)
    assert "Too many attempts." in browser.text


def test_signing_in_gives_an_id_that_nobody_knew(site: Site) -> None:
    """Session fixation: a cookie planted before does not become the session."""
    browser = site.browser()
    browser.http.cookies.set("sellergate_session", "planted", domain="127.0.0.1")
    browser.http.cookies.set("sellergate_visitor", "planted", domain="127.0.0.1")

    browser.sign_in()

    assert browser.place == "/account/"
    cookies = [c.value for c in browser.http.cookies.jar if c.name == "sellergate_session"]
    assert "planted" not in cookies[-1:]
    planted = site.browser()
    planted.http.cookies.set("sellergate_session", "planted", domain="127.0.0.1")
    assert planted.open("/account/").url.path == "/account/sign-in"


def test_signing_in_again_ends_the_session_of_before(site: Site) -> None:
    browser = site.browser().sign_in()
    former = browser.session_cookie()
    browser.open("/account/")
    browser.submit("/account/sign-out")
    thief = site.browser()
    thief.http.cookies.set("sellergate_session", former, domain="127.0.0.1")

    thief.open("/account/")

    assert thief.place.startswith("/account/sign-in")


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(site: Site) -> None:
    browser = site.browser()
    browser.http.follow_redirects = False
    browser.open("/account/sign-in")
    browser.submit("/account/sign-in", email=SELLER, password=PASSWORD)

    cookie = next(
        c
        for c in browser.page.headers.get_list("set-cookie")
        if c.startswith("sellergate_session=")
    )

    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "javascript:alert(1)",
        "evil.test",
        "/\nevil",
        "",
    ],
)
def test_next_never_leads_to_another_site(site: Site, back: str) -> None:
    browser = site.browser()
    browser.http.follow_redirects = False
    browser.answer = browser.http.get("/account/sign-in", params={"next": back})

    browser.submit("/account/sign-in", email=SELLER, password=PASSWORD)

    assert browser.page.status_code == 303
    assert browser.page.headers["location"] == "/api-credentials/"


@pytest.mark.parametrize(
    ("email", "home"),
    [(SELLER, "/api-credentials/"), (AGGREGATOR, "/api-credentials/"), (OPERATOR, "/operator/")],
)
def test_without_next_work_begins_where_it_is(site: Site, email: str, home: str) -> None:
    browser = site.browser()
    browser.http.follow_redirects = False
    browser.open("/account/sign-in")

    browser.submit("/account/sign-in", email=email, password=PASSWORD)

    assert browser.page.headers["location"] == home


def test_whoever_signed_in_goes_straight_on(site: Site) -> None:
    browser = site.browser().sign_in()

    browser.open("/account/sign-in?next=/account/password")

    assert browser.place == "/account/password"


def test_a_second_tab_that_signs_in_late_goes_on_too(site: Site) -> None:
    tab, browser = site.browser(), site.browser()
    tab.http.cookies = browser.http.cookies
    tab.open("/account/sign-in?next=/account/password")
    form = tab.form("/account/sign-in")
    browser.sign_in()

    tab.send(form, email=SELLER, password=PASSWORD)

    assert (tab.page.status_code, tab.place) == (200, "/account/password")


def test_a_form_without_its_cookie_is_shown_anew_with_the_reason(site: Site) -> None:
    browser = site.browser()
    browser.open("/account/sign-in?next=/account/")
    form = browser.form("/account/sign-in")
    browser.http.cookies.clear()

    browser.send(form, email=SELLER, password=PASSWORD)

    assert browser.page.status_code == 200
    assert "your browser blocks cookies" in browser.text
    browser.submit("/account/sign-in", email=SELLER, password=PASSWORD)
    assert browser.place == "/account/"


def test_another_site_cannot_sign_anybody_in(site: Site) -> None:
    browser = site.browser()
    browser.open("/account/sign-in")
    form = browser.form("/account/sign-in")

    answer = browser.http.post(
        "/account/sign-in",
        data=form.values | {"email": SELLER, "password": PASSWORD},
        headers={"Origin": "https://evil.test"},
    )

    assert answer.url.path == "/account/sign-in"
    assert not browser.session_cookie()


def test_signing_out_ends_the_session_and_says_so(site: Site) -> None:
    browser = site.browser().sign_in()
    cookie = browser.session_cookie()

    browser.submit("/account/sign-out")

    assert browser.place == "/account/sign-in"
    assert "You are signed out." in browser.text
    browser.http.cookies.set("sellergate_session", cookie, domain="127.0.0.1")
    assert browser.open("/account/").url.path == "/account/sign-in"


def test_signing_out_twice_is_no_error(site: Site) -> None:
    browser = site.browser().sign_in()
    form = browser.form("/account/sign-out")
    browser.send(form)

    browser.send(form)

    assert (browser.page.status_code, browser.place) == (200, "/account/sign-in")


def test_a_session_ends_after_twelve_hours_and_comes_back_to_the_page(site: Site) -> None:
    browser = site.browser().sign_in()
    site.clock.advance(hours=13)

    browser.open("/account/password")

    assert browser.place == "/account/sign-in?next=/account/password"
    browser.submit("/account/sign-in", email=SELLER, password=PASSWORD)
    assert browser.place == "/account/password"


def test_a_form_of_an_ended_session_says_what_to_do(site: Site) -> None:
    browser = site.browser().sign_in()
    browser.open("/account/password")
    site.clock.advance(hours=13)

    browser.submit("/account/password", password=PASSWORD)

    assert browser.page.status_code == 403
    assert "This form is too old" in browser.text


def test_pages_speak_french_when_asked(site: Site) -> None:
    browser = site.browser()
    browser.open("/language/fr?next=/account/sign-in%3Fnext%3D/account/")

    assert browser.place == "/account/sign-in?next=/account/"
    assert re.search(r'<html lang="fr">', browser.page.text)
    browser.submit("/account/sign-in", email="x@y.test", password="x")
    assert WRONG not in browser.text


def test_an_unknown_language_is_not_found(site: Site) -> None:
    assert site.browser().open("/language/xx").status_code == 404


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"email=%ff%fe&password=%00", b"email", b"=&=&=", b""]
)
def test_garbage_never_breaks_the_page(site: Site, body: bytes) -> None:
    browser = site.browser()
    browser.open("/account/sign-in")
    token = browser.form("/account/sign-in").values["csrf_token"].encode()

    for content_type in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ):
        answer = browser.http.post(
            "/account/sign-in",
            content=body + b"&csrf_token=" + token,
            headers={"Content-Type": content_type},
        )
        assert answer.status_code < 500
