"""The sets that recommendations are judged on; each is read from a folder that is not part of the project.

`BROADSHEET_EVAL_DATA` names the folder. Sources: Lee, Pincombe & Welsh 2005 (human judgements of likeness); UCI News
Aggregator, data set 359, CC BY 4.0, Gasparetti 2016 (stories of many publishers); Reuters-21578 (topics; research only).
The Dutch and English headlines are the project's own (tests/data/headlines.csv).
"""

import csv
import gzip
import json
import os
from ast import literal_eval
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from config.bootstrap import ROOT

Matrix = npt.NDArray[np.float32]
HEADLINES: Final = ROOT / "tests" / "data" / "headlines.csv"


@dataclass(frozen=True)
class Text:
    """One document. `moment`: a number that grows with time; `section`: what a newspaper would file it under."""

    title: str
    body: str
    moment: float = 0.0
    section: str = ""
    language: str = "en"

    @property
    def whole(self) -> str:
        return f"{self.title}. {self.body}" if self.title else self.body


@dataclass(frozen=True)
class JudgedSet:
    """`gain`: how relevant each document is to the query, in the order of `texts`; `human`: judged likeness."""

    name: str
    texts: list[Text]
    queries: list[int]
    gain: Callable[[int], Matrix]
    human: Matrix | None = field(default=None)


def data_folder() -> Path | None:
    named = os.environ.get("BROADSHEET_EVAL_DATA")
    return Path(named) if named and Path(named).is_dir() else None


def find(folder: Path | None, *patterns: str) -> Path | None:
    """The first file that fits, larger parts of a set before smaller ones."""
    for pattern in patterns:
        found = (
            sorted(folder.glob(pattern), key=lambda path: -path.stat().st_size) if folder else []
        )
        if found:
            return found[0]
    return None


def lee(path: Path) -> JudgedSet:
    """News mails with the mean human likeness of each pair."""
    stored = json.loads(path.read_text())
    human = np.array(stored["sim"], dtype=np.float32)
    human = np.maximum(human, human.T)
    texts = [Text("", text) for text in stored["docs"]]
    return JudgedSet("lee", texts, list(range(len(texts))), lambda query: human[query], human)


def uci(path: Path, *, rng: Random, most: int) -> JudgedSet:
    """Headlines; relevant is what tells the same story. Eight queries a story."""
    rows = list(csv.DictReader(_lines(path)))
    by_story: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_story[row["STORY"]].append(row)
    while sum(map(len, by_story.values())) > most:
        by_story.popitem()
    kept = [row for story in by_story.values() for row in story]
    stories = np.array([row["STORY"] for row in kept])
    texts = [Text(row["TITLE"], "", float(row["TIMESTAMP"]), row["CATEGORY"]) for row in kept]
    places: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(kept):
        places[row["STORY"]].append(number)
    queries = [number for each in places.values() for number in rng.sample(each, min(8, len(each)))]
    return JudgedSet(
        "uci_headlines",
        texts,
        queries,
        lambda query: (stories == stories[query]).astype(np.float32),
    )


def reuters(path: Path, *, rng: Random, most: int) -> JudgedSet:
    """Dated articles; relevance is the overlap of their topics (Jaccard)."""
    rows = [json.loads(line) for line in _lines(path)]
    rows = sorted(rng.sample(rows, min(most, len(rows))), key=lambda row: row["date"])
    topics = [_set(row["topics"]) for row in rows]
    names = sorted(set().union(*topics))
    table = np.array([[name in each for name in names] for each in topics], dtype=np.float32)
    texts = [
        Text(row["title"] or "", row["body"] or "", number, min(_set(row["places"]), default=""))
        for number, row in enumerate(rows)
    ]

    def gain(query: int) -> Matrix:
        both = table @ table[query]
        either = table.sum(axis=1) + table[query].sum() - both
        return np.asarray(both / np.maximum(either, 1), dtype=np.float32)

    with_topics = [number for number, each in enumerate(topics) if each]
    queries = rng.sample(with_topics, min(300, len(with_topics)))
    return JudgedSet("reuters21578", texts, queries, gain)


def headlines() -> tuple[list[Text], list[Text]]:
    """The project's headlines: English ones, and beside them the same in Dutch."""
    with HEADLINES.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [Text(row["en"], "") for row in rows], [
        Text(row["nl"], "", language="nl") for row in rows
    ]


def spam_texts(folder: Path | None) -> list[str]:
    """Comments that people called spam (YouTube Spam Collection, UCI 380, CC BY 4.0)."""
    path = find(folder, "youtube*.csv*")
    if path is None:
        return []
    rows: list[dict[str, Any]] = list(csv.DictReader(_lines(path)))
    label, text = _columns(rows[0])
    return [row[text] for row in rows if str(row[label]) in ("1", "spam", "True")]


def _columns(row: dict[str, Any]) -> tuple[str, str]:
    names = {name.lower(): name for name in row}
    label = next(names[name] for name in ("y", "class", "label", "is_spam") if name in names)
    return label, next(
        names[name] for name in ("text", "content", "comment", "body") if name in names
    )


def _lines(path: Path) -> list[str]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    return text.splitlines()


def _set(value: Any) -> set[str]:
    return set(literal_eval(value)) if isinstance(value, str) and value else set(value or ())
