"""How trusted issuers stand, on the page of signing keys."""

import time
from pathlib import Path

import pytest

from tests.builders.issuer import ForgedIssuer, forged_issuer
from tests.portal.accounts.site import OPERATOR, Browser, running_site


def rows_about(browser: Browser, issuer: ForgedIssuer) -> str:
    """What the page says after the name of the issuer."""
    return browser.open("/operator/keys/").text.partition(issuer.issuer)[2]


@pytest.mark.slow
def test_an_operator_sees_which_issuer_has_keys_and_why_another_has_none(tmp_path: Path) -> None:
    with forged_issuer("/a") as good, forged_issuer("/b") as bad:
        bad.metadata = {"issuer": "https://other.test/<b>"}
        listed = f"{good.issuer} seller-api, {bad.issuer} seller-api"
        with running_site(tmp_path, SELLERGATE_TRUSTED_ISSUERS=listed) as site:
            operator = site.browser().sign_in(OPERATOR, back="/operator/")
            deadline = time.monotonic() + 10
            while "Not asked yet" in (told := rows_about(operator, good)):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            about_bad = told.partition(bad.issuer)[2]

    assert "Keys are fresh" in told
    assert "first" in told
    assert "No keys, its tokens are refused" in about_bad
    assert "https://other.test/&lt;b&gt;" in about_bad
    assert "Never" in about_bad


def test_without_issuers_the_page_does_not_speak_of_them(operator: Browser) -> None:
    assert "Trusted issuers" not in operator.open("/operator/keys/").text
