"""Get started as every browser can use it, without scripts: what is told, and the live steps."""

import re
from typing import Any

import pytest

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.clients.models import ClientState
from tests.builders.world import a_client, a_token, a_user, an_organization, set_client_state
from tests.devportal.people import Marketplace, Reader, links_of, text_of, value_of

pytestmark = pytest.mark.slow

PERSONAS = ("seller", "integration-partner", "feed-aggregator")
STEPS = (
    "Get credentials",
    "Retrieve the API collection",
    "Generate a token",
    "Make the first call",
    "Follow best practices",
)

# The product's table of what each persona's page must cover, cell by cell.
TOLD = {
    "seller": (
        "My aggregator only requests my SellerId",
        "My aggregator is not on this list: I know my aggregator's clientId",
        "I know my partner's clientId",
        "My aggregator or plugin requires a clientId, clientSecret and SellerId",
        "You develop your own connection",
        "Shown once, when it is made",
        "Only someone who can sign in to the Seller Portal for your account can give access",
        "takes no parameter",
        "Follow your own work, and look for the method of each moment. You do not need them all.",
    ),
    "integration-partner": (
        "Case 1",
        "My client and I share credentials: I need a new clientId",
        "Made by your client.",
        "Generated, and shown to your client once.",
        "Shown to your client after it signed in.",
        "Case 2",
        "At first it is linked to nobody.",
        "It gives you the rights; no secret is needed from it.",
        "I know my partner's clientId",
        "Sellers who gave me access",
        "A token and a SellerId header: without both, no data.",
        "The SellerId can only come from someone who can sign in to the seller account.",
        "takes no parameter",
        "You do not need them all.",
    ),
    "feed-aggregator": (
        "One clientId for all your sellers",
        "I know my aggregator's clientId",
        "My aggregator only requests my SellerId",
        "the marketplace operator approves your name and logo",
        "Each seller also sees its own on the confirmation page",
        "Each seller's own clientId, secret and SellerId",
        "My aggregator or plugin requires a clientId, clientSecret and SellerId",
        "They type the three values into your product.",
        "A token and a SellerId header: without both, no data.",
        "No seller has given you access yet? Call for test seller 700982",
        "Map each of them to a perimeter of the API, then to its methods.",
    ),
}
DEEP_LINKS = {
    "seller": (
        "linkAgreeToSeller",
        "linkAgregClientToSeller",
        "linkPartnerClientToSeller",
        "createClientForAggregator",
        "createClientToSeller",
    ),
    "integration-partner": (
        "shareClientOfSeller",
        "createPartnerClient",
        "linkPartnerClientToSeller",
    ),
    "feed-aggregator": (
        "createAggregatorClient",
        "linkAgreeToSeller",
        "linkAgregClientToSeller",
        "createClientForAggregator",
    ),
}


def ask_token(reader: Reader, persona: str = "seller", **fields: str) -> Any:
    reader.open(f"/get-started/{persona}/")
    return reader.send(f"/get-started/{persona}/token", fields)


def call(reader: Reader, token: str, seller_id: object, persona: str = "seller") -> Any:
    reader.open(f"/get-started/{persona}/")
    return reader.send(
        f"/get-started/{persona}/call", {"access_token": token, "seller_id": str(seller_id)}
    )


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_persona_is_told_everything_that_concerns_it(
    marketplace: Marketplace, persona: str
) -> None:
    page = marketplace.reader().open(f"/get-started/{persona}/")

    read = text_of(page)
    assert [told for told in (*STEPS, *TOLD[persona]) if told not in read] == []
    assert {f"/api-credentials/#{anchor}" for anchor in DEEP_LINKS[persona]} <= links_of(page)
    assert {
        "/downloads/sellergate.postman_collection.json",
        "/downloads/sellergate.postman_environment.json",
    } <= links_of(page)


def test_the_choice_leads_to_each_persona(marketplace: Marketplace) -> None:
    page = marketplace.reader().open("/get-started/")

    assert {f"/get-started/{persona}/" for persona in PERSONAS} <= links_of(page)


@pytest.mark.parametrize("path", ["/get-started/operator/", "/get-started/seller/nothing"])
def test_other_personas_and_steps_are_no_pages(marketplace: Marketplace, path: str) -> None:
    assert marketplace.reader().open(path).status_code == 404


def test_a_seller_sees_what_it_has_already(marketplace: Marketplace) -> None:
    reader = marketplace.reader(marketplace.maison.user)

    page = reader.open("/get-started/seller/")

    read = text_of(page)
    assert f"Maison <Test> & Cie {marketplace.seller.seller_id}" in read
    assert "Passerelle Link (Passerelle)" in read
    assert "maison-own-api" in read
    assert value_of(page, "seller_id") == str(marketplace.seller.seller_id)
    assert "CLIENT_ID='maison-own-api'" in read


def test_a_partner_sees_the_sellers_who_gave_it_access(marketplace: Marketplace) -> None:
    reader = marketplace.reader(marketplace.passerelle.user)

    page = reader.open("/get-started/integration-partner/")

    assert f"Maison <Test> & Cie, SellerId {marketplace.seller.seller_id}" in text_of(page)
    assert value_of(page, "seller_id") == str(marketplace.seller.seller_id)


