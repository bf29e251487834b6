"""What strangers read of the site as WordPress's export (WXR 1.2), for whoever moves elsewhere; written as it is read."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any, Final
from xml.sax.saxutils import escape

from accounts.models import User
from exchange.archive.writing import BATCH
from feed.models import Comment, Post
from feed.syndication.addresses import absolute_html
from feed.syndication.xml import printable

HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
TAIL: Final = "</channel>\n</rss>\n"


def count_posts() -> int:
    return Post.objects.live().count()


def write_wxr(target: IO[bytes], *, name: str, site: str, on_rows: Callable[[int], None]) -> None:
    """All live posts with their live comments, and their authors. `site`: its address, without a slash at the end."""
    target.write(HEAD.encode())
    target.write(_head(name, site).encode())
    writers = User.objects.filter(posts__status="published").distinct().order_by("pk")
    for member in writers.iterator(chunk_size=BATCH):
        target.write(_author(member).encode())
    posts = Post.objects.live().select_related("author", "category", "lead_image").defer("search")
    rows = posts.prefetch_related("tags").order_by("pk")
    for post in rows.iterator(chunk_size=BATCH):
        for part in _item(post, site):
            target.write(part.encode())
        on_rows(1)
    target.write(TAIL.encode())


def _head(name: str, site: str) -> str:
    return (
        _element("title", name) + _element("link", site) + _element("wp:wxr_version", "1.2")
        + _element("wp:base_site_url", site) + _element("wp:base_blog_url", site)
    )  # fmt: skip


def _author(member: User) -> str:
    inside = (
        _element("wp:author_id", member.pk) + _element("wp:author_login", member.username)
        + _element("wp:author_email", member.email) + _element("wp:author_display_name", member.name)
    )  # fmt: skip
    return f"<wp:author>{inside}</wp:author>\n"


def _item(post: Post, site: str) -> Iterator[str]:
    url = f"{site}{post.get_absolute_url()}"
    html = absolute_html(post.body_html, base=site, page=url)
    if post.lead_image:
        html = f'<img src="{site}{post.lead_image.url}" alt="{escape(post.lead_image.alt, {chr(34): "&quot;"})}">{html}'
    yield "<item>" + _element("title", post.title) + _element("link", url)
    yield _element("dc:creator", post.author.username) + _element("content:encoded", html)
    yield _element("excerpt:encoded", post.excerpt) + _element("wp:post_id", post.pk)
    yield _element("wp:post_date_gmt", _instant(post.published_at)) + _element(
        "wp:post_name", post.slug
    )
    yield _element("wp:status", "publish") + _element("wp:post_type", "post")
    yield _filing("category", post.category.slug, post.category.name)
    for tag in post.tags.all():
        yield _filing("post_tag", tag.slug, tag.name)
    comments = Comment.objects.live().filter(post=post).select_related("author")
    for comment in comments.order_by("pk").iterator(chunk_size=BATCH):
        yield _comment(comment)
    yield "</item>\n"


def _comment(comment: Comment) -> str:
    """Addresses of readers stay here."""
    inside = (
        _element("wp:comment_id", comment.pk) + _element("wp:comment_author", comment.author.name)
        + _element("wp:comment_date_gmt", _instant(comment.created_at))
        + _element("wp:comment_content", comment.body_html) + _element("wp:comment_approved", "1")
        + _element("wp:comment_type", "comment") + _element("wp:comment_parent", comment.parent_id or 0)
    )  # fmt: skip
    return f"<wp:comment>{inside}</wp:comment>"


def _filing(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename="{escape(slug)}">{escape(printable(name))}</category>'


def _element(name: str, value: Any) -> str:
    return f"<{name}>{escape(printable(str(value)))}</{name}>"


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""
