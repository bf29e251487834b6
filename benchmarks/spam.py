"""How well the spam filter tells spam from the rest, on texts that it has not seen, and how fast.

Reads the evaluation sets from the folder that BROADSHEET_EVAL_DATA names (see feed/spam/seed/CREDITS.md for where
they come from). A set that is not there is named and left out; without any of them the command fails.
Reuters-21578 is for research only: it is measured here and never trained on.
"""

import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.spam_recipe import (
    Labelled,
    NoDataError,
    data_folder,
    headlines,
    messages,
    seed_classifier,
    youtube,
)
from feed.spam.classifier import Classifier
from feed.spam.seed import SEED

THRESHOLD: Final = 0.5
# Videos that the model of the "unseen videos" line may learn from, where the others are there to be judged.
TRAINING_VIDEOS: Final = ("Psy", "Katy", "LMFAO")
LONG_WORDS: Final = 150
MAX_ARTICLES: Final = 1_000
TIMED: Final = 400
Row = dict[str, Any]


@dataclass(frozen=True)
class Scored:
    """Probabilities beside the truth, in one order."""

    probabilities: list[float]
    truth: list[bool]

    def row(self) -> Row:
        caught = sum(p > THRESHOLD and is_spam for p, is_spam in self._pairs())
        accused = sum(p > THRESHOLD for p in self.probabilities)
        precision, recall = caught / max(accused, 1), caught / max(sum(self.truth), 1)
        return {
            "texts": len(self.truth),
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
            "auc": round(self.auc(), 3),
        }

    def auc(self) -> float:
        """The probability that a spam is ranked above a text in order."""
        ordered = sorted(self._pairs())
        ranks = [rank for rank, (_p, is_spam) in enumerate(ordered, 1) if is_spam]
        spam, ham = len(ranks), len(ordered) - len(ranks)
        return (sum(ranks) - spam * (spam + 1) / 2) / max(spam * ham, 1)

    def _pairs(self) -> list[tuple[float, bool]]:
        return list(zip(self.probabilities, self.truth, strict=True))


def main(_arguments: list[str]) -> int:
    """0 after a report; 1 where there was nothing to measure."""
    try:
        folder = data_folder()
        rows = {name: row for name, measure in MEASURES if (row := _tried(name, measure, folder))}
    except NoDataError as error:
        print(f"bench_spam: {error}", file=sys.stderr)
        return 1
    if not rows:
        print(f"bench_spam: none of the sets is in {folder}", file=sys.stderr)
        return 1
    _report(rows)
    return 0


def unseen_videos(folder: Path) -> Row:
    """The shipped recipe without the videos that are judged: one held out at a time, or those not in TRAINING_VIDEOS."""
    comments = youtube(folder)
    return _held_out(
        comments,
        lambda kept: seed_classifier(comments=kept, sms=messages(folder), news=headlines(folder)),
    )


def unseen_videos_alone(folder: Path) -> Row:
    """The same with comments and our own texts alone, without telephone messages and headlines."""
    return _held_out(youtube(folder), lambda kept: seed_classifier(comments=kept, sms=(), news=()))


def comments_to_messages(folder: Path) -> Row:
    """Trained without any telephone message, asked about all of them."""
    model = seed_classifier(comments=youtube(folder), sms=(), news=headlines(folder))
    return _score(model, messages(folder)).row()


def messages_to_comments(folder: Path) -> Row:
    """Trained without any comment on a video, asked about all of them."""
    model = seed_classifier(comments=(), sms=messages(folder), news=headlines(folder))
    return _score(model, youtube(folder)).row()


def long_news(folder: Path) -> Row:
    """The shipped model on news articles of at least LONG_WORDS words that no training saw."""
    return _accused([text for text in reuters(folder) if len(text.split()) >= LONG_WORDS])


def short_news(folder: Path) -> Row:
    return _accused([text for text in reuters(folder) if len(text.split()) < LONG_WORDS])