def test_an_aggregator_without_sellers_is_offered_the_test_seller(marketplace: Marketplace) -> None:
    reader = marketplace.reader(marketplace.horizon.user)

    page = reader.open("/get-started/feed-aggregator/")

    assert value_of(page, "seller_id") == "700982"


def test_an_operator_has_nothing_of_others_on_the_page(marketplace: Marketplace) -> None:
    operator = an_organization(marketplace.on, OrganizationKind.OPERATOR, "Operations")
    reader = marketplace.reader(a_user(marketplace.on, operator))

    page = reader.open("/get-started/seller/")

    assert "What you have already" not in text_of(page)


def test_a_typed_secret_gets_the_token_endpoints_answer(marketplace: Marketplace) -> None:
    own = marketplace.own

    page = ask_token(marketplace.reader(), client_id=own.id, client_secret=own.secret)

    read = text_of(page)
    assert "You have a token It is for maison-own-api and works until" in read
    assert "HTTP/1.1 200 OK" in read
    assert 'RateLimit-Policy: "tokens";q=500;w=3600' in read
    assert '"expires_in": 7200' in read
    token = value_of(page, "access_token")
    assert f'id="token-exchange-token">{token}</span>' in page.text
    assert own.secret not in page.text


def test_a_refused_secret_is_told_in_the_endpoints_words(marketplace: Marketplace) -> None:
    form = {**marketplace.own.token_form, "client_secret": "wrong"}
    wire = marketplace.on.http.post(marketplace.on.settings.token_url, data=form)

    page = ask_token(marketplace.reader(), client_id=marketplace.own.id, client_secret="wrong")

    read = text_of(page)
    assert wire.json()["error_description"] in read
    assert '"error": "invalid_client"' in read
    assert "HTTP/1.1 401 Unauthorized" in read
    assert "/api-credentials/clients/" in links_of(page)


def test_a_token_for_an_own_client_needs_no_secret_and_is_audited(marketplace: Marketplace) -> None:
    reader = marketplace.reader(marketplace.maison.user)

    page = ask_token(reader, client_uid=marketplace.own.client.uid)

    assert "This page asked for it in your name, without the secret." in text_of(page)
    answer = marketplace.on.get(
        "/seller/v2/sellers",
        headers={
            "Authorization": f"Bearer {value_of(page, 'access_token')}",
            "SellerId": str(marketplace.seller.seller_id),
        },
    )
    assert answer.status_code == 200
    events = marketplace.on.read(
        audit.page_of_events, organization_ids=[marketplace.maison.organization.id]
    )
    issued = next(e for e in events if e.event is Event.TOKEN_ISSUED_ON_SITE)
    assert (issued.actor, issued.client_id) == (marketplace.maison.user.email, "maison-own-api")


def test_a_token_made_here_has_the_members_of_the_token_endpoints(marketplace: Marketplace) -> None:
    form = marketplace.own.token_form
    wire = marketplace.on.http.post(marketplace.on.settings.token_url, data=form).json()

    page = ask_token(
        marketplace.reader(marketplace.maison.user), client_uid=marketplace.own.client.uid
    )

    shown = re.findall(r'"([a-z_-]+)": ', text_of(page).partition("HTTP/1.1 200 OK")[2])
    assert shown[: len(wire)] == list(wire)


def test_a_client_of_somebody_else_gives_no_token(marketplace: Marketplace) -> None:
    reader = marketplace.reader(marketplace.maison.user)

    page = ask_token(reader, client_uid=marketplace.partner.client.uid)

    assert page.status_code == 404
    assert "access_token&#34;: &#34;ey" not in page.text


def test_a_stranger_is_asked_to_sign_in_before_choosing_a_client(marketplace: Marketplace) -> None:
    page = ask_token(marketplace.reader(), client_uid=marketplace.own.client.uid)

    assert page.url.path == "/account/sign-in"
    assert page.url.params["next"] == "/get-started/seller/#step-3"


def test_a_disabled_client_is_shown_but_cannot_be_chosen(fresh: Marketplace) -> None:
    set_client_state(fresh.on, fresh.own, ClientState.DISABLED)
    reader = fresh.reader(fresh.maison.user)

    page = reader.open("/get-started/seller/")
    refused = ask_token(reader, client_uid=fresh.own.client.uid)

    assert "maison-own-api Disabled" in text_of(page)
    assert '<select id="client_uid"' not in page.text
    assert refused.status_code == 404


def test_tokens_made_here_use_up_the_clients_own_quota(fresh: Marketplace) -> None:
    reader = fresh.reader(fresh.maison.user)
    ask_token(reader, client_uid=fresh.own.client.uid)
    a_token(fresh.on, fresh.own)

    page = ask_token(reader, client_uid=fresh.own.client.uid)

    assert (
        fresh.on.http.post(fresh.on.settings.token_url, data=fresh.own.token_form).status_code
        == 429
    )
    read = text_of(page)
    assert "No token: Too many tokens" in read
    assert "HTTP/1.1 429 Too Many Requests" in read
    assert "Retry-After: " in read
    assert "/docs/problems/token-quota-exceeded" in links_of(page)


