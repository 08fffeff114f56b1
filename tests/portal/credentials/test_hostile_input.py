"""Whatever comes in, the answer is a page that says what is wrong: never a 500."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.builders.installation import Installation
from tests.builders.world import forget_attempts
from tests.portal.credentials.people import (
    Visitor,
    a_client_of,
    a_seller_login,
    an_aggregator_login,
)

pytestmark = pytest.mark.slow

HOME = "/api-credentials/"
# As they are sent: percent-encoded bytes, which need be no text at all.
NASTY = {
    "empty": "",
    "nul": "%00",
    "not-utf8": "%ff%fe%80",
    "surrogate": "%ed%a0%80",
    "long": "x" * 20_000,
    "number": "9" * 40,
    "negative": "-1",
    "braces": quote("{0}{client.__class__}%(x)s%s"),
    "markup": quote("\"><script>alert(1)</script>'{{7*7}}"),
    "sql": quote("' OR 1=1 --"),
    "path": quote("../../etc/passwd", safe=""),
    "newline": "%0d%0aSet-Cookie:%20a=b",
    "emoji": quote("🦉 Ünïcode"),
    "other-digits": quote("٤١٢٠٧"),
}
nasty = pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())

PAGES = [
    "aggregators?q={}",
    "known/{}",
    "known/aggregator?client_id={}",
    "new/{}",
    "new/my-own?draft={}",
    "grant/{}",
    "grant/{}/seller?terms=1",
    "grant/{client}?terms={}&expected={}&for={}",
    "grant/{client}/seller?terms=1&seller_id={}",
    "grant/{client}/seller?terms=1&extent={}&perimeters={}&expires_at={}",
    "grant/{client}/done?seller_id={}",
    "secret/{}",
    "secret/{secret}?for={}",
    "registered/{}",
    "clients/{}",
    "clients/{client}/secrets/{}/revoke",
    "clients/{client}/secrets/{}/end",
    "clients/{client}/keys/{}/remove",
    "access/{}/{client}",
    "access/{seller}/{}",
    "sellers?q={}",
    "sellers?after={}",
    "activity?before={}",
    "logos/{}",
]
FORMS = {
    "aggregators": ("client_uid", "terms"),
    "known/aggregator": ("client_id", "terms"),
    "new/my-own": ("client_id", "email", "organization_id", "terms"),
    "grant/{client}/seller": ("seller_id", "extent", "perimeters", "expires_at", "for", "terms"),
    "clients/{client}/secrets": ("form_id", "name", "expires_at", "others", "others_end_at"),
    "clients/{client}/secrets/{secret}/end": ("end", "end_at"),
    "clients/{client}/keys": ("name", "key", "jwks_url"),
    "clients/{client}/dpop": ("required",),
    "clients/{client}/disable": ("confirmed",),
    "access/{seller}/{client}": ("extent", "perimeters", "expires_at"),
    "listing": ("client_uid", "name", "description", "logo"),
}


@pytest.fixture(scope="module")
def parts(on: Installation) -> dict[str, str]:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    return {
        "client": client.client.uid,
        "secret": client.secret_id,
        "seller": str(seller.seller.seller_id),
        "email": seller.email,
    }


@pytest.fixture(scope="module")
def visitor(on: Installation, parts: dict[str, str]) -> Iterator[Visitor]:
    visitor = Visitor(on.url)
    forget_attempts(on)
    visitor.sign_in(parts["email"], "a long enough password 42", HOME)
    yield visitor
    visitor.http.close()


@nasty
@pytest.mark.parametrize("page", PAGES)
def test_an_address_never_breaks_a_page(
    visitor: Visitor, parts: dict[str, str], page: str, value: str
) -> None:
    path = page.replace("{}", value[:4000]).format_map(parts) if "{" in page else page

    answer = visitor.http.get(HOME + path)

    assert answer.status_code < 500
    assert "<script>alert" not in answer.text
    assert "Set-Cookie" not in str(answer.headers.get("location"))


@nasty
@pytest.mark.parametrize("target", FORMS)
def test_a_form_never_breaks_a_page(
    visitor: Visitor, parts: dict[str, str], target: str, value: str
) -> None:
    token = visitor.open(f"{HOME}new/my-own") and visitor.form(f"{HOME}new/").values["csrf_token"]
    body = "&".join(f"{name}={value}" for name in FORMS[target])

    answer = visitor.http.post(
        HOME + target.format_map(parts),
        content=f"csrf_token={token}&{body}",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code < 500
    assert answer.status_code != 403, "the form was not looked at"
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "multipart/form-data"])
def test_a_body_that_is_no_form_is_refused(visitor: Visitor, media_type: str) -> None:
    answer = visitor.http.post(
        f"{HOME}new/my-own", content=b'{"client_id": 1}', headers={"Content-Type": media_type}
    )

    assert answer.status_code in (400, 403)


def test_every_page_for_people_asks_strangers_to_sign_in(on: Installation) -> None:
    stranger = Visitor(on.url)

    places = {
        path: stranger.open(HOME + path) and stranger.place.partition("?")[0]
        for path in (
            "clients",
            "access",
            "sellers",
            "listing",
            "activity",
            "registered/x",
            "secret/x",
        )
    }
    stranger.http.close()

    assert set(places.values()) == {"/account/sign-in"}


def test_an_upload_that_is_too_large_is_told_so(on: Installation) -> None:
    aggregator = an_aggregator_login(on)
    a_client_of(on, aggregator)
    browser = aggregator.sign_in(on)
    browser.open(f"{HOME}listing")
    fields = browser.form(f"{HOME}listing").values
    fields.pop("logo")

    answer = browser.http.post(
        f"{HOME}listing", data=fields, files={"logo": ("l.png", b"\x89PNG" * 300_000, "image/png")}
    )

    assert answer.status_code == 413
