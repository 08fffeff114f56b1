"""My account: sessions and password."""

import re

import pytest

from sellergate.portal.accounts.devices import Device, device_of
from tests.portal.accounts.site import PASSWORD, SELLER, Browser, Site

NEW = "another horse, another battery"


def _session_forms(browser: Browser) -> list[str]:
    return re.findall(r'action="(/account/sessions/[^"]+)"', browser.page.text)


def test_the_page_tells_who_i_am_and_marks_this_browser(site: Site) -> None:
    site.browser(**{"User-Agent": "Mozilla/5.0 (iPhone) Version/17.0 Safari/604"}).sign_in()
    browser = site.browser().sign_in()

    assert SELLER in browser.text
    assert "Main user" in browser.text
    assert "Firefox on Linux" in browser.text
    assert "Safari on iPhone" in browser.text
    assert browser.text.count("This browser") == 1


def test_ending_one_session_signs_that_browser_out_and_no_other(site: Site) -> None:
    phone = site.browser(**{"User-Agent": "Mozilla/5.0 (Android) Chrome/130"}).sign_in()
    browser = site.browser().sign_in()
    this = re.search(r"This browser.*?(/account/sessions/[^\"]+)", browser.page.text, re.DOTALL)
    assert this
    other = next(form for form in _session_forms(browser) if form != this[1])

    browser.submit(other)

    assert browser.place == "/account/"
    assert "That browser is signed out." in browser.text
    assert phone.open("/account/").url.path == "/account/sign-in"


def test_nobody_ends_the_session_of_somebody_else(site: Site) -> None:
    seller = site.browser().sign_in()
    theirs = _session_forms(seller)[0]
    operator = site.browser().sign_in("olga@market.test")
    form = operator.form("/account/sessions/")
    form.action = theirs

    operator.send(form)

    assert seller.open("/account/").url.path == "/account/"


def test_ending_this_session_signs_out(site: Site) -> None:
    browser = site.browser().sign_in()

    browser.submit("/account/sessions/")

    assert browser.place == "/account/sign-in"


def test_signing_out_everywhere_ends_every_session_this_one_too(site: Site) -> None:
    other = site.browser().sign_in()
    browser = site.browser().sign_in()

    browser.submit("/account/sign-out-everywhere")

    assert browser.place == "/account/sign-in"
    assert "signed out in every browser" in browser.text
    assert other.open("/account/").url.path == "/account/sign-in"


def test_a_new_password_replaces_the_old_one_and_ends_other_sessions(site: Site) -> None:
    other = site.browser().sign_in()
    browser = site.browser().sign_in()
    browser.open("/account/password")

    browser.submit("/account/password", password=PASSWORD, new_password=NEW, new_password_again=NEW)

    assert browser.place == "/account/"
    assert "Your password is changed." in browser.text
    assert other.open("/account/").url.path == "/account/sign-in"
    assert other.sign_in(password=PASSWORD).page.status_code == 422
    assert other.sign_in(password=NEW).place == "/account/"


@pytest.mark.parametrize(
    ("values", "control"),
    [
        (("wrong", NEW, NEW), "password"),
        ((PASSWORD, "short", "short"), "new_password"),
        ((PASSWORD, NEW, NEW + " "), "new_password_again"),
        (("", "", ""), "new_password"),
    ],
    ids=["wrong present one", "too short", "typed differently", "nothing"],
)
def test_a_refused_password_says_so_at_its_field(
    site: Site, values: tuple[str, str, str], control: str
) -> None:
    browser = site.browser().sign_in()
    browser.open("/account/password")
    names = ("password", "new_password", "new_password_again")

    browser.submit("/account/password", **dict(zip(names, values, strict=True)))

    assert browser.page.status_code == 422
    assert f'<a href="#{control}">' in browser.page.text
    assert f'id="{control}-error"' in browser.page.text
    assert site.browser().sign_in().place == "/account/"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            Device("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/17.1 Safari/605.1",
            Device("Safari", "macOS"),
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile", Device("Chrome", "Android")),
        ("curl/8.5.0", Device("curl", "")),
        ("", Device("", "")),
    ],
)
def test_a_browser_is_named_in_plain_words(user_agent: str, device: Device) -> None:
    assert device_of(user_agent) == device
