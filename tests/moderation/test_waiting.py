"""Nothing starves in the queue: what is worst comes first, and whatever waits comes up one day."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from feed.models import (
    CampaignStatus,
    Judgement,
    Post,
    PostStatus,
    RuleHit,
    SpamCampaign,
    TemplatePrint,
    WrittenRule,
)
from moderation import services
from moderation.harm import urgency
from moderation.models import Reason, Report, ReportReason
from moderation.selectors.queue import SHOWN, review_queue
from moderation.selectors.worst import (
    worst_appeals,
    worst_campaigns,
    worst_comments,
    worst_members,
    worst_posts,
)
from moderation.services.appealing import open_appeal
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


MANY: Final = 120
CHOSEN: Final[Mapping[str, Callable[..., Any]]] = {
    "post": worst_posts,
    "comment": worst_comments,
    "member": worst_members,
    "campaign": worst_campaigns,
    "appeal": worst_appeals,
}


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
    """Hundreds of heavy reports, and of held posts."""
    names = [f"m{number}" for number in range(MANY)]
    members = User.objects.bulk_create(
        User(username=name, email=f"{name}@example.org") for name in names
    )
    complain(*(member.pk for member in members))
    category, author = make_post().category, User.objects.get(username="alice")
    Post.objects.bulk_create(
        Post(author=author, category=category, title="Held", slug="held", status=PostStatus.HELD)
        for _number in range(2 * MANY)
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


def test_no_case_stands_behind_hundreds_that_are_only_heavier_or_only_older() -> None:
    """It is neither among the heaviest nor among the oldest, but the sum of both puts it first."""
    now = timezone.now()
    names = [f"m{number}" for number in range(2 * MANY)]
    members = User.objects.bulk_create(
        User(username=name, email=f"{name}@example.org") for name in names
    )
    heavy, old = members[:MANY], members[MANY:]
    complain(*(member.pk for member in heavy), weight=100, code="spam")
    complain(*(member.pk for member in old), weight=0.5, code="spam")
    Report.objects.filter(weight=0.5).update(created_at=now - timedelta(days=3))
    between, asked = make_post(title="Between"), make_post(title="Asked about by a rule")
    complain(between.pk, kind="post", weight=4, code="spam")
    Report.objects.filter(subject_kind="post").update(created_at=now - timedelta(days=1))
    rule, other = WrittenRule.objects.create(name="Tulips", action="notify"), make_post()
    hit = {"rule": rule, "kind": "post", "is_open": True, "hit_at": now}
    RuleHit.objects.bulk_create(
        RuleHit(version=number, subject_pk=other.pk, **hit) for number in range(MANY)
    )
    RuleHit.objects.create(version=1, subject_pk=asked.pk, **hit)
    Post.objects.filter(pk__in=[between.pk, asked.pk]).update(view_count=20)

    first, second, *_others = review_queue(now=now).cases

    assert [(case.kind, case.pk) for case in (first, second)] == [
        ("post", between.pk), ("post", asked.pk),
    ]  # fmt: skip


def make_one_of_each(now: datetime) -> None:
    """Texts in each state, with whatever can be known about them; a member, a campaign, two appeals."""
    mona = make_moderator()
    rule = WrittenRule.objects.create(name="Tulips", action="notify")
    live, hidden, held, unjudged = (make_post() for _number in range(4))
    comment, waiting, member = make_comment(post=live), make_comment(post=live), make_member("dora")
    published = now - timedelta(hours=30)
    Post.objects.update(view_count=700, published_at=published, created_at=published)
    for status, pks in (("hidden", [hidden.pk]), ("held", [held.pk, unjudged.pk])):
        Post.objects.filter(pk__in=pks).update(status=status)
    type(comment).objects.filter(pk=waiting.pk).update(status="held")
    reported = {"post": [live.pk, hidden.pk], "comment": [comment.pk], "member": [member.pk]}
    for kind, pk in ((kind, pk) for kind, pks in reported.items() for pk in pks):
        complain(pk, kind=kind, weight=3, code="abuse")
        RuleHit.objects.create(
            rule=rule, version=1, kind=kind.replace("member", "profile"), subject_pk=pk,
            is_open=True, hit_at=now - timedelta(days=2),
        )  # fmt: skip
    Judgement.objects.all().delete()
    doubts = {"post": [held.pk, live.pk], "profile": [member.pk], "name": [member.pk]}
    Judgement.objects.bulk_create(
        Judgement(
            kind=kind, subject_pk=pk, probability=chance, is_open=kind != "post",
            judged_at=now - timedelta(days=chance * 5),
        )
        for kind, pks in doubts.items()
        for pk, chance in zip(pks, (0.9, 0.7), strict=False)
    )  # fmt: skip
    found_at = now - timedelta(hours=9)
    movers = SpamCampaign.objects.create(sample="Movers", author_count=5, found_at=found_at)
    TemplatePrint.objects.filter(post=live).update(campaign=movers)
    for name, act in {"erin": services.suspend_member, "finn": services.warn_member}.items():
        decision = act(member=make_member(name), actor=mona, reason=Reason.SPAM)
        assert decision
        open_appeal(decision, member=User.objects.get(username=name), words="I sell nothing.")


def test_what_postgresql_chooses_by_is_what_the_list_is_ordered_by() -> None:
    """One formula, told twice: whatever is known about a case, both come to the same."""
    now = timezone.now()
    make_one_of_each(now)

    chosen = {
        f"{kind}:{row.pk}": row.urgency
        for kind, choose in CHOSEN.items()
        for row in choose(Q(), now=now)
    }

    cases = review_queue(now=now).cases
    assert {case.key: pytest.approx(case.urgency(now=now)) for case in cases} == chosen
    assert len(chosen) == 10


def test_who_skips_everything_that_is_shown_comes_to_what_lies_behind() -> None:
    shown = [make_member(f"m{number}").pk for number in range(SHOWN + 1)]
    complain(*shown)

    left = review_queue(
        now=timezone.now(), without=frozenset(f"member:{pk}" for pk in shown[1:])
    ).cases

    assert [case.pk for case in left] == shown[:1]


def test_a_crowd_about_one_case_hides_no_complaint_about_another() -> None:
    crowded, other = make_post(), make_post()
    complain(other.pk, kind="post", weight=0, code="illegal")
    reason = ReportReason.objects.get(code="off-topic")
    crowd = User.objects.bulk_create(User(username=f"m{number}") for number in range(SHOWN * 10))
    Report.objects.bulk_create(
        Report(reporter=each, subject_kind="post", subject_pk=crowded.pk, reason=reason)
        for each in crowd
    )

    cases = {case.pk: case for case in review_queue(now=timezone.now()).cases}

    assert [str(each.reason) for each in cases[other.pk].reports] == [
        str(ReportReason.objects.get(code="illegal"))
    ]
    assert len(cases[crowded.pk].reports) + cases[crowded.pk].other_reports == SHOWN * 10
    assert len(cases[crowded.pk].reports) < SHOWN


def test_an_old_small_campaign_is_weighed_among_a_hundred_larger_ones() -> None:
    small = SpamCampaign.objects.create(sample="Small", post_count=3, author_count=2)
    SpamCampaign.objects.filter(pk=small.pk).update(found_at=timezone.now() - timedelta(days=90))
    SpamCampaign.objects.bulk_create(
        SpamCampaign(sample="Large", post_count=9, author_count=3, status=CampaignStatus.FOUND)
        for _number in range(MANY)
    )

    [first, *_others] = review_queue(now=timezone.now()).cases

    assert (first.kind, first.pk) == ("campaign", small.pk)


def test_a_day_of_waiting_weighs_as_much_as_a_reader_an_hour() -> None:
    assert urgency(harm=0, waited=timedelta(days=12)) == pytest.approx(12)
    assert urgency(harm=5, waited=timedelta(hours=12)) == pytest.approx(5.5)
    assert urgency(harm=5, waited=timedelta(hours=-12)) == pytest.approx(5)
