"""The review queue: all that waits, worst first, decided where it stands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from feed.models import CampaignStatus, PendingEdit, Post, SpamCampaign
from moderation import services
from moderation.models import (
    Appeal,
    AppealMessage,
    Claim,
    Decision,
    Reason,
    Report,
    ReportReason,
    ReportState,
)
from moderation.services.appealing import open_appeal
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

QUEUE = "/admin/queue/"
SPAM = "Best price! Book now on WhatsApp +31 20 555 01 23 https://a.example https://b.example"


def cases(client: Client) -> list[Any]:
    return [row["case"] for row in client.get(QUEUE).context["rows"]]


def press(client: Client, case: str, deed: str, **why: str) -> list[str]:
    response = client.post(QUEUE, {"case": case, "deed": deed, "reason": "spam"} | why)
    assert (response.status_code, response.headers["Location"]) == (302, QUEUE)
    return [str(message) for message in get_messages(response.wsgi_request)]


def make_held() -> Post:
    return make_post(author=make_member("mallory", trust_level=0), body=SPAM)


def complain(kind: str, pk: int, *, weight: float = 1, code: str = "spam") -> Report:
    reason = ReportReason.objects.get(code=code)
    return Report.objects.create(
        reporter=make_member(), subject_kind=kind, subject_pk=pk, reason=reason, weight=weight
    )


def test_everything_that_waits_stands_in_one_list(mona: Client) -> None:
    held, post, comment = make_held(), make_post(), make_comment()
    member = make_member("bob")
    for kind, pk in (("post", post.pk), ("comment", comment.pk), ("member", member.pk)):
        complain(kind, pk)
    edit = PendingEdit.objects.create(post=post, editor=post.author, changes={"body": "New."})
    campaign = SpamCampaign.objects.create(sample="movers in …", author_count=3)

    found = {(case.kind, case.pk) for case in cases(mona)}

    assert found == {
        ("post", held.pk), ("post", post.pk), ("comment", comment.pk),
        ("member", member.pk), ("edit", edit.pk), ("campaign", campaign.pk),
    }  # fmt: skip
    assert mona.get(QUEUE).context["queue"].waiting_count == len(found)


def test_what_is_read_most_comes_first(mona: Client) -> None:
    quiet, loud = make_post(), make_post()
    Post.objects.filter(pk=loud.pk).update(view_count=5000)
    complain("post", quiet.pk)
    complain("post", loud.pk)

    assert [case.pk for case in cases(mona)] == [loud.pk, quiet.pk]


def test_a_held_post_with_reports_waits_once(mona: Client) -> None:
    complain("post", make_held().pk)

    assert len(cases(mona)) == 1
    assert mona.get(QUEUE).context["queue"].waiting_count == 1


@pytest.mark.parametrize(
    ("deed", "status", "reason"), [("release", "published", "in_order"), ("hide", "hidden", "spam")]
)
def test_a_button_decides_and_leads_back(mona: Client, deed: str, status: str, reason: str) -> None:
    post = make_held()

    assert press(mona, f"post:{post.pk}", deed) == ["1 decision recorded."]

    post.refresh_from_db()
    assert (post.status, Decision.objects.get().reason_id) == (status, reason)
    assert not cases(mona)
    assert not Claim.objects.exists()


def test_reports_about_a_member_are_dismissed(mona: Client) -> None:
    report = complain("member", make_member("bob").pk)

    press(mona, f"member:{report.subject_pk}", "keep")

    report.refresh_from_db()
    assert report.state == ReportState.DISMISSED
    assert not cases(mona)


def test_a_campaign_that_is_none_is_found_in_order(mona: Client) -> None:
    campaign = SpamCampaign.objects.create(sample="movers in …", author_count=3)

    press(mona, f"campaign:{campaign.pk}", "clear")

    campaign.refresh_from_db()
    assert campaign.status == CampaignStatus.CLEARED
    assert Decision.objects.get().verb == "keep"


def test_what_another_moderator_reads_is_not_decided(mona: Client) -> None:
    post, other = make_held(), Client()
    other.force_login(make_moderator("max"))
    press(other, f"post:{post.pk}", "claim")

    assert press(mona, f"post:{post.pk}", "release") == ["max is looking at it. Take the next one."]
    assert Post.objects.get().is_held
    assert "max is looking at it" in mona.get(QUEUE).content.decode()

    press(other, f"post:{post.pk}", "let_go")
    assert press(mona, f"post:{post.pk}", "release") == ["1 decision recorded."]


def test_the_case_shows_its_author_and_what_the_filter_saw(mona: Client) -> None:
    make_held()

    (case,) = cases(mona)

    assert case.author == User.objects.get(username="mallory")
    assert case.evidence
    assert case.record.published_count == 0


def test_markup_in_a_case_stays_text(mona: Client) -> None:
    post = make_post(title="<script>alert(1)</script>", body="<script>alert(2)</script>")
    complain("post", post.pk)

    assert "<script>alert(" not in mona.get(QUEUE).content.decode()


@pytest.mark.parametrize("case", ["", "post:", "post:-1", "post:x", "user:1", "post:" + "9" * 30])
def test_a_case_that_no_page_offers_is_refused(mona: Client, case: str) -> None:
    assert mona.post(QUEUE, {"case": case, "deed": "hide"}).status_code == 400


def test_a_deed_that_no_page_offers_is_refused(mona: Client) -> None:
    assert mona.post(QUEUE, {"case": f"post:{make_post().pk}", "deed": "burn"}).status_code == 400


def test_a_case_that_is_gone_is_said_to_be(mona: Client) -> None:
    assert press(mona, "post:123456", "hide") == ["It is no longer here."]


@pytest.mark.parametrize(
    ("role", "expected"),
    [("administrator", 200), ("moderator", 200), ("sponsor manager", 200), ("member", 403)],
)
def test_the_queue_is_for_who_decides_about_something(
    sign_in: Callable[[str], Client], role: str, expected: int
) -> None:
    assert sign_in(role).get(QUEUE, follow=True).status_code == expected


def test_thirty_cases_take_no_more_queries_than_one(mona: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert mona.get(QUEUE).status_code == 200
        return len(captured)

    complain("post", make_post(author=make_member("author0")).pk)
    mona.get(QUEUE)
    one = queries()
    for number in range(1, 30):
        complain("post", make_post(author=make_member(f"author{number}")).pk)

    assert len(cases(mona)) == 30
    assert queries() <= one
    assert (
        one <= 29
    )  # one of them for members whose own words are doubted, one for the reasons to choose from


def test_an_appeal_waits_in_the_queue_and_another_moderator_answers_it(
    mona: Client, ada: Client
) -> None:
    post = make_post()
    decision = services.hide_post(post=post, actor=make_moderator(), reason=Reason.SPAM)
    assert decision
    appeal = open_appeal(decision, member=post.author, words="I sell nothing.")
    case = f"appeal:{appeal.pk}"
    page = f"/admin/moderation/appeal/{appeal.pk}/change/"

    listed = mona.get("/admin/queue/").text
    mine = mona.get(page).text
    skipped = mona.post("/admin/queue/run/", {"deed": "start"}, follow=True).context["row"]
    User.objects.filter(username="ada").update(is_active=False)
    alone = mona.get("/admin/queue/").text
    User.objects.filter(username="ada").update(is_active=True)
    refused = mona.post(
        "/admin/queue/", {"case": case, "deed": "overturn", "note": "Ok"}, follow=True
    )
    silent = ada.post("/admin/queue/", {"case": case, "deed": "overturn"}, follow=True)
    asked = ada.post(page, {"decide_say": "", "note": "What do you do?"}, follow=True)
    ada.post("/admin/queue/", {"case": case, "deed": "overturn", "note": "You are right."})

    assert "I sell nothing." in listed
    assert "another moderator answers" in listed
    assert "another moderator answers" in mine
    assert "decide_overturn" not in mine
    assert skipped is None  # five minutes are for what one may decide
    assert "there is no second moderator" in alone
    assert "another moderator answers" in refused.text
    assert "Write to the member why" in silent.text
    assert "the appeal stays open" in asked.text
    assert "decision recorded" not in asked.text
    assert Appeal.objects.get().state == "overturned"
    assert [each.words for each in AppealMessage.objects.order_by("pk")] == [
        "I sell nothing.",
        "What do you do?",
        "You are right.",
    ]
    assert Post.objects.get().is_live
    assert "What do you do?" in mona.get(page).text
    assert "I sell nothing." not in mona.get("/admin/queue/").text


def test_the_list_of_reports_calls_things_by_their_names(mona: Client) -> None:
    post, comment, member = (
        make_post(title="Tulips"),
        make_comment(body="Bees."),
        make_member("bob"),
    )
    for kind, pk in (("post", post.pk), ("comment", comment.pk), ("member", member.pk)):
        complain(kind, pk)
    complain("post", 987_654)

    page = mona.get("/admin/moderation/report/").text

    for words in ("post: Tulips", "comment: Bees.", "member: bob", "post: 987654"):
        assert f">{words}</a>" in page
