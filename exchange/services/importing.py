"""Posts, comments and people of another system into this site; each post with what belongs to it in one transaction.

A row from elsewhere is known by its source and its id there, so that a stopped import is simply started again, and a
second run takes in what is new and changes nothing else.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import IO, Final
from urllib.parse import urljoin

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from config.freshness import SITE, withdraw
from exchange.converting.markdown import markdown_of
from exchange.errors import UnreadableError
from exchange.models import OldAddress, PendingPicture, RowKind
from exchange.services.desk import Choices, Desk, Report
from exchange.sources.feeds import read_feed_file
from exchange.sources.ghost import read_ghost
from exchange.sources.items import Article, Item, Origin, Person, Picture, Remark
from exchange.sources.wxr import read_wxr
from feed.links.addresses import normalised
from feed.models import Comment, Post
from feed.models.comment import COMMENT_LENGTH
from feed.models.link import URL_LENGTH
from feed.models.post import BODY_LENGTH, TITLE_LENGTH
from feed.services.publishing import PostDraft
from feed.services.tagging import MAX_TAGS
from feed.services.taking_over import (
    TakenComment,
    count_comments,
    take_over_comment,
    take_over_post,
)
from feed.text.plain import one_line, text_of

EXCERPT_LENGTH: Final = 300
HEAD_BYTES: Final = 4_096
PICTURE: Final = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)(?P<rest>[^)]*)\)")
Reader = Callable[..., Iterator[Item]]


def reader_of(head: bytes) -> Reader:
    """Who reads a file that begins like this. Raises UnreadableError."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return read_feed_file if b"jsonfeed.org" in head else read_ghost
    text = start.replace(b"\0", b"")
    if text.startswith((b"<", b"\xff\xfe<", b"\xfe\xff<")):
        return read_wxr if b"wordpress.org/export" in text else read_feed_file
    raise UnreadableError(
        "This is none of the formats that are read: an archive of Broadsheet, WXR, Ghost, RSS, Atom, JSON Feed."
    )


def import_file(file: IO[bytes], *, choices: Choices, now: datetime | None = None) -> Report:
    """Take in what a file holds. Nobody is notified, and no list shows it as new.

    Raises:
        UnreadableError: the file is damaged; what stands before that place has come in.
    """
    desk = Desk(choices)
    read = reader_of(file.read(HEAD_BYTES))
    file.seek(0)
    now = now or timezone.now()
    try:
        for item in read(file, note=desk.report.note):
            _take(item, desk, now)
    finally:
        withdraw(SITE)
    _note_missing(desk)
    return desk.report


def _take(item: Item, desk: Desk, now: datetime) -> None:
    match item:
        case Origin():
            desk.begin(item.source, item.language)
        case Person() if not desk.choices.is_dry:
            desk.member(item)
        case Picture():
            _keep_picture(item, desk)
        case Article():
            _take_article(item, desk, now)


def _take_article(article: Article, desk: Desk, now: datetime) -> None:
    body = _body(article, desk)
    if desk.choices.is_dry:
        desk.report.counts.update(posts=1, comments=len(article.remarks))
        return
    try:
        with transaction.atomic():
            post = _post(article, body, desk, now)
            if post is not None:
                _take_remarks(article, post, desk)
    except IntegrityError:
        desk.report.note(article.line, f"“{article.title}” is being imported by somebody else.")


def _post(article: Article, body: str, desk: Desk, now: datetime) -> Post | None:
    """The post of an article, made unless it was before; None where it was deleted since."""
    known = desk.known(RowKind.POST, [article.id[:300]])
    if known:
        return Post.objects.filter(pk=known[article.id[:300]]).first()
    published_at = article.published_at
    if published_at and published_at > now + timedelta(minutes=1):
        desk.report.note(
            article.line, f"“{article.title}” is dated in the future; it comes as a draft."
        )
        published_at = None
    author = desk.author(article.author_id)
    post = take_over_post(
        author=author, draft=_draft(article, body, desk), published_at=published_at
    )
    desk.remember(RowKind.POST, article.id[:300], post.pk)
    for path in article.addresses:
        OldAddress.objects.get_or_create(path=path[:URL_LENGTH], defaults={"post": post})
    _want_pictures(article, post, desk, now)
    desk.report.counts["posts"] += 1
    return post


