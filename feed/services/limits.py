"""What a member's trust level allows, in one text and in a day; moderators write as they need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext_lazy

from accounts.models import Deed, TrustRule, User
from accounts.selectors import trust_rule_of, trust_rules
from accounts.services.spending import spend
from feed.errors import DailyLimitError, TooMuchInTextError
from feed.text.amounts import Amounts


@dataclass(frozen=True)
class Limit:
    """A column of the table of trust levels. `words`: what a level allows, with `%(limit)s` and `%(level)s`."""

    column: str
    words: Callable[[int], Promise | str]

    def of(self, rule: TrustRule) -> int:
        limit: int = getattr(rule, self.column)
        return limit


DAILY: Final[dict[str, Limit]] = {
    Deed.POST: Limit("posts_per_day", lambda count: ngettext_lazy(
        "At your level, %(level)s, you can publish %(limit)s post in 24 hours.",
        "At your level, %(level)s, you can publish %(limit)s posts in 24 hours.", count)),
    Deed.COMMENT: Limit("comments_per_day", lambda count: ngettext_lazy(
        "At your level, %(level)s, you can write %(limit)s comment in 24 hours.",
        "At your level, %(level)s, you can write %(limit)s comments in 24 hours.", count)),
    Deed.EDIT: Limit("edits_per_day", lambda count: ngettext_lazy(
        "At your level, %(level)s, you can change what readers see %(limit)s time in 24 hours.",
        "At your level, %(level)s, you can change what readers see %(limit)s times in 24 hours.", count)),
    Deed.REACTION: Limit("reactions_per_day", lambda count: ngettext_lazy(
        "At your level, %(level)s, you can react %(limit)s time in 24 hours.",
        "At your level, %(level)s, you can react %(limit)s times in 24 hours.", count)),
}  # fmt: skip
IN_TEXT: Final[dict[str, Limit]] = {
    "links": Limit("links_per_text", lambda count: ngettext_lazy(
        "At your level, %(level)s, a text can have %(limit)s link; yours has %(count)s.",
        "At your level, %(level)s, a text can have %(limit)s links; yours has %(count)s.", count)),
    "images": Limit("images_per_text", lambda count: ngettext_lazy(
        "At your level, %(level)s, a text can have %(limit)s picture; yours has %(count)s.",
        "At your level, %(level)s, a text can have %(limit)s pictures; yours has %(count)s.", count)),
    "mentions": Limit("mentions_per_text", lambda count: ngettext_lazy(
        "At your level, %(level)s, a comment can mention %(limit)s member; yours mentions %(count)s.",
        "At your level, %(level)s, a comment can mention %(limit)s members; yours mentions %(count)s.", count)),
}  # fmt: skip
# As the name of a rule, for a scheduled post that its author cannot mend at that moment.
OVER_LIMIT: Final = gettext_noop("More than the author’s level allows")
TAKE_OUT: Final = gettext_lazy("Take some out, then send it again.")


def count_deed(member: User, deed: Deed, *, now: datetime | None = None) -> None:
    """Count one deed of today's.

    Raises:
        DailyLimitError: the member's level allows no more in these 24 hours.
    """
    if member.is_moderator:
        return
    now = now or timezone.now()
    rule, limit = trust_rule_of(member), DAILY[deed]
    again_at = spend(member, deed=deed, limit=limit.of(rule), now=now)
    if again_at is None:
        return
    wait = _("You can go on in %(wait)s.") % {"wait": timeuntil(again_at, now)}
    words = " ".join(filter(None, (_allowed(rule, limit), wait, _way_up(rule, limit))))
    raise DailyLimitError(words, again_at=again_at)


def require_moderate(member: User, amounts: Amounts) -> None:
    """Raises TooMuchInTextError: a text holds more links, pictures or mentions than the member's level allows."""
    if member.is_moderator:
        return
    rule = trust_rule_of(member)
    for name, limit in IN_TEXT.items():
        count = getattr(amounts, name)
        if count > limit.of(rule):
            words = (_allowed(rule, limit, count), str(TAKE_OUT), _way_up(rule, limit))
            raise TooMuchInTextError(" ".join(filter(None, words)))


def _allowed(rule: TrustRule, limit: Limit, count: int = 0) -> str:
    figures = {"level": rule, "limit": limit.of(rule), "count": count}
    return str(limit.words(limit.of(rule))) % figures


def _way_up(rule: TrustRule, limit: Limit) -> str:
    """What the next level that allows more takes; "" at the top."""
    more = [
        each
        for each in trust_rules().values()
        if each.level > rule.level and limit.of(each) > limit.of(rule)
    ]
    if not more:
        return ""
    above = min(more, key=lambda each: each.level)
    figures = {"level": above, "limit": limit.of(above)}
    if not above.is_reached:
        return _("The level %(level)s allows %(limit)s; moderators give it.") % figures
    figures |= {
        "days": above.needs_days,
        "read": above.needs_read,
        "written": above.needs_written,
        "liked": above.needs_appreciated,
    }
    return (
        _(
            "The level %(level)s allows %(limit)s. You reach it by yourself: days as a member %(days)s, posts read %(read)s, posts and comments that stand %(written)s, reactions received %(liked)s."
        )
        % figures
    )
