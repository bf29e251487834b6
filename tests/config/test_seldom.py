"""Modules and views that come when somebody asks for them."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from config.freshness import kept_query
from config.prepared import question_of
from config.rooms import Later, Room
from config.seldom import import_seldom, import_without


@pytest.fixture
def drawer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder from which modules are imported, among them those named drawer_…, and which nobody remembers afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    yield tmp_path
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.startswith("drawer_")]:
        del sys.modules[name]


def test_a_seldom_module_is_empty_until_something_of_it_is_asked_for(drawer: Path) -> None:
    (drawer / "drawer_empty.py").write_text("NAME = 'full'\n")
    import_seldom(["drawer_empty"])
    import drawer_empty  # type: ignore[import-not-found]

    before = "NAME" in vars(drawer_empty)

    assert (before, drawer_empty.NAME) == (False, "full")


def test_a_part_of_a_seldom_package_leaves_the_package_empty(drawer: Path) -> None:
    (drawer / "drawer_box").mkdir()
    (drawer / "drawer_box" / "__init__.py").write_text("NAME = 'box'\n")
    (drawer / "drawer_box" / "part.py").write_text("NAME = 'part'\n")
    import_seldom(["drawer_box"])

    from drawer_box.part import NAME  # type: ignore[import-not-found]

    assert (NAME, "NAME" in vars(sys.modules["drawer_box"])) == ("part", False)


def test_a_name_that_a_seldom_module_lacks_is_missed_as_of_any_other(drawer: Path) -> None:
    (drawer / "drawer_short.py").write_text("")
    import_seldom(["drawer_short"])
    import drawer_short  # type: ignore[import-not-found]

    with pytest.raises(AttributeError, match="drawer_short"):
        drawer_short.missing  # noqa: B018


def test_a_seldom_module_that_fails_is_tried_again(drawer: Path) -> None:
    file = drawer / "drawer_torn.py"
    file.write_text("raise OSError\n")
    import_seldom(["drawer_torn"])
    import drawer_torn  # type: ignore[import-not-found]

    with pytest.raises(OSError):  # noqa: PT011
        drawer_torn.NAME  # noqa: B018
    file.write_text("NAME = 'mended at last'\n")

    assert drawer_torn.NAME == "mended at last"


def test_a_module_is_imported_without_what_it_takes_where_it_finds_it(drawer: Path) -> None:
    (drawer / "drawer_taking.py").write_text("try:\n  import drawer_taken as found\nexcept ImportError:\n  found = None\n")  # fmt: skip
    (drawer / "drawer_taken.py").write_text("NAME = 'there all the same'\n")

    import_without("drawer_taking", ["drawer_taken"])
    import drawer_taken  # type: ignore[import-not-found]

    assert (sys.modules["drawer_taking"].found, drawer_taken.NAME) == (None, "there all the same")


def test_threads_that_ask_at_once_get_the_same_module(drawer: Path) -> None:
    (drawer / "drawer_busy.py").write_text("import time\ntime.sleep(0.01)\nNAME = object()\n")
    import_seldom(["drawer_busy"])
    import drawer_busy  # type: ignore[import-not-found]

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(drawer_busy.NAME)) for _each in "1234"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_room_answers_as_its_views_do() -> None:
    health = Room("config.views").health

    answer: Any = health(RequestFactory().get("/healthz"))

    assert answer.content == b"ok\n"


def test_a_view_of_a_room_says_whether_forms_need_a_token() -> None:
    views = Room("config.views")
    asked = [getattr(view, "csrf_exempt", False) for view in (views.choose_language, views.health)]

    assert asked == [True, False]


def test_a_view_of_a_room_says_what_else_is_asked_of_the_one_that_answers() -> None:
    log = Room("moderation.views.public_log").log

    assert "after" in (kept_query(log) or ())
    assert question_of(Room("feed.views.posts").post_detail, {"pk": 12, "slug": "a-gale"})


def test_each_view_that_is_imported_later_exists() -> None:
    later = [view for view in _views(get_resolver()) if isinstance(view, Later)]

    assert len(later) > 5
    assert all(callable(view.__wrapped__) for view in later)


def _views(resolver: URLResolver) -> Iterator[Any]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield each.callback
        else:
            yield from _views(each)