def _draft(article: Article, body: str, desk: Desk) -> PostDraft:
    tags = (*article.tags, *(one.name for one in article.sections[1:]))
    if len(tags) > MAX_TAGS:
        left = ", ".join(tags[MAX_TAGS:])
        desk.report.note(
            article.line, f"“{article.title}” has more than {MAX_TAGS} tags; left out: {left}."
        )
    title = one_line(text_of(article.title)) or one_line(text_of(article.html))[:60] or "Untitled"
    return PostDraft(
        title=title[:TITLE_LENGTH],
        body=body,
        category=desk.category(article.sections),
        tags=tags,
        language=desk.language,
        excerpt=text_of(article.excerpt)[:EXCERPT_LENGTH],
        link_url=normalised(article.link_url) or "" if article.link_url else "",
    )


def _body(article: Article, desk: Desk) -> str:
    body, codes = markdown_of(article.html.replace("\0", ""), has_lines=article.has_lines)
    for code in codes:
        desk.report.note(article.line, f"“{article.title}”: the shortcode [{code}] was taken out.")
    if len(body) > BODY_LENGTH:
        desk.report.note(
            article.line,
            f"“{article.title}” has {len(body):,} characters; it can be read, but only be edited when it is shortened to {BODY_LENGTH:,}.",
        )
    return PICTURE.sub(lambda found: _absolute(found, desk.source), body)


def _absolute(found: re.Match[str], source: str) -> str:
    url = found["url"] if "://" in found["url"] else _joined(source, found["url"])
    return f"![{found['alt']}]({url}{found['rest']})"


def _joined(source: str, address: str) -> str:
    """An address of the old site as it is seen from here; "" for what is none."""
    try:
        return urljoin(f"{source.rstrip('/')}/", address)
    except ValueError:
        return ""


def _want_pictures(article: Article, post: Post, desk: Desk, now: datetime) -> None:
    """A task fetches them; until then the text has links to them."""
    urls = {found["url"]: found["alt"] for found in PICTURE.finditer(post.body)}
    rows = [
        PendingPicture(post=post, url=url, alt=alt[:250], due_at=now) for url, alt in urls.items()
    ]
    if article.image_url:
        rows.append(_lead(post, _joined(desk.source, article.image_url), "", now))
    elif article.image_id in desk.thumbnails:
        rows.append(_lead(post, *desk.thumbnails[article.image_id], now))
    elif article.image_id:
        desk.waiting_for_picture.setdefault(article.image_id, []).append(post.pk)
    wanted = [row for row in rows if row.url.startswith("http") and len(row.url) <= URL_LENGTH]
    PendingPicture.objects.bulk_create(wanted, ignore_conflicts=True)
    desk.report.counts["pictures"] += len(wanted)


def _lead(post: Post, url: str, alt: str, now: datetime) -> PendingPicture:
    return PendingPicture(post=post, url=url, alt=alt[:250], is_lead=True, due_at=now)


def _keep_picture(picture: Picture, desk: Desk) -> None:
    """The posts above which it stands may come before it in the file, or after it."""
    desk.thumbnails[picture.id] = (picture.url, picture.alt)
    now = timezone.now()
    posts = Post.objects.filter(pk__in=desk.waiting_for_picture.pop(picture.id, []))
    rows = [_lead(post, picture.url, picture.alt, now) for post in posts]
    PendingPicture.objects.bulk_create(rows, ignore_conflicts=True)
    desk.report.counts["pictures"] += len(rows)


def _take_remarks(article: Article, post: Post, desk: Desk) -> None:
    """Each after the one that it answers."""
    known = desk.known(RowKind.COMMENT, [one.id for one in article.remarks])
    made = Comment.objects.in_bulk(known.values())
    here = {external: made[pk] for external, pk in known.items() if pk in made}
    new = [one for one in article.remarks if one.id not in known]
    for remark in sorted(new, key=lambda one: (one.written_at, one.id.zfill(20))):
        if remark.parent_id and remark.parent_id not in here:
            desk.report.note(
                article.line,
                f"Comment {remark.id} answers one that did not come; it stands by itself.",
            )
        comment = take_over_comment(post, taken=_taken(remark, here.get(remark.parent_id), desk))
        here[remark.id] = comment
        desk.remember(RowKind.COMMENT, remark.id, comment.pk)
    if new:
        desk.report.counts["comments"] += len(new)
        count_comments(post)


def _taken(remark: Remark, parent: Comment | None, desk: Desk) -> TakenComment:
    body, _codes = markdown_of(remark.html.replace("\0", ""), has_lines=True)
    author: User = desk.commenter(remark)
    return TakenComment(author, body[:COMMENT_LENGTH] or "…", remark.written_at, parent)


def _note_missing(desk: Desk) -> None:
    if missing := len(desk.waiting_for_picture):
        desk.report.note(0, f"{missing} pictures that stand above posts are not in the file.")
