"""The start page, and what machines look for at fixed places."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders.installation import Installation, MovableClock, run_installation
from tests.devportal.people import Marketplace, links_of, text_of


def test_the_start_page_shows_the_ways_in(marketplace: Marketplace) -> None:
    page = marketplace.reader().open("/")

    assert {
        "/get-started/seller/",
        "/get-started/integration-partner/",
        "/get-started/feed-aggregator/",
        "/api-credentials/",
        "/docs/",
        "/docs/reference/",
        "/downloads/",
    } <= links_of(page)
    assert marketplace.on.settings.marketplace_name in text_of(page)


def test_the_start_page_knows_which_way_is_yours(marketplace: Marketplace) -> None:
    page = marketplace.reader(marketplace.passerelle.user).open("/")

    before, _, after = text_of(page).partition(" Your account ")
    assert before.endswith("with one clientId of your own.")
    assert after


def test_the_start_page_speaks_french(marketplace: Marketplace) -> None:
    page = marketplace.reader().open("/", **{"Accept-Language": "fr"})

    assert "Cinq étapes, les mêmes pour tous" in text_of(page)


def test_llms_txt_maps_the_documentation(on: Installation) -> None:
    answer = on.get("/llms.txt")

    assert answer.headers["content-type"].startswith("text/plain")
    first, _, rest = answer.text.partition("\n")
    assert first.startswith("# ")
    assert rest.lstrip().startswith("> ")
    assert on.settings.token_url in answer.text
    assert f"{on.url}/docs/guides/sellers/" in answer.text
    assert f"{on.url}/docs/problems/seller-not-delegated" in answer.text


def test_robots_may_read_documentation_only(on: Installation) -> None:
    lines = on.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /account/", "Disallow: /operator/", "Disallow: /seller/"} <= set(lines)
    assert "Disallow: /" not in lines


@pytest.mark.slow
def test_security_txt_names_the_operators_contact(tmp_path: Path) -> None:
    clock = MovableClock()
    contact = "https://market.example/security"
    with run_installation(tmp_path, clock=clock, security_contact=contact) as on:
        answer = on.get("/.well-known/security.txt")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == contact
    assert fields["Canonical"] == f"{on.url}/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=90) < expires - clock() < timedelta(days=365)


def test_security_txt_of_the_demo_has_an_invented_contact(on: Installation) -> None:
    assert "Contact: mailto:security@demo.example\n" in on.get("/.well-known/security.txt").text


@pytest.mark.slow
def test_without_a_contact_there_is_no_security_txt(tmp_path: Path) -> None:
    with run_installation(tmp_path) as on:
        assert on.get("/.well-known/security.txt").status_code == 404


@pytest.mark.slow
def test_the_api_catalog_leads_to_descriptions_that_exist(on: Installation) -> None:
    answer = on.get("/.well-known/api-catalog")

    assert answer.headers["content-type"].startswith("application/linkset+json")
    contexts = {context["anchor"]: context for context in answer.json()["linkset"]}
    api = contexts[on.settings.api_url]
    targets = [link for name in ("service-desc", "service-doc", "status") for link in api[name]]
    targets += contexts[on.settings.issuer]["service-meta"]
    assert {link["href"] for link in contexts[f"{on.url}/.well-known/api-catalog"]["item"]} == {
        on.settings.api_url,
        on.settings.issuer,
    }
    for link in targets:
        found = on.http.get(link["href"])
        assert found.status_code == 200, link
        assert found.headers["content-type"].startswith(link["type"]), link


def test_the_api_catalog_answers_head_requests_with_its_link(on: Installation) -> None:
    """RFC 9727 §2."""
    answer = on.http.head(f"{on.url}/.well-known/api-catalog")

    assert answer.status_code == 200
    assert answer.headers["link"] == '</.well-known/api-catalog>; rel="api-catalog"'
    assert answer.content == b""


@pytest.mark.parametrize("path", ["/", "/get-started/", "/docs/", "/docs/problems/"])
def test_pages_are_not_kept_by_caches_and_load_nothing_from_elsewhere(
    on: Installation, path: str
) -> None:
    answer = on.get(path)

    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
