"""Members report; moderators always have the last word."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import TrustLevel, User
from feed.models import Post
from feed.services import commenting, publishing
from moderation import services
from moderation.access import reportable_for
from moderation.models import Decision, Reason, Report, ReportReason, ReportState, SubjectKind
from moderation.selectors.queue import review_queue
from moderation.services.reporting import report
from moderation.weighing import weight_to_hide
from tests.factories import make_category, make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


def complain(reporter: User, post: Post, code: str = "spam") -> Report:
    subject = reportable_for(reporter, SubjectKind.POST, post.pk)
    reason = ReportReason.objects.get(code=code)
    return report(reporter=reporter, subject=subject, reason=reason)[0]


def complain_until_hidden(post: Post) -> None:
    for number in range(3):
        complain(make_member(f"reader{number}"), post)


def address(kind: str, pk: int) -> str:
    return f"/report/{kind}/{pk}/"


@pytest.mark.parametrize("kind", ["post", "comment", "member"])
def test_a_member_reports_with_a_plain_form(client: Client, kind: str) -> None:
    comment = make_comment()
    pk = {"post": comment.post_id, "comment": comment.pk, "member": comment.author_id}[kind]
    client.force_login(make_member("carol"))

    shown = client.get(address(kind, pk))
    sent = client.post(address(kind, pk), {"reason": "abuse", "words": "Unkind."}, follow=True)

    made = Report.objects.get()
    assert "Insults, threatens or harasses someone" in shown.content.decode()
    assert "Moderators will look at it" in sent.content.decode()
    assert (made.subject_kind, made.subject_pk, made.words) == (kind, pk, "Unkind.")


def test_a_second_report_by_the_same_member_counts_nothing(client: Client) -> None:
    post = make_post()
    client.force_login(make_member("bob"))

    for _time in range(2):
        answer = client.post(address("post", post.pk), {"reason": "spam"}, follow=True)

    assert "You have reported this already" in answer.content.decode()
    assert Report.objects.count() == 1


def test_a_report_without_a_reason_comes_back_with_the_words(client: Client) -> None:
    client.force_login(make_member("bob"))

    answer = client.post(address("post", make_post().pk), {"words": "It is bad."})

    assert answer.status_code == 422
    assert "Choose what is wrong." in answer.content.decode()
    assert "It is bad." in answer.content.decode()


def test_what_is_gone_meanwhile_is_answered_clearly(client: Client) -> None:
    post = make_post()
    publishing.delete_post(post)
    comment = make_comment()
    commenting.delete_comment(comment)
    client.force_login(make_member("carol"))

    for kind, pk in (("post", post.pk), ("comment", comment.pk), ("member", 2**70)):
        answer = client.post(address(kind, pk), {"reason": "spam"})
        assert answer.status_code == 404
        assert "It is no longer here" in answer.content.decode()


def test_nobody_reports_what_is_his_own(client: Client) -> None:
    post = make_post()
    client.force_login(post.author)

    assert client.post(address("post", post.pk), {"reason": "spam"}).status_code == 403


def test_a_hidden_post_is_not_there_for_a_stranger(client: Client) -> None:
    post = make_post()
    publishing.hide_post(post)
    client.force_login(make_member("bob"))

    answer = client.get(address("post", post.pk))

    assert answer.status_code == 404
    assert post.title not in answer.content.decode()


def test_visitors_are_asked_to_sign_in_and_other_methods_are_refused(client: Client) -> None:
    place = address("post", make_post().pk)

    assert client.get(place).status_code == 302
    client.force_login(make_member("bob"))
    assert client.delete(place).status_code == 405
    assert client.get("/report/category/1/").status_code == 404


def test_post_and_comment_offer_the_report_but_not_to_their_authors(client: Client) -> None:
    comment = make_comment(author=make_member("bob"))
    page = comment.post.get_absolute_url()
    links = [
        f'href="{address("post", comment.post_id)}"',
        f'href="{address("comment", comment.pk)}"',
    ]

    client.force_login(make_member("carol"))
    shown = client.get(page).content.decode()
    client.force_login(comment.author)
    own = client.get(page).content.decode()

    assert [link in shown for link in links] == [True, True]
    assert links[1] not in own


def test_enough_weight_hides_and_a_moderator_still_looks() -> None:
    post = make_post()

    complain_until_hidden(post)

    post.refresh_from_db()
    decision = Decision.objects.get()
    assert post.is_hidden
    assert (decision.actor, decision.reason_id) == (None, "spam")
    assert Report.objects.unanswered().count() == 3


def test_newcomers_weigh_less_than_the_threshold() -> None:
    post = make_post()

    for number in range(5):
        complain(make_member(f"new{number}", trust_level=TrustLevel.NEW), post)

    post.refresh_from_db()
    assert post.is_live


def test_people_arguing_in_the_thread_weigh_nothing() -> None:
    post = make_post()
    quarrel = [make_member(f"angry{number}", trust_level=TrustLevel.LEADER) for number in range(4)]
    for member in quarrel:
        answer = make_comment(post=post, author=post.author)
        make_comment(parent=answer, author=member)

    reports = [complain(member, post) for member in quarrel]

    post.refresh_from_db()
    assert [each.weight for each in reports] == [0, 0, 0, 0]
    assert post.is_live


def test_the_threshold_grows_with_the_site() -> None:
    assert weight_to_hide(0) == 4
    assert weight_to_hide(900) == 5
    assert 6.9 < weight_to_hide(100_000) < 7.1


def test_a_moderator_confirms_what_reports_have_hidden() -> None:
    post, mona = make_post(), make_moderator()
    complain_until_hidden(post)

    decision = services.hide_post(post=post, actor=mona, reason=Reason.SPAM)
    again = services.hide_post(post=post, actor=mona, reason=Reason.SPAM)

    assert decision is not None
    assert again is None
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.UPHELD}


def test_a_moderator_brings_back_what_reports_have_hidden() -> None:
    post = make_post()
    complain_until_hidden(post)

    services.restore_post(post=post, actor=make_moderator())

    post.refresh_from_db()
    assert post.is_live
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.DISMISSED}


def test_a_reported_post_or_comment_that_is_in_order_stays() -> None:
    comment, mona = make_comment(), make_moderator()
    carol = make_member("carol")
    complain(carol, comment.post)
    subject = reportable_for(carol, SubjectKind.COMMENT, comment.pk)
    report(reporter=carol, subject=subject, reason=ReportReason.objects.get(code="abuse"))

    answers = [
        services.keep_post(post=comment.post, actor=mona),
        services.keep_post(post=comment.post, actor=mona),
        services.keep_comment(comment=comment, actor=mona),
    ]

    assert [answer is not None for answer in answers] == [True, False, True]
    assert not Report.objects.unanswered().exists()


def test_a_category_s_reports_stand_in_its_queue_however_many_weigh_more_elsewhere() -> None:
    bob, post = make_member("bob"), make_post(category=make_category("Market"))
    complain(bob, post)
    reason = ReportReason.objects.get(code="spam")
    elsewhere = range(post.pk + 1, post.pk + 102)
    Report.objects.bulk_create(
        Report(reporter=bob, subject_kind="post", subject_pk=pk, reason=reason, weight=50)
        for pk in elsewhere
    )

    found = review_queue(now=timezone.now(), category_pks=frozenset({post.category_id}))

    assert [(case.kind, case.pk) for case in found.cases] == [("post", post.pk)]


@pytest.mark.django_db(transaction=True)
def test_reports_at_the_same_moment_are_all_weighed() -> None:
    post = make_post()
    readers = [make_member(f"reader{number}") for number in range(4)]

    def act(reader: User) -> None:
        try:
            complain(reader, post)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(act, readers[:2]))
    complain(readers[2], post)

    post.refresh_from_db()
    assert post.is_hidden
    assert Decision.objects.count() == 1
