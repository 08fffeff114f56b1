"""What an upload must be as a whole: else nothing of it is taken and the package stays open (contract/04 §B)."""

from typing import Any

import pytest

from tests.builders.offer_packages import Stall, a_line
from tests.builders.wire import assert_problem


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"not json", "body"),
        (b'{"sellerExternalReference": "x"}', "body"),
        (b'"text"', "body"),
        (b"null", "body"),
        (b"[]", "body"),
        (b"[" + b",".join([b"{}"] * 101) + b"]", "body"),
        (b'[{"price": NaN}]', "body"),
        (b'[{"price": Infinity}]', "body"),
        (b'[{"price": 1e999}]', "body"),
        (b'[{"quantity": ' + b"9" * 5000 + b"}]", "body"),
        (b'[{"sellerExternalReference": "\xff"}]', "body"),
        (b'[{"sellerExternalReference": "\\ud800"}]', "body"),
        (b"[{},[]]", "[1]"),
        (b"[{},null]", "[1]"),
        (b"[1]", "[0]"),
        (b"[" * 100_000, "body"),
    ],
    ids=lambda value: value[:24].decode("latin-1") if isinstance(value, bytes) else value,
)
def test_an_upload_that_is_no_array_of_1_to_100_objects_is_refused_as_a_whole(
    stall: Stall, body: bytes, field: str
) -> None:
    package_id = stall.open()

    answer = stall.call("POST", f"/offer-packages/{package_id}/offer-requests", content=body)

    assert list(assert_problem(answer, 400, "validation")["errors"]) == [field]
    assert stall.package(package_id)["lineCount"] == 0
    assert stall.package(package_id)["state"] == "WaitingForCompletion"
    assert stall.upload(package_id, a_line(stall.on)).status_code == 201


@pytest.mark.parametrize("type_", ["application/json", "text/plain", "application/json-patch+json"])
def test_the_content_type_of_an_upload_does_not_matter(stall: Stall, type_: str) -> None:
    package_id = stall.open()

    answer = stall.call(
        "POST",
        f"/offer-packages/{package_id}/offer-requests",
        content=b"[{}]",
        headers={"Content-Type": type_},
    )

    assert answer.status_code == 201


def test_what_is_nested_deeply_and_taken_can_be_read_again(stall: Stall) -> None:
    package_id = stall.open("Delete")
    path = f"/offer-packages/{package_id}/offer-requests"
    bodies = [
        b'[{"sellerExternalReference":"N%d","x":%b1%b}]' % (depth, b"[" * depth, b"]" * depth)
        for depth in range(700, 1000, 10)
    ]

    taken = [stall.call("POST", path, content=body).status_code for body in bodies]
    stall.submit(package_id)

    assert set(taken) == {201, 400}
    assert stall.integrated(package_id)["state"] == "Integrated"
    assert len(stall.results(package_id)) == taken.count(201)


def test_an_upload_of_ten_megabytes_is_too_large(stall: Stall) -> None:
    package_id = stall.open()

    answer = stall.upload(package_id, {"sellerExternalReference": "x" * 10_000_000})

    assert_problem(answer, 413, "body-too-large")
    assert stall.package(package_id)["lineCount"] == 0


def test_a_hundred_lines_are_one_upload(stall: Stall) -> None:
    """contract/00 §9: 1-100 offers per upload."""
    package_id = stall.open("Delete")

    answer = stall.upload(package_id, *[{"sellerExternalReference": "x"}] * 100)

    assert answer.status_code == 201
    assert stall.package(package_id)["lineCount"] == 100


@pytest.mark.slow
def test_a_package_takes_50_000_lines_and_not_one_more(stall: Stall) -> None:
    """contract/00 §9: 50,000 offers per JSON package; the upload that is too much falls as a whole."""
    package_id = stall.open("Delete")
    hundred: list[dict[str, Any]] = [{"sellerExternalReference": "x"}] * 100
    for _ in range(499):
        stall.upload(package_id, *hundred)
    stall.upload(package_id, *hundred[:99])

    too_many = stall.upload(package_id, *hundred[:2])
    last = stall.upload(package_id, hundred[0])

    assert "50001" in assert_problem(too_many, 400, "validation")["errors"]["body"][0]
    assert last.status_code == 201
    assert stall.package(package_id)["lineCount"] == 50_000
