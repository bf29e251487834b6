"""`manage.py demo`, as typed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from config.progress import Progress
from feed.models import Post
from tests.counting.test_recount import recount
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


def demo(**options: bool) -> str:
    said = StringIO()
    call_command("demo", without_pictures=True, stdout=said, **options)
    return said.getvalue()


def test_loads_once_and_starts_over_after_a_clear_yes_in_production_by_force(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """One test of what takes seconds: a database that the demo fills is filled once, and emptied only on demand."""
    said = demo(if_empty=True)
    _status, wrong, printed = recount()

    assert said.startswith("✓ Loaded the demo: 94 posts, 481 comments, 23 members, 0 pictures (")
    assert said.count("\n") == 1
    assert set(wrong.values()) == {0}, printed
    assert Post.objects.live().count() == 72

    with pytest.raises(CommandError, match="demo --reset"):
        demo()

    make_post(author=make_member("alice"))
    monkeypatch.setattr("builtins.input", lambda _prompt: "Yes")
    settings.IS_PRODUCTION = True
    said = demo(reset=True, force=True)

    assert "Deleted all content" in said
    assert Post.objects.count() == 94
    assert not User.objects.filter(username="alice").exists()
    # Nobody gets a password that everybody knows.
    assert "changepassword" in said
    assert User.objects.exists()
    assert not any(member.has_usable_password() for member in User.objects.all())


def test_if_empty_leaves_content_alone_and_says_so() -> None:
    make_member("alice")

    said = demo(if_empty=True)

    assert said == "The database has content; no demo was loaded.\n"
    assert not Post.objects.exists()


@pytest.mark.parametrize("answer", ["no", "", "y"])
def test_reset_deletes_nothing_without_a_clear_yes(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    make_member("alice")
    monkeypatch.setattr("builtins.input", lambda _prompt: answer)

    with pytest.raises(CommandError, match="Nothing was deleted"):
        demo(reset=True)

    assert User.objects.filter(username="alice").exists()


@pytest.mark.parametrize("options", [{}, {"if_empty": True}, {"reset": True, "yes": True}])
def test_production_refuses_the_demo(settings: Settings, options: dict[str, bool]) -> None:
    settings.IS_PRODUCTION = True

    with pytest.raises(CommandError, match="--force"):
        demo(**options)

    assert not Post.objects.exists()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_that_is_wiped_at_the_end() -> None:
    screen = Terminal()
    bar = Progress(screen, "Loading", total=2)

    bar.advance()
    bar.finish("Done")

    assert "█" * 15 + "░" * 15 + " 1/2" in screen.getvalue()
    assert screen.getvalue().split("\033[K")[-1].startswith("✓ Done (0.")


def test_a_log_file_sees_one_line() -> None:
    log = StringIO()

    Progress(log, "Loading", total=1).finish("Done")

    assert log.getvalue().count("\n") == 1
