"""The whole site into one file, and out of it into an empty one."""

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.services.following import follow
from config.storage import every_file
from demo.services.clearing import clear
from exchange.archive.kinds import APPS, LEFT_OUT, kinds
from exchange.archive.layout import VERSION, not_too_large
from exchange.errors import UnreadableError
from exchange.models import OldAddress, Run
from feed.models import Category, Comment, Post, ReactionKind, Series, Tag
from feed.services import voting
from feed.services.bookmarks import keep
from feed.services.images import store_image
from feed.services.polling import PollTerms, set_poll, vote
from feed.services.publishing import create_post, edit_post
from feed.services.reacting import react
from moderation.models import DecisionReason, Reason
from moderation.services.posts import hide_post
from tests.factories import (
    make_comment,
    make_draft,
    make_member,
    make_moderator,
    make_post,
    make_upload,
)

pytestmark = pytest.mark.django_db
# Each page is counted under a number of its own.
TOKEN = re.compile(rb'(?<==")[a-z]+\.[\w-]+\.[\w.-]{40,}')


@pytest.fixture(autouse=True)
def frozen(settings: Settings, tmp_path: Path) -> Iterator[datetime]:
    """Pages hold tokens that tell the time."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        yield now


def media_root() -> Path:
    return Path(default_storage.path(""))


def run(command: str, *arguments: str) -> str:
    said = StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


def small_site() -> Post:
    """A post with a picture, a bookmark, a conversation and an old address."""
    alice, bob = make_member("alice"), make_member("bob")
    picture = store_image(owner=alice, upload=make_upload(size=(1700, 900)), alt="A berth")
    post = make_post(author=alice, lead_image=picture, tags=("harbour", "havenhoofd"))
    make_comment(parent=make_comment(post=post, author=bob), author=alice)
    keep(post=post, member=bob)
    OldAddress.objects.create(path="/2019/05/berth/", post=post)
    return post


def rich_site() -> None:
    """What members and moderators do, each thing once."""
    post = small_site()
    alice, bob, mona = post.author, make_member("bob"), make_moderator()
    other = make_post(author=alice, series="The berth", link_url="https://news.example/berth")
    edit_post(other, editor=alice, draft=make_draft(series="The berth"), correction="The depth.")
    poll = set_poll(post=other, terms=PollTerms(question="Deep enough?", answers=("Yes", "No")))
    vote(post=other, member=bob, choice_pk=poll.choices.all()[0].pk)
    react(post=other, member=bob, kind=ReactionKind.THANKS)
    voting.vote(make_comment(post=other, author=bob), member=alice, is_helpful=True)
    follow(bob, other=alice)
    DecisionReason.objects.create(code="link-farm", label="part of a link farm")
    DecisionReason.objects.filter(pk=Reason.ABUSE).update(label="unkind words")
    for reason in (Reason.SPAM, "link-farm"):
        hide_post(post=make_post(author=bob), actor=mona, reason=reason)
    create_post(author=bob, draft=make_draft())


def digests() -> dict[str, str]:
    """What every archived table holds, in the order of its keys."""
    found = {}
    with connection.cursor() as cursor:
        for kind in kinds():
            columns = ", ".join(f'"{name}"' for name in kind.columns)
            cursor.execute(
                f'SELECT row_to_json(held)::text FROM (SELECT {columns} FROM "{kind.table}" ORDER BY "{kind.key}") AS held'
            )
            found[kind.name] = sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def pages() -> dict[str, bytes]:
    """Every kind of page that a stranger reads, and every article."""
    client = Client()
    paths = [
        "/", "/hot/", "/top/", "/top/week/", "/categories/", "/search/?q=harbour", "/sponsors/",
        "/moderation/log/", "/moderation/log/feed.atom", "/feed.rss", "/feed.atom", "/feed.json", "/hot/feed.rss",
        "/search/feed.rss?q=harbour", "/sitemap.xml", "/sitemap-posts-0.xml", "/sitemap-members-0.xml",
        "/sitemap-sections.xml", "/sitemap-news.xml", "/robots.txt", "/api/v1/posts/", "/api/v1/moderation-log/",
    ]  # fmt: skip
    for post in Post.objects.live().order_by("pk"):
        about = f"/posts/{post.pk}"
        paths += [post.get_absolute_url(), f"{post.get_absolute_url()}embed/", f"{about}/history/", f"{about}/comments.rss"]  # fmt: skip
        paths += [f"/api/v1{about}/", f"/api/v1{about}/thread/", f"/oembed/?url={settings.BASE_URL}{post.get_absolute_url()}"]  # fmt: skip
        paths += [f"{post.author.get_absolute_url()}{more}" for more in ("", "comments/", "feed.rss")]  # fmt: skip
    paths += [one.get_absolute_url() for one in Series.objects.all()]
    filings: list[Category | Tag] = [*Category.objects.all(), *Tag.objects.all()[:10]]
    for filed in filings:
        paths += [f"{filed.get_absolute_url()}{more}" for more in ("", "hot/", "top/", "feed.rss")]
    paths += [one.get_absolute_url() for one in Comment.objects.order_by("pk")]
    answers = {path: client.get(path, follow=path.startswith("/comments/")) for path in paths}
    assert {path for path, answer in answers.items() if answer.status_code != 200} == set()
    return {path: TOKEN.sub(b"", answer.content) for path, answer in answers.items()}


def test_every_table_comes_along_or_is_left_out_for_a_reason() -> None:
    models = {
        model._meta.label
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }

    assert {kind.name for kind in kinds()} == models - set(LEFT_OUT)
    assert set(LEFT_OUT) <= models


def test_an_archive_makes_an_empty_site_the_same_byte_for_byte(tmp_path: Path) -> None:
    rich_site()
    last = Post.objects.latest("pk")
    rows, shown, media = digests(), pages(), sorted(every_file(default_storage))
    file = tmp_path / "site.zip"

    said = run("export", str(file))
    clear()
    DecisionReason.objects.filter(pk="link-farm").delete()
    DecisionReason.objects.filter(pk=Reason.ABUSE).update(label=Reason.ABUSE.label)
    media_root().rename(tmp_path / "gone")
    run("import", str(file))

    assert digests() == rows
    assert pages() == shown
    assert sorted(every_file(default_storage)) == media
    assert file.stat().st_mode & 0o077 == 0
    assert "keep it as safe as a backup" in said
    assert "nothing was changed" in run("import", str(file))
    assert make_post().pk == last.pk + 1


def test_an_import_that_was_stopped_goes_on_where_it_stopped(tmp_path: Path) -> None:
    small_site()
    rows = digests()
    file = tmp_path / "site.zip"
    run("export", str(file))
    clear()
    with zipfile.ZipFile(file) as archive:
        comments = archive.read("rows/feed.Comment.jsonl")
    broken = _changed(file, {"rows/feed.Comment.jsonl": comments.replace(b'"post_id"', b"post_id")})

    with pytest.raises(CommandError, match=r"Line 1: rows/feed.Comment.jsonl is damaged"):
        run("import", str(broken))
    assert Post.objects.count() == 1
    with pytest.raises(CommandError, match="into an empty one only"):
        run("import", str(_changed(file, {}, id="another")))
    run("import", str(file))

    assert digests() == rows
    assert Run.objects.get().finished_at


def test_an_archive_of_an_older_version_is_filled_up(tmp_path: Path) -> None:
    small_site()
    file = tmp_path / "site.zip"
    run("export", str(file))
    clear()
    with zipfile.ZipFile(file) as archive:
        row = json.loads(archive.read("rows/feed.Post.jsonl"))
    for name in ("score", "held_reasons", "share_image", "is_pinned"):
        del row[name]
    older = _changed(file, {"rows/feed.Post.jsonl": json.dumps(row).encode()})

    run("import", str(older))

    post = Post.objects.get()
    assert (post.score, post.held_reasons, post.share_image.name) == (1.0, [], "")


def test_a_dry_run_and_a_site_with_members_are_left_alone(tmp_path: Path) -> None:
    small_site()
    file = tmp_path / "site.zip"
    run("export", str(file))

    with pytest.raises(CommandError, match="into an empty one only"):
        run("import", str(file))
    clear()
    said = run("import", str(file), "--dry-run")

    assert "nothing was written" in said
    assert not Post.objects.exists()


def _truncate(file: Path) -> Path:
    os.truncate(file, file.stat().st_size // 2)
    return file


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "truncated": (_truncate, "damaged or was not copied to its end"),
    "newer": (lambda file: _changed(file, {}, version=VERSION + 1), "newer Broadsheet"),
    "zip slip": (lambda file: _changed(file, {"media/../../evil.webp": b"x"}), "outside of the media"),
    "backslash": (lambda file: _changed(file, {"media\\..\\evil": b"", "media/a\\..\\b": b"x"}), "outside"),
    "absolute": (lambda file: _changed(file, {"media//etc/passwd": b"x"}), "outside of the media"),
    "another zip": (lambda file: _changed(file, {}, format="docx"), "no archive of Broadsheet"),
    "no list": (lambda file: _changed(file, {"rows/feed.Tag.jsonl": b"[1]\n"}), "holds no row here"),
    "wrong type": (lambda file: _changed(file, {"rows/feed.Tag.jsonl": b'{"id": "x"}\n'}), "feed.Tag"),
}  # fmt: skip


def test_a_bad_archive_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    make_member("alice")
    run("export", str(file))
    clear()

    for name, (spoil, words) in BAD.items():
        copy = file.with_name(f"{name}.zip")
        copy.write_bytes(file.read_bytes())
        with pytest.raises(CommandError, match=words):
            run("import", str(spoil(copy)))

    assert list(every_file(default_storage)) == []


def test_what_exists_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    file.write_text("mine")

    with pytest.raises(CommandError, match="name a new file"):
        run("export", str(file))
    with pytest.raises(CommandError, match="There is no file"):
        run("import", str(tmp_path / "nothing.zip"))

    assert file.read_text() == "mine"
    create_post(author=make_member("alice"), draft=make_draft())
    assert "rows are in" in run("export", str(tmp_path))


def _changed(file: Path, entries: dict[str, bytes], **manifest: object) -> Path:
    """A copy of an archive in which some entries say something else."""
    copy = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w") as new:
        told = json.loads(old.read("manifest.json")) | manifest
        for entry in old.namelist():
            if entry not in entries and entry != "manifest.json":
                new.writestr(entry, old.read(entry))
        for entry, content in (entries | {"manifest.json": json.dumps(told).encode()}).items():
            new.writestr(entry, content)
    return copy


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", bytes(40_000_000))
        archive.writestr("media/a.png", b"x")

    with pytest.raises(CommandError, match="would unpack to 40 MB"):
        call_command("import", str(bomb), stdout=StringIO())
    with (
        zipfile.ZipFile(bomb) as archive,
        pytest.raises(UnreadableError, match="more than 1 files"),
    ):
        not_too_large(archive, packed_bytes=10**9, most_files=1)
