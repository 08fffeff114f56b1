"""No link of the developer site leads nowhere: pages answer, and anchors exist on them."""

import re
from urllib.parse import urlsplit

import pytest

from sellergate.devportal.guides.catalogue import GUIDES
from sellergate.kit.problems import CATALOGUE
from tests.devportal.people import Marketplace, Reader, links_of

PAGES = (
    "/",
    "/get-started/",
    "/get-started/seller/",
    "/get-started/integration-partner/",
    "/get-started/feed-aggregator/",
    "/docs/",
    "/docs/problems/",
    "/docs/codes/offers/",
    "/docs/codes/products/",
    *(guide.path for guide in GUIDES.values()),
    *(f"/docs/problems/{slug}" for slug in CATALOGUE),
)


@pytest.fixture(scope="module")
def ids_of() -> dict[str, set[str]]:
    """The ids on each page that was looked at."""
    return {}


def check(reader: Reader, href: str, known: dict[str, set[str]]) -> str | None:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None if href.startswith(("https://www.rfc-editor.org/", reader.on.url)) else href
    if parts.path not in known:
        answer = reader.open(parts.path + (f"?{parts.query}" if parts.query else ""))
        if answer.status_code != 200:
            return f"{href}: {answer.status_code}"
        known[parts.path] = set(re.findall(r'\bid="([^"]+)"', answer.text))
    if parts.fragment and parts.fragment not in known[parts.path]:
        return f"{href}: no such anchor"
    return None


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(
    marketplace: Marketplace, ids_of: dict[str, set[str]], path: str
) -> None:
    reader = marketplace.reader()
    page = reader.open(path)
    ids_of[path] = set(re.findall(r'\bid="([^"]+)"', page.text))
    hrefs = {href if not href.startswith("#") else path + href for href in links_of(page)}

    broken = [found for href in sorted(hrefs) if (found := check(reader, href, ids_of))]

    assert broken == []
