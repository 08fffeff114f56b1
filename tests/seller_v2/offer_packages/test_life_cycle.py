"""A package from its opening to its results, with every spelling that clients are known to use (contract/04 §B)."""

from collections.abc import Callable

import pytest

from tests.builders.installation import Installation, MovableClock
from tests.builders.offer_packages import Stall, a_line, a_stall
from tests.builders.wire import assert_problem


def test_a_package_is_opened_with_201_an_empty_body_and_its_id_at_the_end_of_content_location(
    stall: Stall,
) -> None:
    """contract/04 §B: one client requires exactly 201, one an id with a digit and no slash or space."""
    answer = stall.call(
        "POST",
        "/offer-packages",
        json={"packageType": "Upsert"},
        headers={"salesChannelId": "CDISFR"},
    )

    package_id = answer.headers["Content-Location"].rpartition("/")[2]
    assert (answer.status_code, answer.content) == (201, b"")
    assert answer.headers["Content-Location"] == f"/seller/v2/offer-packages/{package_id}"
    assert answer.headers["Location"].endswith(f"/offer-packages/{package_id}")
    assert any(character.isdigit() for character in package_id)
    assert " " not in package_id


@pytest.mark.parametrize("name", ["salesChannelId", "SalesChannelId", "saleschannelid"])
@pytest.mark.parametrize("channel", ["CDISFR", "cdisfr"])
def test_the_header_of_the_channel_counts_in_any_letter_case(
    stall: Stall, name: str, channel: str
) -> None:
    """contract/00 §3: also spelled `SalesChannelId` by clients."""
    answer = stall.call(
        "POST", "/offer-packages", json={"packageType": "Upsert"}, headers={name: channel}
    )

    package = stall.package(answer.headers["Content-Location"].rpartition("/")[2])
    assert package["salesChannelId"] == "CDISFR"


@pytest.mark.parametrize("headers", [{}, {"salesChannelId": "NOWHERE"}, {"salesChannelId": ""}])
def test_a_missing_or_unknown_channel_is_named(stall: Stall, headers: dict[str, str]) -> None:
    """contract/04 §B: missing or unknown channel → 400; contract/00 §3: naming it."""
    answer = stall.call("POST", "/offer-packages", json={"packageType": "Upsert"}, headers=headers)

    problem = assert_problem(answer, 400, "validation")
    assert list(problem["errors"]) == ["salesChannelId"]
    assert problem["detail"].startswith("salesChannelId is ")


@pytest.mark.parametrize("type_", ["upsert", "UPSERT", "Replace", "", None, 1, ["Upsert"], {}])
def test_the_type_of_a_package_is_one_of_three_in_this_letter_case(
    stall: Stall, type_: object
) -> None:
    """contract/00 §4: values of packageType are case-sensitive."""
    answer = stall.call(
        "POST", "/offer-packages", json={"packageType": type_}, headers={"salesChannelId": "CDISFR"}
    )

    assert list(assert_problem(answer, 400, "validation")["errors"]) == ["packageType"]


@pytest.mark.parametrize(
    ("type_member", "state_member"), [("PackageType", "State"), ("packagetype", "STATE")]
)
def test_member_names_count_in_any_letter_case(
    stall: Stall, type_member: str, state_member: str
) -> None:
    """contract/00 §4: a production client posts PackageType and State."""
    opened = stall.call(
        "POST",
        "/offer-packages",
        json={type_member: "Upsert"},
        headers={"salesChannelId": "CDISFR"},
    )
    package_id = opened.headers["Content-Location"].rpartition("/")[2]
    stall.upload(package_id, a_line(stall.on))

    answer = stall.call("PATCH", f"/offer-packages/{package_id}", json={state_member: "Ready"})

    assert opened.status_code == 201
    assert answer.status_code == 204


def test_a_package_tells_its_type_and_state_under_both_names(stall: Stall) -> None:
    """contract/04 §B: a client tries `status`, another reads `type`; send both."""
    package = stall.package(stall.open("Delete"))

    assert package["type"] == package["packageType"] == "Delete"
    assert package["state"] == package["status"] == "WaitingForCompletion"
    assert package["createdAt"].endswith("0+00:00")
    assert len(package["createdAt"]) == len("2026-03-04T05:06:07.0000000+00:00")
    assert "result" not in package


