"""What the dashboard says of moderation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.services.signing_up import let_apply
from feed.models import (
    Comment,
    CommentStatus,
    Judgement,
    Post,
    ReadMoreList,
    SpamCampaign,
    TextKind,
)
from moderation import services
from moderation.models import Reason, Report, ReportReason
from moderation.selectors.figures import (
    Figures,
    decisions_per_day,
    moderation_figures,
    spam_views_per_day,
)
from moderation.services.appealing import open_appeal
from sponsors.models import Review
from tests.admin.conftest import make_administrator
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.sponsors.factories import make_creative

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


def test_nothing_yet_is_a_dash_and_no_error(mona: Client) -> None:
    assert moderation_figures(make_moderator(), now=timezone.now()) == Figures(
        None, None, 0, None, None
    )
    assert "–" in mona.get("/admin/").text


def test_the_figures_come_from_the_rows(mona: Client) -> None:
    now, moderator = timezone.now(), make_moderator()
    spam, dull = make_post(), make_post(author=make_member("carl"))
    Post.objects.filter(pk=spam.pk).update(view_count=120)
    ReadMoreList.objects.update_or_create(
        post=dull, defaults={"recommended": [spam.pk], "built_at": now}
    )
    for hours, post in ((4, spam), (30, make_post())):
        report = Report.objects.create(
            reporter=make_member("bob"), subject_kind="post", subject_pk=post.pk,
            reason=ReportReason.objects.all()[0], weight=1,
        )  # fmt: skip
        Report.objects.filter(pk=report.pk).update(created_at=now - timedelta(hours=hours))
    services.hide_post(post=spam, actor=moderator, reason=Reason.SPAM)
    decision = services.hide_post(post=dull, actor=moderator, reason=Reason.OFF_TOPIC)
    assert decision
    appeal = open_appeal(decision, member=dull.author, words="No.")
    services.overturn_appeal(appeal=appeal, actor=make_moderator("mia"), note="Sorry.")

    found = moderation_figures(moderator, now=timezone.now())

    assert found.first_action is not None
    assert found.queue_age is not None
    assert timedelta(hours=3.9) < found.first_action < timedelta(hours=4.1)
    assert timedelta(hours=29.9) < found.queue_age < timedelta(hours=30.1)
    assert (found.spam_views, found.recommended_rate, found.overturned_rate) == (120, 0.5, 1.0)
    assert spam_views_per_day(since=now.date()) == {now.date(): 120}
    assert decisions_per_day(since=now.date()) == {now.date(): 3}
    assert "50%" in mona.get("/admin/").text


def test_the_oldest_case_may_be_of_any_kind() -> None:
    moderator, now, ages = make_administrator(), timezone.now(), list[float]()

    def age() -> float:
        found = moderation_figures(moderator, now=now).queue_age
        return round(found / timedelta(hours=1)) if found else 0

    ages.append(age())
    creative = make_creative(review=Review.WAITING)
    applicant = let_apply(make_member("nora"), words="", reasons=[])
    comment = make_comment()
    Comment.objects.update(status=CommentStatus.HELD)
    campaign = SpamCampaign.objects.create(sample="movers in …")
    doubt = Judgement.objects.create(kind=TextKind.NAME, subject_pk=1, action="hold", is_open=True)
    since = "created_at"
    for hours, row, name in (
        (2, creative, since), (3, applicant, since), (4, comment, since), (5, campaign, "found_at"),
        (6, doubt, "judged_at"),
    ):  # fmt: skip
        type(row).objects.filter(pk=row.pk).update(**{name: now - timedelta(hours=hours)})
        ages.append(age())

    assert ages == [0, 2, 3, 4, 5, 6]
