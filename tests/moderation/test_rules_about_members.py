"""Written rules about names and profiles: in force, watched, tried; never where no condition asks for them."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.errors import ProfileRefusedError
from accounts.models import Notification, User
from accounts.services.profiles import Profile, change_profile
from feed.models import Judgement, RuleHit, RuleState, TextKind, WrittenRule
from feed.services.ruling import definition_of
from moderation import services
from moderation.models import Reason
from moderation.selectors.trials import dry_run
from tests.factories import PASSWORD, enter_surely, make_member, make_moderator, make_post
from tests.feed.api_client import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

WORDS = "I keep bees and tulips."


@pytest.fixture
def mona() -> Client:
    client = Client()
    enter_surely(client, make_moderator())
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


def test_a_profile_that_a_rule_holds_is_its_members_alone_until_a_moderator_has_looked(
    mona: Client,
) -> None:
    make_rule()
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


def test_a_profile_that_a_rule_refuses_is_not_taken_and_stays_in_the_form(client: Client) -> None:
    make_rule(action="reject", words="Say it without tulips.")
    dora, mona = make_member("dora", bio="I keep bees."), make_moderator()
    client.force_login(dora)

    page = client.post("/settings/", {"display_name": "Dora", "bio": WORDS})
    program = Program(dora)
    etag = program.get("account/profile/")["ETag"]
    answer = program.patch("account/profile/", {"bio": WORDS}, If_Match=etag)
    with pytest.raises(ProfileRefusedError, match="without tulips"):
        say(dora)
    client.post("/settings/", {"display_name": "Dora", "bio": "I keep wasps."})

    assert "Say it without tulips." in page.text
    assert WORDS in page.text
    assert (answer.status_code, "without tulips" in answer.text) == (400, True)
    assert User.objects.get(username="dora").bio == "I keep wasps."
    assert say(mona).bio == WORDS
    assert not Judgement.objects.filter(subject_pk=dora.pk, is_open=True).exists()


def test_a_name_that_a_rule_refuses_is_not_taken_at_sign_up(client: Client) -> None:
    make_rule("name", action="reject", words="Choose a name without flowers.")
    form = {"password1": PASSWORD, "password2": PASSWORD, "email": "tulips@example.org"}

    page = client.post("/accounts/signup/", form | {"username": "two-tulips"}).text
    client.post("/accounts/signup/", form | {"username": "two-bees"})

    assert "Choose a name without flowers." in page
    assert list(User.objects.values_list("username", flat=True)) == ["two-bees"]


def test_a_rule_of_an_earlier_version_that_would_tag_a_profile_says_so_and_cannot_be_switched_on(
    mona: Client,
) -> None:
    rule = make_rule(action="tag", tag="Bees", state=RuleState.OFF)
    trial = f"/admin/feed/writtenrule/{rule.pk}/trial/"

    page = mona.get(trial).text
    refused = mona.post(trial, {"state": "shadow", "version": "1"}, follow=True).text
    WrittenRule.objects.update(state=RuleState.ENFORCED, tried_version=1)
    say(make_member("dora"))

    assert "This rule does nothing." in page
    assert "Only posts have tags" in refused
    assert not RuleHit.objects.exists()


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