def test_an_upload_leaves_the_package_open(stall: Stall) -> None:
    """contract/04 §B: clients re-read the package until it says WaitingForCompletion again."""
    package_id = stall.open()

    answer = stall.upload(package_id, a_line(stall.on))

    assert answer.status_code == 201
    assert stall.package(package_id)["state"] == "WaitingForCompletion"
    assert stall.package(package_id)["lineCount"] == 1


def test_to_submit_twice_is_to_submit_once(stall: Stall) -> None:
    """contract/04 §B: clients repeat the PATCH after a 502."""
    package_id = stall.open()
    stall.upload(package_id, a_line(stall.on))

    answers = [stall.submit(package_id) for _ in range(2)]
    package = stall.integrated(package_id)
    after = stall.submit(package_id)

    assert [answer.status_code for answer in [*answers, after]] == [204, 204, 204]
    assert (package["state"], package["integratedCount"]) == ("Integrated", 1)
    assert len(stall.results(package_id)) == 1


@pytest.mark.parametrize("state", ["ready", "Integrated", None, 3, ["Ready"]])
def test_nothing_but_ready_can_be_asked_of_a_package(stall: Stall, state: object) -> None:
    package_id = stall.open()
    stall.upload(package_id, a_line(stall.on))

    answer = stall.call("PATCH", f"/offer-packages/{package_id}", json={"state": state})

    assert list(assert_problem(answer, 400, "validation")["errors"]) == ["state"]
    assert stall.package(package_id)["state"] == "WaitingForCompletion"


def test_a_package_without_lines_cannot_be_submitted_and_stays_open(stall: Stall) -> None:
    package_id = stall.open()

    answer = stall.submit(package_id)

    assert "no line" in assert_problem(answer, 400, "validation")["errors"]["state"][0]
    assert stall.package(package_id)["state"] == "WaitingForCompletion"


def test_lines_come_too_late_once_the_package_is_submitted(stall: Stall) -> None:
    package_id = stall.open()
    stall.upload(package_id, a_line(stall.on))
    stall.submit(package_id)

    answer = stall.upload(package_id, a_line(stall.on))

    assert_problem(answer, 409, "package-not-open")
    assert len(stall.put(a_line(stall.on))) == 1
    assert stall.integrated(package_id)["lineCount"] == 1


def test_results_asked_for_too_early_are_refused_in_the_recorded_words(stall: Stall) -> None:
    """contract/00 §8: 400 titled “The retrieval of the results failed”, “Package is not integrated yet”."""
    package_id = stall.open()

    answer = stall.call("GET", f"/offer-packages/{package_id}/offer-requests-results")

    problem = assert_problem(answer, 400, "results-not-ready")
    assert problem["title"] == "The retrieval of the results failed"
    assert problem["detail"] == "Package is not integrated yet"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"state": "Ready"}),
        ("POST", "/offer-requests", [{}]),
        ("GET", "/offer-requests-results", None),
    ],
)
def test_a_package_of_another_seller_is_as_unknown_as_none(
    stall: Stall, neighbour: Stall, method: str, path: str, body: object
) -> None:
    package_id = neighbour.open()

    foreign, unknown = (
        stall.call(method, f"/offer-packages/{name}{path}", json=body)
        for name in (package_id, "0b5c2a1e-0000-4000-8000-000000000009")
    )

    told = [
        assert_problem(answer, 404, "not-found") | {"traceId": "", "instance": ""}
        for answer in (foreign, unknown)
    ]
    assert told[0] == told[1]
    assert neighbour.package(package_id)["lineCount"] == 0


def test_messages_are_in_the_language_asked_for_or_in_that_of_the_package(stall: Stall) -> None:
    """contract/04 §B: “Offre créée”; the header of the opening says the language of messages."""
    package_id = stall.open(**{"Accept-Language": "es-ES"})
    stall.upload(package_id, a_line(stall.on))
    stall.submit(package_id)
    stall.integrated(package_id)

    told = {
        language: stall.results(package_id, language=language)[0]["results"][0]["message"]
        for language in (None, "fr-FR", "en-US")
    }

    assert told == {None: "Oferta creada", "fr-FR": "Offre créée", "en-US": "Offer created"}


