"""Deciding about many texts in one act, and taking it back exactly."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from feed.announcing import refresh
from feed.errors import NotAllowedError, NotPossibleError
from feed.models import Comment, ContactKey, Post, SpamCampaign, SpamExample, TemplatePrint
from moderation.models import (
    Batch,
    Decision,
    Reason,
    Report,
    ReportReason,
    ReportState,
    Scope,
    Verb,
)
from moderation.selectors.batches import touched_by
from moderation.services import hide_post, restore_post
from moderation.services.batches import decide_together, undo_batch
from moderation.services.records import Ruling
from moderation.services.spam import quarantine_campaign, restore_campaign
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.moderation.lighthouse import make_lighthouse, what_readers_find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]
SPAM = "Best price! Book now on WhatsApp +31 20 555 01 23 https://shop.example https://b.example"


@pytest.fixture
def mona() -> User:
    return make_moderator()


def make_work() -> tuple[Post, Post, Comment]:
    """A published post and a comment by Mallory, and a post of hers that waits."""
    mallory = make_member("mallory", trust_level=1)
    live = make_post(author=mallory, body="A look at https://shop.example in daylight.")
    held = make_post(author=mallory, body=SPAM + " https://c.example https://d.example")
    comment = make_comment(author=mallory, body="Read https://shop.example today.")
    assert held.is_held
    return live, held, comment


def together(mona: User, **changes: Any) -> Batch:
    asked: dict[str, Any] = {
        "scope": Scope.AUTHOR, "value": "mallory", "verb": Verb.HIDE, "expected": 3,
    } | changes  # fmt: skip
    return decide_together(**asked, ruling=Ruling(mona, Reason.SPAM))


def state_of_all() -> list[Any]:
    posts = Post.objects.order_by("pk").values_list(
        "status", "held_reasons", "published_at", "hotness", "category__post_count", "comment_count"
    )
    comments = Comment.objects.order_by("pk").values_list("status", "held_reasons", "body")
    return [
        *posts,
        *comments,
        *ContactKey.objects.order_by("pk").values_list("spam_count", "good_count"),
    ]


def test_everything_by_one_member_is_hidden_and_comes_back_exactly(mona: User) -> None:
    make_work()
    make_post()
    before = state_of_all()

    batch = together(mona)
    hidden = list(Post.objects.filter(author__username="mallory").values_list("status", flat=True))
    learned = SpamExample.objects.count()
    undone = undo_batch(batch, actor=mona)

    assert hidden == ["hidden", "hidden"]
    assert (batch.decisions.count(), learned, undone) == (3, 3, 3)
    assert state_of_all() == before
    assert not SpamExample.objects.exists()
    taken_back = Decision.objects.filter(reverses__batch=batch).order_by("pk")
    assert list(taken_back.values_list("verb", flat=True)) == ["restore", "hold", "restore"]


@pytest.mark.parametrize("act", ["all by one member", "quarantine of a campaign"])
def test_what_is_taken_back_is_again_wherever_readers_found_it(mona: User, act: str) -> None:
    """Counts, Read More, notifications, search, feeds, as after an appeal (test_appeals)."""
    post, neighbour = make_lighthouse()
    before = what_readers_find(post, neighbour)

    if act == "all by one member":
        batch = together(mona, value="alice", expected=1)
        meanwhile = what_readers_find(post, neighbour)
        undo_batch(batch, actor=mona)
    else:
        campaign = SpamCampaign.objects.create(
            sample="The lighthouse", post_count=1, author_count=1
        )
        TemplatePrint.objects.filter(post=post).update(campaign=campaign)
        quarantine_campaign(campaign=campaign, actor=mona)
        meanwhile = what_readers_find(post, neighbour)
        restore_campaign(campaign=campaign, actor=mona)
    refresh.refresh_due()
    after = what_readers_find(post, neighbour)

    gone = ("read more", "told", "front page", "feed")
    assert all(before[name] for name in gone)
    assert [bool(meanwhile[name]) for name in gone] == [False] * 4
    assert meanwhile["search"] == [neighbour.pk]
    assert after == before


def test_everything_that_points_to_one_website_is_one_act(mona: User) -> None:
    live, held, comment = make_work()
    other = make_post(author=make_member("carol"), body="On https://shop.example again.")
    make_post(body="On https://other.example.")
    make_post(author=mona, body="Beware of https://shop.example.")

    found = touched_by(scope=Scope.DOMAIN, value="www.Shop.example", verb=Verb.HIDE)

    assert [post.pk for post in found.posts] == [live.pk, held.pk, other.pk]
    assert [each.pk for each in found.comments] == [comment.pk]
    assert found.authors == 2


def test_what_is_held_is_published_together_and_waits_again(mona: User) -> None:
    _live, held, _comment = make_work()

    batch = together(mona, verb=Verb.RELEASE, expected=1)
    held.refresh_from_db()
    was_live = held.is_live
    undo_batch(batch, actor=mona)
    reasons = held.held_reasons

    held.refresh_from_db()
    assert was_live
    assert reasons == []
    assert held.is_held
    assert held.held_reasons == Decision.objects.filter(batch=batch).get().evidence["held_reasons"]


def test_reports_that_the_act_answered_are_open_again(mona: User) -> None:
    live, *_others = make_work()
    report = Report.objects.create(
        reporter=make_member("bob"), subject_kind="post", subject_pk=live.pk,
        reason=ReportReason.objects.get(code="spam"), weight=1,
    )  # fmt: skip

    batch = together(mona)
    report.refresh_from_db()
    answered = report.state
    undo_batch(batch, actor=mona)

    report.refresh_from_db()
    assert (answered, report.state, report.answered_at) == (
        ReportState.UPHELD, ReportState.OPEN, None,
    )  # fmt: skip


def test_what_was_decided_since_keeps_the_later_decision(mona: User) -> None:
    live, *_others = make_work()
    batch = together(mona)
    restore_post(post=live, actor=mona)
    hide_post(post=live, actor=mona, reason=Reason.ABUSE)

    undone = undo_batch(batch, actor=mona)

    live.refresh_from_db()
    assert undone == 2
    assert live.is_hidden


def test_an_act_is_taken_back_once(mona: User) -> None:
    make_work()
    batch = together(mona)
    undo_batch(batch, actor=mona)
    decisions = Decision.objects.count()

    with pytest.raises(NotPossibleError, match="already"):
        undo_batch(batch, actor=mona)

    assert Decision.objects.count() == decisions


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"expected": 2}, "3 texts, not 2"), ({"value": "nobody"}, "nothing to decide"), ({"scope": Scope.RULE, "value": "x"}, "nothing")],
)  # fmt: skip
def test_an_act_touches_what_was_shown_or_nothing(
    mona: User, changes: dict[str, Any], refusal: str
) -> None:
    make_work()

    with pytest.raises(NotPossibleError, match=refusal):
        together(mona, **changes)

    assert not Batch.objects.exists()
    assert not Decision.objects.exists()


def test_only_moderators_decide_together(mona: User) -> None:
    make_work()
    batch = together(mona)

    with pytest.raises(NotAllowedError):
        together(make_member("bob"))
    with pytest.raises(NotAllowedError):
        undo_batch(batch, actor=make_member("bob"))


def test_the_pages_show_decide_and_take_back(client: Client, mona: User) -> None:
    make_work()
    client.force_login(mona)
    address = "/admin/queue/author/mallory/"

    page = client.get(address).content.decode()
    sent = {"verb": "hide", "reason": "spam", "note": "", "expected": "3"}
    unsaid = client.post(address, sent | {"reason": ""}).content.decode()
    stale = client.post(address, sent | {"expected": "9" * 30}).content.decode()
    done = client.post(address, sent, follow=True).content.decode()
    undo = f"/admin/queue/undo/{Batch.objects.get().pk}/"
    back = client.post(undo, follow=True).content.decode()
    again = client.post(undo, follow=True).content.decode()

    assert "3 texts by one member would be hidden (posts: 2, comments: 1, authors: 1)." in page
    assert "choose a reason" in unsaid
    assert "By now it is 3 texts" in stale
    assert "Decided about 3 texts." in done
    assert "Taken back: 3 texts are as they were." in back
    assert "taken back already" in again


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/admin/queue/planet/x/", 404),
        ("get", "/admin/queue/author/x/?verb=eat", 404),
        ("get", f"/admin/queue/author/{'x' * 300}/", 404),
        ("put", "/admin/queue/author/x/", 405),
        ("get", "/admin/queue/undo/1/", 405),
        ("post", "/admin/queue/undo/999999/", 404),
        ("put", "/admin/queue/run/", 405),
        ("post", "/admin/queue/run/", 400),
    ],
)
def test_addresses_that_lead_nowhere(
    client: Client, mona: User, method: str, path: str, status: int
) -> None:
    client.force_login(mona)

    assert getattr(client, method)(path).status_code == status


@pytest.mark.parametrize("path", ["/admin/queue/author/mallory/", "/admin/queue/run/"])
def test_others_may_not(client: Client, path: str) -> None:
    strangers = client.get(path).status_code
    client.force_login(make_member("bob", is_staff=True))

    assert (strangers, client.get(path).status_code) == (302, 403)


def test_five_minutes_show_one_case_after_another_and_then_what_was_done(
    client: Client, mona: User
) -> None:
    _live, held, _comment = make_work()
    other = make_post(author=make_member("molly", trust_level=0), body=SPAM)
    client.force_login(mona)
    run = "/admin/queue/run/"
    before = client.get(run).content.decode()

    client.post(run, {"deed": "start"})
    first = client.get(run).context["row"]["case"]
    client.post(run, {"deed": "skip", "case": f"post:{first.pk}"})
    second = client.get(run).context["row"]["case"]
    client.post(run, {"deed": "hide", "case": f"post:{second.pk}", "reason": "spam"})
    over = client.get(run)
    client.post(run, {"deed": "stop"})
    page = client.get(run).content.decode()

    assert "Five minutes, worst first" in before
    assert {first.pk, second.pk} == {held.pk, other.pk}
    assert over.context["row"] is None
    assert "1 hidden" in page
    assert "Another five minutes" in page
    assert "Thank you" in page
