"""Several workers, one scrape: the sum, also over those that are gone."""

import os
import signal
import time
from pathlib import Path

import pytest

from sellergate.telemetry.board import PAGE, Board
from sellergate.telemetry.snapshot import Snapshot, merge_snapshots
from tests.builders.http import http_client
from tests.builders.process import run_process
from tests.cli.command import wait_until
from tests.telemetry.reading import Scrape

DENIED = "sellergate_denials_total"


def counted(number: float, age: float) -> Snapshot:
    return Snapshot(
        {
            "sellergate_tokens_issued": [(("partner",), [number])],
            "sellergate_feed_age_seconds": [((), [age])],
            "sellergate_revocation_lag_seconds": [((), [number] * 14)],
        }
    )


def test_counts_are_added_and_ages_are_those_of_the_worst() -> None:
    merged = merge_snapshots([counted(3, 0.1), counted(4, 0.7)])

    assert merged.values["sellergate_tokens_issued"] == [(("partner",), [7])]
    assert merged.values["sellergate_feed_age_seconds"] == [((), [0.7])]
    assert merged.values["sellergate_revocation_lag_seconds"] == [((), [7] * 14)]


def test_of_a_worker_that_is_gone_the_counts_remain_and_nothing_else() -> None:
    merged = merge_snapshots([counted(3, 0.1)], gone=[counted(4, 99)])

    assert merged.values["sellergate_tokens_issued"] == [(("partner",), [7])]
    assert merged.values["sellergate_feed_age_seconds"] == [((), [0.1])]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_process_reads_what_another_one_wrote_last() -> None:
    board = Board(2)
    board.write(0, b"mine")

    child = os.fork()
    if child == 0:
        ok = board.read(0) == b"mine" and board.write(1, b"first") and board.write(1, b"theirs")
        os._exit(0 if ok else 1)
    _pid, status = os.waitpid(child, 0)

    assert status == 0
    assert board.read(1) == b"theirs"


def test_what_has_no_room_is_not_written_and_the_last_word_stays() -> None:
    board = Board(1)
    board.write(0, b"last word")

    assert not board.write(0, b"x" * PAGE)
    assert board.read(0) == b"last word"


def test_an_empty_place_is_empty() -> None:
    assert Board(3).read(2) == b""


@pytest.mark.slow
def test_each_scrape_of_several_workers_shows_the_sum_also_after_one_was_killed(
    tmp_path: Path,
) -> None:
    with run_process(tmp_path, SELLERGATE_WORKERS="2") as server:

        def get(path: str) -> str:
            """On a connection of its own, so that either worker may answer."""
            with http_client(base_url=server.url) as client:
                return client.get(path).text

        def workers_started() -> list[int]:
            return [line["pid"] for line in server.log_lines() if line["event"] == "worker ready"]

        wait_until(lambda: len(workers_started()) == 2, 20)
        for _ in range(20):
            get("/seller/v2/sellers")
        time.sleep(1.5)  # each worker tells the others once a second
        before = [Scrape(get("/metrics")) for _ in range(6)]
        os.kill(workers_started()[0], signal.SIGKILL)
        wait_until(lambda: len(workers_started()) == 3, 20)
        get("/seller/v2/sellers")
        time.sleep(1.5)
        after = [Scrape(get("/metrics")) for _ in range(6)]

    assert [found.value(DENIED, reason="token-missing") for found in before] == [20] * 6
    assert [found.value("sellergate_workers") for found in before] == [2] * 6
    assert [found.value(DENIED, reason="token-missing") for found in after] == [21] * 6
