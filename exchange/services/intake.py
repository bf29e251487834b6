"""A batch of articles into this site, with what belongs to them, in one transaction and a few statements.

A batch in which another import took something in at the same moment, or somebody a name, is done again one by one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db import IntegrityError, transaction
from django.utils import timezone

from exchange.converting.markdown import markdown_of
from exchange.models import OldAddress, PendingPicture, RowKind
from exchange.services.desk import Desk
from exchange.services.drafting import PICTURE, Prepared, absolute
from exchange.sources.items import Article, Picture, Remark
from feed.models import Comment, Post
from feed.models.comment import COMMENT_LENGTH
from feed.models.link import URL_LENGTH
from feed.services.taking_over import (
    TakenComment,
    TakenPost,
    settle_taken,
    take_over_comments,
    take_over_posts,
)


@dataclass
class Lot:
    """What is taken in together, by the ids there, and what came of it so far; that holds once it is committed.

    `prepared`: the articles that did not come in before.
    """

    desk: Desk
    articles: Mapping[str, Article]
    prepared: Mapping[str, Prepared]
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[int, str]] = field(default_factory=list)
    new_pks: set[int] = field(default_factory=set)


def take_in(
    articles: Mapping[str, Article], prepared: Mapping[str, Prepared], desk: Desk, *, now: datetime
) -> None:
    """Each article becomes a post, unless it did before; its comments come to it, and those that were not there."""
    lot = Lot(desk, articles, prepared, now)
    try:
        with transaction.atomic():
            _take(lot)
    except IntegrityError:
        _one_by_one(lot)
        return
    desk.report.counts.update(lot.counts)
    for line, words in lot.notes:
        desk.report.note(line, words)


def _one_by_one(lot: Lot) -> None:
    for key, article in lot.articles.items():
        if len(lot.articles) > 1:
            take_in({key: article}, lot.prepared, lot.desk, now=lot.now)
        else:
            words = f"“{article.title}” is being imported by somebody else."
            lot.desk.report.note(article.line, words)


def _take(lot: Lot) -> None:
    posts = _posts(lot)
    there = [(article, posts[key]) for key, article in lot.articles.items() if key in posts]
    _take_remarks(lot, there)


def _posts(lot: Lot) -> dict[str, Post]:
    """By the ids there: those of before, locked, without those that were deleted since, and the new ones."""
    known = lot.desk.known(RowKind.POST, lot.articles)
    rows = Post.objects.select_for_update().filter(pk__in=known.values()).order_by("pk")
    here = {post.pk: post for post in rows}
    new = {
        key: lot.prepared[key] for key in lot.articles if key in lot.prepared and key not in known
    }
    taken = [TakenPost(each.author, each.draft, each.published_at) for each in new.values()]
    made = dict(zip(new, take_over_posts(taken), strict=True))
    lot.new_pks.update(post.pk for post in made.values())
    lot.desk.remember(RowKind.POST, {key: post.pk for key, post in made.items()})
    there = [(lot.articles[key], post) for key, post in made.items()]
    old = (
        OldAddress(path=path[:URL_LENGTH], post=post)
        for article, post in there
        for path in article.addresses
    )
    OldAddress.objects.bulk_create(old, ignore_conflicts=True)
    _want_pictures(lot, there)
    lot.counts["posts"] += len(made)
    return made | {key: here[pk] for key, pk in known.items() if pk in here}


def _want_pictures(lot: Lot, there: Sequence[tuple[Article, Post]]) -> None:
    """A task fetches them; until then the texts have links to them."""
    rows = chain.from_iterable(_pictures_of(article, post, lot) for article, post in there)
    wanted = [row for row in rows if row.url.startswith("http") and len(row.url) <= URL_LENGTH]
    PendingPicture.objects.bulk_create(wanted, ignore_conflicts=True)
    lot.counts["pictures"] += len(wanted)


def _pictures_of(article: Article, post: Post, lot: Lot) -> Iterator[PendingPicture]:
    urls = {found["url"]: found["alt"] for found in PICTURE.finditer(post.body)}
    for url, alt in urls.items():
        yield PendingPicture(post=post, url=url, alt=alt[:250], due_at=lot.now)
    if article.image_url:
        yield lead(post, absolute(lot.desk.source, article.image_url), "", now=lot.now)
    elif article.image_id in lot.desk.thumbnails:
        yield lead(post, *lot.desk.thumbnails[article.image_id], now=lot.now)
    elif article.image_id:
        lot.desk.waiting_for_picture.setdefault(article.image_id, []).append(post.pk)


def lead(post: Post, url: str, alt: str, *, now: datetime) -> PendingPicture:
    """The picture above a post."""
    return PendingPicture(post=post, url=url, alt=alt[:250], is_lead=True, due_at=now)


def keep_picture(picture: Picture, desk: Desk) -> None:
    """The posts above which it stands may come before it in the file, or after it."""
    desk.thumbnails[picture.id] = (picture.url, picture.alt)
    posts = Post.objects.filter(pk__in=desk.waiting_for_picture.pop(picture.id, []))
    rows = [lead(post, picture.url, picture.alt, now=timezone.now()) for post in posts]
    PendingPicture.objects.bulk_create(rows, ignore_conflicts=True)
    desk.report.counts["pictures"] += len(rows)


def _take_remarks(lot: Lot, there: Sequence[tuple[Article, Post]]) -> None:
    """Each after the one that it answers; then posts are given the totals and ranks that they lack."""
    ids = [remark.id for article, _post in there for remark in article.remarks]
    known = lot.desk.known(RowKind.COMMENT, ids)
    made = Comment.objects.in_bulk(known.values())
    here: dict[str, Comment | TakenComment] = {
        key: made[pk] for key, pk in known.items() if pk in made
    }
    new = [
        (remark, article, post)
        for article, post in there
        for remark in sorted(article.remarks, key=lambda one: (one.written_at, one.id.zfill(20)))
        if remark.id not in known
    ]
    members = lot.desk.commenters((remark for remark, *_place in new), counts=lot.counts)
    taken: dict[str, TakenComment] = {}
    for remark, article, post in new:
        parent = _parent(remark, post, here)
        if remark.parent_id and parent is None:
            words = f"Comment {remark.id} answers one that did not come; it stands by itself."
            lot.notes.append((article.line, words))
        author = members[remark.author_id]
        row = TakenComment(author, post, _body(remark), remark.written_at, parent)
        here[remark.id] = taken[remark.id] = row
    comments = take_over_comments(list(taken.values()))
    made_pks = (comment.pk for comment in comments)
    lot.desk.remember(RowKind.COMMENT, dict(zip(taken, made_pks, strict=True)))
    lot.counts["comments"] += len(comments)
    commented = {row.post.pk for row in taken.values()}
    settle_taken([post for _, post in there if post.pk in commented or post.pk in lot.new_pks])


def _parent(
    remark: Remark, post: Post, here: dict[str, Comment | TakenComment]
) -> Comment | TakenComment | None:
    """What a remark answers, where that came in under the same post."""
    parent = here.get(remark.parent_id)
    return parent if parent is not None and parent.post.pk == post.pk else None


def _body(remark: Remark) -> str:
    body, _codes = markdown_of(remark.html.replace("\0", ""), has_lines=True)
    return body[:COMMENT_LENGTH] or "…"
