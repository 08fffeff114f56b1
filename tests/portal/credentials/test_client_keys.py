"""The public keys of a client on its page, and whether its tokens must be bound to one."""

import pytest

from sellergate.access.client_keys import trial
from sellergate.access.client_keys.models import ClientKey
from sellergate.access.client_keys.store import keys_of
from sellergate.access.clients.store import find_client
from sellergate.access.quotas.models import Quota
from tests.builders.installation import Installation
from tests.builders.keys import KeyPair, add_key
from tests.builders.world import Registered
from tests.portal.credentials.people import Login, Visitor, a_client_of, a_seller_login

pytestmark = pytest.mark.slow  # many signed-in pages

HOME = "/api-credentials/"
ACTIVITY = f"{HOME}activity/"


def path_of(client: Registered) -> str:
    return f"{HOME}clients/{client.client.uid}"


def page_of(on: Installation, owner: Login, client: Registered) -> Visitor:
    browser = owner.sign_in(on)
    browser.open(path_of(client))
    return browser


def working_keys(on: Installation, client: Registered) -> list[ClientKey]:
    found: list[ClientKey] = on.read(keys_of, client.client.uid)
    return [key for key in found if key.removed_at is None]


def add(browser: Visitor, client: Registered, **values: str) -> None:
    browser.send(browser.form(path_of(client) + "/keys"), **values)


def test_an_owner_pastes_a_public_key_and_signs_in_with_its_private_half(on: Installation) -> None:
    owner = a_seller_login(on)
    client, pair = a_client_of(on, owner), KeyPair.make(kid="server-2026")
    browser = page_of(on, owner, client)

    add(browser, client, name="server", key=pair.pem)

    assert "The public key is added." in browser.text
    assert pair.thumbprint in browser.text
    answer = on.http.post(on.settings.token_url, data=pair.token_form(on, client.id))
    assert answer.status_code == 200, answer.text
    browser.open(ACTIVITY)
    assert f"A public key of {client.id} was added: server ({pair.thumbprint})" in browser.text


def test_the_kid_the_algorithm_and_the_last_use_are_shown(on: Installation) -> None:
    owner = a_seller_login(on)
    client, pair = a_client_of(on, owner), KeyPair.make("RS256", kid="server-2026")
    add_key(on, client, pair)
    on.http.post(on.settings.token_url, data=pair.token_form(on, client.id))
    on.run(on.access.usage.flush())

    text = page_of(on, owner, client).text

    row = text[text.index("server-2026") :]
    assert "RS256, PS256" in row[:400]
    assert "<time" in row[400:1200] or "<time" in row[:1200]


def test_a_private_key_is_refused_and_not_shown_again(on: Installation) -> None:
    owner = a_seller_login(on)
    client, pair = a_client_of(on, owner), KeyPair.make()
    private = pair.key.as_pem(private=True).decode()
    browser = page_of(on, owner, client)

    add(browser, client, key=private)

    assert browser.page.status_code == 422
    assert "This is a private key. It was not stored" in browser.text
    assert private[40:80] not in browser.text
    assert working_keys(on, client) == []


MISTAKES = {
    "nothing": ({}, "Paste a public key"),
    "nonsense": ({"key": "hello"}, "This is not a public key that can be used"),
    "both": ({"key": "hello", "jwks_url": "https://keys.example.com/"}, "not both"),
    "no https": ({"jwks_url": "http://keys.example.com/"}, "begins with https://"),
    "private network": ({"jwks_url": "https://10.1.2.3/jwks"}, "in a private network"),
    "this machine": ({"jwks_url": "https://localhost/jwks"}, "in a private network"),
    "too long": ({"key": "{" * 40_000}, "longer than any public key"),
}


@pytest.mark.parametrize(("values", "told"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_at_its_field(
    on: Installation, values: dict[str, str], told: str
) -> None:
    owner = a_seller_login(on)
    client = a_client_of(on, owner)
    browser = page_of(on, owner, client)

    add(browser, client, **values)

    assert browser.page.status_code == 422
    assert told in browser.text
    assert working_keys(on, client) == []


def test_the_same_key_twice_is_refused(on: Installation) -> None:
    owner = a_seller_login(on)
    client, pair = a_client_of(on, owner), KeyPair.make()
    add_key(on, client, pair)
    browser = page_of(on, owner, client)

    add(browser, client, key=pair.pem)

    assert "The client has this key already" in browser.text
    assert len(working_keys(on, client)) == 1


def test_an_owner_removes_a_key_and_it_signs_in_no_more(on: Installation) -> None:
    owner = a_seller_login(on)
    client, pair = a_client_of(on, owner), KeyPair.make()
    key = add_key(on, client, pair)
    browser = page_of(on, owner, client)

    browser.open(f"{path_of(client)}/keys/{key.id}/remove")
    browser.send(browser.form(f"{path_of(client)}/keys/{key.id}/remove"))

    assert "The key is removed." in browser.text
    assert working_keys(on, client) == []
    answer = on.http.post(on.settings.token_url, data=pair.token_form(on, client.id))
    assert answer.json()["error"] == "invalid_client"


def test_somebody_elses_key_is_not_found(on: Installation) -> None:
    owner, other = a_seller_login(on), a_seller_login(on)
    own, foreign = a_client_of(on, owner), a_client_of(on, other)
    key = add_key(on, foreign, KeyPair.make())
    browser = page_of(on, owner, own)
    form = browser.form(path_of(own) + "/keys")

    browser.open(f"{path_of(own)}/keys/{key.id}/remove")
    assert browser.page.status_code == 404
    form.action = f"{path_of(own)}/keys/{key.id}/remove"
    browser.send(form)
    assert browser.page.status_code == 404
    form.action = path_of(foreign) + "/keys"
    browser.send(form, key=KeyPair.make().pem)
    assert browser.page.status_code == 404

    assert len(working_keys(on, foreign)) == 1


def test_an_owner_requires_proofs_and_takes_it_back(on: Installation) -> None:
    owner = a_seller_login(on)
    client = a_client_of(on, owner)
    browser = page_of(on, owner, client)

    def is_required() -> bool:
        return bool(on.read(find_client, client.client.uid).dpop_required)

    browser.send(browser.form(path_of(client) + "/dpop"))
    assert is_required()
    assert "needs a proof" in browser.text
    browser.send(browser.form(path_of(client) + "/dpop"))
    assert not is_required()
    browser.open(ACTIVITY)
    assert f"Proof with each call (DPoP) for {client.id}: not required" in browser.text


def test_keys_are_counted_in_the_list_of_clients(on: Installation) -> None:
    owner = a_seller_login(on)
    client = a_client_of(on, owner)
    add_key(on, client, KeyPair.make())
    browser = owner.sign_in(on)

    browser.open(f"{HOME}clients/")

    assert "Public keys" in browser.text


def test_addresses_are_tried_so_often_and_no_more(
    on: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each trial is a request to somebody else's server."""
    monkeypatch.setattr(trial, "TRIALS", Quota(limit=2, window=900))
    owner = a_seller_login(on)
    client = a_client_of(on, owner)
    browser = page_of(on, owner, client)
    told = []

    for _ in range(3):
        add(browser, client, name="ours", jwks_url="https://localhost/jwks")
        told.append("Too many attempts." in browser.text)

    assert told == [False, False, True]
