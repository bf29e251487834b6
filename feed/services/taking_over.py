"""Posts and comments that were written elsewhere: they keep their dates, nobody is told, and no list calls them new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from feed import shown
from feed.models import Comment, Image, Post, PostStatus, Revision
from feed.pictures.refresh import with_twins
from feed.services.publishing import PostDraft, written
from feed.services.ranking import ranks_of, refresh_hotness
from feed.services.standing import Standing, settle_many
from feed.services.tagging import set_tags_of_new
from feed.text.markdown import render_article, render_comment

# Comments in one statement.
ROWS: Final = 250


@dataclass(frozen=True)
class TakenPost:
    """A post to take over. `published_at`: None for a draft; a series of the draft is not looked at."""

    author: User
    draft: PostDraft
    published_at: datetime | None


@dataclass(frozen=True, eq=False)
class TakenComment:
    """A comment to take over. `parent`: one of the same post, taken over before or together with it, or None."""

    author: User
    post: Post
    body: str
    written_at: datetime
    parent: "Comment | TakenComment | None" = None


@transaction.atomic
def take_over_posts(taken: Sequence[TakenPost]) -> list[Post]:
    """Posts as of their own dates, or drafts, in the order given. Sweepers build their Read More and share images.

    They are not judged: who may call this vouches for them. The caller has pages made anew (config.freshness.SITE), and
    calls `settle_taken` in the same transaction, when the comments are there.
    """
    posts = [_post(each) for each in taken]
    Post.objects.bulk_create(posts)
    tag_pks = set_tags_of_new(
        [(post, each.draft.tags) for post, each in zip(posts, taken, strict=True)]
    )
    live = [post for post in posts if post.is_live]
    Revision.objects.bulk_create(_revision(post) for post in live)
    settle_many(
        Standing(frozenset({post.category_id}), frozenset(tag_pks[post.pk])) for post in live
    )
    for post in live:
        post.created_at = post.edited_at
    return posts


def _post(taken: TakenPost) -> Post:
    post = written(author=taken.author, draft=taken.draft)
    if taken.published_at is not None:
        post.status, post.published_at = PostStatus.PUBLISHED, taken.published_at
        post.edited_at = taken.published_at
        post.read_more_due = post.share_image_due = True
    return post


def _revision(post: Post) -> Revision:
    return Revision(
        post=post, number=1, editor=post.author, title=post.title, body=post.body,
        created_at=post.edited_at,
    )  # fmt: skip


@transaction.atomic
def take_over_comments(taken: Sequence[TakenComment]) -> list[Comment]:
    """In the order given, where a parent stands before its answers. `settle_taken` counts them."""
    made: dict[TakenComment, Comment] = {}
    waves: dict[int, list[TakenComment]] = {}
    depths: dict[TakenComment, int] = {}
    for each in taken:
        depths[each] = depths[each.parent] + 1 if isinstance(each.parent, TakenComment) else 0
        waves.setdefault(depths[each], []).append(each)
    for _depth, wave in sorted(waves.items()):
        rows = Comment.objects.bulk_create((_comment(each, made) for each in wave), ROWS)
        made |= zip(wave, rows, strict=True)
    for each, comment in made.items():
        comment.created_at = each.written_at
    Comment.objects.bulk_update(made.values(), ["created_at"], ROWS)
    return [made[each] for each in taken]


def _comment(taken: TakenComment, made: dict[TakenComment, Comment]) -> Comment:
    parent = made[taken.parent] if isinstance(taken.parent, TakenComment) else taken.parent
    html = render_comment(taken.body)
    return Comment(
        post=taken.post, author=taken.author, parent=parent, body=taken.body, body_html=html
    )


def settle_taken(posts: Sequence[Post]) -> None:
    """Give posts, whose rows are new or locked, their dates, their totals of comments and their ranks."""
    live = Comment.objects.live().filter(post__in=posts).order_by()
    counts = dict(live.values_list("post").annotate(Count("pk")))
    ranks = ranks_of(post.pk for post in posts)
    for post in posts:
        post.comment_count = counts.get(post.pk, 0)
        post.score, post.hotness = ranks.get(post.pk, (post.score, post.hotness))
    Post.objects.bulk_update(posts, ["created_at", "comment_count", "score", "hotness"])
    shown.tell_changed(*(post.pk for post in posts))


@transaction.atomic
def show_picture(post_pk: int, *, url: str, image: Image, is_lead: bool) -> None:
    """Put a picture of ours where a post named one elsewhere; a post that is gone or changed meanwhile is left alone."""
    post = Post.objects.select_for_update(of=("self",)).filter(pk=post_pk).first()
    if post is None:
        return
    if is_lead and post.lead_image_id is None:
        Post.objects.filter(pk=post_pk).update(lead_image=image)
    before = post.body
    post.body = before.replace(f"]({url}", f"]({image.url}")
    if post.body != before:
        post.body_html = with_twins(render_article(post.body))
        Revision.objects.filter(post=post, body=before).update(body=post.body)
        post.save(update_fields=["body", "body_html"])
    refresh_hotness(post_pk)
