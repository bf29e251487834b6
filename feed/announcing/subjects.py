"""What notifications of the feed are about, by the keys under which they are told and taken back."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from accounts.models import Notification, User
from accounts.services.notifications import (
    erase,
    forget,
    give_back,
    withdraw_all_of,
    withhold,
)
from feed.models import Comment, Post

POST: Final = "post:"
COMMENT: Final = "comment:"
# Older ones than these have been seen long ago.
LOOKED_AT: Final = 2_000


def post_subject(pk: int) -> str:
    return f"{POST}{pk}"


def comment_subject(pk: int) -> str:
    return f"{COMMENT}{pk}"


def forget_post(post: Post) -> None:
    """Nobody is told of a post or of its comments any more: it is gone from its readers."""
    comments = post.comments.values_list("pk", flat=True)
    forget(post_subject(post.pk), *map(comment_subject, comments))


def withhold_post(post: Post) -> None:
    """Nobody is told of a post or of its comments while moderators keep it from its readers."""
    comments = post.comments.values_list("pk", flat=True)
    withhold(post_subject(post.pk), *map(comment_subject, comments))


def give_back_post(post: Post) -> None:
    """What members were told of a post, and of those of its comments that stand, is as it was before it was withheld."""
    comments = post.comments.live().values_list("pk", flat=True)
    give_back(post_subject(post.pk), *map(comment_subject, comments))


def take_back_muted(member: User, *, author: User | None = None) -> int:
    """Take back what a member was told of that he has muted since, sent or not; returns how many notifications went.

    `author`: whom the member has just muted; all that he did to the member goes.
    """
    if author:
        withdraw_all_of(author, recipient=member)
    about = Q(subject__startswith=POST) | Q(subject__startswith=COMMENT)
    told = Notification.objects.filter(about, recipient=member).order_by("-pk")
    subjects = dict(told.values_list("subject", "pk")[:LOOKED_AT])
    posts = _post_pks(subjects)
    wanted = Post.objects.filter(pk__in=set(posts.values())).wanted_by(member)
    kept = set(wanted.values_list("pk", flat=True))
    gone = [subject for subject in subjects if posts.get(subject) not in kept]
    return erase(told.filter(subject__in=gone))


def _post_pks(subjects: Iterable[str]) -> dict[str, int]:
    """The post that each is about; without those whose comment is gone."""
    subjects = list(subjects)
    comments = [int(each.removeprefix(COMMENT)) for each in subjects if each.startswith(COMMENT)]
    found = Comment.objects.filter(pk__in=comments).values_list("pk", "post")
    return {each: int(each.removeprefix(POST)) for each in subjects if each.startswith(POST)} | {
        comment_subject(pk): post_pk for pk, post_pk in found
    }
