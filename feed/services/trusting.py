"""Members rise by reading and contributing; a level is taken away by a moderator's word only."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Invitation, TrustLevel, TrustRule, User
from accounts.services.signing_up import suspended_guest
from config.freshness import touch
from feed import shown
from feed.models import Comment, Post, PostStatus, Reading

# As many members in one transaction; a run that leaves some is followed by another.
BATCH: Final = 200
# So many of the latest answers are looked for; older pages are made anew when they are next changed.
ANSWERED: Final = 2_000


def levels_to_reach() -> "QuerySet[TrustRule]":
    """The levels that members reach by themselves, the highest first, so that nobody rises twice in one run."""
    rules = TrustRule.objects.filter(is_reached=True, level__gt=TrustLevel.NEW)
    return rules.order_by("-level")


@transaction.atomic
def lift_to(rule: TrustRule, *, among: "QuerySet[User]", now: datetime) -> list[User]:
    """Lift at most BATCH members who stand one level below and have done what the rule takes; returns them as they were.

    The rows' locks are the check: of two runs at once, one lifts a member.
    """
    below = {"is_active": True, "trust_level": rule.level - 1}
    due = _deserving(among.filter(**below), rule=rule, now=now).order_by("pk")
    pks = list(due.values_list("pk", flat=True)[:BATCH])
    rows = User.objects.select_for_update().filter(pk__in=pks, **below)
    risen = list(rows.order_by("pk"))
    pks = [member.pk for member in risen]
    User.objects.filter(pk__in=pks).update(trust_level=rule.level)
    settle_trust(pks)
    return risen


def give_level(member: User, *, level: TrustLevel) -> None:
    """Put a member, whose row is locked, on a level by somebody's word; belongs into the caller's transaction."""
    User.objects.filter(pk=member.pk).update(trust_level=level, trust_floor=level)
    settle_trust([member.pk])


def settle_trust(pks: Collection[int]) -> None:
    """After a change of level: what the level keeps from lists, programs, search engines and previews elsewhere, and the
    links in posts and comments, follow it. The rows say what is to be made; the pages are made anew.
    """
    if not pks:
        return
    posts = Post.objects.live().filter(author__in=pks)
    posts.update(share_image_due=True, read_more_due=True)
    answered = Comment.objects.live().filter(author__in=pks).order_by("-pk").values("post")
    shown.tell_changed(
        *posts.values_list("pk", flat=True),
        *set(answered.values_list("post", flat=True)[:ANSWERED]),
    )
    touch(shown.POSTS, *map(shown.member, pks))


def _deserving(members: QuerySet[User], *, rule: TrustRule, now: datetime) -> QuerySet[User]:
    """Those who meet all needs of a rule, of whose posts moderators hide none, and of whose guests none is suspended."""
    guests = Invitation.objects.filter(suspended_guest(now), inviter=OuterRef("pk"))
    hidden = Post.objects.filter(author=OuterRef("pk"), status=PostStatus.HIDDEN)
    read = Reading.objects.filter(member=OuterRef("pk"), read_at__isnull=False)
    posts = Post.objects.live().filter(author=OuterRef("pk"))
    comments = Comment.objects.live().filter(author=OuterRef("pk"))
    return (
        members.filter(
            ~Exists(hidden), ~Exists(guests), date_joined__lte=now - timedelta(days=rule.needs_days)
        )
        .annotate(
            read_count=_total(read, "member", Count("pk")),
            written_count=_total(posts, "author", Count("pk"))
            + _total(comments, "author", Count("pk")),
            appreciated_count=_total(posts, "author", Sum("reaction_count")),
        )
        .filter(
            read_count__gte=rule.needs_read,
            written_count__gte=rule.needs_written,
            appreciated_count__gte=rule.needs_appreciated,
        )
    )


def _total(rows: "QuerySet[Any]", by: str, total: Any) -> Coalesce:
    sums = rows.order_by().values(by).annotate(total=total).values("total")
    return Coalesce(Subquery(sums), 0)
