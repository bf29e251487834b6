"""What the feed holds of a member: to be taken along, or erased (accounts.belongings)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.belongings import Belongings, Entry, Media, Rows
from accounts.models import Manner, User
from feed.models import (
    Autosave,
    Bookmark,
    Comment,
    Image,
    Poll,
    PollChoice,
    PollVote,
    Post,
    PostStatus,
    Reaction,
    ReactionTotal,
    Series,
)
from feed.services.commenting import delete_comment
from feed.services.publishing import delete_post
from feed.services.ranking import refresh_hotness
from feed.services.voting import take_back

CHUNK: Final = 200
# With their author's name gone, these go on standing for what he said; what was his alone goes.
ANONYMOUS: Final = frozenset(
    {
        "feed.comment",
        "feed.commentvote",
        "feed.image",
        "feed.pollvote",
        "feed.post",
        "feed.reaction",
        "feed.series",
    }
)
# A deleted comment that others answered keeps its empty place.
EMPTIED: Final = frozenset({"feed.comment"})
POST_FIELDS: Final = (
    "pk",
    "status",
    "title",
    "body",
    "excerpt",
    "language",
    "category__name",
    "created_at",
    "published_at",
    "edited_at",
)
COMMENT_FIELDS: Final = (
    "pk",
    "post",
    "parent",
    "status",
    "body",
    "created_at",
    "edited_at",
)
BOOKMARK_FIELDS: Final = (
    "list__name",
    "post",
    "post__title",
    "note",
    "created_at",
)


def export(member: User) -> Iterator[Entry]:
    """Posts with their source, comments, reactions, bookmarks, drafts in the making, pictures."""
    yield Rows("posts", _rows(Post.objects.by(member).order_by("pk"), *POST_FIELDS))
    yield Rows("comments", _rows(member.comments.order_by("pk"), *COMMENT_FIELDS))
    yield Rows(
        "reactions",
        _rows(member.reactions.order_by("pk"), "post", "post__title", "kind", "created_at"),
    )
    kept = Bookmark.objects.filter(list__member=member).order_by("pk")
    yield Rows("bookmarks", _rows(kept, *BOOKMARK_FIELDS))
    yield Rows("series", _rows(Series.objects.filter(author=member).order_by("pk"), "pk", "title"))
    yield Rows(
        "poll_votes",
        _rows(PollVote.objects.filter(member=member).order_by("pk"), "poll__post", "choice__text"),
    )
    yield Rows(
        "unsaved",
        _rows(Autosave.objects.filter(member=member).order_by("pk"), "post", "fields", "saved_at"),
    )
    yield Rows(
        "pictures",
        _rows(member.images.order_by("pk"), "file", "alt", "caption", "credit", "created_at"),
    )
    for image in member.images.order_by("pk").iterator(CHUNK):
        yield Media(image.file)


def erase(member: User, manner: Manner) -> None:
    """Erase with counts and files in step; each thing in a transaction of its own, so that a failure loses nothing."""
    if manner == Manner.ANONYMISE:
        for post in Post.objects.by(member).exclude(status=PostStatus.PUBLISHED):
            delete_post(post)
        return
    _erase_written(member)
    _erase_given(member)
    for image in Image.objects.filter(owner=member):
        image.delete()


def _erase_written(member: User) -> None:
    for post in Post.objects.by(member).order_by("pk"):
        delete_post(post)
    for comment in Comment.objects.filter(author=member).order_by("-pk"):
        _erase_comment(comment)


def _erase_given(member: User) -> None:
    """What the member gave to what others wrote."""
    for reaction in Reaction.objects.filter(member=member).order_by("pk"):
        _erase_reaction(reaction)
    for vote in PollVote.objects.filter(member=member).order_by("pk"):
        _erase_vote(vote)
    for comment in Comment.objects.filter(votes__member=member).order_by("pk"):
        take_back(comment, member=member)


@transaction.atomic
def _erase_comment(comment: Comment) -> None:
    """The words go; the place too, unless others answered. Newest first, so that one's own answers hold nothing."""
    comment = delete_comment(comment)
    if not comment.replies.exists():
        comment.delete()


@transaction.atomic
def _erase_reaction(reaction: Reaction) -> None:
    """Whatever became of the post, its figures stay true."""
    Post.objects.select_for_update().get(pk=reaction.post_id)
    if not Reaction.objects.filter(pk=reaction.pk).delete()[0]:
        return
    totals = ReactionTotal.objects.filter(post=reaction.post_id, kind=reaction.kind)
    totals.update(count=F("count") - 1)
    Post.objects.filter(pk=reaction.post_id).update(reaction_count=F("reaction_count") - 1)
    refresh_hotness(reaction.post_id)


@transaction.atomic
def _erase_vote(vote: PollVote) -> None:
    Poll.objects.select_for_update().get(pk=vote.poll_id)
    if PollVote.objects.filter(pk=vote.pk).delete()[0]:
        PollChoice.objects.filter(pk=vote.choice_id).update(vote_count=F("vote_count") - 1)
        Poll.objects.filter(pk=vote.poll_id).update(vote_count=F("vote_count") - 1)


def _rows(rows: QuerySet[Any], *fields: str) -> Iterator[Mapping[str, object]]:
    return iter(rows.values(*fields).iterator(CHUNK))


BELONGINGS: Final = Belongings(
    name="feed",
    export=export,
    erase=erase,
    kept={Manner.ANONYMISE: ANONYMOUS, Manner.DELETE: EMPTIED},
)
