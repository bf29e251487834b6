"""The conventions of the code that a program can check: sizes, directions, words that must not stand somewhere."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from config.bootstrap import ROOT
from config.preflight.changes import Effect, changes_of, risks
from tests.config.public_pages import undecided_views

# The last migration of each app that came before anybody could upgrade; those after it must suit the running version.
BEFORE_UPGRADES = {"accounts": 16, "counting": 2, "exchange": 1, "feed": 26, "moderation": 8, "sponsors": 7}  # fmt: skip
APPS = ("accounts", "counting", "demo", "exchange", "feed", "moderation", "sponsors")
CODE = (*APPS, "config")
MAX_FILE_LINES = 400
MAX_TEST_FILE_LINES = 500
MAX_FUNCTION_LINES = 60
REVIEWED_FUNCTION_LINES = 40
MAX_LONG_FUNCTION_RATE = 0.01
MAX_TEMPLATE_LINES = 90
DATA_FOLDERS = ("demo/content",)

INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE
)
INLINE_STYLE = re.compile(r"<style\b|<[^>{%]*\sstyle=", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^>]*\son[a-z]+=[\"']", re.IGNORECASE)
OTHER_HOST = re.compile(
    r"<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
)
ENQUEUES_AT_ONCE = re.compile(r"\.(?:delay|apply_async)\(")
MANAGER = re.compile(
    r"(?<!queryset = )\b[A-Z]\w+\.(?:objects|_default_manager)\b"
)  # DRF's viewsets name theirs


def python_files(*folders: str) -> list[Path]:
    """Our own modules below `folders`, migrations and content left out."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts and not _is_data(path)]


def _is_data(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in DATA_FOLDERS)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html")) + sorted(
        (ROOT / "templates").rglob("*.txt")
    )


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(place, lines) of each function, the decorators and the docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{_name(path)}:{node.lineno} {node.name}", _body_lines(node)


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    described = node.body[0].end_lineno if ast.get_docstring(node) and len(node.body) > 1 else None
    return (
        (node.end_lineno or node.lineno)
        - (described or node.lineno)
        + (1 if described is None else 0)
    )


def matches(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """file:line of each match."""
    return [
        f"{_name(path)}:{text.count(chr(10), 0, found.start()) + 1}"
        for path in paths
        for text in [path.read_text()]
        for found in pattern.finditer(text)
    ]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _length(path: Path) -> int:
    return path.read_text().count("\n")


def test_imports_point_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_no_module_is_too_long() -> None:
    too_long = {
        _name(path): _length(path) for path in python_files(*CODE) if _length(path) > MAX_FILE_LINES
    }

    assert too_long == {}


def test_no_test_module_is_too_long() -> None:
    too_long = {
        _name(path): _length(path)
        for path in python_files("tests")
        if _length(path) > MAX_TEST_FILE_LINES
    }

    assert too_long == {}


def test_no_function_is_too_long() -> None:
    too_long = [
        place
        for path in python_files(*CODE)
        for place, lines in functions(path)
        if lines > MAX_FUNCTION_LINES
    ]

    assert too_long == []


def test_long_functions_are_rare() -> None:
    found = [each for path in python_files(*CODE) for each in functions(path)]
    long = [place for place, lines in found if lines > REVIEWED_FUNCTION_LINES]

    assert len(long) <= MAX_LONG_FUNCTION_RATE * len(found), long


def test_no_template_is_too_long() -> None:
    too_long = {
        _name(path): _length(path) for path in templates() if _length(path) > MAX_TEMPLATE_LINES
    }

    assert too_long == {}


@pytest.mark.parametrize("pattern", [INLINE_SCRIPT, INLINE_STYLE, INLINE_HANDLER, OTHER_HOST])
def test_templates_hold_nothing_that_the_content_policy_refuses(pattern: re.Pattern[str]) -> None:
    pages = [path for path in templates() if "email" not in path.parts]

    assert matches(pages, pattern) == []


def test_tasks_are_enqueued_after_the_commit_only() -> None:
    """A message sent inside a transaction may be worked on before the row is there."""
    assert matches(python_files(*APPS), ENQUEUES_AT_ONCE) == []


def test_views_ask_selectors_and_doors_instead_of_managers() -> None:
    edges = [
        path
        for app in APPS
        for path in python_files(app)
        if {"views", "api"} & set(path.relative_to(ROOT).parts)
        or path.name in {"views.py", "api.py", "tasks.py"}
    ]

    assert matches(edges, MANAGER) == []


def test_no_module_is_named_after_nothing() -> None:
    shelves = {"utils", "helpers", "common", "misc", "constants"}

    assert [
        _name(path) for path in python_files(*CODE) if shelves & {path.stem, path.parent.name}
    ] == []


def test_the_patterns_find_what_they_are_for(tmp_path: Path) -> None:
    bad = (
        "<script>x</script><p style='a'><b onclick='x'>"
        "<img src='https://elsewhere.example/x.png'>task.delay(1) Post.objects.all()"
    )
    good = (
        "<script src='/x.js' defer></script><script type=\"application/ld+json\">{}</script>"
        "<a href='https://elsewhere.example/' data-style='x' data-on='y'>task.delay_on_commit(1)"
    )
    patterns = (INLINE_SCRIPT, INLINE_STYLE, INLINE_HANDLER, OTHER_HOST, ENQUEUES_AT_ONCE, MANAGER)

    assert [bool(pattern.search(bad)) for pattern in patterns] == [True] * len(patterns)
    assert [bool(pattern.search(good)) for pattern in patterns] == [False] * len(patterns)


def test_every_page_for_strangers_says_whether_it_may_be_kept() -> None:
    """Put `@kept()` on the view and `shows(request, …)` into it (config.freshness), or `@never_cache`."""
    assert undecided_views() == []


def test_migrations_suit_the_version_that_still_runs() -> None:
    """Expand first, contract one version later: `manage.py preflight` says the same to operators."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    later = [
        (app, name)
        for app, name in sorted(loader.graph.nodes)
        if app in BEFORE_UPGRADES and int(name[:4]) > BEFORE_UPGRADES[app]
    ]
    broken = [
        f"{risk.change.migration}: {risk.change.operation.describe()}: {risk.advice}"
        for node in later
        for change in changes_of(loader.graph.nodes[node], loader.project_state(node, at_end=False))
        for risk in risks(change, effects=[Effect.BREAKS])
    ]

    assert broken == []
