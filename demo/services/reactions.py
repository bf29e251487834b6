"""What readers of the demo site felt and answered: in bulk, and counted as the feed's own services count."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from random import Random
from typing import Final

from accounts.models import User
from demo.reading import Content, PollText, PostText
from demo.services.posts import Desk
from feed.models import Poll, PollChoice, PollVote, Post, Reaction, ReactionKind, ReactionTotal
from feed.services.polling import PollTerms, set_poll

# One reader in so many of the square root of a post's views reacts: a town's paper has thousands of readers, the demo fifteen.
SQUARE_ROOT_SHARE: Final = 8
# Most approve; fewer say what it did to them.
ODDS: Final = {
    ReactionKind.LIKE: 8,
    ReactionKind.THANKS: 3,
    ReactionKind.INSIGHT: 3,
    ReactionKind.MOVED: 2,
    ReactionKind.FUNNY: 2,
}


def add_reactions(content: Content, *, desk: Desk) -> None:
    """Reactions to every published post, and votes in every poll; the dice are the post's key."""
    readers = [desk.people[member.username] for member in content.members]
    for text in content.posts:
        if text.status == "published":
            _react(text, post=desk.posts[text.key], readers=readers)
        if text.poll:
            _ask(text.poll, post=desk.posts[text.key], readers=readers, desk=desk)


def _react(text: PostText, *, post: Post, readers: Sequence[User]) -> None:
    dice = Random(text.key)  # noqa: S311  (guards nothing)
    others = [reader for reader in readers if reader.pk != post.author_id]
    number = min(len(others), round(sqrt(text.views) / SQUARE_ROOT_SHARE))
    kinds = dice.choices(list(ODDS), weights=list(ODDS.values()), k=number)
    given = zip(dice.sample(others, number), kinds, strict=True)
    Reaction.objects.bulk_create(
        Reaction(post=post, member=reader, kind=kind) for reader, kind in given
    )
    ReactionTotal.objects.bulk_create(
        ReactionTotal(post=post, kind=kind, count=count) for kind, count in Counter(kinds).items()
    )
    Post.objects.filter(pk=post.pk).update(reaction_count=number)


def _ask(text: PollText, *, post: Post, readers: Sequence[User], desk: Desk) -> None:
    terms = PollTerms(
        text.question,
        tuple(answer for answer, _votes in text.answers),
        closes_at=desk.now + text.closes if text.closes else None,
    )
    poll = set_poll(post=post, terms=terms, now=desk.now)
    choices = list(poll.choices.all())
    answered = [
        choice
        for choice, (_answer, votes) in zip(choices, text.answers, strict=True)
        for _vote in range(votes)
    ]
    PollVote.objects.bulk_create(
        PollVote(poll=poll, choice=choice, member=reader)
        for reader, choice in zip(readers, answered, strict=False)
    )
    for choice, (_answer, votes) in zip(choices, text.answers, strict=True):
        PollChoice.objects.filter(pk=choice.pk).update(vote_count=votes)
    Poll.objects.filter(pk=poll.pk).update(vote_count=len(answered))
