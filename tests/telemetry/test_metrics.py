"""What /metrics says, as Prometheus reads it."""

from collections.abc import Callable

import httpx2
import pytest
from prometheus_client.openmetrics import parser as openmetrics

from sellergate import __version__
from sellergate.access.clients.models import ClientKind
from sellergate.access.delegations.service import revoke_delegation
from sellergate.settings import Part
from sellergate.telemetry.families import FAMILIES
from tests.builders.installation import Installation
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
)
from tests.telemetry.reading import scrape

CALL = {"surface": "api", "method": "GET", "route": "/seller/v2/sellers"}
COUNT = "sellergate_request_duration_seconds_count"


def a_caller(on: Installation, **client: object) -> tuple[Registered, int, dict[str, str]]:
    registered, seller = a_client(on, **client), a_seller(on)
    a_delegation(on, registered, seller)
    return registered, seller.seller_id, headers_for(a_token(on, registered), seller.seller_id)


def test_calls_are_counted_by_operation_status_and_client_class(installation: Installation) -> None:
    _client, _seller, headers = a_caller(installation, kind=ClientKind.AGGREGATOR)
    before = scrape(installation)

    for _ in range(3):
        installation.get("/seller/v2/sellers", headers=headers)
    installation.get("/seller/v2/sellers")

    after = scrape(installation)
    good = CALL | {"status": "200", "client_class": "aggregator"}
    refused = CALL | {"status": "401", "client_class": "none"}
    assert after.value(COUNT, **good) - before.value(COUNT, **good) == 3
    assert after.value(COUNT, **refused) - before.value(COUNT, **refused) == 1
    denied = {"surface": "api", "reason": "token-missing"}
    assert after.value("sellergate_denials_total", **denied) >= 1
    seconds = "sellergate_request_duration_seconds_sum"
    assert 0 < after.value(seconds, **good) - before.value(seconds, **good) < 3


def test_no_label_comes_from_a_stranger_or_names_a_client_or_a_seller(
    installation: Installation,
) -> None:
    client, seller_id, headers = a_caller(installation)
    installation.get(f"/seller/v2/nowhere/{seller_id}", headers=headers)
    installation.request("PROPFIND", "/seller/v2/sellers", headers=headers)
    installation.get("/nowhere/at-all")
    installation.get("/auth/realms/other/token")

    lines = installation.get("/metrics").text.splitlines()
    text = "\n".join(line.rpartition(" ")[0] for line in lines)  # values may look like anything

    for word in (
        client.id,
        str(client.client.uid),
        str(seller_id),
        "nowhere",
        "PROPFIND",
        "other/",
    ):
        assert word not in text
    found = scrape(installation)
    assert found.value(COUNT, surface="api", route="(none)", status="404") >= 1
    assert found.value(COUNT, surface="api", method="OTHER", status="405") >= 1
    assert found.value(COUNT, surface="site", route="(none)", status="404") >= 1
    assert found.value(COUNT, surface="token", route="(none)", status="404") >= 1


def test_tokens_are_counted_by_class_and_refusals_by_reason(installation: Installation) -> None:
    client = a_client(installation, kind=ClientKind.PARTNER)
    before = scrape(installation)

    a_token(installation, client)
    for change in ({"client_secret": "wrong"}, {"grant_type": "password"}):
        installation.http.post(installation.settings.token_url, data=client.token_form | change)

    after = scrape(installation)

    def more(name: str, **labels: str) -> float:
        return after.value(name, **labels) - before.value(name, **labels)

    assert more("sellergate_tokens_issued_total", client_class="partner") == 1
    assert more("sellergate_tokens_refused_total", reason="invalid_client") == 1
    assert more("sellergate_tokens_refused_total", reason="unsupported_grant_type") == 1
    assert more("sellergate_quota_uses_total", quota="tokens", outcome="allowed") == 1


