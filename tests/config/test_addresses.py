"""Each address leads to its own view, whatever stands before it in the lists of addresses."""

from collections.abc import Iterator
from typing import Any, Final

from django.urls import URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern

WORD: Final = "quay"
# Our list of devices stands in the place of the library's.
MEANT: Final = ["accounts/sessions/"]
EXAMPLES: Final = {
    "int": "7", "str": WORD, "slug": WORD, "path": WORD,
    "uuid": "0b8f5f0e-9a53-4d0e-8f0c-0d8f1a6e2b11",
}  # fmt: skip


def test_no_address_hides_another() -> None:
    found = list(_addresses(get_resolver().url_patterns))

    hidden = [route for route, path, view in found if not _leads_to(path, route, view)]

    assert len(found) > 300
    assert hidden == MEANT


def _leads_to(path: str, route: str, view: Any) -> bool:
    match = resolve(f"/{path}")
    return match.route == route and match.func is view


def _addresses(
    patterns: list[Any], route: str = "", path: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Route, an example of it, and its view; but what libraries write as regular expressions."""
    for each in patterns:
        pattern = each.pattern
        if not isinstance(pattern, RoutePattern):
            continue
        here, example = route + str(pattern), path + _example(pattern)
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, here, example)
        else:
            yield here, example, each.callback


def _example(pattern: RoutePattern) -> str:
    written = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        value = EXAMPLES.get("str" if kind == "string" else kind) or converter.regex.split("|")[0]
        for spelling in (f"<{kind}:{name}>", f"<str:{name}>", f"<{name}>"):
            written = written.replace(spelling, value)
    return written
