"""Asking readers, and answering."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from feed import shown
from feed.access import require_voice
from feed.errors import AlreadyVotedError, NotFoundError, NotPossibleError, PollClosedError
from feed.models import Poll, PollChoice, PollVote, Post
from feed.services.locking import lock_post
from feed.services.publishing import judge_again
from feed.services.scheduling import require_future

MIN_ANSWERS = 2
MAX_ANSWERS = 8


@dataclass(frozen=True)
class PollTerms:
    """What an author asks. `answers`: MIN_ANSWERS to MAX_ANSWERS, all different; `closes_at`: aware, None for never."""

    question: str
    answers: tuple[str, ...]
    closes_at: datetime | None = None


@transaction.atomic
def vote(*, post: Post, member: User, choice_pk: int, now: datetime | None = None) -> PollVote:
    """Answer once. The same answer sent again changes nothing.

    The poll's row is locked before the answer's, so that nobody answers what is being changed or has closed.

    Raises:
        SilencedError: moderators let the member only read.
        PollClosedError, AlreadyVotedError: too late; another answer was given before.
        NotPossibleError, NotFoundError: no such answer, or the post is not published; there is no poll.
    """
    require_voice(member)
    poll = _locked(post)
    given = PollVote.objects.filter(poll=poll, member=member).first()
    if given and given.choice_id == choice_pk:
        return given
    if given:
        raise AlreadyVotedError
    if poll.has_closed(now or timezone.now()):
        raise PollClosedError
    if not post.is_live:
        raise NotPossibleError(_("The poll opens when the post is published."))
    if not PollChoice.objects.filter(pk=choice_pk, poll=poll).update(
        vote_count=F("vote_count") + 1
    ):
        raise NotPossibleError(_("Choose one of the answers."))
    Poll.objects.filter(pk=poll.pk).update(vote_count=F("vote_count") + 1)
    shown.tell_changed(post.pk)
    return PollVote.objects.create(poll=poll, choice_id=choice_pk, member=member)


@transaction.atomic
def set_poll(*, post: Post, terms: PollTerms, now: datetime | None = None) -> Poll:
    """Ask, or ask differently; the post is judged again with the new words. Once there are votes only the closing time
    of an open poll changes.

    Raises:
        SilencedError: moderators let the author only read, and the post is no draft.
        NotPossibleError: there are votes, and more than the closing time differs; the time is past; it has closed.
        TextRefusedError: the words point to what moderators have blocked.
    """
    now = now or timezone.now()
    if not post.is_draft:
        require_voice(post.author)
    lock_post(post)
    poll, is_new = Poll.objects.get_or_create(post=post, defaults={"question": terms.question})
    poll = _locked(post)
    if terms.closes_at and terms.closes_at != poll.closes_at:
        require_future(terms.closes_at, now=now)
    if is_new or not _same_words(poll, terms):
        _write(poll, terms)
        if not post.author.is_moderator:
            judge_again(post)
    if poll.vote_count and terms.closes_at != poll.closes_at and poll.has_closed(now):
        raise NotPossibleError(_("The poll has closed, and its result stands."))
    poll.closes_at = terms.closes_at
    poll.save(update_fields=["closes_at"])
    shown.tell_changed(post.pk)
    return poll


@transaction.atomic
def remove_poll(post: Post) -> None:
    """Raises NotPossibleError: there are votes. Raises NotFoundError: there is no poll."""
    poll = _locked(post)
    if poll.vote_count:
        raise NotPossibleError(_("Members have voted already, so the poll stays."))
    poll.delete()
    shown.tell_changed(post.pk)


def _locked(post: Post) -> Poll:
    poll = Poll.objects.select_for_update(no_key=True).filter(post=post).first()
    if poll is None:
        raise NotFoundError
    return poll


def _same_words(poll: Poll, terms: PollTerms) -> bool:
    answers = tuple(poll.choices.values_list("text", flat=True))
    return (poll.question, answers) == (terms.question, terms.answers)


def _write(poll: Poll, terms: PollTerms) -> None:
    if poll.vote_count:
        raise NotPossibleError(
            _("Members have voted already: question and answers stay as they are.")
        )
    poll.question = terms.question
    poll.save(update_fields=["question"])
    poll.choices.all().delete()
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, text=text, position=position)
        for position, text in enumerate(terms.answers)
    )