def test_a_used_up_quota_is_counted(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation(calls_per_minute=2)
    _client, _seller, headers = a_caller(on)

    statuses = [on.get("/seller/v2/sellers", headers=headers).status_code for _ in range(3)]

    found = scrape(on)
    assert statuses == [200, 200, 429]
    assert found.value("sellergate_quota_uses_total", quota="calls", outcome="allowed") == 2
    assert found.value("sellergate_quota_uses_total", quota="calls", outcome="refused") == 1
    assert found.value("sellergate_denials_total", reason="quota-exceeded") == 1
    assert found.value("sellergate_quota_store_failures_total") == 0


def test_a_revocation_says_how_long_it_took(installation: Installation) -> None:
    client, seller_id, _headers = a_caller(installation)
    before = scrape(installation).value("sellergate_revocation_lag_seconds_count")

    installation.write(revoke_delegation, seller_id=seller_id, client_uid=client.client.uid)

    found = scrape(installation)
    assert found.value("sellergate_revocation_lag_seconds_count") > before
    assert found.value("sellergate_revocation_lag_seconds_sum") < 60
    assert found.value("sellergate_feed_age_seconds") < 1


def test_database_process_and_build_are_there(installation: Installation) -> None:
    a_client(installation)

    found = scrape(installation)

    assert found.value("sellergate_database_write_seconds_count") > 0
    assert found.value("sellergate_database_read_seconds_count") > 0
    assert found.value("sellergate_database_batch_units_count") > 0
    assert found.value("sellergate_database_waiting_writes") == 0
    assert found.value("sellergate_database_outages_total") == 0
    assert found.value("sellergate_periodic_age_seconds", work="access_feed") < 1
    assert found.value("sellergate_periodic_runs_total", work="usage", outcome="failed") == 0
    assert found.value("sellergate_build_info", version=__version__) == 1
    assert found.value("sellergate_workers") == 1
    assert found.value("process_resident_memory_bytes") > 10_000_000
    assert found.value("process_cpu_seconds_total") > 0


def test_every_metric_is_named_also_before_it_has_a_value(installation: Installation) -> None:
    assert scrape(installation).names >= set(FAMILIES)


def test_who_asks_for_openmetrics_gets_it(installation: Installation) -> None:
    accept = "application/openmetrics-text; version=1.0.0, text/plain; q=0.5"

    answer = installation.get("/metrics", headers={"Accept": accept})

    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    families = list(openmetrics.text_string_to_metric_families(answer.text))
    assert {family.name for family in families} >= set(FAMILIES)


FORWARDED = {
    "a forwarded address": {"X-Forwarded-For": "192.0.2.7"},
    "a standard proxy": {"Forwarded": "for=192.0.2.7"},
    "a proxy that says so": {"Via": "1.1 proxy"},
    "a name that leads here": {"Host": "sellers.example.com"},
}


@pytest.mark.parametrize("headers", FORWARDED.values(), ids=FORWARDED.keys())
def test_whoever_may_not_be_on_this_machine_is_refused_with_a_remedy(
    installation: Installation, headers: dict[str, str]
) -> None:
    answer = installation.get("/metrics", headers=headers)

    assert answer.status_code == 403
    assert "SELLERGATE_METRICS_TOKEN" in answer.text
    assert "sellergate_" not in answer.text


def test_a_proxy_that_was_told_nothing_shows_no_metrics(installation: Installation) -> None:
    """nginx with a bare `proxy_pass` asks by our own address, in HTTP/1.0, and says nothing of its caller."""
    asked = (
        f"GET /metrics HTTP/1.0\r\nHost: 127.0.0.1:{installation.port}\r\nConnection: close\r\n\r\n"
    )

    assert b" 403 " in installation.raw(asked.encode()).partition(b"\r\n")[0]


def test_with_a_token_it_is_the_token_that_counts(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation(metrics_token="scrape-me-if-you-can")

    def answer_to(*tokens: str, **more: str) -> httpx2.Response:
        sent = [("Authorization", f"Bearer {token}") for token in tokens]
        return on.http.get(on.url + "/metrics", headers=[*sent, *more.items()])

    token = "scrape-me-if-you-can"
    assert answer_to().status_code == 401
    assert answer_to("scrape-me-if-you-cannot").status_code == 401
    assert answer_to(token, token).status_code == 401
    assert answer_to().headers["WWW-Authenticate"].startswith("Bearer")
    assert answer_to(token).status_code == 200
    assert answer_to(token, Forwarded="for=192.0.2.7").status_code == 200
    assert token not in answer_to(token).text


def test_other_methods_are_refused(installation: Installation) -> None:
    assert installation.request("POST", "/metrics").status_code == 405
    assert installation.request("HEAD", "/metrics").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("part", Part)
def test_each_part_that_is_served_alone_has_metrics(
    start_installation: Callable[..., Installation], part: Part
) -> None:
    on = start_installation(only=(part,))

    assert scrape(on).value("sellergate_workers") == 1
