"""What WordPress exports becomes posts, comments and members, once, with their dates, and says what it did not understand."""

import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import Notification, TrustLevel, User
from config.redis import Client as Redis
from config.redis import cache
from exchange.converting.markdown import markdown_of
from exchange.models import ImportedRow, OldAddress, PendingPicture
from exchange.sources.items import Article, Person
from exchange.sources.wxr import read_wxr
from feed.models import Category, Comment, Post, PostStatus
from feed.selectors.fresh import published_key
from tests.exchange.exports import WXR_HEAD, WXR_TAIL, wxr, wxr_comment, wxr_item
from tests.factories import make_comment, make_member, make_post

pytestmark = pytest.mark.django_db
PICTURE = '<img src="/wp-content/crane.jpg" alt="A crane">'
WHOLE = wxr(
    wxr_item(
        1,
        body=f"<!-- wp:heading --><h2>The crane</h2><!-- /wp:heading -->\n\n{PICTURE}\n\n[gallery ids=\"1,2\"]\n\nIt *fell*.",
        more=wxr_comment(11)
        + wxr_comment(13, parent=12)
        + wxr_comment(12, parent=11)
        + wxr_comment(14, approved="spam")
        + wxr_comment(15, kind="pingback")
        + "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>",
    ),
    wxr_item(2).replace("<wp:status>publish", "<wp:status>draft"),
    wxr_item(3).replace("post_type>post<", "post_type>product<"),
    wxr_item(4).replace("<dc:creator><![CDATA[ann]]>", "<dc:creator><![CDATA[admin]]>"),
    wxr_item(5).replace("2019-05-01", "2031-01-01"),
    wxr_item(9)
    .replace("post_type>post<", "post_type>attachment<")
    .replace("<wp:status>", "<wp:attachment_url>https://quay.example/lead.jpg</wp:attachment_url><wp:status>"),
)  # fmt: skip


