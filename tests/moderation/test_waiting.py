"""Nothing starves in the queue: what is worst comes first, and whatever waits comes up one day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from feed.models import CampaignStatus, Post, PostStatus, SpamCampaign
from moderation.harm import urgency
from moderation.models import Report, ReportReason
from moderation.selectors.queue import review_queue
from moderation.selectors.waiting import WEIGHED
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


def complain(*pks: int, kind: str = "member", weight: float = 100, code: str = "illegal") -> None:
    reason = ReportReason.objects.get(code=code)
    reporter = User.objects.filter(username="bob").first() or make_member("bob")
    Report.objects.bulk_create(
        Report(
            reporter=reporter, subject_kind=kind, subject_pk=pk, reason=reason, weight=weight
        )
        for pk in pks
    )  # fmt: skip


def fill_the_queue() -> None:
    """More of each source than is weighed: heavy reports, held posts."""
    names = [f"m{number}" for number in range(WEIGHED + 1)]
    members = User.objects.bulk_create(
        User(username=name, email=f"{name}@example.org") for name in names
    )
    complain(*(member.pk for member in members))
    category, author = make_post().category, User.objects.get(username="alice")
    Post.objects.bulk_create(
        Post(author=author, category=category, title="Held", slug="held", status=PostStatus.HELD)
        for _number in range(2 * WEIGHED + 1)
    )


def test_the_worst_is_seen_behind_any_number_and_the_lightest_comes_up_by_waiting() -> None:
    fill_the_queue()
    read, dull = make_post(title="Read by all"), make_member("dull")
    Post.objects.filter(pk=read.pk).update(view_count=1000)
    complain(read.pk, kind="post", weight=400, code="spam")
    complain(dull.pk, weight=0, code="off-topic")
    now = timezone.now()

    fresh = [(case.kind, case.pk) for case in review_queue(now=now).cases]
    Report.objects.filter(subject_pk=dull.pk, subject_kind="member").update(
        created_at=now - timedelta(days=60)
    )
    aged = [(case.kind, case.pk) for case in review_queue(now=now).cases]

    assert fresh[0] == ("post", read.pk)
    assert ("member", dull.pk) not in fresh
    assert aged[:2] == [("post", read.pk), ("member", dull.pk)]


def test_an_old_small_campaign_is_weighed_among_a_hundred_larger_ones() -> None:
    small = SpamCampaign.objects.create(sample="Small", post_count=3, author_count=2)
    SpamCampaign.objects.filter(pk=small.pk).update(found_at=timezone.now() - timedelta(days=90))
    SpamCampaign.objects.bulk_create(
        SpamCampaign(sample="Large", post_count=9, author_count=3, status=CampaignStatus.FOUND)
        for _number in range(WEIGHED)
    )

    [first, *_others] = review_queue(now=timezone.now()).cases

    assert (first.kind, first.pk) == ("campaign", small.pk)


def test_a_day_of_waiting_weighs_as_much_as_a_reader_an_hour() -> None:
    assert urgency(harm=0, waited=timedelta(days=12)) == pytest.approx(12)
    assert urgency(harm=5, waited=timedelta(hours=12)) == pytest.approx(5.5)
    assert urgency(harm=5, waited=timedelta(hours=-12)) == pytest.approx(5)
