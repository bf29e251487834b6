"""`make bench-import`: a made-up export of WordPress comes in, is killed half-way by `kill -9`, goes on, and comes in again.

MB: how large the file is (100). Time and memory of `manage.py import` are of the whole process; memory is the most that it
ever held (VmHWM), told at each quarter of the file, so that growth would show. Prints a table and last one line of JSON; ends
with 1 if a row is lost or double, or the second run changed something.
"""

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg

from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.engines.errors import EngineError
from config.testing.schema import load_tables
from config.testing.servers import ThrowAway

MEGABYTES: Final = 100
MAX_MEGABYTES: Final = 2_000
AUTHORS: Final = 20
COMMENTS: Final = 2
PARAGRAPHS: Final = 24
# One in so many posts holds a shortcode that nobody here knows, which the report must name with its line.
ODD_EVERY: Final = 100
LOOK_SECONDS: Final = 0.2
PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")
WORDS: Final = (
    "harbour", "dredger", "berth", "council", "tram", "depot", "bridge", "ferry", "market", "school", "library", "river",
    "flood", "engineer", "budget", "vote", "winter", "crew", "captain", "paper", "museum", "station", "garden", "rain",
)  # fmt: skip
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Old Quay</title>
<link>https://old.example.org</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example.org</wp:base_site_url>
"""


def main(arguments: list[str]) -> int:
    """0: every row came in once. 1: not so. 2: it could not be measured."""
    told = arguments[0] if arguments else str(MEGABYTES)
    if not told.isdecimal() or not 0 < int(told) <= MAX_MEGABYTES:
        print(f"bench_import: say how many megabytes, such as {MEGABYTES}.", file=sys.stderr)
        return 2
    try:
        with ExitStack() as running:
            report = _measure(int(told), running)
    except (CannotMeasureError, EngineError, subprocess.CalledProcessError) as error:
        print(f"bench_import: {error}", file=sys.stderr)
        return 2
    for name, value in report.items():
        print(f"{name:<24}{value!s:>24}")
    print(json.dumps(report))
    return int(any(report[name] for name in ("lost", "double", "changed_by_second_run")))


def _measure(megabytes: int, running: ExitStack) -> dict[str, Any]:
    folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="import-")))
    file = folder / "old.xml"
    posts = write_export(file, megabytes=megabytes)
    servers = ThrowAway()
    running.callback(servers.stop)
    url = _prepare(servers.start())
    begin = partial(_Import, file, url, folder, posts=posts)
    first = begin(stop_at=posts // 2).run()
    rest = begin().run()
    before = _counts(url)
    second = begin().run()
    after = _counts(url)
    seconds, notes = first.seconds + rest.seconds, _notes(folder)
    peaks = first.peaks | rest.peaks
    return {
        "megabytes": megabytes, "posts": posts, "killed_at": first.came, "seconds": round(seconds, 1),
        "processor_seconds": round(first.processor_seconds + rest.processor_seconds, 1),
        "peak_mb_by_quarter": [peaks[quarter] for quarter in sorted(peaks)], "peak_mb": max(peaks.values()),
        "lost": posts * (1 + COMMENTS) - before["posts"] - before["comments"], "double": before["posts"] - before["known"],
        "second_run_seconds": round(second.seconds, 1), "changed_by_second_run": after != before, "notes_with_lines": notes,
    }  # fmt: skip


def write_export(file: Path, *, megabytes: int) -> int:
    """Posts of about four kilobytes by AUTHORS, each with COMMENTS, until the file is so large; how many there are."""
    dice, number = random.Random(8), 0
    with file.open("w", encoding="utf-8") as target:
        target.write(HEAD)
        for author in range(AUTHORS):
            target.write(
                f"<wp:author><wp:author_login>author{author}</wp:author_login><wp:author_email>author{author}@old.example.org"
                f"</wp:author_email><wp:author_display_name>Author {author}</wp:author_display_name></wp:author>\n"
            )
        while target.tell() < megabytes * 1_000_000:
            number += 1
            target.write("".join(_item(number, dice)))
        target.write("</channel></rss>\n")
    return number


def _item(number: int, dice: random.Random) -> Iterator[str]:
    odd = "[gallery ids=1,2]" if number % ODD_EVERY == 0 else ""
    body = "".join(f"<p>{_sentence(dice, 22)}</p>\n" for _each in range(PARAGRAPHS))
    yield (
        f"<item><title>{_sentence(dice, 5)} {number}</title><link>https://old.example.org/story-{number}/</link>"
        f"<dc:creator>author{number % AUTHORS}</dc:creator><content:encoded><![CDATA[{body}{odd}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>20{number % 15 + 10}-01-01 00:00:00</wp:post_date_gmt>"
        f"<wp:post_name>story-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        f'<category domain="category" nicename="section-{number % 9}">Section {number % 9}</category>'
        f'<category domain="post_tag" nicename="tag-{number % 300}">Tag {number % 300}</category>\n'
    )
    for place in range(COMMENTS):
        key = number * COMMENTS + place
        yield (
            f"<wp:comment><wp:comment_id>{key}</wp:comment_id><wp:comment_author>Reader {key % 500}</wp:comment_author>"
            f"<wp:comment_author_email>reader{key % 500}@mail.example.org</wp:comment_author_email>"
            f"<wp:comment_date_gmt>2025-02-03 04:05:06</wp:comment_date_gmt><wp:comment_content>{_sentence(dice, 12)}</wp:comment_content>"
            f"<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{key - 1 if place else 0}</wp:comment_parent></wp:comment>\n"
        )
    yield "</item>\n"


def _sentence(dice: random.Random, length: int) -> str:
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


def _prepare(urls: dict[str, str]) -> str:
    """The tables in the throw-away server; its address."""
    os.environ |= {
        "BROADSHEET_ENV": "development", "BROADSHEET_ENCODER": "none", "BROADSHEET_MEDIA_ROOT": urls["TEST_MEDIA_ROOT"],
        "DATABASE_URL": urls["TEST_DATABASE_URL"], "REDIS_URL": urls["TEST_REDIS_URL"],
        "TEST_POSTGRES_TOOLS": urls.get("TEST_POSTGRES_TOOLS", ""), "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    import django

    django.setup()
    url = os.environ["DATABASE_URL"]
    if not load_tables(url, database=urlsplit(url).path.strip("/")):
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
    return url


class _Import:
    """One run of the command. `stop_at`: kill it as soon as so many posts are in; `peaks`: megabytes by quarter of the posts."""

    def __init__(self, file: Path, url: str, folder: Path, *, posts: int, stop_at: int = 0) -> None:
        report = str(folder / "report.txt")
        self._words = [sys.executable, "manage.py", "import", str(file), "--report", report]
        self._url, self._posts, self._stop_at, self._log = url, posts, stop_at, folder / "log"
        self.peaks: dict[int, int] = {}
        self.seconds, self.processor_seconds, self.came = 0.0, 0.0, 0

    def run(self) -> "_Import":
        began, used = time.monotonic(), _used()
        with self._log.open("wb") as log:
            process = subprocess.Popen(self._words, cwd=ROOT, stdout=log, stderr=log)
            while process.poll() is None:
                self._look(process)
                time.sleep(LOOK_SECONDS)
        self.seconds, self.processor_seconds = time.monotonic() - began, _used() - used
        if process.returncode not in (0, -signal.SIGKILL):
            raise CannotMeasureError(self._log.read_text()[-1_000:])
        return self

    def _look(self, process: subprocess.Popen[bytes]) -> None:
        try:
            found = PEAK.search(Path(f"/proc/{process.pid}/status").read_text())
        except OSError as error:
            told = "memory is read from /proc, which this machine lacks"
            raise CannotMeasureError(told) from error
        self.came = _counts(self._url)["posts"]
        quarter = min(4, 1 + 4 * self.came // self._posts)
        self.peaks[quarter] = max(
            self.peaks.get(quarter, 0), int(found[1]) // 1_000 if found else 0
        )
        if self._stop_at and self.came >= self._stop_at:
            process.kill()
            process.wait()


def _used() -> float:
    """Seconds of the processor that the children took so far; those of the database's server are not among them."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _counts(url: str) -> dict[str, int]:
    questions = {
        "posts": "SELECT count(*) FROM feed_post", "comments": "SELECT count(*) FROM feed_comment",
        "members": "SELECT count(*) FROM accounts_user", "known": "SELECT count(*) FROM exchange_importedrow WHERE kind = 'post'",
        "touched": "SELECT coalesce(max(xmin::text::bigint), 0) FROM feed_post",
    }  # fmt: skip
    with psycopg.connect(url) as connection:
        return {name: _one(connection, question) for name, question in questions.items()}


def _one(connection: psycopg.Connection[Any], question: str) -> int:
    row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return int(row[0]) if row else 0


def _notes(folder: Path) -> int:
    lines = (folder / "report.txt").read_text().splitlines()
    return sum(bool(re.match(r"line \d+: ", line)) for line in lines)