def take(path: Path, content: bytes, *arguments: str) -> str:
    said = StringIO()
    path.write_bytes(content)
    call_command("import", str(path), *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "quay.xml"


def test_an_export_comes_in_with_dates_threads_people_and_places(
    file: Path, redis: Redis, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make_member("admin", email="someone@else.example")
    new = cache().get(published_key())

    with django_capture_on_commit_callbacks(execute=True):
        said = take(file, WHOLE)

    post = Post.objects.get(title="Post 1")
    assert (post.author.name, post.author.email) == ("Ann Quay", "ann@quay.example")
    assert not post.author.has_usable_password()
    assert post.author.trust_level == TrustLevel.MEMBER
    assert post.published_at is not None
    assert (
        post.published_at.isoformat() == post.created_at.isoformat() == "2019-05-01T08:00:00+00:00"
    )
    assert (
        post.body
        == "## The crane\n\n![A crane](https://quay.example/wp-content/crane.jpg)\n\nIt \\*fell\\*."
    )
    assert (post.category.name, post.category.post_count, post.language) == ("Harbour", 2, "nl")
    assert [tag.name for tag in post.tags.all()] == ["Dredging"]
    thread = Comment.objects.order_by("created_at")
    assert [(one.body, one.parent_id) for one in thread] == [
        ("Reaction *11*.", None),
        ("Reaction *12*.", thread[0].pk),
        ("Reaction *13*.", thread[1].pk),
    ]
    assert {one.author for one in thread} == {User.objects.get(display_name="Cor")}
    assert thread[0].author.email == ""
    assert post.comment_count == 3
    assert Post.objects.get(title="Post 2").status == PostStatus.DRAFT
    assert Post.objects.get(title="Post 5").is_draft
    assert Post.objects.get(title="Post 4").author.username == "admin-1"
    assert set(PendingPicture.objects.values_list("url", "is_lead")) == {
        ("https://quay.example/wp-content/crane.jpg", False),
        ("https://quay.example/lead.jpg", True),
    }
    assert "Imported 4 posts, 3 comments, 3 members, 1 categories, 2 pictures" in said
    assert "line 9: “Post 1”: the shortcode [gallery] was taken out." in said
    assert "“Post 3” is of the kind product" in said
    assert "“Post 5” is dated in the future" in said
    assert "not approved (spam)" in said
    assert (Notification.objects.count(), len(mail.outbox)) == (0, 0)
    assert cache().get(published_key()) == new


def test_a_second_run_changes_nothing_and_a_later_export_adds_what_is_new(file: Path) -> None:
    take(file, WHOLE)
    rows = list(ImportedRow.objects.order_by("pk").values_list())
    Post.objects.get(title="Post 4").delete()

    assert "Nothing new" in take(file, WHOLE)
    assert list(ImportedRow.objects.order_by("pk").values_list()) == rows
    assert not Post.objects.filter(title="Post 4").exists()
    said = take(
        file, wxr(wxr_item(1, more=wxr_comment(11) + wxr_comment(16, parent=11)), wxr_item(7))
    )

    assert "Imported 1 posts, 1 comments;" in said
    assert Post.objects.get(title="Post 1").comment_count == 4


def test_a_dry_run_tells_all_and_writes_nothing(file: Path, tmp_path: Path) -> None:
    said = take(file, WHOLE, "--dry-run", "--report", str(tmp_path / "report.txt"))

    assert "The file holds 4 posts, 3 comments; nothing was written" in said
    assert "[gallery]" in (tmp_path / "report.txt").read_text()
    assert not any(model.objects.exists() for model in (User, Post, Category, ImportedRow))


def test_old_addresses_lead_to_the_posts(
    file: Path, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    take(file, WHOLE)
    post = Post.objects.get(title="Post 1")
    here = post.get_absolute_url()

    for path in ("/2019/05/post-1/", "/2019/05/post-1", "/2019/05/post-1/?utm_source=x", "/?p=1"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, here)
    assert client.get("/2019/05/post-2/").status_code == 404
    assert client.get("/2019/05/nothing/").status_code == 404
    assert client.get("/?p=77").status_code == 200
    assert client.post("/2019/05/post-1/").status_code in (403, 404)
    assert OldAddress.objects.filter(post=post).count() == 2


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HEAD = WXR_HEAD.partition("?>")[2]
BAD = {
    "bomb": (BOMB + HEAD + "<item><title>&c;</title></item></channel></rss>", "declares a document type"),
    "external": (EXTERNAL + HEAD + "<item><title>&x;</title></item></channel></rss>", "declares a document type"),
    "cut short": (WXR_HEAD + wxr_item(1) + "<item><title>Ha", "This is not XML"),
    "deep": (WXR_HEAD + "<item>" + "<a>" * 5000 + "</a>" * 5000 + "</item></channel></rss>", "nested too deep"),
    "another": ("%PDF-1.7", "none of the formats"),
    "empty": ("", "none of the formats"),
    "html": ("<!doctype html><html><title>No</title></html>", "none of the formats"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_export_is_refused_with_its_line(name: str, file: Path) -> None:
    content, words = BAD[name]

    with pytest.raises(CommandError, match=words):
        take(file, content.encode())

    assert not Post.objects.filter(title__contains="root").exists()
    assert Post.objects.count() == (1 if name == "cut short" else 0)


def test_wrong_bytes_are_read_as_the_old_site_wrote_them(file: Path) -> None:
    mixed = wxr(wxr_item(1, body="The price: MARK")).replace(
        b"MARK", b"\x80 5 \x93caf\xe9\x94 \x08!"
    )
    said = take(file, mixed)
    declared = wxr(wxr_item(2, body="Café")).decode().replace("UTF-8", "ISO-8859-1")
    take(file, declared.encode("latin-1"))
    wide = wxr(wxr_item(3, body="Ёлка")).decode().replace("UTF-8", "UTF-16")
    take(file, wide.encode("utf-16"))

    assert Post.objects.get(title="Post 1").body == "The price: € 5 “café” !"
    assert "4 bytes are not utf-8" in said
    assert Post.objects.get(title="Post 2").body == "Café"
    assert Post.objects.get(title="Post 3").body == "Ёлка"


def test_a_large_export_is_read_in_little_memory(file: Path) -> None:
    item = wxr_item(1, body="word " * 20_000)
    file.write_text(WXR_HEAD + item * 100 + WXR_TAIL)
    assert file.stat().st_size > 10_000_000

    tracemalloc.start()
    with file.open("rb") as opened:
        count = sum(1 for _item in read_wxr(opened, note=lambda _line, _words: None))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 102
    assert peak < 3_000_000


def test_authors_who_are_members_here_keep_their_accounts(file: Path) -> None:
    alice = make_post(author=make_member("alice", email="ann@quay.example")).author
    EmailAddress.objects.create(user=alice, email="ann@quay.example", verified=True, primary=True)

    take(file, WHOLE, "--language", "de")

    post = Post.objects.get(title="Post 1")
    assert (post.author, post.language) == (alice, "de")


def test_what_is_written_for_wordpress_reads_back_the_same(file: Path) -> None:
    alice = make_member("alice", display_name="Alice & Co")
    post = make_post(
        author=alice, title="Tides <&> time", body="One **two**.\n\n- three", tags=("ebb",)
    )
    make_comment(parent=make_comment(post=post, author=make_member("bob")), author=alice)
    make_post(is_published=False)
    call_command("export", str(file), "--format", "wxr", stdout=StringIO())

    with file.open("rb") as opened:
        items = list(read_wxr(opened, note=lambda _line, words: pytest.fail(words)))

    (article,) = [item for item in items if isinstance(item, Article)]
    (person,) = [item for item in items if isinstance(item, Person)]
    assert (person.id, person.name, person.email) == ("alice", "Alice & Co", "alice@example.org")
    assert (article.title, article.tags, article.author_id) == ("Tides <&> time", ("ebb",), "alice")
    assert markdown_of(article.html, has_lines=True)[0] == "One **two**.\n\n- three"
    assert post.published_at
    assert article.published_at == post.published_at.replace(microsecond=0)
    first, second = article.remarks
    assert (first.parent_id, second.parent_id) == ("", first.id)
    assert article.addresses[0] == post.get_absolute_url()
