"""Lines that no sane program sends: none stops another one, none is lost, nothing breaks (contract/04 §B)."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sellergate.market.offers.results import CATALOGUE
from tests.builders.offer_packages import Json, Stall, a_line

pytestmark = pytest.mark.slow

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0, -1, 1e308, 5e-324, 10**19, 2**63, 0.30000000000000004]),
)
WORDS = st.sampled_from(
    ["New", "THD", "TRK", "VAT", "Ecotax", "0000000000017", "1e400", "NaN", "20", "<b>x</b>", "\0"]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS, WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(TEXTS, WORDS), inner, max_size=4)
    ),
    max_leaves=8,
)
MEMBERS = st.sampled_from(
    [
        "sellerExternalReference",
        "product",
        "condition",
        "price",
        "deliveryModes",
        "quantity",
        "preparationTime",
        "comment",
        "PRICE",
        "extras",
    ]
)
INNER = st.sampled_from(["gtin", "reference", "price", "originPrice", "taxes", "code", "value"])
LINES = st.one_of(
    st.dictionaries(TEXTS, VALUES, max_size=4),
    st.dictionaries(MEMBERS, VALUES, max_size=8),
    st.dictionaries(
        MEMBERS,
        st.one_of(
            st.dictionaries(INNER, VALUES, max_size=4),
            st.lists(st.dictionaries(INNER, VALUES, max_size=3), max_size=3),
        ),
        max_size=8,
    ),
)
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("type_", ["Upsert", "Update", "Delete"])
@FEW
@given(hostile=st.lists(LINES, min_size=1, max_size=30))
def test_arbitrary_lines_are_judged_each_by_itself(
    stall: Stall, type_: str, hostile: list[Json]
) -> None:
    first, last = a_line(stall.on), a_line(stall.on)
    stall.put(first, last)
    good: list[Any] = [first, last]
    if type_ != "Upsert":
        good = [{"sellerExternalReference": line["sellerExternalReference"]} for line in good]
    package_id = stall.open(type_)

    assert stall.upload(package_id, good[0], *hostile, good[1]).status_code == 201
    stall.submit(package_id)
    package = stall.integrated(package_id)
    results = stall.results(package_id, limit=1000)

    statuses = Counter(result["integrationStatus"] for result in results)
    assert package["state"] == "Integrated"
    assert len(results) == package["lineCount"] == package["doneCount"] == len(hostile) + 2
    assert statuses["Integrated"] == package["integratedCount"]
    assert statuses["Rejected"] == package["rejectedCount"]
    assert statuses["Duplicated"] == package["duplicatedCount"]
    assert {results[0]["integrationStatus"], results[-1]["integrationStatus"]} == {"Integrated"}
    known = {code.code for code in CATALOGUE.values()}
    assert {told["resultCode"] for result in results for told in result["results"]} <= known
    assert all(result["results"] for result in results)


@FEW
@given(body=st.one_of(VALUES, st.lists(VALUES, max_size=3)))
def test_arbitrary_json_is_taken_whole_or_not_at_all(stall: Stall, body: Any) -> None:
    package_id = stall.open()

    answer = stall.call("POST", f"/offer-packages/{package_id}/offer-requests", json=body)

    taken = stall.package(package_id)["lineCount"]
    assert answer.status_code in {201, 400}
    assert taken == (len(body) if answer.status_code == 201 else 0)
    others = [
        stall.call("POST", "/offer-packages", json=body, headers={"salesChannelId": "CDISFR"}),
        stall.call("PATCH", f"/offer-packages/{package_id}", json=body),
    ]
    assert {other.status_code for other in others} <= {201, 204, 400}
