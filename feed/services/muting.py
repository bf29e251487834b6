"""Keeping things out of one's own sight.

What a mute does to lists is `PostQuerySet.wanted_by`; to news, `feed.announcing`: of what is muted none comes any more, and
what came goes.
"""

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feed.access import MAX_PK
from feed.announcing.subjects import take_back_muted
from feed.errors import NotPossibleError
from feed.models import Category, Mute, Tag
from feed.models.mute import KEYWORD_LENGTH
from feed.services.for_you import forget_ranking
from feed.text.plain import one_line

# More than anybody means to mute; each one is looked at for each row of a list.
MAX_KEYWORDS: Final = 50

Mutable = User | Category | Tag


def set_muted(member: User, *, subject: Mutable, is_on: bool) -> bool:
    """Mute something, or no longer. False if it was so already.

    Raises:
        NotPossibleError: it is oneself.
    """
    if subject == member:
        raise NotPossibleError(_("You cannot mute yourself."))
    target = {"author" if isinstance(subject, User) else subject._meta.model_name: subject}
    return _set(member, target, is_on=is_on)


def mute_keyword(member: User, *, keyword: str) -> bool:
    """Mute all posts with these words in their title or text. False if it was so already.

    Raises:
        NotPossibleError: there is nothing in it to look for, or the member mutes as many as can be.
    """
    keyword = one_line(keyword).casefold()[:KEYWORD_LENGTH].strip()
    if not any(letter.isalnum() for letter in keyword):
        raise NotPossibleError(
            _("Write a word with letters or digits; punctuation alone mutes nothing.")
        )
    if Mute.objects.filter(member=member).exclude(keyword="").count() >= MAX_KEYWORDS:
        raise NotPossibleError(_("You mute as many words as can be. Unmute one first."))
    return _set(member, {"keyword": keyword}, is_on=True)


def unmute(member: User, *, pk: int) -> bool:
    """Lift one of one's own mutes. False if it was gone already."""
    is_gone = bool(Mute.objects.filter(member=member, pk=min(pk, MAX_PK)).delete()[0])
    if is_gone:
        forget_ranking(member)
    return is_gone


@transaction.atomic
def _set(member: User, target: dict[Any, Any], *, is_on: bool) -> bool:
    if is_on:
        is_changed = Mute.objects.get_or_create(member=member, **target)[1]
        if is_changed:
            take_back_muted(member, author=target.get("author"))
    else:
        is_changed = bool(Mute.objects.filter(member=member, **target).delete()[0])
    if is_changed:
        forget_ranking(member)
    return is_changed
