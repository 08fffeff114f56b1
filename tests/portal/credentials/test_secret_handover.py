"""A new secret is readable until its owner has saved it, in that browser alone (docs/decisions/0010)."""

from pathlib import Path

import pytest

from sellergate.access.clients import store as clients
from tests.builders.installation import Installation
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import Login, a_name, a_seller_login
from tests.portal.credentials.test_new_client import fill_in, secret_on

HOME = "/api-credentials/"


def a_new_secret(on: Installation, seller: Login | None = None) -> Browser:
    return fill_in((seller or a_seller_login(on)).sign_in(on), "my-own", a_name(on))


def test_a_reload_shows_the_same_secret(on: Installation) -> None:
    browser = a_new_secret(on)
    secret = secret_on(browser)

    browser.open(browser.place)

    assert secret.startswith("sgs_")
    assert secret_on(browser) == secret


def test_without_the_tick_nobody_goes_on_and_nothing_is_lost(on: Installation) -> None:
    browser = a_new_secret(on)
    secret = secret_on(browser)

    browser.submit(f"{HOME}secret/")

    assert browser.page.status_code == 422
    assert 'id="saved-error"' in browser.text
    assert secret_on(browser) == secret


def test_after_the_tick_it_can_never_be_shown_again(on: Installation) -> None:
    browser = a_new_secret(on)
    page, secret = browser.place, secret_on(browser)
    browser.submit(f"{HOME}secret/", saved="1")

    browser.open(page)

    assert "This secret cannot be shown" in browser.text
    assert secret not in browser.text
    assert f"ends with …{secret[-4:]}" in browser.text


def test_the_tick_sent_twice_leads_on_twice(on: Installation) -> None:
    browser = a_new_secret(on)
    form = browser.form(f"{HOME}secret/")
    form.values["saved"] = "1"

    first = browser.send(form).url
    second = browser.send(form).url

    assert first == second
    assert "/grant/" in str(first)


def test_after_ten_minutes_it_is_gone(on: Installation) -> None:
    browser = a_new_secret(on)
    secret = secret_on(browser)

    with on.clock.moved(minutes=9, seconds=55):
        assert secret_on_reload(browser) == secret
    with on.clock.moved(minutes=10, seconds=5):
        browser.open(browser.place)

    assert secret not in browser.text
    assert "This secret cannot be shown" in browser.text


def sealed_secrets(on: Installation) -> list[object]:
    return on.read(
        lambda conn: conn.exec_driver_sql(
            "SELECT public_id FROM sessions WHERE sealed_secret IS NOT NULL"
        ).all()
    )


def test_what_nobody_came_back_for_is_erased_at_the_next_sign_in(on: Installation) -> None:
    a_new_secret(on)
    assert sealed_secrets(on)

    with on.clock.moved(minutes=13):
        a_seller_login(on).sign_in(on)

        assert sealed_secrets(on) == []


def test_another_session_of_the_same_login_does_not_see_it(on: Installation) -> None:
    seller = a_seller_login(on)
    browser = a_new_secret(on, seller)
    other = seller.sign_in(on)

    other.open(browser.place)

    assert other.page.status_code == 200
    assert secret_on(browser) not in other.text


def test_another_seller_does_not_even_learn_that_it_exists(on: Installation) -> None:
    browser = a_new_secret(on)
    stranger = a_seller_login(on).sign_in(on)

    assert stranger.open(browser.place).status_code == 404


def test_two_secrets_made_in_two_tabs_are_both_shown(on: Installation) -> None:
    seller = a_seller_login(on)
    browser = a_new_secret(on, seller)
    first_page, first = browser.place, secret_on(browser)
    fill_in(browser, "my-own", a_name(on))
    second = secret_on(browser)

    browser.open(first_page)

    assert secret_on(browser) == first != second


def test_the_page_with_the_secret_is_kept_by_no_cache(on: Installation) -> None:
    browser = a_new_secret(on)

    assert browser.page.headers["cache-control"] == "no-store"


@pytest.mark.embedded
def test_the_database_never_holds_the_secret_in_clear(on: Installation) -> None:
    browser = a_new_secret(on)
    secret = secret_on(browser).encode()
    database = Path(on.settings.database_path)

    stored = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))

    assert b"sealed_secret" in stored
    assert secret not in stored


def test_a_secret_of_nobody_is_not_found(on: Installation) -> None:
    browser = a_seller_login(on).sign_in(on)

    assert browser.open(f"{HOME}secret/none").status_code == 404


def test_the_first_secret_is_named_in_my_credentials(on: Installation) -> None:
    browser = a_new_secret(on)
    secret_id = browser.place.removeprefix(f"{HOME}secret/").partition("?")[0]

    kept = on.read(clients.find_secret, secret_id)

    assert kept.hint == secret_on(browser)[-4:]


def secret_on_reload(browser: Browser) -> str:
    browser.open(browser.place)
    return secret_on(browser)
