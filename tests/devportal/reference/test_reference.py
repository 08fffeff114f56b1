"""The reference without scripts: a plain list, and the tokens that the page asks for."""

import re
from typing import Any

import pytest

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.clients import service as clients
from sellergate.access.clients.models import ClientKind, ClientState
from tests.builders.installation import Installation
from tests.builders.world import a_client, a_user, an_organization, headers_for, set_client_state
from tests.devportal.people import Marketplace, Reader, text_of

pytestmark = pytest.mark.slow

PAGE = "/docs/reference/"
TOKEN = "/docs/reference/token"


@pytest.mark.parametrize(
    ("file", "address"),
    [("openapi.json", PAGE), ("operator-openapi.json", f"{PAGE}operator/")],
    ids=["seller", "operator"],
)
def test_every_operation_is_listed_for_browsers_without_scripts(
    on: Installation, file: str, address: str
) -> None:
    document = on.get(f"/downloads/{file}").json()

    page = on.get(address)

    text = text_of(page)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert f"{method.upper()} {path}" in text
            assert operation["summary"] in text
            assert operation.get("x-scope", "") in text
    assert ("SellerId header yes" in text) is (address == PAGE)
    assert "grant_type body yes" in text


def test_the_policy_allows_style_elements_beyond_that_of_other_pages_and_nothing_else(
    on: Installation,
) -> None:
    other = directives_of(on.get("/downloads/").headers["content-security-policy"])
    own = directives_of(on.get(PAGE).headers["content-security-policy"])

    changed = {name for name in own if own[name] != other.get(name)}
    assert set(own) == set(other)
    assert changed == {"style-src"}
    assert own["style-src"] == ["'self'", "'unsafe-inline'"]


def test_a_stranger_is_told_how_to_get_a_token(fresh: Marketplace) -> None:
    text = text_of(fresh.reader().open(PAGE))

    assert "To try an operation you need a token" in text
    assert "Sign in , and a token of your clientId is filled in" in text
    assert f"-d grant_type=client_credentials \\ {fresh.on.settings.token_url}" in text
    assert "sgs_" not in text


def test_a_reader_without_a_client_is_led_to_make_one(fresh: Marketplace) -> None:
    user = a_user(fresh.on, an_organization(fresh.on, OrganizationKind.PARTNER))

    text = text_of(fresh.reader(user).open(PAGE))

    assert "You have no clientId yet" in text


def test_a_reader_gets_a_token_that_calls_for_the_sellers_of_the_client(
    fresh: Marketplace,
) -> None:
    reader = fresh.reader(fresh.passerelle.user)

    answer = ask(reader, fresh.partner.client.uid)

    token = answer.json()
    call = fresh.on.get(
        "/seller/v2/sellers", headers=headers_for(token["access_token"], fresh.seller.seller_id)
    )
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert token["expires_in"] == 7200
    assert call.status_code == 200
    assert call.json()["seller_id"] == fresh.seller.seller_id


def test_an_operator_gets_a_token_of_the_marketplaces_own_client(fresh: Marketplace) -> None:
    organization = an_organization(fresh.on, OrganizationKind.OPERATOR)
    own = a_client(fresh.on, kind=ClientKind.OPERATOR, organization_id=organization.id)
    reader = fresh.reader(a_user(fresh.on, organization))

    page = reader.open(f"{PAGE}operator/")
    answer = reader.send(TOKEN, {"client": own.client.uid})

    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert own.client.client_id in page.text
    assert fresh.on.get("/operator/v1/orders", headers=headers).status_code == 200
    assert own.client.client_id not in reader.open(PAGE).text


def test_a_token_is_counted_and_remembered_in_the_audit_trail(fresh: Marketplace) -> None:
    reader = fresh.reader(fresh.maison.user)

    answers = [ask(reader, fresh.own.client.uid) for _ in range(3)]

    events = fresh.on.read(audit.page_of_events, organization_ids=None)
    issued = [e for e in events if e.event is Event.TOKEN_ISSUED_ON_SITE]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert "2 tokens of this hour" in answers[2].json()["detail"]
    assert [(e.actor, e.client_id) for e in issued] == [
        (fresh.maison.user.email, "maison-own-api")
    ] * 2


def test_nobody_gets_a_token_of_somebody_elses_client(fresh: Marketplace) -> None:
    reader = fresh.reader(fresh.maison.user)

    other = ask(reader, fresh.partner.client.uid)
    unknown = ask(reader, "nothing")

    assert other.status_code == unknown.status_code == 404
    assert "access_token" not in other.text


def test_a_disabled_client_gets_no_token(fresh: Marketplace) -> None:
    reader = fresh.reader(fresh.maison.user)
    reader.open(PAGE)
    set_client_state(fresh.on, fresh.own, ClientState.DISABLED)

    answer = reader.send(TOKEN, {"client": fresh.own.client.uid})

    assert answer.status_code == 409
    assert "disabled" in answer.json()["detail"]


def test_a_client_that_takes_bound_tokens_only_gets_none_for_a_page(fresh: Marketplace) -> None:
    reader = fresh.reader(fresh.maison.user)
    reader.open(PAGE)
    fresh.on.write(clients.require_dpop, fresh.own.client.uid, required=True)

    answer = reader.send(TOKEN, {"client": fresh.own.client.uid})

    assert answer.status_code == 409
    assert "takes DPoP-bound tokens only" in answer.json()["detail"]


def test_who_is_signed_out_gets_no_token(fresh: Marketplace) -> None:
    stranger = fresh.reader()
    stranger.open("/account/sign-in")

    answer = stranger.send(TOKEN, {"client": fresh.own.client.uid})

    assert answer.status_code == 401
    assert "Sign in" in answer.json()["detail"]


def test_a_form_of_another_site_gets_no_token(fresh: Marketplace) -> None:
    reader = fresh.reader(fresh.maison.user)
    reader.open(PAGE)
    form = {"client": fresh.own.client.uid}

    without_token = reader.send(TOKEN, {**form, "csrf_token": "x"})
    from_elsewhere = reader.send(TOKEN, form, Origin="https://elsewhere.example")

    assert without_token.status_code == from_elsewhere.status_code == 403
    assert "eyJ" not in without_token.text + from_elsewhere.text


@pytest.mark.parametrize("client", ["", "x" * 9000, "\x00", "é"], ids=["empty", "long", "NUL", "é"])
def test_a_strange_client_is_not_found(fresh: Marketplace, client: str) -> None:
    answer = ask(fresh.reader(fresh.maison.user), client)

    assert answer.status_code == 404


def ask(reader: Reader, client_uid: str) -> Any:
    reader.open(PAGE)
    return reader.send(TOKEN, {"client": client_uid})


def directives_of(policy: str) -> dict[str, list[str]]:
    return {
        name: values.split()
        for name, _, values in (
            re.sub(r"\s+", " ", d).strip().partition(" ") for d in policy.split(";")
        )
    }
