"""Posts and comments that were written elsewhere: they keep their dates, nobody is told, and no list calls them new."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from feed.models import Comment, Image, Post, PostStatus, Revision
from feed.pictures.refresh import with_twins
from feed.services.publishing import PostDraft, create_post
from feed.services.ranking import refresh_hotness
from feed.services.revisions import record_revision
from feed.services.standing import Standing, settle_counts, standing_of
from feed.text.markdown import render_article, render_comment


@dataclass(frozen=True)
class TakenComment:
    """A comment to take over. `parent`: one of the same post that was taken over before, or None."""

    author: User
    body: str
    written_at: datetime
    parent: Comment | None = None


@transaction.atomic
def take_over_post(*, author: User, draft: PostDraft, published_at: datetime | None) -> Post:
    """A post as of its own date, or a draft where that is None. Sweepers build its Read More and its share image.

    It is not judged: who may call this vouches for it. The caller has pages made anew (config.freshness.SITE).
    """
    post = create_post(author=author, draft=draft)
    if published_at is None:
        return post
    publish_as_of(post, at=published_at)
    Post.objects.filter(pk=post.pk).update(created_at=published_at, edited_at=published_at)
    refresh_hotness(post.pk)
    return post


def publish_as_of(post: Post, *, at: datetime) -> None:
    """Let a draft have been published at an earlier moment, without a task or a word to anybody."""
    post.status, post.published_at = PostStatus.PUBLISHED, at
    post.read_more_due = post.share_image_due = True
    post.save(update_fields=["status", "published_at", "read_more_due", "share_image_due"])
    record_revision(post, editor=post.author, now=at)
    settle_counts(before=Standing(), after=standing_of(post))


@transaction.atomic
def take_over_comment(post: Post, *, taken: TakenComment) -> Comment:
    """The caller counts (`count_comments`) when all are there."""
    comment = Comment.objects.create(
        post=post,
        author=taken.author,
        parent=taken.parent,
        body=taken.body,
        body_html=render_comment(taken.body),
    )
    Comment.objects.filter(pk=comment.pk).update(created_at=taken.written_at)
    return comment


def count_comments(post: Post) -> None:
    """Bring the post's total and rank into line with what was taken over."""
    count = Comment.objects.live().filter(post=post).count()
    Post.objects.filter(pk=post.pk).update(comment_count=count)
    refresh_hotness(post.pk)


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
