"""What Grafana and Prometheus are given asks only for what /metrics says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sellergate.telemetry.families import FAMILIES
from tests.builders.installation import Installation
from tests.telemetry.reading import Scrape, scrape

pytestmark = pytest.mark.slow  # every query of every panel

DEPLOY = Path(__file__).parents[2] / "deploy"
METRIC = re.compile(r"\b(?:sellergate|process)_[a-z_]+")
GIVEN = {"le", "job", "instance"}  # by Prometheus itself
ENDINGS = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("_total",), "gauge": ("",)}


def panels() -> Iterator[dict[str, Any]]:
    for panel in json.loads((DEPLOY / "grafana" / "sellergate.json").read_text())["panels"]:
        if panel["type"] != "row":
            yield panel


def queries() -> dict[str, str]:
    found = {
        f"panel {panel['title']} {target['refId']}": target["expr"]
        for panel in panels()
        for target in panel["targets"]
    }
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())
    for group in rules["groups"]:
        found |= {f"alert {rule['alert']}": rule["expr"] for rule in group["rules"]}
    return found


def names_of(found: Scrape) -> dict[str, set[str]]:
    """The names that a query may use, and the labels of each."""
    return {
        f"{family.name}{ending}": {*family.labels}
        for family in FAMILIES.values()
        if family.name in found.names
        for ending in ENDINGS[family.kind.value]
    }


@pytest.mark.parametrize("query", queries().values(), ids=queries().keys())
def test_a_query_uses_metrics_and_labels_that_exist(installation: Installation, query: str) -> None:
    known = names_of(scrape(installation))

    used = set(METRIC.findall(query))

    assert used <= set(known)
    allowed = GIVEN.union(*(known[name] for name in used))
    asked = set(re.findall(r"([a-z_]+)\s*(?:=~|!=|=)\s*\"", query))
    for names in re.findall(r"\bby \(([^)]*)\)", query):
        asked |= {name.strip() for name in names.split(",")}
    assert asked <= allowed
    assert used or query.startswith("up{")
    assert query.count("(") == query.count(")")
    assert query.count("{") == query.count("}")


def test_every_metric_is_on_a_panel() -> None:
    shown = {name for query in queries().values() for name in METRIC.findall(query)}
    left_out = {"process_virtual_memory_bytes", "process_start_time_seconds"}

    assert {
        family.name
        for family in FAMILIES.values()
        if not any(f"{family.name}{ending}" in shown for ending in ENDINGS[family.kind.value])
    } == left_out


def test_panels_do_not_overlap_and_have_names_of_their_own() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not taken & cells, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
    titles = [panel["title"] for panel in panels()]
    assert len(set(titles)) == len(titles)


def test_every_alert_says_what_is_wrong_and_where_to_look() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())
    for rule in rules["groups"][0]["rules"]:
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert len(rule["annotations"]["summary"]) > 10
        assert len(rule["annotations"]["description"]) > 20
