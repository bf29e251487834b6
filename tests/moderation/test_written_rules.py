"""Written rules at the moderators' desk: the form, the dry run, the switch, and hits in the queue."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feed.models import Post, RuleHit, RuleState, RuleVersion, WrittenRule
from feed.services.ruling import definition_of
from moderation import services
from moderation.models import CaseKind, Reason
from moderation.selectors.queue import review_queue
from moderation.selectors.trials import dry_run
from tests.factories import enter_surely, make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_mona(client: Client) -> Client:
    enter_surely(client, make_moderator())
    return client


def form_of(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Flights", "match": "all", "action": "hold", "tag": "", "words": "",
        "conditions-TOTAL_FORMS": "1", "conditions-INITIAL_FORMS": "0",
        "conditions-0-fact": "text", "conditions-0-operator": "contains", "conditions-0-value": "cheap flights",
    } | changes  # fmt: skip


def write_rule(client: Client, **changes: Any) -> Any:
    return client.post("/admin/feed/writtenrule/add/", form_of(**changes))


def switch(client: Client, rule: WrittenRule, **data: Any) -> str:
    sent = {"version": rule.version} | data
    answer = client.post(f"/admin/feed/writtenrule/{rule.pk}/trial/", sent, follow=True)
    return str(answer.content.decode())


def test_a_rule_is_written_tried_watched_and_put_in_force(as_mona: Client) -> None:
    make_post(title="Cheap flights")
    for _number in range(11):
        make_post()

    answer = write_rule(as_mona)
    rule = WrittenRule.objects.get()
    page = as_mona.get(answer.url).content.decode()
    too_soon = switch(as_mona, rule, state="enforced")
    switch(as_mona, rule, state="shadow")
    done = switch(as_mona, rule, state="enforced")

    rule.refresh_from_db()
    assert "Would have hit 1 of 12 texts of the last 30 days (8.3" in page
    assert "Have the rule watched first" in too_soon
    assert "The rule is now: in force." in done
    assert (rule.state, rule.tried_hits, rule.tried_texts) == (RuleState.ENFORCED, 1, 12)
    assert [each.state for each in RuleVersion.objects.order_by("pk")] == [
        "off",
        "shadow",
        "enforced",
    ]


def test_a_rule_that_hits_everything_needs_the_figure_of_its_dry_run(as_mona: Client) -> None:
    for _number in range(3):
        make_post()
    write_rule(as_mona, **{"conditions-0-operator": "lacks"})
    rule = WrittenRule.objects.get()
    switch(as_mona, rule, state="shadow")

    refused = [
        switch(as_mona, rule, state="enforced", hits=hits) for hits in ("", "2", "x", "9" * 40)
    ]

    assert all("would have hit 3 of 3 texts" in page for page in refused)
    assert "type the number of hits" in refused[0]
    assert "The rule is now: in force." in switch(as_mona, rule, state="enforced", hits="3")


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions-0-operator": "matches", "conditions-0-value": "(a+"},
        {"conditions-0-operator": "at_least"},
        {"conditions-0-fact": "days"},
        {"conditions-0-fact": "nothing"},
        {"conditions-TOTAL_FORMS": "0"},
        {"action": "tag", "tag": ""},
        {
            "action": "tag",
            "tag": "Bees",
            "conditions-0-fact": "kind",
            "conditions-0-operator": "is",
            "conditions-0-value": "profile",
        },
        {
            "conditions-0-fact": "kind",
            "conditions-0-operator": "is",
            "conditions-0-value": "profil",
        },
        {"name": ""},
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_what_was_typed(
    as_mona: Client, changes: dict[str, str]
) -> None:
    answer = write_rule(as_mona, **changes)

    assert answer.status_code == 200
    assert not WrittenRule.objects.exists()


def test_the_dry_run_counts_what_moderators_thought_of_the_hits_and_changes_nothing() -> None:
    mona, rule = make_moderator(), WrittenRule.objects.create(name="Flights", action="reject")
    rule.conditions.create(fact="text", operator="contains", value="cheap flights")
    posts = [make_post(title="Cheap flights") for _number in range(4)]
    make_comment(body="Cheap flights!")
    old = make_post(title="Cheap flights")
    Post.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    services.hide_post(post=posts[0], actor=mona, reason=Reason.SPAM)
    services.hide_post(post=posts[1], actor=mona, reason=Reason.SPAM)
    services.restore_post(post=posts[1], actor=mona)

    found = dry_run(definition_of(rule), now=timezone.now())

    assert (found.hits, found.taken_away, found.in_order, found.undecided) == (5, 1, 1, 3)
    assert {each.pk for each in found.shown if each.kind == "post"} == {post.pk for post in posts}
    assert not RuleHit.objects.exists()


def test_a_dry_run_asks_few_questions_however_many_texts(
    django_assert_max_num_queries: Any,
) -> None:
    rule = WrittenRule.objects.create(name="All")
    rule.conditions.create(fact="text", operator="lacks", value="§")
    for _number in range(12):
        make_post()

    with django_assert_max_num_queries(6):
        assert dry_run(definition_of(rule), now=timezone.now()).hits == 12


def test_what_a_rule_asks_about_waits_in_the_queue_until_somebody_decides(as_mona: Client) -> None:
    write_rule(as_mona, action="notify")
    rule = WrittenRule.objects.get()
    WrittenRule.objects.update(state=RuleState.ENFORCED, tried_version=1)
    post = make_post(title="Cheap flights")

    queue = review_queue(now=timezone.now())
    as_mona.post("/admin/queue/", {"case": f"post:{post.pk}", "deed": "keep"})

    case = next(case for case in queue.cases if case.kind == CaseKind.POST)
    assert case.evidence[0] == {"rule": "Flights", "words": ["Cheap flights"]}
    assert (queue.waiting_count, case.deeds) == (1, ("keep", "hide"))
    assert not RuleHit.objects.unanswered().exists()
    assert review_queue(now=timezone.now()).cases == []
    assert rule.hits.count() == 1


@pytest.mark.parametrize("who", ["bob", "nobody"])
def test_others_see_no_rules(client: Client, who: str) -> None:
    rule = WrittenRule.objects.create(name="Flights")
    if who == "bob":
        client.force_login(make_member("bob", is_staff=True))

    for path in ("/admin/feed/writtenrule/", f"/admin/feed/writtenrule/{rule.pk}/trial/"):
        assert client.get(path).status_code in (302, 403)


def test_the_trial_of_what_is_not_there_and_wrong_methods(as_mona: Client) -> None:
    rule = WrittenRule.objects.create(name="Flights")

    assert as_mona.get("/admin/feed/writtenrule/999999/trial/").status_code == 404
    assert as_mona.put(f"/admin/feed/writtenrule/{rule.pk}/trial/").status_code == 405
    assert "changed meanwhile" in switch(as_mona, rule, state="nonsense")
    assert "changed meanwhile" in switch(as_mona, rule, state="shadow", version="7")


def test_all_that_a_rule_hit_is_decided_together(as_mona: Client) -> None:
    rule = WrittenRule.objects.create(name="Flights")
    trial = f"/admin/feed/writtenrule/{rule.pk}/trial/"
    before = as_mona.get(trial).text
    post = make_post(author=make_member("mallory"))
    RuleHit.objects.create(rule=rule, version=1, kind="post", subject_pk=post.pk)

    after, page = as_mona.get(trial).text, as_mona.get(f"/admin/queue/rule/{rule.pk}/")
    sent = {"verb": "hide", "reason": "spam", "expected": "1"}
    done = as_mona.post(f"/admin/queue/rule/{rule.pk}/", sent, follow=True).text

    address = f'href="/admin/queue/rule/{rule.pk}/"'
    assert (address in before, address in after) == (False, True)
    assert "Flights" in page.text
    assert not Post.objects.get(pk=post.pk).is_live
    assert '<strong dir="auto">Flights</strong>' in done


def test_every_field_of_a_condition_has_a_name(client: Client) -> None:
    client.force_login(make_moderator())

    page = client.get("/admin/feed/writtenrule/add/").text

    fields = re.findall(
        r"<(?:select|input)[^>]*name=\"conditions-0-(?:fact|operator|value)\"[^>]*>", page
    )
    assert len(fields) == 3
    assert all(re.search(r'aria-label="\w+', field) for field in fields)
