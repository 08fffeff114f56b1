"""Be listed: an aggregator asks, sees the decision, asks again; logos are pictures and nothing else."""

from typing import Any

import pytest

from sellergate.access.listings import service, store
from sellergate.access.listings.models import Listing, ListingState
from tests.builders.installation import Installation
from tests.builders.world import Registered
from tests.portal.credentials.people import (
    LOGO,
    Login,
    Visitor,
    a_browser,
    a_client_of,
    a_seller_login,
    an_aggregator_login,
    an_operator_login,
    ask_listing,
)

pytestmark = pytest.mark.slow  # many signed-in pages

LISTING = "/api-credentials/listing/"


def listing_of(on: Installation, client: Registered) -> Listing | None:
    found: Listing | None = on.read(store.find_listing, client.client.uid)
    return found


def ask(browser: Visitor, *, logo: bytes | None = LOGO, **values: str) -> None:
    browser.open(LISTING)
    form = browser.form(LISTING)
    fields: dict[str, Any] = form.values | {"name": "Atlas", "description": "Feeds."} | values
    fields.pop("logo", None)
    files = {"logo": ("logo.png", logo, "image/png")} if logo is not None else {"logo": ("", b"")}
    browser.answer = browser.http.post(LISTING, data=fields, files=files)


def logo_status(browser: Visitor, client: Registered) -> int:
    return browser.open(f"/api-credentials/logos/{client.client.uid}").status_code


def an_asker(on: Installation) -> tuple[Login, Registered, Visitor]:
    aggregator = an_aggregator_login(on)
    return aggregator, a_client_of(on, aggregator), aggregator.sign_in(on)


def test_a_request_is_kept_with_its_logo_and_waits(on: Installation) -> None:
    _, client, browser = an_asker(on)

    ask(browser, name="Atlas Feeds", description="We send your offers everywhere.")

    listing = listing_of(on, client)
    assert listing is not None
    assert (listing.name, listing.state) == ("Atlas Feeds", ListingState.REQUESTED)
    assert "Pending" in browser.text
    assert browser.open(f"/api-credentials/logos/{client.client.uid}").content == LOGO


def test_a_denial_shows_the_operators_reason_and_one_may_ask_again(on: Installation) -> None:
    _, client, browser = an_asker(on)
    ask_listing(on, client, "Atlas")
    on.write(service.deny_listing, client.client.uid, reason="The logo is blurred.")

    browser.open(LISTING)
    assert "The logo is blurred." in browser.text
    ask(browser, name="Atlas anew", logo=None)

    listing = listing_of(on, client)
    assert listing is not None
    assert (listing.name, listing.state) == ("Atlas anew", ListingState.REQUESTED)
    assert browser.open(f"/api-credentials/logos/{client.client.uid}").content == LOGO


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "n" * 61}),
        ("description", {"description": ""}),
        ("description", {"description": "d" * 301}),
        ("logo", {"logo": None}),
        ("logo", {"logo": b"<svg onload=alert(1)>"}),
        ("logo", {"logo": b"\x89PNG\r\n\x1a\n"}),
        ("logo", {"logo": LOGO + b"x" * 200_000}),
    ],
    ids=["no-name", "long-name", "no-words", "many-words", "no-logo", "svg", "cut", "large"],
)
def test_a_wrong_request_is_told_at_its_field(
    on: Installation, field: str, values: dict[str, Any]
) -> None:
    _, client, browser = an_asker(on)

    ask(browser, **values)

    assert browser.page.status_code == 422
    assert f'id="{field}-error"' in browser.text
    assert listing_of(on, client) is None


def test_a_logo_is_public_once_approved_and_only_then(on: Installation) -> None:
    owner, client, browser = an_asker(on)
    ask_listing(on, client, "Atlas")
    everybody, operator = a_browser(on), an_operator_login(on).sign_in(on)
    stranger = a_seller_login(on).sign_in(on)
    assert owner

    before = [logo_status(one, client) for one in (everybody, stranger, browser, operator)]
    on.write(service.approve_listing, client.client.uid)
    after = [logo_status(one, client) for one in (everybody, stranger, browser, operator)]

    assert before == [404, 404, 200, 200]
    assert after == [200, 200, 200, 200]


def test_a_logo_can_do_nothing_but_be_seen(on: Installation) -> None:
    _, client, browser = an_asker(on)
    ask_listing(on, client, "Atlas")

    answer = browser.open(f"/api-credentials/logos/{client.client.uid}")

    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "private, no-store"


def test_nobody_is_listed_for_somebody_else(on: Installation) -> None:
    victim = a_client_of(on, an_aggregator_login(on))
    _, _, browser = an_asker(on)

    ask(browser, client_uid=victim.client.uid)

    assert listing_of(on, victim) is None


def test_a_seller_has_nothing_to_list(on: Installation) -> None:
    browser = a_seller_login(on).sign_in(on)

    browser.open(LISTING)

    assert "Only the clientId of a feed aggregator can be listed." in browser.text