def test_packages_are_listed_newest_first_by_state_and_channel_page_by_page(
    installation: Installation,
) -> None:
    stall = a_stall(installation)
    mine = [stall.open(channel=channel) for channel in ("CDISFR", "HANSDE", "CDISFR", "CDISFR")]
    stall.upload(mine[0], a_line(installation))
    stall.submit(mine[0])
    stall.integrated(mine[0])

    first = stall.call("GET", "/offer-packages", params={"salesChannelId": "cdisfr", "limit": 2})
    second = stall.on.http.get(first.links["next"]["url"], headers=first.request.headers)
    done = stall.call("GET", "/offer-packages", params={"state": "Integrated,Rejected"})

    assert [item["packageId"] for item in first.json()["items"]] == [mine[3], mine[2]]
    assert [item["packageId"] for item in second.json()["items"]] == [mine[0]]
    assert "next" not in second.links
    assert [item["packageId"] for item in done.json()["items"]] == [mine[0]]
    assert done.json()["itemsPerPage"] == 1


def test_results_come_in_pages_in_the_order_of_the_lines_whatever_the_uploads(
    stall: Stall,
) -> None:
    package_id = stall.open("Delete")
    for size in (3, 1, 5, 1):
        stall.upload(
            package_id,
            *({"sellerExternalReference": f"L{stall.on.number()}"} for _ in range(size)),
        )
    stall.submit(package_id)
    stall.integrated(package_id)
    whole = stall.results(package_id)

    paged, url = (
        [],
        f"{stall.on.url}/seller/v2/offer-packages/{package_id}/offer-requests-results?limit=4",
    )
    sizes = []
    while url:
        answer = stall.on.http.get(
            url, headers=stall.call("GET", "/offer-packages").request.headers
        )
        paged += answer.json()["items"]
        sizes.append(answer.json()["itemsPerPage"])
        url = answer.links.get("next", {}).get("url", "")

    assert len(whole) == 10
    assert paged == whole
    assert sizes == [4, 4, 2]


@pytest.mark.parametrize("cursor", ["garbage", "gqFhoWI", "ks8AAAAAAAAAAP8", "kgHPf_________8"])
@pytest.mark.parametrize("path", ["/offer-packages", "/offer-packages/{}/offer-requests-results"])
def test_a_cursor_that_is_none_of_ours_is_a_problem_or_finds_nothing(
    stall: Stall, path: str, cursor: str
) -> None:
    package_id = stall.open("Delete")
    stall.upload(package_id, {"sellerExternalReference": "x"})
    stall.submit(package_id)
    stall.integrated(package_id)

    answer = stall.call("GET", path.format(package_id), params={"cursor": cursor})

    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "9" * 30])
def test_a_limit_out_of_bounds_is_named(stall: Stall, limit: str) -> None:
    """contract/00 §8: `errors.limit` “must be between 1 and 1000”."""
    answer = stall.call("GET", "/offer-packages", params={"limit": limit})

    assert list(assert_problem(answer, 400, "validation")["errors"]) == ["limit"]


def test_a_package_left_open_for_six_hours_is_rejected_and_says_why(
    start_installation: Callable[..., Installation],
) -> None:
    """contract/00 §9: an open package lives six hours; contract/04 §B: `result` when Rejected."""
    clock = MovableClock()
    stall = a_stall(start_installation(clock=clock))
    package_id = stall.open()
    line = a_line(stall.on)
    stall.upload(package_id, line)

    clock.advance(hours=6)
    stall = stall.with_new_token()

    package = stall.package(package_id)
    assert package["state"] == package["status"] == "Rejected"
    assert package["result"]["resultCode"] == "1723"
    assert "6 h" in package["result"]["message"]
    assert_problem(stall.upload(package_id, line), 409, "package-not-open")
    assert_problem(stall.submit(package_id), 400, "validation")
    listed = stall.call("GET", "/offer-packages", params={"state": "Rejected"}).json()["items"]
    assert [item["packageId"] for item in listed] == [package_id]


def test_results_are_gone_after_three_days(
    start_installation: Callable[..., Installation],
) -> None:
    """contract/00 §9: offer results are available for three days."""
    clock = MovableClock()
    stall = a_stall(start_installation(clock=clock))
    package_id = stall.open()
    stall.upload(package_id, a_line(stall.on))
    stall.submit(package_id)
    stall.integrated(package_id)

    clock.advance(days=3, minutes=1)
    stall = stall.with_new_token()

    answer = stall.call("GET", f"/offer-packages/{package_id}/offer-requests-results")
    assert "three days" in assert_problem(answer, 404, "not-found")["detail"]
    assert stall.package(package_id)["state"] == "Integrated"
