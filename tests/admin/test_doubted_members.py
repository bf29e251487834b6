"""Names and profiles that look like advertising: judged into rows, looked at in the queue, learned from."""

import pytest
from django.test import Client

from accounts.models import TrustLevel, User
from feed.models import Judgement, SpamExample, TextKind
from moderation.models import Reason
from moderation.services import suspend_member
from tests.factories import PASSWORD, make_member, make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


def sign_up(client: Client, username: str) -> None:
    form = {
        "username": username,
        "email": f"{username}@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    client.post("/accounts/signup/", form)


def test_each_name_at_sign_up_is_judged_and_a_suspicious_one_waits_in_the_queue(
    client: Client, mona: Client
) -> None:
    sign_up(client, "jan-1987")
    sign_up(Client(), "free-money-now")

    judged = dict(Judgement.objects.filter(kind=TextKind.NAME).values_list("subject_pk", "is_open"))
    jan, seller = (User.objects.get(username=name).pk for name in ("jan-1987", "free-money-now"))
    queue = mona.get("/admin/queue/").context["queue"]
    assert judged == {jan: False, seller: True}
    assert [(case.kind, case.pk) for case in queue.cases] == [("member", seller)]
    assert queue.cases[0].evidence[0]["rule"] == "reads like spam"
    assert queue.waiting_count == 1


def test_a_suspicious_profile_is_its_members_alone_until_a_moderator_has_looked(
    client: Client, mona: Client
) -> None:
    mallory = make_member("mallory", trust_level=TrustLevel.BASIC)
    client.force_login(mallory)
    words = "Photographer. See my website https://mallory.example"

    client.post("/settings/", {"display_name": "Mallory", "bio": words})

    page = mallory.get_absolute_url()
    before = [words in each.get(page).text for each in (client, Client(), mona)]
    mona.post("/admin/queue/", {"case": f"member:{mallory.pk}", "deed": "keep"})
    after = [words in each.get(page).text for each in (client, Client(), mona)]
    assert (before, after) == ([True, False, False], [True, True, True])
    assert not Judgement.objects.unanswered().exists()
    assert SpamExample.objects.get(kind=TextKind.PROFILE).is_spam is False


def test_a_changed_profile_is_judged_again_and_clears_itself(client: Client) -> None:
    mallory = make_member("mallory", trust_level=TrustLevel.BASIC)
    client.force_login(mallory)
    found = []

    for words in ("See my website https://mallory.example", "I keep bees."):
        client.post("/settings/", {"display_name": "Mallory", "bio": words})
        found.append(Judgement.objects.get(kind=TextKind.PROFILE).is_open)

    assert found == [True, False]


def test_who_is_suspended_for_spam_teaches_what_a_profile_of_spam_says(client: Client) -> None:
    mallory = make_member("mallory", bio="Cheap cabs at my website https://cabs.example")

    suspend_member(member=mallory, actor=make_moderator("mona"), reason=Reason.SPAM)

    assert SpamExample.objects.get(kind=TextKind.PROFILE).is_spam is True
