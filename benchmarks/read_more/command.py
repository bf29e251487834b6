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
IS_QUICK: Final = bool(os.environ.get("QUICK"))
HEADLINES, ARTICLES, ATTACKED = (1_000, 150, 120) if IS_QUICK else (10_000, 600, 420)


def main(arguments: list[str]) -> int:
    """0 after a report. `quality`, `publishing` and `growth` as arguments measure those parts alone."""
    wanted, report = arguments or ["quality", "publishing", "growth"], dict[str, Any]()
    if "quality" in wanted:
        report |= measure_quality()
    if "publishing" in wanted:
        from benchmarks.read_more.publishing import measure_publishing

        report["publishing"] = measure_publishing(is_quick=IS_QUICK)
    if "growth" in wanted:
        from benchmarks.read_more.growth import measure_growth

        report["growth"] = measure_growth(is_quick=IS_QUICK)
    _print(report)
    print(json.dumps(report))
    return 0


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
