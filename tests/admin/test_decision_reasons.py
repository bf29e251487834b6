"""Administrators word the reasons, moderators decide for them, members read them as they were."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from feed.models import Comment, Post, SpamExample
from moderation import services
from moderation.models import Decision, DecisionReason, Reason, Report, ReportReason
from moderation.selectors.figures import moderation_figures
from tests.admin.conftest import page_of
from tests.factories import enter_surely, make_comment, make_member, make_moderator, make_post
from tests.feed.api_client import Program
from tests.meanwhile import meanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

ADD = reverse("admin:moderation_decisionreason_add")
POSTS = reverse("admin:feed_post_changelist")
QUEUE = reverse("moderation-queue")
FARM = {
    "label": "part of a link farm", "code": "link-farm", "explanation": "Links are for readers.",
    "is_spam": "on", "is_offered": "on", "position": "2",
}  # fmt: skip
WITHDRAWN = "Nothing was decided: this reason is no longer offered. Choose another."


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def main_of(response: Any) -> str:
    return str(response.text.partition("<main")[2].partition("</main>")[0])


def test_what_an_administrator_adds_a_moderator_chooses_and_the_member_reads(
    ada: Client, mona: Client, client: Client
) -> None:
    post = make_post(author=make_member("alice"), title="Rope")
    client.force_login(User.objects.get(username="alice"))

    assert ada.post(ADD, FARM).status_code == 302
    press = {"decide_hide": "", "reason": "link-farm", "note": ""}
    assert "part of a link farm" in mona.get(page_of(post)).text
    mona.post(page_of(post), press)
    decision = Decision.objects.get()
    row = DecisionReason.objects.get(pk="link-farm")
    ada.post(page_of(row), FARM | {"label": "a net of links", "explanation": "No nets."})

    statement = main_of(client.get(f"/decisions/{decision.pk}/"))
    assert "Reason: part of a link farm. Links are for readers." in statement
    assert DecisionReason.objects.get(pk="link-farm").label == "a net of links"
    log = client.get("/moderation/log/?reason=link-farm&verb=hide").text
    assert '<option value="link-farm" selected>a net of links</option>' in log
    assert "Part of a link farm" in main_of(client.get("/moderation/log/"))
    assert 'value="privacy"' not in log  # for which nothing was decided
    assert "part of a link farm" in client.get("/moderation/log/feed.json?reason=link-farm").text
    assert "part of a link farm" in mona.get(page_of(decision)).text
    assert list(LogEntry.objects.values_list("user__username", "object_id", "action_flag")) == [
        ("ada", "link-farm", 2), ("ada", "link-farm", 1),
    ]  # fmt: skip


def test_what_an_administrator_withdraws_nobody_chooses_and_everybody_reads(mona: Client) -> None:
    DecisionReason.objects.create(code="link-farm", label="part of a link farm")
    mallory, program = make_member("mallory"), Program(User.objects.get(username="mona"))
    hidden = services.hide_post(
        post=make_post(author=mallory), actor=make_moderator("max"), reason="link-farm"
    )
    post, comment = make_post(), make_comment(author=mallory)
    DecisionReason.objects.filter(pk="link-farm").update(is_offered=False)

    why = {"reason": "link-farm", "note": ""}
    told = [
        said(mona.post(POSTS, {"action": "hide", "_selected_action": [post.pk], **why}))[-1:],
        said(mona.post(QUEUE, {"case": f"post:{post.pk}", "deed": "hide", **why}))[-1:],
        said(mona.post("/admin/queue/author/mallory/", {"verb": "hide", "expected": "1", **why}))[-1:],
    ]  # fmt: skip
    page = mona.post(page_of(post), {"decide_hide": "", **why})
    by_program = program.post("decisions/", {"kind": "post", "subject": post.pk, "deed": "hide", "reason": "link-farm"})  # fmt: skip

    assert told == [[WITHDRAWN]] * 3
    assert "This reason is no longer offered. Choose another." in page.text
    assert by_program.status_code == 400
    assert by_program.json()["errors"][0]["detail"] == f"Choose one of {', '.join(Reason)}."
    assert Decision.objects.count() == 1
    assert (Post.objects.get(pk=post.pk).is_live, Comment.objects.get(pk=comment.pk).is_live) == (True, True)  # fmt: skip
    assert hidden is not None
    answer = program.get(f"decisions/{hidden.pk}/").json()
    assert (answer["reason"], answer["reason_words"]) == ("link-farm", "part of a link farm")
    assert program.get("moderation-log/?reason=link-farm").json()["results"][0]["reason_words"] == "part of a link farm"  # fmt: skip
    unknown = program.get("moderation-log/?reason=nonsense")
    assert "spam, abuse" in unknown.text
    listed = {each["code"]: each["is_offered"] for each in program.get("decision-reasons/").json()}
    assert listed == dict.fromkeys(Reason.values, True) | {"link-farm": False}


def test_what_the_program_relies_on_is_not_withdrawn(ada: Client) -> None:
    spam = DecisionReason.objects.get(pk="spam")
    words = {"label": "spam", "code": "x", "explanation": "", "position": "7"}

    ada.post(page_of(spam), words)
    abuse = ada.post(page_of(DecisionReason.objects.get(pk="abuse")), words | {"label": ""})

    spam.refresh_from_db()
    assert (spam.label, spam.is_offered, spam.is_spam, spam.position) == ("spam", True, True, 7)
    assert abuse.status_code == 200
    assert DecisionReason.objects.get(pk="abuse").is_offered
    assert ada.post(reverse("admin:moderation_decisionreason_delete", args=["abuse"])).status_code == 403  # fmt: skip
    assert "already exists" in ada.post(ADD, FARM | {"code": "abuse"}).text


def test_a_reason_that_counts_as_spam_teaches_the_filter_and_the_figures() -> None:
    DecisionReason.objects.create(code="link-farm", label="part of a link farm", is_spam=True)
    farm, dull, mona = make_post(), make_post(), make_moderator()
    Post.objects.filter(pk=farm.pk).update(view_count=40)

    services.hide_post(post=farm, actor=mona, reason="link-farm")
    services.hide_post(post=dull, actor=mona, reason="off_topic")

    assert list(SpamExample.objects.values_list("subject_pk", "is_spam")) == [(farm.pk, True)]
    assert moderation_figures(mona, now=timezone.now()).spam_views == 40


def test_a_report_suggests_the_reason_that_its_own_decides_as_while_it_is_offered(
    ada: Client,
) -> None:
    DecisionReason.objects.create(code="link-farm", label="part of a link farm")
    row = ReportReason.objects.get(code="spam")
    words = {"code": "spam", "label": row.label, "severity": "2", "position": "0", "is_offered": "on"}  # fmt: skip

    ada.post(page_of(row), words | {"decides_as": "link-farm"})

    Report.objects.create(
        reporter=make_member("bob"), subject_kind="post", subject_pk=make_post().pk, reason=row, weight=1
    )  # fmt: skip
    suggested = []
    for is_offered in (True, False):
        DecisionReason.objects.filter(pk="link-farm").update(is_offered=is_offered)
        suggested += [row["case"].reason for row in ada.get(QUEUE).context["rows"]]
    again = ada.post(page_of(row), words | {"decides_as": "link-farm", "severity": "3"})

    assert suggested == ["link-farm", "other"]
    assert again.status_code == 200  # chosen anew before anything else changes
    row.refresh_from_db()
    assert (row.decides_as_id, row.severity) == ("link-farm", 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_add_the_same_code_the_second_reads_that_it_is_taken() -> None:
    browsers = [Client(), Client()]
    for client, name in zip(browsers, ("ada", "abel"), strict=True):
        enter_surely(client, make_member(name, is_staff=True, is_superuser=True))

    answer: Any = meanwhile(
        lambda: browsers[0].post(ADD, FARM),
        lambda: browsers[1].post(ADD, FARM | {"label": "other words"}),
    )

    assert "already exists" in answer.text
    assert DecisionReason.objects.get(pk="link-farm").label == "part of a link farm"
