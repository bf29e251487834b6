"""What the benchmark of Read More takes for a failure."""

from typing import Any

import pytest

from benchmarks.read_more.command import broken_promises


@pytest.mark.parametrize(
    ("report", "count"),
    [
        ({}, 0),
        ({"publishing": {"within_5_s": True}}, 0),
        ({"publishing": {"within_5_s": False}}, 1),
        ({"all-lists": {"within_10_minutes": False}}, 1),
        ({"growth": {"sizes": {1_000: {"all_cpu_minutes": 1}, 2_000: {"all_cpu_minutes": 11}}}}, 1),
        ({"stuffed": {"engines": {"engine": {"spam_slots": 0.0, "clean_list_recall": 0.98}}}}, 0),
        ({"stuffed": {"engines": {"engine": {"spam_slots": 0.002, "clean_list_recall": 1}}}}, 1),
        ({"stuffed": {"engines": {"engine": {"spam_slots": 0.0, "clean_list_recall": 0.9}}}}, 1),
    ],
)
def test_a_promise_that_is_missed_is_named(report: dict[str, Any], count: int) -> None:
    assert len(broken_promises(report)) == count
