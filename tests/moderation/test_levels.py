"""Changes of trust levels: each on record with who, why, from and to; told, reversible, and kept to by the sweeper."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notification, TrustLevel, TrustRule, User
from feed.errors import NotAllowedError
from moderation import services
from moderation.errors import AlreadyTakenBackError, AppealRefusedError, NotYoursToDecideError
from moderation.models import Decision, Reason, Verb
from moderation.selectors.public_log import Filters, public_decisions
from moderation.selectors.timeline import timeline_of
from moderation.services.appealing import open_appeal
from moderation.services.levels import promote_members
from moderation.services.reversing import take_back
from tests.admin.conftest import make_administrator
from tests.factories import enter_surely, make_member, make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.fixture
def nora() -> User:
    """A member of this morning, for whom the level BASIC takes no more than that."""
    needs = ("needs_days", "needs_read", "needs_written", "needs_appreciated")
    TrustRule.objects.filter(level=TrustLevel.BASIC).update(**dict.fromkeys(needs, 0))
    TrustRule.objects.filter(level__gt=TrustLevel.BASIC).update(needs_days=9)
    joined = timezone.now() - timedelta(hours=5)
    return make_member("nora", trust_level=TrustLevel.NEW, date_joined=joined)


def promote() -> int:
    return promote_members(now=timezone.now())


def level_of(member: User) -> int:
    return User.objects.get(pk=member.pk).trust_level


def changes() -> list[tuple[str, str | None, str]]:
    decisions = Decision.objects.order_by("pk").select_related("actor")
    return [
        (each.verb, each.actor.username if each.actor else None, each.level_change)
        for each in decisions
    ]


def test_a_rise_is_on_record_told_and_taken_back_for_good(client: Client, nora: User) -> None:
    mona = make_moderator()
    assert [promote(), promote()] == [1, 0]
    rise = Decision.objects.get()
    client.force_login(nora)
    statement = client.get(f"/decisions/{rise.pk}/").text
    with pytest.raises(AppealRefusedError):
        open_appeal(rise, member=nora, words="Too high.")

    client.force_login(mona)
    page = f"/admin/moderation/decision/{rise.pk}/change/"
    assert "Take it back" in client.get(page).text
    answer = client.post(f"/admin/moderation/decision/{rise.pk}/take-back/", follow=True)

    assert "Taken back; the member is told." in answer.text
    assert "Take it back" not in answer.text
    assert changes() == [("level", None, "new → basic"), ("level", "mona", "basic → new")]
    assert (level_of(nora), promote()) == (TrustLevel.NEW, 0)  # no rule overrules a moderator
    assert "new → basic" in statement
    assert "You have earned it" in statement
    assert (
        Notification.objects.filter(recipient=nora, title="Your trust level has changed").count()
        == 2
    )
    words = [event.words for event in timeline_of(nora).events]
    assert "nora: moved to another trust level, new → basic (in order) · a rule" in words
    assert "basic → new" in client.get(f"/admin/accounts/user/{nora.pk}/change/").text
    public = public_decisions(Filters()).values_list("pk", flat=True)
    assert list(public) == [rise.pk + 1]  # a rise by itself is no matter of moderation
    with pytest.raises(AlreadyTakenBackError):
        take_back(rise, actor=mona)


def test_an_administrator_puts_down_with_a_reason_and_the_member_may_appeal(
    client: Client, nora: User
) -> None:
    promote()
    nora.refresh_from_db()
    ada, mona = make_administrator(), make_moderator()
    page, lower = f"/admin/accounts/user/{nora.pk}/change/", {"trust_level": "0", "_save": ""}
    enter_surely(client, ada)

    refused = client.post(page, lower).text
    unchanged = level_of(nora)
    client.post(page, {**lower, "reason": "abuse", "note": "Votes for herself."})

    lowering = Decision.objects.latest("pk")
    assert (unchanged, level_of(nora), promote()) == (TrustLevel.BASIC, TrustLevel.NEW, 0)
    assert "Choose a reason; the member is told it." in refused
    assert (lowering.reason_id, lowering.note) == (Reason.ABUSE, "Votes for herself.")
    client.force_login(nora)
    assert "by a moderator’s word" in client.get(f"/decisions/{lowering.pk}/").text
    appeal = open_appeal(lowering, member=nora, words="I did not.")
    services.overturn_appeal(appeal=appeal, actor=mona, note="True.")
    assert level_of(nora) == TrustLevel.BASIC


def test_hands_that_may_not_and_a_change_that_others_overtook(nora: User) -> None:
    ada, mona = make_administrator(), make_moderator()
    with pytest.raises(NotAllowedError):
        services.set_level(member=nora, level=TrustLevel.LEADER, actor=mona, reason=Reason.OTHER)
    vouched = services.vouch_for_member(member=nora, actor=mona)
    assert vouched
    made = services.set_level(
        member=nora, level=TrustLevel.REGULAR, actor=ada, reason=Reason.IN_ORDER
    )
    again = services.set_level(
        member=nora, level=TrustLevel.REGULAR, actor=ada, reason=Reason.IN_ORDER
    )

    undone = take_back(vouched, actor=mona)

    assert made
    assert again is None
    assert (undone.verb, level_of(nora)) == (Verb.LEVEL, TrustLevel.REGULAR)


def test_nobody_takes_back_what_concerns_oneself() -> None:
    ada, mona = make_administrator(), make_moderator()
    warned = services.warn_member(member=mona, actor=ada, reason=Reason.ABUSE)
    assert warned

    with pytest.raises(NotYoursToDecideError):
        take_back(warned, actor=mona)
