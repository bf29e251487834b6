"""`manage.py bench_read_more`: the quality of recommendations, how soon a new post has its lists, how their cost grows.

A table for people, then one line of JSON with an object for each set. QUICK=1 takes parts of the sets. Sets that are
not in the folder that BROADSHEET_EVAL_DATA names are left out, and named.
"""

import json
import os
import sys
import time
from random import Random
from typing import Any, Final

from benchmarks.read_more import attack, quality, sets
from feed.read_more.encoders.interface import Encoder

SEED: Final = 20261128
MOST_MINUTES: Final = 10
MOST_SPAM_SLOTS: Final = 0.001
LEAST_RECALL: Final = 0.94
IS_QUICK: Final = bool(os.environ.get("QUICK"))
HEADLINES, ARTICLES, ATTACKED = (1_000, 150, 120) if IS_QUICK else (10_000, 600, 420)


def main(arguments: list[str]) -> int:
    """0 after a report, 1 where a figure misses what is promised.

    `quality`, `publishing` and `growth` as arguments measure those parts alone. `all-lists` is measured only where it is named:
    a quarter of an hour of a machine that does nothing else.
    """
    wanted, report = arguments or ["quality", "publishing", "growth"], dict[str, Any]()
    if "quality" in wanted:
        report |= measure_quality()
    if "publishing" in wanted:
        from benchmarks.read_more.publishing import measure_publishing

        report["publishing"] = measure_publishing(is_quick=IS_QUICK)
    if "growth" in wanted:
        from benchmarks.read_more.growth import measure_growth

        report["growth"] = measure_growth(is_quick=IS_QUICK)
    if "all-lists" in wanted:
        from benchmarks.read_more.growth import measure_all

        report["all-lists"] = measure_all(is_quick=IS_QUICK)
    _print(report)
    missed = broken_promises(report)
    for promise in missed:
        _say(f"Missed: {promise}")
    print(json.dumps(report))
    return 1 if missed else 0


def broken_promises(report: dict[str, Any]) -> list[str]:
    """What a full report must hold, of the parts that were measured; the words of what it does not."""
    found = {
        "a published post has its lists within 5 seconds": _of(report, "publishing", "within_5_s"),
        "all lists of the largest site take 10 minutes of two cores": _all_in_time(report),
        "all lists of the largest site by the clock within 10 minutes": _of(
            report, "all-lists", "within_10_minutes"
        ),
        "spam in at most 0.1 % of the slots under attack, with a recall of 0.94": _withstands(
            report
        ),
    }
    return [promise for promise, holds in found.items() if holds is False]


def _of(report: dict[str, Any], *path: str) -> Any:
    """What stands there, None where that was not measured."""
    for name in path:
        if name not in report:
            return None
        report = report[name]
    return report


def _all_in_time(report: dict[str, Any]) -> bool | None:
    sizes = _of(report, "growth", "sizes")
    return sizes[max(sizes)]["all_cpu_minutes"] <= MOST_MINUTES if sizes else None


def _withstands(report: dict[str, Any]) -> bool | None:
    engine = _of(report, "stuffed", "engines", "engine")
    if not engine:
        return None
    is_kept: bool = engine["clean_list_recall"] >= LEAST_RECALL
    return is_kept and engine["spam_slots"] <= MOST_SPAM_SLOTS


def measure_quality() -> dict[str, Any]:
    """An object for each set, and the speed of the encoder."""
    from feed.read_more.encoders.blend import Blend

    encoder = Blend()
    folder = sets.data_folder()
    if folder is None:
        _say("BROADSHEET_EVAL_DATA names no folder: only the project's own headlines are measured.")
    report: dict[str, Any] = {
        "encoder": {"name": encoder.name, **_speed(encoder)},
        "headlines_en_nl": quality.cross_lingual(encoder),
    }
    report |= _judged_sets(encoder)
    return report


def _judged_sets(encoder: Encoder) -> dict[str, Any]:
    folder = sets.data_folder()
    found: dict[str, Any] = {}
    rng = Random(SEED)
    if path := _file(sets.find(folder, "lee[0-9]*.json", "lee.json"), "Lee 2005"):
        found["lee"] = quality.judge(sets.lee(path), encoder, rng=rng)
    if path := _file(sets.find(folder, "uci*headlines*.csv*"), "UCI headlines"):
        found["uci_headlines"] = quality.judge(
            sets.uci(path, rng=rng, most=HEADLINES), encoder, rng=rng
        )
    if path := _file(sets.find(folder, "reuters*.jsonl*"), "Reuters-21578"):
        judged = sets.reuters(path, rng=rng, most=ARTICLES)
        found["reuters21578"] = quality.judge(judged, encoder, rng=rng)
        spam = sets.spam_texts(folder)
        if spam:
            found["stuffed"] = attack.attacked(judged.texts, spam, encoder, rng=rng, most=ATTACKED)
    return found


def _speed(encoder: Encoder) -> dict[str, float]:
    """Texts a second, one at a time, as a worker reads them."""
    english, dutch = sets.headlines()
    story = " ".join(text.title for text in english[:25])
    figures = {}
    for name, text, language in (("story", story, "en"), ("headline_nl", dutch[0].title, "nl")):
        encoder.encode(text, language=language)
        start = time.perf_counter()
        for number in range(5):
            encoder.encode(f"{text} {number}", language=language)
        figures[f"{name}_ms"] = round((time.perf_counter() - start) * 200, 1)
    return figures


def _file(path: Any, name: str) -> Any:
    if path is None:
        _say(f"{name}: not in the folder, left out.")
    return path


def _print(report: dict[str, Any]) -> None:
    print(f"{'set':<18}{'engine':<18}figures")
    for name, found in report.items():
        for engine, figures in found.get("engines", {}).items():
            words = "  ".join(f"{key} {value}" for key, value in figures.items())
            print(f"{name:<18}{engine:<18}{words}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
