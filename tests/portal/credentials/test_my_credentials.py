"""My credentials: secrets that are changed without an outage, clients that are stopped and started."""

from datetime import UTC, datetime, timedelta

import pytest

from sellergate.access.clients import store as clients
from sellergate.access.clients.models import ClientSecret, ClientState
from tests.builders.installation import Installation
from tests.builders.world import (
    PASSWORD,
    Registered,
    a_delegation,
    a_secret,
    a_token,
    headers_for,
    revoke_secret,
    set_client_state,
)
from tests.portal.credentials.people import (
    Login,
    Visitor,
    a_client_of,
    a_seller_login,
    an_aggregator_login,
)
from tests.portal.credentials.test_new_client import secret_on

HOME = "/api-credentials/"


def client_page(on: Installation, owner: Login, client: Registered) -> Visitor:
    browser = owner.sign_in(on)
    browser.open(f"{HOME}clients/{client.client.uid}")
    return browser


def secrets_of(on: Installation, client: Registered) -> list[ClientSecret]:
    found: list[ClientSecret] = on.read(clients.secrets_of, client.client.uid)
    return found


def token_status(on: Installation, client: Registered, secret: str) -> int:
    form = client.token_form | {"client_secret": secret}
    return on.http.post(on.settings.token_url, data=form).status_code


def test_my_clients_are_listed_and_nobody_elses(on: Installation) -> None:
    seller = a_seller_login(on)
    own, foreign = a_client_of(on, seller), a_client_of(on, a_seller_login(on))

    browser = seller.sign_in(on)
    browser.open(f"{HOME}clients/")

    assert own.id in browser.text
    assert foreign.id not in browser.text


def test_somebody_elses_client_is_not_found(on: Installation) -> None:
    foreign = a_client_of(on, a_seller_login(on))

    browser = client_page(on, a_seller_login(on), foreign)

    assert browser.page.status_code == 404
    assert foreign.id not in browser.text


