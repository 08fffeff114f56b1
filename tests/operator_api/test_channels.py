"""Sales channels: their rules are the marketplace's to give."""

import pytest

from tests.builders.installation import Installation
from tests.builders.operator import Desk, Json

RULES: Json = {"name": "Lumières", "sellersAccept": True, "commissionRate": 900}


def test_a_channel_has_the_rules_that_it_was_given(installation: Installation, desk: Desk) -> None:
    channel = f"LUM{installation.number()}"
    before = desk.call("GET", f"/sales-channels/{channel}").json()

    put = desk.call("PUT", f"/sales-channels/{channel.lower()}", json=RULES)

    assert before["name"] == channel
    assert put.status_code == 200
    assert put.json() == before | RULES
    assert desk.call("GET", f"/sales-channels/{channel}").json() == put.json()
    assert put.json() in desk.call("GET", "/sales-channels").json()["items"]


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x", "commissionRate": 10_001}, "commissionRate"),
        ({"name": "x", "gestureRate": -1}, "gestureRate"),
        ({"name": "x", "oneParcel": "yes"}, "oneParcel"),
    ],
)
def test_a_wrong_rule_is_named(desk: Desk, rules: Json, field: str) -> None:
    refused = desk.call("PUT", "/sales-channels/WRONG", json=rules)

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("name", ["x" * 13, "CDIS-FR", "%00"])
def test_a_channel_has_a_short_name_of_letters_and_digits(desk: Desk, name: str) -> None:
    refused = desk.call("PUT", f"/sales-channels/{name}", json=RULES)

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["salesChannelId"])
