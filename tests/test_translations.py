"""Every catalogue is complete, current and sound, and no English is left on the pages."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from config.bootstrap import ROOT
from feed.models import Post, SiteSettings
from feed.templatetags.feed_format import compact
from tests.factories import make_category, make_comment, make_member, make_moderator, make_post

NO_GETTEXT: Final = (
    "No xgettext found: GNU gettext compares catalogue and source (apt-get install gettext)"
)
NO_SOURCE: Final = (
    ".*",
    "__pycache__",
    "locale",
    "node_modules",
    "static",
    "staticfiles",
    "tests",
    "var",
)
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%%s|%[sd]|\{\w*\}")
TAG: Final = re.compile(r"<[^<>]+>")

Key = tuple[str | None, str | tuple[str, ...]]


LANGUAGES: Final = ("nl", "de", "fr", "ar")
# New English waits for its translators at most this long: Dutch for none, the others for one sentence in a hundred.
MAY_WAIT: Final = {"nl": 0.0, "de": 0.01, "fr": 0.01, "ar": 0.01}
# The forms of Arabic for exactly one and exactly two: the noun says it, without a figure.
SAYS_ITS_COUNT: Final = {6: (1, 2)}


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    return _catalogue("nl")


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return _catalogue(request.param)


def test_every_message_is_translated(catalogue: Catalog) -> None:
    messages = _messages(catalogue)
    missing = [message.id for message in messages if not all(_strings(message))]

    assert len(missing) <= MAY_WAIT[str(catalogue.locale)] * len(messages), missing


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    may_wait = MAY_WAIT[str(catalogue.locale)] * len(_messages(catalogue))

    guesses = [message.id for message in _messages(catalogue) if message.fuzzy]

    assert len(guesses) <= may_wait, guesses
    assert list(catalogue.obsolete) == []


def test_placeholders_survive_translation(catalogue: Catalog) -> None:
    def is_broken(message: Message) -> bool:
        wanted = Counter(PLACEHOLDER.findall(_ids(message)[-1]))
        *forms, last = (Counter(PLACEHOLDER.findall(words)) for words in _strings(message))
        counting = SAYS_ITS_COUNT.get(len(forms) + 1, (0,))
        return last != wanted or any(
            bool(form - wanted) if index in counting else form != wanted
            for index, form in enumerate(forms)
        )

    assert [message.id for message in _translated(catalogue) if is_broken(message)] == []


def test_markup_survives_translation(catalogue: Catalog) -> None:
    def is_broken(message: Message) -> bool:
        wanted = Counter(TAG.findall(_ids(message)[-1]))
        return any(Counter(TAG.findall(words)) != wanted for words in _strings(message))

    assert [message.id for message in _translated(catalogue) if is_broken(message)] == []


def test_quotation_marks_and_apostrophes_are_typographic(catalogue: Catalog) -> None:
    words = [TAG.sub("", text) for message in _messages(catalogue) for text in _strings(message)]

    assert [text for text in words if "'" in text or '"' in text] == []


def test_french_punctuation_stays_on_the_line_of_its_word() -> None:
    words = [text for message in _messages(_catalogue("fr")) for text in _strings(message)]

    loose = [text for text in words if re.search(r" [:;?!»]|« ", text)]
    assert loose == [], "write a no-break space (U+00A0) before : ; ? ! » and after «"


def test_catalogue_holds_the_words_of_the_source(
    dutch: Catalog, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("xgettext") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_GETTEXT)
    copy = tmp_path / "source"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NO_SOURCE))
    (copy / "locale").mkdir()
    settings.LOCALE_PATHS = [copy / "locale"]
    monkeypatch.chdir(copy)

    call_command("makemessages", locale=["nl"], verbosity=0)

    source = _keys(_read(copy / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    assert sorted(map(str, source - _keys(dutch))) == [], "run `make translate`, then translate"
    assert sorted(map(str, _keys(dutch) - source)) == [], "run `make translate`"


def test_borrowed_words_are_still_those_of_the_libraries() -> None:
    keywords = {"_": None, "ngettext_lazy": (1, 2)}
    borrowed = extract_from_file("python", ROOT / "config" / "borrowed.py", keywords=keywords)
    known = {name for source in _library_catalogues() for name in _first_ids(_read(source))}
    unfold = "".join(path.read_text() for path in _library("unfold", "*.py", "*.html", "*.js"))

    words = [
        ids[0] if isinstance(ids, tuple) else ids for _line, ids, _comments, _context in borrowed
    ]
    assert len(words) > 100
    assert [text for text in words if text not in known and text not in unfold] == []


@pytest.mark.parametrize(
    ("count", "printed"),
    [(999, "999"), (7_700, "7,7K"), (12_000, "12K"), (1_200_000, "1,2\N{NO-BREAK SPACE}mln")],
)
def test_large_figures_are_printed_as_dutch_readers_write_them(count: int, printed: str) -> None:
    with override("nl"):
        assert compact(count) == printed


ANYBODY: Final[dict[str, Callable[[Post], str]]] = {
    "feed": lambda post: "/",
    "hot": lambda post: "/hot/",
    "categories": lambda post: "/categories/",
    "category": lambda post: post.category.get_absolute_url(),
    "article": lambda post: post.get_absolute_url(),
    "member": lambda post: post.author.get_absolute_url(),
    "search": lambda post: "/search/",
    "found": lambda post: "/search/?q=brug",
    "not found in search": lambda post: "/search/?q=zebra",
    "sign in": lambda post: "/accounts/login/",
    "sign up": lambda post: "/accounts/signup/",
    "forgotten password": lambda post: "/accounts/password/reset/",
    "not found": lambda post: "/nergens/",
    "bad request": lambda post: "/?after=junk",
}
ALICE: Final[dict[str, Callable[[Post], str]]] = {
    "own article": lambda post: post.get_absolute_url(),
    "write": lambda post: "/write/",
    "edit": lambda post: f"/posts/{post.pk}/edit/",
    "history": lambda post: f"/posts/{post.pk}/history/",
    "my posts": lambda post: "/write/mine/",
    "delete": lambda post: f"/posts/{post.pk}/delete/",
    "comment": lambda post: f"/posts/{post.pk}/comments/",
    "bookmarks": lambda post: "/bookmarks/",
    "settings": lambda post: "/settings/",
    "e-mail addresses": lambda post: "/accounts/email/",
    "change password": lambda post: "/accounts/password/change/",
    "two factors": lambda post: "/accounts/2fa/",
    "sign out": lambda post: "/accounts/logout/",
}
MONA: Final[dict[str, Callable[[Post], str]]] = {
    "dashboard": lambda post: "/admin/",
    "posts": lambda post: "/admin/feed/post/",
    "post": lambda post: f"/admin/feed/post/{post.pk}/change/",
    "comments": lambda post: "/admin/feed/comment/",
    "members": lambda post: "/admin/accounts/user/",
    "decisions": lambda post: "/admin/moderation/decision/",
    "pictures": lambda post: "/admin/feed/image/",
    "Read More": lambda post: "/admin/feed/readmorelist/",
}
# English words that no Dutch sentence holds, as whole words in any case.
TELLTALE: Final = re.compile(
    r"\b(add|after|and|are|author|by|categories|change|choose|comments?|delete|draft|edit|for|from|held|hide|image"
    r"|language|more|name|new|no|password|picture|posts|publish|published|reactions?|read|remove|reply|save"
    r"|search|select|settings|show|sign|the|this|title|to|unpublish|views?|what|with|without|write|you|your)\b",
    re.IGNORECASE,
)


@pytest.fixture
def post(db: None) -> Post:
    """An article of which not a word is English, on a site of which none is."""
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"name": "De Courant", "tagline": "", "description": "", "about": ""}
    )
    alice = make_member("alice", display_name="Aaltje")
    section = make_category("Haven", description="Schepen en kades.")
    words: dict[str, Any] = {
        "body": "De **brug** gaat open.",
        "language": "nl",
        "category": section,
    }
    post = make_post(author=alice, title="De brug gaat open", **words)
    make_post(author=alice, title="Nog een keer", is_published=False, **words)
    make_comment(post=post, author=make_member("bob"), body="Eindelijk.")
    return post


@pytest.mark.parametrize("name", ANYBODY)
def test_no_english_is_left_for_readers(client: Client, post: Post, name: str) -> None:
    assert _english(client, ANYBODY[name](post)) == []


@pytest.mark.parametrize("name", ALICE)
def test_no_english_is_left_for_writers(client: Client, post: Post, name: str) -> None:
    client.force_login(post.author)

    assert _english(client, ALICE[name](post)) == []


@pytest.mark.parametrize("name", MONA)
def test_no_english_is_left_for_moderators(client: Client, post: Post, name: str) -> None:
    make_post(
        author=make_member("mallory", trust_level=0),
        title="Bel 020 555 0191",
        body="Bel 020 555 0191.",
    )
    client.force_login(make_moderator())

    assert _english(client, MONA[name](post)) == []


def _english(client: Client, path: str) -> list[str]:
    """The telltale words of the page, each with what stands around it."""
    html = client.get(path, headers={"accept-language": "nl"}).content.decode()
    assert '<html lang="nl"' in html
    reader = _Reader()
    reader.feed(html)
    return [words for words in reader.words if TELLTALE.search(words)]


class _Reader(HTMLParser):
    """Collects what people see or hear of a page, but what it marks as English, code or a symbol."""

    HEARD: Final = frozenset({"alt", "aria-label", "placeholder", "title"})
    NOT_READ: Final = frozenset({"code", "script", "style", "template"})
    NEVER_CLOSED: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "source"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_symbol = "material-symbols" in (given.get("class") or "")
        is_read = tag not in self.NOT_READ and not is_symbol and given.get("lang") != "en"
        if self._is_reading() and is_read:
            self.words += [value for name, value in attrs if name in self.HEARD and value]
        if tag not in self.NEVER_CLOSED:
            self._open.append((tag, is_read))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_reading() and data.strip():
            self.words.append(" ".join(data.split()))

    def _is_reading(self) -> bool:
        return all(is_read for _tag, is_read in self._open)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _catalogue(language: str) -> Catalog:
    return _read(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _translated(catalogue: Catalog) -> list[Message]:
    return [message for message in _messages(catalogue) if all(_strings(message))]


def _keys(catalogue: Catalog) -> set[Key]:
    return {(message.context, _ids(message)) for message in _messages(catalogue)}


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    """The translation of the singular first, that of the plural last."""
    words = message.string or ""
    return (words,) if isinstance(words, str) else tuple(words)


def _first_ids(catalogue: Catalog) -> Iterator[str]:
    return (_ids(message)[0] for message in _messages(catalogue))


def _library(name: str, *patterns: str) -> Iterator[Path]:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return (path for pattern in patterns for path in Path(spec.origin).parent.rglob(pattern))


def _library_catalogues() -> list[Path]:
    return [
        path
        for name in ("django", "allauth")
        for path in _library(name, "django.po")
        if path.parts[-3] == "nl"
    ]
