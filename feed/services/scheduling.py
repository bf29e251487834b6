"""Publishing later, on time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feed.access import require_voice
from feed.errors import DailyLimitError, NotPossibleError, TooMuchInTextError
from feed.models import Post, PostStatus
from feed.services.limits import OVER_LIMIT
from feed.services.publishing import hold_post, publish_post

# Beat looks every few seconds; a heap of due posts is worked off in parts, so that no task runs long.
BATCH = 50
MAX_AHEAD = timedelta(days=366)


def require_future(at: datetime, *, now: datetime | None = None) -> None:
    """Raises NotPossibleError: `at` is past, or further ahead than anybody plans."""
    now = now or timezone.now()
    if at <= now:
        raise NotPossibleError(_("This time is already past. Choose a later one, or publish now."))
    if at > now + MAX_AHEAD:
        raise NotPossibleError(_("This time is more than a year ahead. Choose an earlier one."))


@transaction.atomic
def schedule_post(post: Post, *, at: datetime, now: datetime | None = None) -> Post:
    """Let beat publish a draft at `at` (aware); a scheduled post may be given another time.

    Raises:
        SilencedError: moderators let the author only read.
        NotPossibleError: the time is past or more than a year ahead, or the post is not a draft.
    """
    require_voice(post.author)
    require_future(at, now=now)
    waiting = (PostStatus.DRAFT, PostStatus.SCHEDULED)
    changed = Post.objects.filter(pk=post.pk, status__in=waiting).update(
        status=PostStatus.SCHEDULED, scheduled_for=at
    )
    if not changed:
        raise NotPossibleError(_("Only a draft can be scheduled."))
    post.refresh_from_db()
    return post


def publish_due(*, now: datetime | None = None) -> int:
    """Publish what is scheduled for this moment or earlier, at most BATCH; returns how many.

    What a silenced or suspended member scheduled waits until the sanction ends; what is more than the author's level
    allows in a day, until that day is over; what holds more links than it allows, for a moderator.
    Safe to run twice and at once: a post that is no longer scheduled when its row is locked is left alone.
    """
    now = now or timezone.now()
    due = (
        Post.objects.scheduled()
        .filter(scheduled_for__lte=now, author__is_active=True)
        .exclude(author__silenced_until__gt=now)
        .exclude(author__suspended_until__gt=now)
        .order_by("scheduled_for", "pk")
    )
    return sum(_publish(pk, now) for pk in due.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _publish(pk: int, now: datetime) -> bool:
    rows = Post.objects.select_for_update(of=("self",), skip_locked=True).select_related("author")
    post = rows.filter(pk=pk, status=PostStatus.SCHEDULED, scheduled_for__lte=now).first()
    if post is None:
        return False
    try:
        publish_post(post, actor=post.author, now=post.scheduled_for)
    except DailyLimitError as error:
        Post.objects.filter(pk=pk).update(scheduled_for=error.again_at)
        return False
    except TooMuchInTextError:
        hold_post(post, reasons=[OVER_LIMIT])
    return True
