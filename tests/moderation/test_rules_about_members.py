"""Written rules about names and profiles: in force, watched, tried; never where no condition asks for them."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notification, User
from accounts.services.profiles import Profile, change_profile
from feed.models import Judgement, RuleHit, RuleState, TextKind, WrittenRule
from feed.services.ruling import definition_of
from moderation import services
from moderation.models import Reason
from moderation.selectors.trials import dry_run
from tests.factories import PASSWORD, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

WORDS = "I keep bees and tulips."


@pytest.fixture
def mona() -> Client:
    client = Client()
    client.force_login(make_moderator())
    return client


def make_rule(
    kind: str = "profile", *, state: str = RuleState.ENFORCED, **fields: str
) -> WrittenRule:
    rule = WrittenRule.objects.create(**({"name": "Tulips", "action": "hold"} | fields))
    if kind:
        rule.conditions.create(fact="kind", operator="is", value=kind)
    rule.conditions.create(fact="text", operator="contains", value="tulips")
    WrittenRule.objects.filter(pk=rule.pk).update(state=state, tried_version=1)
    return rule


def say(member: User, words: str = WORDS) -> User:
    return change_profile(member, profile=Profile(display_name=member.display_name, bio=words))


def is_open(member: User) -> bool:
    return Judgement.objects.get(kind=TextKind.PROFILE, subject_pk=member.pk).is_open


@pytest.mark.parametrize("action", ["hold", "reject"])
def test_a_profile_that_a_rule_stops_is_its_members_alone_until_a_moderator_has_looked(
    mona: Client, action: str
) -> None:
    make_rule(action=action)
    post, alice = make_post(body=f"{WORDS} And so on."), say(make_member("dora"))
    page = alice.get_absolute_url()

    [case] = mona.get("/admin/queue/").context["queue"].cases
    before = WORDS in Client().get(page).text
    mona.post("/admin/queue/", {"case": f"member:{alice.pk}", "deed": "keep"})

    assert (case.kind, case.pk, case.evidence[0]["rule"]) == ("member", alice.pk, "Tulips")
    assert (before, WORDS in Client().get(page).text) == (False, True)
    assert post.is_live
    assert RuleHit.objects.values_list("kind", "subject_pk", "was_enforced").get() == (
        "profile",
        alice.pk,
        True,
    )


def test_a_rule_that_is_watched_or_not_about_profiles_or_meets_the_staff_holds_nothing() -> None:
    watched = make_rule(state=RuleState.SHADOW)
    make_rule("", name="Texts only")
    alice, mona = say(make_member("alice")), say(make_moderator())

    assert (is_open(alice), is_open(mona)) == (False, False)
    assert list(RuleHit.objects.values_list("rule", "subject_pk", "was_enforced")) == [
        (watched.pk, alice.pk, False)
    ]


def test_a_rule_that_notifies_of_a_name_tells_moderators_and_waits_until_one_has_looked(
    client: Client, mona: Client
) -> None:
    make_rule("name", action="notify")
    form = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(
        "/accounts/signup/", form | {"username": "two-tulips", "email": "tulips@example.org"}
    )
    pk = User.objects.get(username="two-tulips").pk

    found = mona.get("/admin/queue/").context["queue"]
    told = Notification.objects.filter(recipient__username="mona").values_list("title", flat=True)
    mona.post("/admin/queue/", {"case": f"member:{pk}", "deed": "keep"})

    assert ([(case.kind, case.pk) for case in found.cases], found.waiting_count) == (
        [("member", pk)],
        1,
    )
    assert list(told) == ["Tulips: two tulips"]
    assert mona.get("/admin/queue/").context["queue"].waiting_count == 0


def test_a_dry_run_counts_profiles_alone_and_what_moderators_thought_of_their_members() -> None:
    mona, rule = make_moderator(), make_rule(state=RuleState.OFF)
    make_post(body=WORDS)
    alice, bob, carol = (say(make_member(name)) for name in ("alice", "bob", "carol"))
    say(make_member("dave"), "I keep bees.")
    make_member("erin", bio=WORDS)  # never judged, so nobody knows when that was written
    services.suspend_member(member=alice, actor=mona, reason=Reason.SPAM)
    Judgement.objects.filter(subject_pk=bob.pk).update(is_open=True)
    services.keep_member(member=bob, actor=mona)

    found = dry_run(definition_of(rule), now=timezone.now())

    assert (found.texts, found.hits) == (4, 3)
    assert (found.taken_away, found.in_order, found.undecided) == (1, 1, 1)
    assert {each.url for each in found.shown} == {
        member.get_absolute_url() for member in (alice, bob, carol)
    }