def test_a_secret_is_changed_without_an_outage(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    a_delegation(on, client, seller.seller)
    old_token = a_token(on, client)
    browser = client_page(on, seller, client)

    path = f"{HOME}clients/{client.client.uid}"
    browser.submit(f"{path}/secrets", name="server 2026")
    new = secret_on(browser)
    assert token_status(on, client, client.secret) == 200
    assert token_status(on, client, new) == 200
    browser.submit(f"{HOME}secret/", saved="1")
    assert browser.place == path
    browser.open(f"{path}/secrets/{client.secret_id}/revoke")
    browser.submit(f"{path}/secrets/{client.secret_id}/revoke")

    assert "is revoked" in browser.text
    assert token_status(on, client, client.secret) == 401
    assert token_status(on, client, new) == 200
    answer = on.get("/seller/v2/sellers", headers=headers_for(old_token, seller.seller.seller_id))
    assert answer.status_code == 401


def test_the_secrets_tell_how_they_are_used(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    a_token(on, client)
    on.run(on.access.usage.flush())

    browser = client_page(on, seller, client)

    assert f"…{client.secret[-4:]}" in browser.text
    assert client.secret not in browser.text
    assert "Active" in browser.text
    assert secrets_of(on, client)[0].uses == 1


def test_a_secret_form_sent_twice_is_one_secret(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)
    form = browser.form(f"{HOME}clients/{client.client.uid}/secrets")

    first = browser.send(form).url
    second = browser.send(form).url

    assert first == second
    assert len(secrets_of(on, client)) == 2


@pytest.mark.parametrize("day", ["2001-01-01", "soon"])
def test_a_wrong_last_day_is_told_at_its_field(on: Installation, day: str) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)

    browser.submit(f"{HOME}clients/{client.client.uid}/secrets", name="next", expires_at=day)

    assert browser.page.status_code == 422
    assert 'id="expires_at-error"' in browser.text
    assert 'value="next"' in browser.text
    assert len(secrets_of(on, client)) == 1


def test_an_eleventh_working_secret_is_refused(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    for number in range(9):
        a_secret(on, client.client, name=f"server {number}")
    browser = client_page(on, seller, client)

    browser.submit(f"{HOME}clients/{client.client.uid}/secrets", name="one more")

    assert browser.page.status_code == 422
    assert "at most 10 working secrets" in browser.text


def test_a_secret_needs_a_recent_password(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)

    with on.clock.moved(minutes=16):
        browser.submit(f"{HOME}clients/{client.client.uid}/secrets")
        assert browser.place.startswith("/account/confirm")
        browser.submit("/account/confirm", password=PASSWORD)

    assert browser.place.startswith(f"{HOME}clients/{client.client.uid}")
    assert len(secrets_of(on, client)) == 1


def test_the_last_secret_is_revoked_only_with_the_tick(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = seller.sign_in(on)
    path = f"{HOME}clients/{client.client.uid}/secrets/{client.secret_id}/revoke"
    browser.open(path)

    browser.submit(path)
    assert browser.page.status_code == 422
    assert token_status(on, client, client.secret) == 200
    browser.submit(path, confirmed="1")

    assert token_status(on, client, client.secret) == 401
    assert "No secret works." in browser.text


def test_revoking_twice_changes_nothing(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    a_secret(on, client.client)
    browser = seller.sign_in(on)
    path = f"{HOME}clients/{client.client.uid}/secrets/{client.secret_id}/revoke"
    browser.open(path)
    form = browser.form(path)
    revoke_secret(on, client.secret_id)

    browser.send(form)

    assert browser.page.status_code == 200
    assert "is revoked" in browser.text


def test_a_secret_of_another_client_is_not_revoked_through_mine(on: Installation) -> None:
    seller, victim = a_seller_login(on), a_seller_login(on)
    own, foreign = a_client_of(on, seller), a_client_of(on, victim)
    browser = client_page(on, seller, own)
    form = browser.form(f"{HOME}clients/{own.client.uid}/secrets")
    form.action = f"{HOME}clients/{own.client.uid}/secrets/{foreign.secret_id}/revoke"

    browser.send(form, confirmed="1")

    assert browser.page.status_code == 404
    assert token_status(on, foreign, foreign.secret) == 200


def test_a_client_is_disabled_with_a_tick_and_enabled_again(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = seller.sign_in(on)
    path = f"{HOME}clients/{client.client.uid}"

    browser.open(f"{path}/disable")
    browser.submit(f"{path}/disable")
    assert browser.page.status_code == 422
    browser.submit(f"{path}/disable", confirmed="1")
    assert token_status(on, client, client.secret) == 401
    browser.submit(f"{path}/enable")

    assert "works again" in browser.text
    assert token_status(on, client, client.secret) == 200


def test_what_the_operator_disabled_its_owner_cannot_enable(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)
    form = browser.form(f"{HOME}clients/{client.client.uid}/secrets")
    form.action = f"{HOME}clients/{client.client.uid}/enable"
    set_client_state(on, client, ClientState.DISABLED)

    browser.send(form)

    assert browser.page.status_code == 400
    assert "Ask the operator to enable it." in browser.text
    assert token_status(on, client, client.secret) == 401
    browser.open(f"{HOME}clients/{client.client.uid}")
    assert "The marketplace operator disabled it." in browser.text


def test_a_company_sees_its_limits_and_what_to_send_to_sellers(on: Installation) -> None:
    aggregator = an_aggregator_login(on)
    client = a_client_of(on, aggregator)

    browser = client_page(on, aggregator, client)

    assert "500" in browser.text
    assert f"{HOME}registered/{client.client.uid}" in browser.text


def test_the_sellers_of_a_client_are_on_its_page(on: Installation) -> None:
    aggregator, seller = an_aggregator_login(on), a_seller_login(on, shops=("Shop of the page",))
    client = a_client_of(on, aggregator)
    a_delegation(on, client, seller.seller)

    browser = client_page(on, aggregator, client)

    assert "Shop of the page" in browser.text
    assert str(seller.seller.seller_id) in browser.text


def add_secret(browser: Visitor, client: Registered, **values: str) -> None:
    browser.submit(f"{HOME}clients/{client.client.uid}/secrets", name="next", **values)


@pytest.mark.parametrize(("choice", "hours"), [("24h", 24), ("7d", 168), ("30d", 720)])
def test_the_overlap_of_an_old_secret_with_a_new_one_is_chosen(
    on: Installation, choice: str, hours: int
) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)

    add_secret(browser, client, others=choice)

    new, old = secrets_of(on, client)
    assert new.expires_at is None
    assert old.expires_at is not None
    assert timedelta(hours=hours) - (old.expires_at - on.clock()) < timedelta(minutes=1)
    assert token_status(on, client, client.secret) == 200


def test_an_overlap_may_end_at_once_on_a_day_or_not_by_itself(on: Installation) -> None:
    seller = a_seller_login(on)
    kept, dated, stopped = (a_client_of(on, seller) for _ in range(3))

    add_secret(client_page(on, seller, kept), kept)
    add_secret(client_page(on, seller, dated), dated, others="day", others_end_at="2031-05-04")
    add_secret(client_page(on, seller, stopped), stopped, others="now")

    assert secrets_of(on, kept)[1].expires_at is None
    assert secrets_of(on, dated)[1].expires_at == datetime(2031, 5, 4, 23, 59, 59, tzinfo=UTC)
    assert secrets_of(on, stopped)[1].revoked_at is not None
    assert token_status(on, stopped, stopped.secret) == 401


def test_no_secret_works_longer_for_an_overlap(on: Installation) -> None:
    seller = a_seller_login(on)
    end = (on.clock() + timedelta(days=2)).replace(microsecond=0)
    client = a_client_of(on, seller, expires_at=end)

    add_secret(client_page(on, seller, client), client, others="30d")

    assert secrets_of(on, client)[1].expires_at == end


@pytest.mark.parametrize("day", ["", "2001-01-01", "soon"])
def test_a_wrong_last_day_of_the_others_is_told_and_ends_nothing(
    on: Installation, day: str
) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)

    add_secret(browser, client, others="day", others_end_at=day)

    assert browser.page.status_code == 422
    assert 'id="others_end_at-error"' in browser.text
    assert [secret.expires_at for secret in secrets_of(on, client)] == [None]


def test_the_end_of_one_secret_is_set_moved_and_taken_away(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)
    path = f"{HOME}clients/{client.client.uid}/secrets/{client.secret_id}/end"

    ends = []
    for form in ({"end": "7d"}, {"end": "day", "end_at": "2031-05-04"}, {"end": "never"}):
        browser.open(path)
        browser.submit(path, **form)
        assert "is set" in browser.text
        ends.append(secrets_of(on, client)[0].expires_at)

    assert ends[0] is not None
    assert ends[1:] == [datetime(2031, 5, 4, 23, 59, 59, tzinfo=UTC), None]
    browser.open(f"{HOME}activity/")
    assert "The end of a secret of" in browser.text


def test_a_secret_that_has_ended_gets_no_other_end(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    browser = client_page(on, seller, client)
    path = f"{HOME}clients/{client.client.uid}/secrets/{client.secret_id}/end"
    browser.open(path)
    revoke_secret(on, client.secret_id)

    browser.submit(path, end="never")

    assert browser.page.status_code == 422
    assert "This secret has ended" in browser.text


def test_secrets_that_end_soon_are_told_to_their_owner_only(on: Installation) -> None:
    seller, other = a_seller_login(on), a_seller_login(on)
    soon = a_client_of(on, seller, expires_at=on.clock() + timedelta(days=13))
    a_client_of(on, seller, expires_at=on.clock() + timedelta(days=15))

    told = []
    for login in (seller, other):
        browser = login.sign_in(on)
        for path in (HOME, f"{HOME}clients/"):
            browser.open(path)
            told.append("Secrets that end soon" in browser.text)
            if told[-1]:
                assert browser.text.count(f"clients/{soon.client.uid}#secrets") == 1
                assert browser.text.count("#secrets") == 1

    assert told == [True, True, False, False]


def test_a_secret_that_nobody_used_for_90_days_is_told(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)

    with on.clock.moved(days=91):
        browser = client_page(on, seller, client)
        assert "Not used for 90 days" in browser.text
