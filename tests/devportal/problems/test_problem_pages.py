"""One page for each problem: what it says, in both languages, and that its example is what is really answered."""

import json

import httpx2
import pytest

from sellergate.devportal.problem_pages import GROUPS, RELATED
from sellergate.kit.problems import CATALOGUE
from sellergate.web.texts import translate
from tests.builders.installation import Installation
from tests.builders.world import a_token, headers_for
from tests.devportal.people import Marketplace, code_of, links_of, text_of

SLUGS = sorted(CATALOGUE)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_problem_has_a_page(marketplace: Marketplace, slug: str, language: str) -> None:
    problem = CATALOGUE[slug]

    page = marketplace.reader().open(f"/docs/problems/{slug}", **{"Accept-Language": language})

    read = text_of(page)
    assert page.status_code == 200
    for text in (problem.title, problem.why, problem.remedy):
        assert text_of(translate(language, text)) in read
    assert str(problem.status) in read
    assert f'"type": "{marketplace.on.url}/docs/problems/{slug}"' in code_of(page, "example")


def test_the_index_leads_to_every_problem(marketplace: Marketplace) -> None:
    page = marketplace.reader().open("/docs/problems/")

    assert {f"/docs/problems/{slug}" for slug in SLUGS} <= links_of(page)


def test_every_problem_is_in_one_group_and_has_further_reading() -> None:
    grouped = [slug for group in GROUPS for slug in group.slugs]

    assert sorted(grouped) == SLUGS
    assert sorted(RELATED) == SLUGS


def test_an_unknown_problem_is_no_page(marketplace: Marketplace) -> None:
    assert marketplace.reader().open("/docs/problems/not-a-problem").status_code == 404


def example_of(on: Installation, slug: str) -> tuple[list[str], dict[str, object]]:
    """Header names and members of the example on the page."""
    head, _, body = code_of(on.get(f"/docs/problems/{slug}"), "example").partition("\n\n")
    return [line.partition(":")[0].lower() for line in head.splitlines()[1:]], json.loads(body)


def refused(marketplace: Marketplace, slug: str) -> httpx2.Response:
    """A real answer with this problem."""
    on = marketplace.on
    good = headers_for(a_token(on, marketplace.own), marketplace.seller.seller_id)
    changes = {
        "token-missing": {"Authorization": ""},
        "token-malformed": {"Authorization": "Basic eDp5"},
        "token-invalid": {"Authorization": "Bearer garbage"},
        "seller-id-missing": {"SellerId": ""},
        "seller-id-invalid": {"SellerId": "twelve"},
        "seller-not-delegated": {"SellerId": "4242424242"},
    }
    headers = {name: value for name, value in (good | changes.get(slug, {})).items() if value}
    path = "/seller" if slug == "route-unknown" else "/sellers"
    method = "DELETE" if slug == "method-not-allowed" else "GET"
    return on.request(method, f"/seller/v2{path}", headers=headers)


@pytest.mark.parametrize(
    "slug",
    [
        "token-missing",
        "token-malformed",
        "token-invalid",
        "seller-id-missing",
        "seller-id-invalid",
        "seller-not-delegated",
        "route-unknown",
        "method-not-allowed",
    ],
)
def test_the_example_is_what_is_really_answered(marketplace: Marketplace, slug: str) -> None:
    names, members = example_of(marketplace.on, slug)

    answer = refused(marketplace, slug)

    changing = {"traceId", "instance"}
    real = answer.json()
    assert {k: v for k, v in real.items() if k not in changing} == {
        k: v for k, v in members.items() if k not in changing
    }
    assert set(real) == set(members)
    assert [name for name in names if name not in answer.headers] == []


def test_the_example_of_too_many_tokens_is_what_the_token_endpoint_answers(
    fresh: Marketplace,
) -> None:
    for _ in range(2):
        a_token(fresh.on, fresh.own)
    names, members = example_of(fresh.on, "token-quota-exceeded")

    answer = fresh.on.http.post(fresh.on.settings.token_url, data=fresh.own.token_form)

    assert answer.status_code == 429
    assert set(answer.json()) == set(members)
    assert [name for name in names if name not in answer.headers] == []


def test_the_type_of_a_real_problem_is_an_address_that_answers(on: Installation) -> None:
    problem = on.get("/seller/v2/sellers").json()

    assert on.http.get(problem["type"]).status_code == 200
