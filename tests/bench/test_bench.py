"""The benchmark runs, judges by the goals, and fails only when it is asked to. Figures are not judged here."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bench.__main__ import fill_page
from bench.machine import Machine
from bench.report import lines_of, missed, render_markdown, sections_of
from bench.results import Comparison, Engine, Pair, Plan, Results, Revocation, Round, Scale, Turn

ROOT = Path(__file__).resolve().parents[2]


def quick(
    folder: Path, parts: str, *more: str
) -> tuple[dict[str, Any], subprocess.CompletedProcess[str]]:
    """The results of a quick run of these parts, and how it went."""
    written = folder / "results.json"
    done = bench("--quick", "--only", parts, "--json", str(written), *more)
    assert written.exists(), done.stderr
    return json.loads(written.read_bytes()), done


def bench(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *args],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.slow
def test_a_quick_run_measures_every_line_of_one_core_and_strict_fails_on_a_miss_only(
    tmp_path: Path,
) -> None:
    results, done = quick(tmp_path, "start,tokens,calls,revocation", "--strict")

    assert done.returncode == (1 if "bench: missed:" in done.stderr else 0), done.stderr
    assert set(results["tokens"]) == {"ES256", "RS256", "EdDSA"}
    assert all(turn["ours"]["rate"] > 0 for turn in results["calls"]["turns"])
    assert results["revocation"]["next_refused"] == results["revocation"]["next_tried"] > 0
    assert max(results["revocation"]["elsewhere_ms"]) < 5_000
    assert min(results["start_s"]["ours"]) > 0
    assert 20 < results["resident_mb"]["ours"][0] < 1_000
    for line in (
        "bare Litestar endpoint",
        "tokens, RS256",
        "GET /seller/v2/sellers",
        "start to ready",
    ):
        assert line in done.stdout


@pytest.mark.slow
def test_a_quick_run_fills_a_marketplace_and_calls_for_many(tmp_path: Path) -> None:
    results, done = quick(tmp_path, "scale")

    scale = results["scale"]
    assert scale["delegations"] == 10 * scale["clients"] == 20_000
    assert scale["calls"]["turns"][0]["ours"]["rate"] > 0
    assert 20 < scale["resident_mb"] < 400
    assert "loaded: 2,000 clients, 20,000 delegations" in done.stdout


@pytest.mark.slow
def test_a_quick_run_looks_sheets_up_in_a_full_catalogue(tmp_path: Path) -> None:
    results, done = quick(tmp_path, "products")

    products = results["products"]
    for found in ("look_ups", "own", "last_page"):
        assert products[found]["turns"][0]["ours"]["rate"] > 0
    assert "loaded: 20,000 sheets" in done.stdout


@pytest.mark.slow
def test_a_quick_run_reads_pages_of_offers_beside_the_first(tmp_path: Path) -> None:
    results, done = quick(tmp_path, "offer_reads")

    pages = results["offer_reads"]["pages"]
    assert {"page 20", "search, page 20", "with the feedback"} <= set(pages)
    assert all(found["turns"][0]["ours"]["rate"] > 0 for found in pages.values())
    assert "loaded: 20,000 offers of a seller" in done.stdout


@pytest.mark.slow
def test_a_quick_run_reads_pages_of_orders_beside_a_few_and_ships(tmp_path: Path) -> None:
    results, done = quick(tmp_path, "orders")

    orders = results["orders"]
    assert orders["changed"] == 10_000
    for name in ("first", "last", "last_of_few", "count"):
        assert orders[name]["turns"][0]["ours"]["rate"] > 0
    assert all(one["rate"] > 0 for one in orders["shipped"])
    assert "shipments acknowledged" in done.stdout


@pytest.mark.slow
def test_a_quick_run_measures_databases_processes_and_shared_quotas(tmp_path: Path) -> None:
    results, _ = quick(tmp_path, "postgres,workers,shared,rows")

    assert max(results["postgres"]["elsewhere_ms"]) < 5_000
    assert results["postgres"]["calls"]["turns"][0]["ours"]["neighbour_per_10k"] > 0
    assert set(results["workers"]) == {
        "tokens, SQLite",
        "calls, SQLite",
        "tokens, PostgreSQL",
        "calls, PostgreSQL",
    }
    assert set(results["shared"]) == {"tokens", "calls"}
    assert all(50 < size < 2_000 for size in results["rows"]["sqlite"].values())
    assert set(results["rows"]["postgres"]) == set(results["rows"]["sqlite"])


@pytest.mark.slow
@pytest.mark.foreign
def test_a_quick_run_measures_what_a_team_would_otherwise_assemble(tmp_path: Path) -> None:
    results, done = quick(tmp_path, "forward,peers")

    assert results["forward"]["turns"][0]["ours"]["rate"] > 0
    names = " ".join(peer["what"] for peer in results["peers"])
    assert all(name in names for name in ("FastAPI", "oidc-provider", "django-oauth-toolkit"))
    assert "nginx that asks us first" in done.stdout


@pytest.mark.slow
def test_a_part_that_there_is_not_is_told_with_those_that_there_are() -> None:
    refused = bench("--only", "tokens,teleport")

    assert refused.returncode == 2
    assert "there is no part 'teleport'. There are: start, tokens," in refused.stderr


@pytest.mark.slow
def test_without_wrk_the_remedy_is_told() -> None:
    refused = bench("--quick", PATH="/nowhere")

    assert refused.returncode == 2
    assert "wrk is missing: apt-get install wrk" in refused.stderr


def a_round(rate: float, *, p50: float = 1.0, p99: float = 2.0, taken: float = 0.0) -> Round:
    return Round(rate=rate, p50_ms=p50, p99_ms=p99, cpu_per_10k=10_000 / rate, taken=taken)


def a_comparison(
    rate: float, *, bare: float = 20_000, signatures: float | None = None
) -> Comparison:
    return Comparison([Turn(a_round(bare), a_round(rate), signatures)], wanted=1)


GOOD = Results(
    when="2026-01-02 03:04 UTC",
    command="make bench",
    machine=Machine("Some processor", 2, "6.1", "3.11.7", 0.1),
    plan=Plan(rounds=1, spare=0, seconds=1, starts=1, revocations=1),
    tokens={
        "ES256": a_comparison(8_000),
        "RS256": a_comparison(2_300, signatures=5_000),
        "EdDSA": a_comparison(9_000),
    },
    calls=a_comparison(8_000),
    packed_calls=a_comparison(6_000),
    revocation=Revocation(1, 1, [120.0]),
    start_s=Pair([0.9], [0.4]),
    resident_mb=Pair([99.0], [50.0]),
    scale=Scale(
        *(50_000, 100_000, 1_000_000, 5_000, 12.0),
        few_calls=a_comparison(18_001),
        calls=a_comparison(18_001),
        first_tokens=a_comparison(10_000),
        tokens=a_comparison(18_001),
        resident_mb=400.0,
        database_mb=220.0,
    ),
    postgres=Engine(
        {"ES256": a_comparison(9_000)}, a_comparison(3_000), [1_000.0] * 100, 0.9, 115.0
    ),
)


SCALE = GOOD.scale
ELSEWHERE = "revoked to refused, another node, under load"
SPREAD_CALLS = "calls by 5,000, for any seller of theirs"


def test_what_just_reaches_its_goal_passes() -> None:
    assert missed(lines_of(GOOD)) == []


@pytest.mark.parametrize(
    ("worse", "line"),
    [
        ({"tokens": GOOD.tokens | {"ES256": a_comparison(7_999)}}, "tokens, ES256"),
        (
            {"tokens": GOOD.tokens | {"RS256": a_comparison(2_299, signatures=5_000)}},
            "tokens, RS256",
        ),
        ({"calls": a_comparison(7_999)}, "GET /seller/v2/sellers"),
        (
            {"calls": Comparison([Turn(a_round(20_000), a_round(9_000, p99=5.1))], 1)},
            "  its p99 to its p50",
        ),
        ({"revocation": Revocation(4, 5, [120.0])}, "revoked to refused, same process"),
        ({"revocation": Revocation(5, 5, [1_001.0])}, ELSEWHERE),
        (
            {"postgres": replace(GOOD.postgres, elsewhere_ms=[100.0] * 98 + [1_001.0] * 2)},
            ELSEWHERE,
        ),
        ({"scale": replace(SCALE, calls=a_comparison(17_900))}, SPREAD_CALLS),
        ({"scale": replace(SCALE, tokens=a_comparison(17_900))}, "tokens for any of 5,000"),
        ({"scale": replace(SCALE, resident_mb=401.0)}, "resident memory after that"),
        ({"start_s": Pair([2.1], [0.4])}, "start to ready"),
        ({"resident_mb": Pair([151.0], [50.0])}, "resident memory after the load"),
    ],
    ids=lambda value: value.strip() if isinstance(value, str) else "",
)
def test_what_falls_short_of_its_goal_is_a_miss(worse: dict[str, object], line: str) -> None:
    assert missed(lines_of(replace(GOOD, **worse))) == [line]


def test_only_what_was_measured_is_shown() -> None:
    alone = replace(GOOD, tokens={}, calls=None, packed_calls=None, revocation=None, start_s=None)
    alone = replace(alone, resident_mb=None, postgres=None)

    assert [section.title for section in sections_of(alone)] == ["A full marketplace"]
    assert 'make bench ARGS="--only scale"' in render_markdown(alone)


def test_a_load_generator_that_had_to_wait_passes_nobody() -> None:
    idle = replace(a_round(7_000), cpu_per_10k=0.4)
    starved = Comparison([Turn(idle, replace(idle, cpu_per_10k=1.1))], wanted=1)

    assert missed(lines_of(replace(GOOD, calls=starved))) == ["GET /seller/v2/sellers"]


def test_rs256_also_passes_when_signing_alone_is_hardly_faster() -> None:
    slow = a_comparison(1_000, signatures=1_100)

    assert missed(lines_of(replace(GOOD, tokens=GOOD.tokens | {"RS256": slow}))) == []


def test_the_least_disturbed_turns_count_whatever_came_out_of_them() -> None:
    quiet = Turn(a_round(20_000), a_round(8_000, taken=0.01))
    disturbed = Turn(a_round(20_000, taken=0.5), a_round(19_000))

    found = Comparison([disturbed, quiet], wanted=1)

    assert found.counted == [quiet]
    assert found.ratio == pytest.approx(0.4)


def test_a_ratio_pairs_each_round_with_the_bare_one_before_it() -> None:
    turns = [
        Turn(a_round(bare), a_round(ours)) for bare, ours in ((100, 50), (10, 5), (1_000, 400))
    ]

    assert Comparison(turns, wanted=3).ratio == pytest.approx(0.5)


def test_the_page_of_performance_takes_the_table() -> None:
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")

    filled = fill_page(page, render_markdown(GOOD))

    assert "| GET /seller/v2/sellers | ≥ 0.40 of bare | 8,000/s | 0.40 |" in filled
    assert filled.startswith(page[:200])
    assert fill_page(filled, render_markdown(GOOD)) == filled


@pytest.mark.slow
def test_a_quick_run_reads_pages_of_stocks_beside_the_first(tmp_path: Path) -> None:
    results, done = quick(tmp_path, "stocks")

    pages = results["stocks"]["pages"]
    assert {"the first page", "the last page, sorted by Available"} <= set(pages)
    assert all(found["turns"][0]["ours"]["rate"] > 0 for found in pages.values())
    assert "loaded: 10,000 stocks of a seller" in done.stdout


@pytest.mark.slow
def test_a_quick_run_reads_a_long_ledger_and_closes_days(tmp_path: Path) -> None:
    results, done = quick(tmp_path, "finance")

    finance = results["finance"]
    assert {"page 1", "page 200", "by cursor, the last"} <= set(finance["pages"])
    assert all(found["turns"][0]["ours"]["rate"] > 0 for found in finance["pages"].values())
    assert all(closed["operations"] == 20_000 for closed in finance["closed"])
    assert "statement of 20,000 operations, its PDF" in done.stdout
