"""What readers and moderators say about recommendations; it holds from the next build on."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from feed import tasks
from feed.models import NotRelevant, Post, ReadMoreRule, ReadMoreRun
from feed.read_more import rebuild


@transaction.atomic
def call_not_relevant(*, member: User, under: Post, post: Post) -> bool:
    """Take a recommendation from this member's page for good, and count the word against it; False if it was said before."""
    _, is_new = NotRelevant.objects.get_or_create(member=member, under=under, post=post)
    if is_new:
        _make_due(under.pk)
    return is_new


@transaction.atomic
def apply_rule(rule: ReadMoreRule) -> None:
    """Let a rule that was made, changed or taken back take effect: in its list, or in all lists of the site."""
    if rule.under_id is not None:
        _make_due(rule.under_id)
        return
    run = rebuild.open_run(now=timezone.now())
    ReadMoreRun.objects.filter(pk=run.pk).update(started_at=timezone.now())
    tasks.rebuild_read_more.delay_on_commit(run.pk)


def _make_due(post_pk: int) -> None:
    Post.objects.filter(pk=post_pk).update(read_more_due=True)
    tasks.build_read_more.delay_on_commit(post_pk)
