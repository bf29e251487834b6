"""The door through which comments, posts and reactions are announced."""

from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import NotificationKind
from accounts.services.notifications import notify
from feed.announcing.recipients import followers_of, recipients_of, unwilling
from feed.announcing.subjects import comment_subject, post_subject
from feed.models import Comment, Post, Reaction

BATCH: Final = 100


def refresh_due() -> int:
    """Announce what is due, at most BATCH of each kind, oldest first; returns how many were."""
    return (
        sum(map(refresh_comment, _due(Comment.objects.all())))
        + sum(map(refresh_post, _due(Post.objects.all())))
        + sum(map(refresh_reaction, _due(Reaction.objects.all())))
    )


def _due(rows: QuerySet[Any]) -> list[int]:
    return list(rows.filter(announce_due=True).order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def refresh_comment(pk: int) -> bool:
    """Announce one comment if that is due; False if it is not.

    The update claims it, in the transaction that writes the notifications: all or none, and nobody is told twice.
    """
    _hold_post(Comment.objects.filter(pk=pk))
    if not Comment.objects.filter(pk=pk, announce_due=True).update(announce_due=False):
        return False
    rows = Comment.objects.live().select_related("post", "parent", "author")
    comment = rows.filter(pk=pk, post__status="published").first()
    if comment:
        _announce_comment(comment)
    return True


@transaction.atomic
def refresh_post(pk: int) -> bool:
    """Announce one post to those who follow its author, category or tags; as `refresh_comment`."""
    if not Post.objects.filter(pk=pk, announce_due=True).update(announce_due=False):
        return False
    post = Post.objects.live().select_related("author").without_text().filter(pk=pk).first()
    if post:
        _announce_post(post)
    return True


@transaction.atomic
def refresh_reaction(pk: int) -> bool:
    """Tell the author of a post of one reaction; as `refresh_comment`."""
    _hold_post(Reaction.objects.filter(pk=pk))
    if not Reaction.objects.filter(pk=pk, announce_due=True).update(announce_due=False):
        return False
    given = Reaction.objects.select_related("post", "member").filter(pk=pk).first()
    if given and given.post.is_live:
        _announce_reaction(given)
    return True


def _hold_post(rows: QuerySet[Any]) -> None:
    """Lock the post of these rows first: who deletes it holds it while notifications go, and only then the rows."""
    posts = Post.objects.filter(pk__in=rows.values("post"))
    list(posts.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def _announce_comment(comment: Comment) -> None:
    """Each member in one way only, the nearest."""
    found = recipients_of(comment)
    for kind, pks in (
        (NotificationKind.MENTION, found.mentioned),
        (NotificationKind.REPLY, found.answered),
        (NotificationKind.THREAD, found.following),
    ):
        notify(
            recipient_pks=pks,
            kind=kind,
            actor=comment.author,
            subject=comment_subject(comment.pk),
            title=comment.post.title,
            url=comment.get_absolute_url(),
        )


def _announce_post(post: Post) -> None:
    found = followers_of(post)
    for kind, pks in (
        (NotificationKind.POST, found.of_author),
        (NotificationKind.FILED, found.of_subjects),
    ):
        notify(
            recipient_pks=pks,
            kind=kind,
            actor=post.author,
            subject=post_subject(post.pk),
            title=post.title,
            url=post.get_absolute_url(),
        )


def _announce_reaction(given: Reaction) -> None:
    """All reactions to one post are gathered in one notification of its author."""
    pks = {given.post.author_id}
    notify(
        recipient_pks=pks - unwilling(pks, post=given.post, actor_pk=given.member_id),
        kind=NotificationKind.REACTION,
        actor=given.member,
        subject=post_subject(given.post_id),
        title=given.post.title,
        url=given.post.get_absolute_url(),
    )
