"""What a page can do, the API can: docs/pages-and-api.md says by which operation, or why not, and this holds it to it."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, Final

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config.bootstrap import ROOT
from moderation.admin.deeds import DecidingAdmin
from moderation.services.deeds import NAMES
from tests.factories import enter_surely, make_member

DOCUMENT: Final = ROOT / "docs" / "pages-and-api.md"
QUOTED: Final = re.compile(r"`([^`]+)`")
ANY_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")
# What stands in an address that is asked how it may be asked.
FITTING: Final = {"form": "rss", "window": "week", "kind": "post", "scope": "author", "theme": "light", "direction": "ltr", "value": "x"}  # fmt: skip
# Their views answer a method that they do not take by what they ask for first.
OF_LIBRARIES: Final = ("/accounts/", "/oauth/")
# Deeds of an appeal's dialogue have operations of their own.
OF_DIALOGUE: Final = frozenset(("say",))


def tables() -> dict[str, list[tuple[list[str], list[str], str]]]:
    """By heading: the addresses of each row, the operations, and all that the second cell says."""
    found: dict[str, list[tuple[list[str], list[str], str]]] = {}
    for part in DOCUMENT.read_text().split("\n## ")[1:]:
        heading, _newline, rest = part.partition("\n")
        cells = [line.strip("|").split("|") for line in rest.splitlines() if line.startswith("| `")]
        found[heading] = [
            (
                QUOTED.findall(first),
                [each for each in QUOTED.findall(second) if "_" in each],
                second,
            )
            for first, second in cells
        ]
    return found


def pages(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """The addresses of the site, without those of the API and of the admin's own pages."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            if each.namespace != "admin" and not path.startswith("/api/"):
                yield from pages(each.url_patterns, path)
        elif isinstance(each, URLPattern) and not path.startswith("/api/"):
            yield path.replace("^(?P<name>google[0-9a-z]+\\.html)\\Z", "google1.html")


def shown(path: str) -> str:
    return ANY_PARAMETER.sub(r"{\1}", path)


def rows_for(path: str, rows: list[tuple[list[str], list[str], str]]) -> int:
    return sum(any(fnmatchcase(shown(path), each) for each in paths) for paths, *_more in rows)


@pytest.mark.django_db
def test_every_page_that_changes_something_has_its_operation(client: Client) -> None:
    told, wrong = tables(), []
    enter_surely(client, make_member("olga", is_staff=True, is_superuser=True))

    for path in pages():
        heading = (
            "Pages that change something"
            if _takes_posts(client, path)
            else "Pages that show something"
        )
        if rows_for(path, told[heading]) != 1:
            wrong.append(f"{shown(path)}: {heading}")

    assert wrong == [], "\n".join(wrong)


def _takes_posts(client: Client, path: str) -> bool:
    """Asked by a method that no page takes, a page says by which it may be asked."""
    if path.startswith(OF_LIBRARIES):
        return True
    asked = ANY_PARAMETER.sub(lambda found: FITTING.get(found[1], "1"), path)
    return "POST" in client.put(asked).get("Allow", "")


def test_the_table_names_what_there_is() -> None:
    schema = json.loads((ROOT / "docs" / "openapi.json").read_text())
    known = {
        each["operationId"] for methods in schema["paths"].values() for each in methods.values()
    }
    rows = [row for each in tables().values() for row in each]

    assert {name for _paths, names, _words in rows for name in names} <= known
    assert all(names or words.strip().startswith("none: ") for _paths, names, words in rows)
    addresses = {shown(path) for path in pages()}
    assert [
        path
        for heading, each in tables().items()
        if heading != "The admin"
        for paths, *_more in each
        for path in paths
        if not any(fnmatchcase(address, path) for address in addresses)
    ] == []


def test_what_the_admin_does_programs_do_too() -> None:
    registered: dict[Any, Any] = admin.site._registry
    told = [label for labels, *_more in tables()["The admin"] for label in labels]
    deeds = {deed.name for each in registered.values() if isinstance(each, DecidingAdmin) for deed in each.deeds}  # fmt: skip

    assert sorted(told) == sorted(model._meta.label for model in registered)
    assert deeds - OF_DIALOGUE <= set(NAMES)