def mail_news(folder: Path) -> Row:
    """The shipped model on the background documents of Lee, Pincombe & Welsh."""
    path = folder / "lee_background.json"
    if not path.is_file():
        raise NoDataError(f"{path.name} is not in {folder}")
    documents = json.loads(path.read_text(encoding="utf-8"))
    texts = documents["docs"] if isinstance(documents, dict) else documents
    return _accused([str(text) for text in texts])


def speed(folder: Path) -> Row:
    """Median time of one verdict of the shipped model, on this machine, in milliseconds."""
    model = shipped()
    comments = [each.text for each in youtube(folder)][:TIMED]
    article = " ".join(comments)[:4_000]
    return {
        "comment_ms": round(median(_timed(model, text) for text in comments), 3),
        "article_600_words_ms": round(median(_timed(model, article) for _ in range(50)), 3),
    }


def shipped() -> Classifier:
    return Classifier.from_bytes(SEED.read_bytes())


def reuters(folder: Path) -> list[str]:
    path = folder / "reuters21578.jsonl.gz"
    if not path.is_file():
        raise NoDataError(f"{path.name} is not in {folder}")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [f"{row['title']}\n{row['body']}" for row in rows if row["body"]]


def _held_out(comments: Sequence[Labelled], train: Callable[[list[Labelled]], Classifier]) -> Row:
    probabilities: list[float] = []
    judged: list[Labelled] = []
    for held in _folds(comments):
        model = train([each for each in comments if each.part not in held])
        unseen = [each for each in comments if each.part in held]
        probabilities += _score(model, unseen).probabilities
        judged += unseen
    return Scored(probabilities, [each.is_spam for each in judged]).row()


def _folds(comments: Sequence[Labelled]) -> list[set[str]]:
    """The parts that are judged together; the model that judges them has seen all others."""
    parts = {each.part for each in comments}
    others = {part for part in parts if not any(name in part for name in TRAINING_VIDEOS)}
    return [others] if others else [{part} for part in sorted(parts)]


def _score(model: Classifier, texts: Sequence[Labelled]) -> Scored:
    return Scored(
        [model.probability(each.text) for each in texts], [each.is_spam for each in texts]
    )


def _accused(texts: Sequence[str]) -> Row:
    """How many texts, none of which is spam, the shipped model calls spam."""
    step = max(1, len(texts) // MAX_ARTICLES)
    model = shipped()
    probabilities = [model.probability(text) for text in texts[::step]]
    wrong = sum(probability > THRESHOLD for probability in probabilities)
    return {
        "texts": len(probabilities),
        "false_positive_rate": round(wrong / len(probabilities), 4),
    }


def _timed(model: Classifier, text: str) -> float:
    start = time.perf_counter()
    model.probability(text)
    return (time.perf_counter() - start) * 1_000


def _tried(name: str, measure: Callable[[Path], Row], folder: Path) -> Row | None:
    print(f"  {name} …", file=sys.stderr)
    try:
        return measure(folder)
    except NoDataError as error:
        print(f"  {name}: left out, {error}", file=sys.stderr)
        return None


def _report(rows: dict[str, Row]) -> None:
    """A table for people, then one line of JSON for machines."""
    for name, row in rows.items():
        print(f"{name:<26}" + "".join(f"{key} {value:<10}" for key, value in row.items()))
    cores = os.cpu_count()
    print(json.dumps({"spam": rows, "model_bytes": SEED.stat().st_size, "cores": cores}))


MEASURES: Final[tuple[tuple[str, Callable[[Path], Row]], ...]] = (
    ("unseen_videos", unseen_videos),
    ("unseen_videos_alone", unseen_videos_alone),
    ("comments_to_messages", comments_to_messages),
    ("messages_to_comments", messages_to_comments),
    ("long_news", long_news),
    ("short_news", short_news),
    ("mail_news", mail_news),
    ("speed", speed),
)
