"""Comments of the demo site: written in bulk, judged and counted by the feed's own functions."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final, NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import TrustLevel, User
from demo.reading import CommentText, Content
from demo.services.people import MODERATOR
from demo.services.posts import Desk
from feed.models import Comment, CommentStatus, CommentVote, Post
from feed.ranking.confidence import confidence
from feed.services.ranking import refresh_hotness
from feed.spam.submission import Submission
from feed.spam.verdict import Action, judge
from feed.text.markdown import render_comment
from moderation.models import Reason
from moderation.services.comments import hide_comment

# Of votes that find a comment helpful, and of others: the larger, the fewer.
RATES: Final = (0.5, 3.0)


class Place(NamedTuple):
    """Where a comment stands: the key of its post, and its number under it."""

    post: str
    number: int


def add_comments(content: Content, *, desk: Desk) -> None:
    """All comments, the ones that are answered before their answers; then what was counted under each post."""
    made: dict[Place, Comment] = {}
    levels = max((comment.depth for _place, comment in _all(content)), default=-1) + 1
    for depth in range(levels):
        level = [(place, text) for place, text in _all(content) if text.depth == depth]
        rows = Comment.objects.bulk_create(
            _comment(place, text, made=made, desk=desk) for place, text in level
        )
        made.update(zip((place for place, _text in level), rows, strict=True))
    _set_dates(content, made=made, desk=desk)
    _count(desk)
    _hide(content, made=made, desk=desk)
    _judge(content, made=made, desk=desk)


def _all(content: Content) -> Iterator[tuple[Place, CommentText]]:
    for post in content.posts:
        for number, comment in enumerate(post.comments):
            yield Place(post.key, number), comment


def _comment(
    place: Place, text: CommentText, *, made: Mapping[Place, Comment], desk: Desk
) -> Comment:
    author: User = desk.people[text.author]
    verdict = judge(
        Submission(
            title="",
            body=text.body,
            has_standing=author.trust_level > TrustLevel.NEW,
        )
    )
    is_held = verdict.action is Action.HOLD
    return Comment(
        post=desk.posts[place.post],
        author=author,
        parent=None if text.parent is None else made[Place(place.post, text.parent)],
        body=text.body,
        body_html=render_comment(text.body),
        status=CommentStatus.HELD if is_held else CommentStatus.PUBLISHED,
        held_reasons=list(verdict.reasons),
    )


def _set_dates(content: Content, *, made: Mapping[Place, Comment], desk: Desk) -> None:
    """The insert sets the present time, whatever it is given."""
    ages = {post.key: post.age for post in content.posts}
    for place, text in _all(content):
        made[place].created_at = desk.now - ages[place.post] + text.delay
    Comment.objects.bulk_update(made.values(), ["created_at"], batch_size=500)


def _hide(content: Content, *, made: Mapping[Place, Comment], desk: Desk) -> None:
    for place, text in _all(content):
        if text.status == CommentStatus.HIDDEN:
            hide_comment(comment=made[place], actor=desk.people[MODERATOR], reason=Reason.SPAM)


def _count(desk: Desk) -> None:
    live = Comment.objects.live().filter(post=OuterRef("pk")).order_by().values("post")
    counted = live.annotate(total=Count("pk")).values("total")
    Post.objects.update(comment_count=Coalesce(Subquery(counted), 0))
    for post in desk.posts.values():
        refresh_hotness(post.pk)


def _judge(content: Content, *, made: Mapping[Place, Comment], desk: Desk) -> None:
    """What readers found helpful; the dice are the place of the comment. Few are found unhelpful, and rarely by many."""
    readers = [desk.people[member.username] for member in content.members]
    votes = []
    for place, comment in made.items():
        if not comment.is_live:
            continue
        dice = Random(f"{place.post} {place.number}")  # noqa: S311  (guards nothing)
        others = [reader for reader in readers if reader.pk != comment.author_id]
        helpful, unhelpful = (min(len(others) // 2, int(dice.expovariate(rate))) for rate in RATES)
        for number, reader in enumerate(dice.sample(others, helpful + unhelpful)):
            votes.append(CommentVote(comment=comment, member=reader, is_helpful=number < helpful))
        comment.helpful_count, comment.unhelpful_count = helpful, unhelpful
        comment.score = confidence(helpful=helpful, unhelpful=unhelpful)
    CommentVote.objects.bulk_create(votes, batch_size=1_000)
    Comment.objects.bulk_update(
        made.values(), ["helpful_count", "unhelpful_count", "score"], batch_size=500
    )