def test_the_first_call_shows_the_real_answer(marketplace: Marketplace) -> None:
    token = a_token(marketplace.on, marketplace.own)

    page = call(marketplace.reader(), token, marketplace.seller.seller_id)

    read = text_of(page)
    assert "200: it works This is the account of Maison <Test> & Cie" in read
    assert 'RateLimit-Policy: "sellers"' in read
    assert "X-Request-Id: " in read
    assert '"seller_state": "Activated"' in read
    assert token in page.text  # in the form, for the next call
    assert token not in read


@pytest.mark.parametrize(
    ("token", "seller_id", "slug"),
    [
        ("", "700982", "token-missing"),
        ("garbage", "700982", "token-invalid"),
        ("two words", "700982", "token-invalid"),
        ("good", "", "seller-id-missing"),
        ("good", "twelve", "seller-id-invalid"),
        ("good", "١٢", "seller-id-invalid"),
        ("good", "4242424242", "seller-not-delegated"),
    ],
)
def test_a_refused_call_leads_to_its_remedy(
    marketplace: Marketplace, token: str, seller_id: str, slug: str
) -> None:
    sent = a_token(marketplace.on, marketplace.own) if token == "good" else token

    page = call(marketplace.reader(), sent, seller_id)

    assert page.status_code == 200
    assert f"/docs/problems/{slug}" in links_of(page)
    assert "What to do:" in text_of(page)


def test_the_test_sellers_small_quota_is_told(fresh: Marketplace) -> None:
    token = a_token(fresh.on, fresh.aggregator)
    call(fresh.reader(), token, 700982, "feed-aggregator")

    page = call(fresh.reader(), token, 700982, "feed-aggregator")

    assert "429: Too many calls" in text_of(page)
    assert "/docs/problems/quota-exceeded" in links_of(page)


HOSTILE = (
    "<script>alert(1)</script>",
    "\r\nSellerId: 1",
    "é\0\ud7ff",
    "'; rm -rf ~ #",
    "x" * 20_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "headers", "bytes", "shell", "long"])
def test_hostile_values_are_answered_and_shown_as_text(marketplace: Marketplace, text: str) -> None:
    reader = marketplace.reader()

    token_page = ask_token(reader, client_id=text, client_secret=text)
    call_page = call(reader, text, text)

    for page in (token_page, call_page):
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_form_from_elsewhere_is_refused(marketplace: Marketplace) -> None:
    reader = marketplace.reader()
    reader.open("/get-started/seller/")

    page = reader.send("/get-started/seller/token", {"csrf_token": "made-up", "client_id": "x"})

    assert page.status_code == 403


def test_the_token_stays_in_the_page(marketplace: Marketplace, capfd: Any) -> None:
    own = marketplace.own
    reader = marketplace.reader()

    page = ask_token(reader, client_id=own.id, client_secret=own.secret)
    token = value_of(page, "access_token")
    answer = call(reader, token, marketplace.seller.seller_id)

    assert page.headers["cache-control"] == "no-store"
    assert answer.headers["cache-control"] == "no-store"
    assert token not in str(answer.url)
    assert token not in str(dict(reader.cookies))
    written = "".join(capfd.readouterr())
    assert token not in written
    assert own.secret not in written


@pytest.mark.parametrize(("step", "anchor"), [("token", "step-3"), ("call", "step-4")])
def test_a_reloaded_answer_leads_back_to_its_step(
    marketplace: Marketplace, step: str, anchor: str
) -> None:
    page = marketplace.reader().open(f"/get-started/feed-aggregator/{step}")

    assert page.url.path == "/get-started/feed-aggregator/"
    assert page.url.fragment == anchor
    assert f'id="{anchor}"' in page.text


def test_htmx_gets_the_piece_it_asked_for(marketplace: Marketplace) -> None:
    reader = marketplace.reader()
    reader.open("/get-started/seller/")

    piece = reader.send(
        "/get-started/seller/call",
        {"access_token": "x", "seller_id": "1"},
        **{"HX-Request": "true"},
    )

    assert piece.text.lstrip().startswith('<section class="guide-step" id="step-4"')
    assert "<html" not in piece.text


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_page_speaks_french(marketplace: Marketplace, persona: str) -> None:
    page = marketplace.reader().open(f"/get-started/{persona}/", **{"Accept-Language": "fr"})

    assert 'lang="fr"' in page.text
    read = text_of(page)
    assert [step for step in STEPS if step in read] == []


def test_a_client_that_a_seller_trusts_is_chosen_first(fresh: Marketplace) -> None:
    a_client(fresh.on, "newer than the other", organization_id=fresh.maison.organization.id)

    page = fresh.reader(fresh.maison.user).open("/get-started/seller/")

    assert re.search(r"<option[^>]* selected>maison-own-api</option>", page.text)
