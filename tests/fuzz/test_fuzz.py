"""Made-up input at every door: the suite tries a few of each, the same each time; `make fuzz` tries a hundred thousand."""

import json
import os
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Dialog, Page

from config.testing.fuzz_all import DOORS
from feed.text.markdown import render_article, render_comment
from tests.factories import make_post
from tests.fuzz.oracle import Oracle
from tests.fuzz.payloads import TAGS, corpus, mutated
from tests.fuzz.targets import TARGETS, Target

# `make fuzz` sets both. In the suite a case in each door must not cost more than a glance.
CASES = int(os.environ.get("FUZZ_CASES", "0"))
REPORT = os.environ.get("FUZZ_REPORT", "")
PAGE_SIZE = 1000
LONG_SECONDS = 3600
# What a browser would run, in its own words; a link's protocol is as it understood it.
RUNNABLE = """() => [...document.body.querySelectorAll('*')].filter(e =>
    ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'LINK', 'META', 'BASE', 'FORM', 'svg', 'math'].includes(e.tagName)
    || [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style')
    || ['javascript:', 'data:', 'vbscript:'].includes(e.protocol)).map(e => e.outerHTML)"""


def note(target: str, *, cases: int, findings: int) -> None:
    """A line for `make fuzz`."""
    if REPORT:
        with Path(REPORT).open("a") as report:
            row = {"target": target, "cases": cases, "findings": findings}
            report.write(json.dumps(row) + "\n")


@pytest.mark.timeout(LONG_SECONDS if CASES else 120)
@pytest.mark.django_db
@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_nothing_unforeseen_comes_out(target: Target) -> None:
    seen = Counter[str]()
    if target.needs_database:
        make_post()

    @settings(
        max_examples=CASES // len(TARGETS) or 25, deadline=None, database=None,
        derandomize=not CASES, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(target.strategy)
    def run(given_text: Any) -> None:
        seen["cases"] += 1
        if target.needs_database:
            with transaction.atomic():
                target.run(given_text)
        else:
            target.run(given_text)

    try:
        run()
    except BaseException:
        note(target.name, cases=seen["cases"], findings=1)
        raise
    note(target.name, cases=seen["cases"], findings=0)
    assert seen["cases"] > 0


@pytest.mark.timeout(LONG_SECONDS if CASES else 120)
def test_nothing_that_was_rendered_runs_in_a_browser(page: Page) -> None:
    """Without a content policy, which would hide what the sanitiser let pass."""
    dialogs: list[str] = []

    def note_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note_dialog)
    with page.expect_event("dialog"):
        page.set_content(TAGS[1])
    sources = corpus()
    sources += [mutated(Random(seed)) for seed in range(CASES // 10)]

    runnable: list[str] = []
    for start in range(0, len(sources), PAGE_SIZE):
        part = sources[start : start + PAGE_SIZE]
        html = "\n".join(render_article(one) + render_comment(one) for one in part)
        page.set_content(f"<!doctype html><body>{html}")
        runnable += page.evaluate(RUNNABLE)

    note("rendered in Chromium", cases=len(sources), findings=len(runnable) + len(dialogs) - 1)
    assert dialogs == ["1"]  # that of the control, which was not rendered by us
    assert runnable == []


def test_the_oracle_knows_an_attack_when_it_sees_one() -> None:
    assert [tag for tag in TAGS if not Oracle(tag).wrong] == []


def test_the_command_misses_no_door() -> None:
    assert len(TARGETS) + 1 == DOORS
