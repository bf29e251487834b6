"""Ghost, feeds and what their posts show: the same rows, whoever wrote the file."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from accounts import decoding
from exchange.converting.markdown import markdown_of
from exchange.models import OldAddress, PendingPicture
from exchange.services.picturing import fetch_due
from feed.fetching.errors import BadStatusError, FetchError, TooLargeError, UnreachableError
from feed.fetching.fetcher import PAGE, Answer, Want
from feed.models import Comment, Image, Post, PostStatus
from tests.admin.conftest import make_administrator
from tests.exchange.exports import rss, rss_entry, wxr, wxr_item
from tests.exchange.test_wordpress import take
from tests.factories import make_member, make_post, make_upload

pytestmark = pytest.mark.django_db


def text(words: str, style: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": style}


LEXICAL = {
    "root": {
        "children": [
            {"type": "paragraph", "children": [text("Plain and "), text("bold", 1), text(".")]},
            {"type": "extended-heading", "tag": "h3", "children": [text("A head")]},
            {"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [text("One")]}]},
            {"type": "image", "src": "__GHOST_URL__/content/a.jpg", "alt": "A", "caption": "Cap"},
            {"type": "paragraph", "children": [{"type": "link", "url": "https://x.example/", "children": [text("x")]}]},
            {"type": "codeblock", "code": "a < b"},
            {"type": "call-to-action"},
        ]
    }
}  # fmt: skip
MOBILEDOC = {
    "version": "0.3.1",
    "atoms": [],
    "cards": [["image", {"src": "https://g.example/b.jpg"}], ["hr", {}]],
    "markups": [["strong"], ["a", ["href", "https://y.example/"]]],
    "sections": [
        [1, "p", [[0, [0], 1, "Strong"], [0, [], 0, " then "], [0, [1], 1, "a link"]]],
        [3, "ul", [[[0, [], 0, "Point"]]]],
        [10, 0],
        [10, 1],
        [77, "?"],
    ],
}
GHOST: dict[str, Any] = {
    "db": [
        {
            "meta": {"version": "5.80.0"},
            "data": {
                "settings": [{"key": "locale", "value": "nl"}],
                "users": [{"id": "u1", "name": "Gus", "email": "gus@g.example", "bio": "Sails."}],
                "tags": [
                    {"id": "t1", "name": "Boats", "slug": "boats"},
                    {"id": "t2", "name": "Wind", "slug": "wind"},
                    {"id": "t3", "name": "#internal", "slug": "hash-internal"},
                ],
                "posts_tags": [
                    {"post_id": "p1", "tag_id": "t2", "sort_order": 1},
                    {"post_id": "p1", "tag_id": "t1", "sort_order": 0},
                    {"post_id": "p1", "tag_id": "t3", "sort_order": 2},
                ],
                "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
                "members": [{"id": "m1", "name": "Mia"}],
                "comments": [
                    {"id": "c1", "post_id": "p1", "member_id": "m1", "html": "<p>Yes</p>", "status": "published", "created_at": "2022-01-03 08:00:00"},
                    {"id": "c2", "post_id": "p1", "member_id": "m1", "parent_id": "c1", "html": "<p>No</p>", "status": "published", "created_at": "2022-01-04 08:00:00"},
                    {"id": "c3", "post_id": "p1", "member_id": "m1", "html": "<p>Rude</p>", "status": "hidden", "created_at": "2022-01-04 08:00:00"},
                ],
                "posts": [
                    {"id": "p1", "title": "Lexical", "slug": "lexical", "status": "published", "lexical": json.dumps(LEXICAL), "published_at": "2022-01-02T03:04:05.000Z", "feature_image": "__GHOST_URL__/content/lead.jpg", "custom_excerpt": "Short."},
                    {"id": "p2", "title": "Mobiledoc", "slug": "mobile", "status": "published", "mobiledoc": json.dumps(MOBILEDOC), "published_at": 1641092645000},
                    {"id": "p3", "title": "HTML", "slug": "html", "status": "draft", "html": "<p>Done</p>"},
                    {"id": "p4", "title": "Members", "slug": "paid", "status": "published", "visibility": "paid", "html": "<p>Secret</p>"},
                    {"id": "p5", "title": "Broken", "slug": "broken", "status": "published", "mobiledoc": json.dumps({"sections": [[1, "p", [[0]]]]}), "published_at": "2022-01-02"},
                ],
            },
        }
    ]
}  # fmt: skip


def test_ghost_comes_in_whichever_document_format_it_kept(tmp_path: Path) -> None:
    said = take(tmp_path / "ghost.json", json.dumps(GHOST).encode(), "--name", "https://g.example")

    post = Post.objects.get(title="Lexical")
    assert post.body == (
        "Plain and **bold**.\n\n### A head\n\n1. One\n\n![A](https://g.example/content/a.jpg \"Cap\")\n\n"
        "[x](https://x.example/)\n\n```\na < b\n```"
    )  # fmt: skip
    assert (post.author.name, post.author.bio, post.language) == ("Gus", "Sails.", "nl")
    assert (post.category.name, [tag.name for tag in post.tags.all()]) == ("Boats", ["Wind"])
    assert (post.excerpt, post.comment_count) == ("Short.", 2)
    assert Comment.objects.get(body="No").parent == Comment.objects.get(body="Yes")
    assert "https://g.example/content/lead.jpg" in PendingPicture.objects.get(is_lead=True).url
    assert Post.objects.get(title="Mobiledoc").body.startswith(
        "**Strong** then [a link](https://y.example/)\n\n- Point"
    )
    drafts = Post.objects.filter(status=PostStatus.DRAFT).values_list("title", flat=True)
    assert set(drafts) == {"HTML", "Members"}
    assert "the card “call-to-action” was left out" in said
    assert "“Members” is for members only" in said
    assert "“Broken”: its text is damaged" in said
    assert OldAddress.objects.get(path="/lexical/").post == post
    assert "Nothing new" in take(
        tmp_path / "again.json", json.dumps(GHOST).encode(), "--name", "https://g.example"
    )


def test_feeds_come_in_and_a_feed_without_dates_comes_as_drafts(tmp_path: Path) -> None:
    make_member("alice")
    entries = [
        rss_entry(1),
        rss_entry(2, text="<p>Two <script>x()</script></p>"),
        rss_entry(3).replace("pubDate", "no"),
    ]
    said = take(
        tmp_path / "feed.xml", rss(*entries).encode(), "--author", "Alice", "--category", "Pier"
    )
    json_feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "home_page_url": "https://j.example/",
        "items": [{"id": 7, "url": "https://j.example/7", "title": "Seven", "content_html": "<p>Hi</p>", "date_published": "2020-02-03T04:05:06Z", "external_url": "https://elsewhere.example/x"}, "odd", {}],
    }  # fmt: skip
    take(tmp_path / "feed.json", json.dumps(json_feed).encode())

    first = Post.objects.get(title="Entry 1")
    assert (first.author.username, first.category.name) == ("alice", "Pier")
    assert Post.objects.get(title="Entry 2").body == "Two"
    assert Post.objects.get(title="Entry 3").is_draft
    assert "has no date" in said
    seven = Post.objects.select_related("link").get(title="Seven")
    assert seven.link
    assert (seven.link.url, seven.body) == ("https://elsewhere.example/x", "Hi")
    with pytest.raises(CommandError, match="no member nobody"):
        take(tmp_path / "feed.xml", rss().encode(), "--author", "nobody")


@pytest.mark.parametrize(
    "content", ["{", '{"a": 1}', "[" * 90_000, '{"db": [{"data": {"posts": 3}}]}', "<rss/>x", "<a>"]
)
def test_odd_files_are_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"JSON|none of the formats"):
        take(tmp_path / "odd", content.encode())


def picture_at(answers: dict[str, bytes | FetchError]) -> Any:
    def fetch(url: str, *, want: Want = PAGE) -> Answer:
        found = answers[url]
        if isinstance(found, FetchError):
            raise found
        return Answer(url, "image/png", "", found)

    return fetch


def test_pictures_take_the_place_of_their_addresses_once_fetched(tmp_path: Path) -> None:
    body = '<p><img src="https://o.example/a.png" alt="A"></p><p><img src="https://o.example/gone.png"></p><p><img src="https://o.example/late.png"></p>'
    take(tmp_path / "q.xml", wxr(wxr_item(1, body=body)))
    png = make_upload(size=(300, 200)).read()
    answers: dict[str, bytes | FetchError] = {
        "https://o.example/a.png": png,
        "https://o.example/gone.png": TooLargeError(),
        "https://o.example/late.png": UnreachableError("o.example", cause="down"),
    }
    now = timezone.now() + timedelta(seconds=1)

    assert fetch_due(now=now, fetch=picture_at(answers)) == 3

    post, image = Post.objects.get(), Image.objects.get()
    assert f"![A]({image.url})" in post.body
    assert "<figure" in post.body_html
    assert post.revisions.get().body == post.body
    assert (image.owner, image.alt, post.version) == (post.author, "A", 1)
    left = dict(PendingPicture.objects.values_list("url", "due_at"))
    assert left == {
        "https://o.example/gone.png": None,
        "https://o.example/late.png": now + timedelta(minutes=5),
    }
    assert fetch_due(now=now, fetch=picture_at(answers)) == 0
    answers["https://o.example/late.png"] = BadStatusError(status=404)
    for _try in range(5):
        now += timedelta(days=3)
        fetch_due(now=now, fetch=picture_at(answers))
    assert PendingPicture.objects.filter(due_at=None).count() == 2


def test_an_administrator_reads_why_a_picture_is_missing_and_has_it_asked_for_again(
    client: Client,
) -> None:
    """In the language of who reads, whatever the worker noted."""
    large = PendingPicture.objects.create(post=make_post(), url="https://o.example/large.png", due_at=timezone.now())  # fmt: skip
    png = make_upload(size=(decoding.MAX_SIDE_PIXELS + 1, 1)).read()
    fetch_due(fetch=picture_at({large.url: png}))
    page = "/admin/exchange/pendingpicture/"

    client.force_login(make_administrator())
    told = client.get(page, headers={"accept-language": "nl"}).text
    client.post(page, {"action": "ask_now", "_selected_action": [large.pk]})

    assert "Deze afbeelding is breder of hoger dan" in told
    large.refresh_from_db()
    assert (large.attempts, large.due_at is None) == (0, False)


CONVERTED: Iterable[tuple[str, str]] = (
    ("<p>a_b *c* [x](y)</p>", "a\\_b \\*c\\* \\[x](y)"),
    ('<iframe src="//www.youtube.com/embed/1"></iframe>', "https://www.youtube.com/embed/1"),
    ("<pre>a\n\n  b</pre>", "```\na\n\n  b\n```"),
    ("<div>" * 5_000 + "deep", "deep"),
    ("[caption id='x']<img src='b.jpg' alt='z'> Words[/caption]", '![z](b.jpg "Words")'),
)  # fmt: skip


@pytest.mark.parametrize(("html", "markdown"), CONVERTED, ids=range(len(tuple(CONVERTED))))
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html)[0] == markdown
